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

OnlyUnit = Annotated[str, typer.Option("--unit", help="Chỉ đơn vị này; bỏ trống là toàn bộ.")]
OnlyCampaign = Annotated[
    str, typer.Option("--campaign", help="Chỉ chiến dịch này; bỏ trống là toàn bộ.")
]
OrderedBy = Annotated[str, typer.Option("--by", help="Họ tên người ra lệnh, được ghi lại.")]
