"""A working folder for a beginner: configuration, sample campaign, a place for secrets."""

import shutil
from pathlib import Path

from publisher import resources
from publisher.domain.errors import AlreadyThere

IGNORE = (
    "# Mã truy cập, khóa và dữ liệu không đưa vào kho"
    " mã.\nsecrets/\ndata/\npublisher.key\npublisher.counter\n"
)


def start_folder(folder: Path) -> list[Path]:
    """Write the starter folder and return what was written.

    Raises:
        AlreadyThere: one of its files exists.
        OSError: the folder cannot be written.
    """
    config, queue, ignore, secrets = (
        folder / name for name in ("config.toml", "queue", ".gitignore", "secrets")
    )
    for path in (config, queue, ignore):
        if path.exists():
            raise AlreadyThere(path)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(resources.example_config(), config)
    config.chmod(0o600)
    shutil.copytree(resources.sample_queue(), queue)
    for name in ("posts", "campaigns", "links", "photos"):
        (queue / name).mkdir(exist_ok=True)
    secrets.mkdir(exist_ok=True, mode=0o700)
    ignore.write_text(IGNORE, encoding="utf-8")
    return [config, queue, secrets, ignore]
