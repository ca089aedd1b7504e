"""`publisher freeze`: one switch that holds everything, with who and why."""

from typing import Annotated

import typer

from publisher.app import App, utc_now
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile, OnlyCampaign, OnlyUnit, OrderedBy
from publisher.cli.output import give_up, say
from publisher.domain.reason import nearest
from publisher.features.scheduling.freeze import Extent
from publisher.features.scheduling.freeze import freeze as stop
from publisher.store.transactions import Direct


def freeze(
    reason: Annotated[str, typer.Option("--reason", help="Lý do, như “Quốc tang”.")] = "",
    by: OrderedBy = "",
    unit: OnlyUnit = "",
    campaign: OnlyCampaign = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Tạm dừng toàn bộ (hoặc một đơn vị, một chiến dịch): không bài nào được đăng cho tới khi có
    lệnh bỏ dừng."""
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


def _check(extent: Extent, application: App) -> None:
    """A mistyped name would stop nothing and seem to."""
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
