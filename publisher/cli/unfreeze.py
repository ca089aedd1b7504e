"""`publisher unfreeze`: what was held goes on, with who said so."""

from publisher.app import utc_now
from publisher.cli.language import words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile, OnlyCampaign, OnlyUnit, OrderedBy
from publisher.cli.output import give_up, say
from publisher.features.scheduling.freeze import Extent
from publisher.features.scheduling.freeze import unfreeze as let_go
from publisher.store.transactions import Direct


def unfreeze(
    by: OrderedBy = "",
    unit: OnlyUnit = "",
    campaign: OnlyCampaign = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """End a freeze."""
    if not by.strip():
        give_up(words("cli.unfreeze_nobody"))
    application = open_app(config)
    extent = Extent(unit=unit, campaign=campaign)
    application.open_store()
    count = let_go(Direct(), extent, by=by.strip(), now=utc_now(), pages=application.config.pages)
    say(words("cli.unfrozen", what=extent.named(), n=count))
