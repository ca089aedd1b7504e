"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.config.values import DEFAULT_NAME, VARIABLE

ConfigFile = Annotated[
    Path,
    typer.Option("--config", "-c", envvar=VARIABLE, help="Tệp cấu hình.", show_default=True),
]
DEFAULT_CONFIG = Path(DEFAULT_NAME)
