"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.config.values import DEFAULT_NAME, VARIABLE

ConfigFile = Annotated[
    Path,
    typer.Option("--config", "-c", envvar=VARIABLE, help="help.config", show_default=True),
]
DEFAULT_CONFIG = Path(DEFAULT_NAME)

OnlyUnit = Annotated[str, typer.Option("--unit", help="help.only_unit")]
OnlyCampaign = Annotated[str, typer.Option("--campaign", help="help.only_campaign")]
OrderedBy = Annotated[str, typer.Option("--by", help="help.ordered_by")]
