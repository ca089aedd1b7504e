"""A configuration that was found well: it is remembered as it is, and only as long as it is."""

from pathlib import Path

import pytest

from publisher.config.load import load, load_quickly
from publisher.config.remembering import recall, remember

TEXT = (
    '[facebook]\ntimeout = "7s"\napp_id = "12"\napp_secret_env = "S"\nlooks = ["9s"]\n[service]\nprepare_ahead = "3m"\n'
    '[units.u]\nname = "Công đoàn"\nlogo = "logo.png"\napproval = "none"\nglossary = ["Quỹ Trợ vốn"]\nsegment = true\n'
    '[pages.p]\nfacebook_id = "12"\nunit = "u"\nslots = ["07:30", "19:30"]\nquiet = ["22:00", "05:00"]\n'
    'max_late = "1h"\ntoken_env = "X"\ntoken_file = "t"\npublish = {photos = "handover"}\nmin_gap = "2m"\n'
    '[pages.q]\nfacebook_id = "13"\nunit = "u"\n[notices.ban]\nurl_env = "N"\nunits = ["u"]\nkinds = ["token"]\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "logo.png").write_bytes(b"x")
    (tmp_path / "config.toml").write_text(TEXT, encoding="utf-8")
    return tmp_path / "config.toml"


def test_what_is_remembered_is_what_was_read(file: Path) -> None:
    remember(load(file))
    assert recall(file) == load(file)


@pytest.mark.parametrize(
    "storage",
    [
        'folder = "chung"\n',
        'bucket = "anh"\nendpoint_url = "https://s3.vn"\nregion = "hn"\nprefix = "p"\naccess_key_env = "A"\n'
        'secret_key_file = "s"\n',
    ],
)
def test_the_shared_storage_is_remembered(file: Path, storage: str) -> None:
    file.write_text(f"{TEXT}[storage]\n{storage}", encoding="utf-8")
    config = load(file)
    remember(config)
    assert recall(file) == config
    assert config.storage


def test_another_text_is_read_anew(file: Path) -> None:
    assert load_quickly(file).pages["p"].facebook_id == "12"
    file.write_text(TEXT.replace('"12"', '"99"'), encoding="utf-8")
    assert recall(file) is None
    assert load_quickly(file).pages["p"].facebook_id == "99"


def test_a_logo_that_is_gone_is_found_out(file: Path) -> None:
    remember(load(file))
    (file.parent / "logo.png").unlink()
    assert recall(file) is None


def test_a_damaged_memory_is_no_trouble(file: Path) -> None:
    remember(load(file))
    [kept] = (file.parent / "data").glob("config-*.json")
    kept.write_text("{half", encoding="utf-8")
    assert load_quickly(file) == load(file)


def test_a_data_folder_that_cannot_be_written_is_no_trouble(file: Path) -> None:
    (file.parent / "data").write_text("a file where the folder should be")
    assert load_quickly(file) == load(file)
