"""`publisher freeze` and `publisher unfreeze`: one switch that holds everything, with who and why."""

from typing import Annotated

import typer

from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, open_app, say

Unit = Annotated[str, typer.Option("--unit", help="Chỉ đơn vị này; bỏ trống là toàn bộ.")]
Campaign = Annotated[str, typer.Option("--campaign", help="Chỉ chiến dịch này; bỏ trống là toàn bộ.")]
Person = Annotated[str, typer.Option("--by", help="Họ tên người ra lệnh, được ghi lại.")]


def freeze(
    reason: Annotated[str, typer.Option("--reason", help="Lý do, như “Quốc tang”.")] = "",
    by: Person = "",
    unit: Unit = "",
    campaign: Campaign = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Tạm dừng toàn bộ (hoặc một đơn vị, một chiến dịch): không bài nào được đăng cho tới khi có lệnh bỏ dừng."""
    from publisher.app import utc_now
    from publisher.services.freezing import Extent
    from publisher.services.freezing import freeze as stop
    from publisher.store.writer import Direct

    if not reason.strip() or not by.strip():
        give_up('Thiếu lý do hoặc người ra lệnh: publisher freeze --reason "Quốc tang" --by "Họ tên".')
    application = open_app(config)
    extent = Extent(unit=unit, campaign=campaign)
    _check(extent, set(application.config.units))
    application.open_store()
    found = stop(Direct(), extent, reason=reason.strip(), by=by.strip(), now=utc_now())
    say(f"Đã tạm dừng {extent} ({found.begun_by}: {found.reason}). Bỏ dừng: publisher unfreeze --by “Họ tên”.")


def unfreeze(by: Person = "", unit: Unit = "", campaign: Campaign = "", config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Bỏ lệnh tạm dừng: bài còn trong hạn tự đi tiếp, bài đã quá hạn nằm ở mục bị lỡ."""
    from publisher.app import utc_now
    from publisher.services.freezing import Extent
    from publisher.services.freezing import unfreeze as let_go
    from publisher.store.writer import Direct

    if not by.strip():
        give_up('Thiếu người ra lệnh: publisher unfreeze --by "Họ tên".')
    application = open_app(config)
    extent = Extent(unit=unit, campaign=campaign)
    _check(extent, set(application.config.units))
    application.open_store()
    count = let_go(Direct(), extent, by=by.strip(), now=utc_now(), pages=application.config.pages)
    say(f"Đã bỏ tạm dừng {extent}; {count} lượt đi tiếp.")


def _check(extent: object, units: set[str]) -> None:
    from publisher.domain.hints import nearest
    from publisher.services.freezing import Extent

    assert isinstance(extent, Extent)
    if extent.unit and extent.campaign:
        give_up("Chọn một trong hai: --unit hoặc --campaign.")
    if extent.unit and extent.unit not in units:
        give_up(f"Không có đơn vị “{extent.unit}”: {nearest(extent.unit, units)}.")
