"""`publisher freeze` and `publisher unfreeze`: one switch that holds everything, with who and
why."""

from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, open_app, say

if TYPE_CHECKING:
    from publisher.app import App
    from publisher.features.scheduling.freeze import Extent

Unit = Annotated[str, typer.Option("--unit", help="Chỉ đơn vị này; bỏ trống là toàn bộ.")]
Campaign = Annotated[
    str, typer.Option("--campaign", help="Chỉ chiến dịch này; bỏ trống là toàn bộ.")
]
Person = Annotated[str, typer.Option("--by", help="Họ tên người ra lệnh, được ghi lại.")]


def freeze(
    reason: Annotated[str, typer.Option("--reason", help="Lý do, như “Quốc tang”.")] = "",
    by: Person = "",
    unit: Unit = "",
    campaign: Campaign = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Tạm dừng toàn bộ (hoặc một đơn vị, một chiến dịch): không bài nào được đăng cho tới khi có
    lệnh bỏ dừng."""
    from publisher.app import utc_now
    from publisher.features.scheduling.freeze import Extent
    from publisher.features.scheduling.freeze import freeze as stop
    from publisher.store.transactions import Direct

    if not reason.strip() or not by.strip():
        give_up(
            'Thiếu lý do hoặc người ra lệnh: publisher freeze --reason "Quốc tang" --by "Họ tên".'
        )
    application = open_app(config)
    extent = Extent(unit=unit, campaign=campaign)
    application.open_store()
    _check(extent, application)
    found = stop(
        Direct(),
        extent,
        reason=reason.strip(),
        by=by.strip(),
        now=utc_now(),
        pages=application.config.pages,
    )
    say(
        f"Đã tạm dừng {extent} ({found.begun_by}: {found.reason}). Bỏ dừng: publisher unfreeze --by"
        " “Họ tên”."
    )


def unfreeze(
    by: Person = "", unit: Unit = "", campaign: Campaign = "", config: ConfigFile = DEFAULT_CONFIG
) -> None:
    """Bỏ lệnh tạm dừng: bài còn trong hạn tự đi tiếp, bài đã quá hạn nằm ở mục bị lỡ."""
    from publisher.app import utc_now
    from publisher.features.scheduling.freeze import Extent
    from publisher.features.scheduling.freeze import unfreeze as let_go
    from publisher.store.transactions import Direct

    if not by.strip():
        give_up('Thiếu người ra lệnh: publisher unfreeze --by "Họ tên".')
    application = open_app(config)
    extent = Extent(unit=unit, campaign=campaign)
    application.open_store()
    count = let_go(Direct(), extent, by=by.strip(), now=utc_now(), pages=application.config.pages)
    say(f"Đã bỏ tạm dừng {extent}; {count} lượt đi tiếp.")


def _check(extent: "Extent", application: "App") -> None:
    """A mistyped name would stop nothing and seem to."""
    from publisher.domain.hints import nearest

    units = application.config.units
    if extent.unit and extent.campaign:
        give_up("Chọn một trong hai: --unit hoặc --campaign.")
    if extent.unit and extent.unit not in units:
        give_up(f"Không có đơn vị “{extent.unit}”: {nearest(extent.unit, units)}.")
    if extent.campaign:
        campaigns = {campaign.id for campaign in application.reader().refresh(None).queue.campaigns}
        if extent.campaign not in campaigns:
            give_up(
                f"Không có chiến dịch “{extent.campaign}”: {nearest(extent.campaign, campaigns)}."
            )
