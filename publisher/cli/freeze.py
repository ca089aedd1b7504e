"""`publisher freeze`: one switch that holds everything, with who and why."""

from typing import Annotated

import typer

from publisher.app import App, utc_now
from publisher.cli.language import words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile, OnlyCampaign, OnlyUnit, OrderedBy
from publisher.cli.output import give_up, say
from publisher.domain.reason import nearest
from publisher.features.scheduling.freeze import Extent
from publisher.features.scheduling.freeze import freeze as stop
from publisher.store.transactions import Direct


def freeze(
    reason: Annotated[str, typer.Option("--reason", help="help.freeze_reason")] = "",
    by: OrderedBy = "",
    unit: OnlyUnit = "",
    campaign: OnlyCampaign = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Hold everything, a unit or a campaign."""
    if not reason.strip() or not by.strip():
        give_up(words("cli.freeze_missing"))
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
    say(words("cli.frozen", what=extent.named(), by=found.begun_by, why=found.reason))


def _check(extent: Extent, application: App) -> None:
    """A mistyped name would stop nothing and seem to."""
    units = application.config.units
    if extent.unit and extent.campaign:
        give_up(words("cli.freeze_one"))
    if extent.unit and extent.unit not in units:
        give_up(words("cli.no_unit", name=extent.unit, hint=nearest(extent.unit, units)))
    if extent.campaign:
        campaigns = {campaign.id for campaign in application.reader().refresh(None).queue.campaigns}
        if extent.campaign not in campaigns:
            hint = nearest(extent.campaign, campaigns)
            give_up(words("cli.no_campaign", name=extent.campaign, hint=hint))
