"""`publisher queue check`: what is wrong in the files."""

from publisher.app import App
from publisher.cli.language import language, shown, words
from publisher.cli.opening import now_of, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, complain, say, say_problems
from publisher.domain.errors import StoreError
from publisher.domain.slogan import no_slogans
from publisher.features.scheduling.copies import copies
from publisher.features.scheduling.withheld import needs_a_person


def check(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Tell all that is wrong in all files of the queue."""
    application = open_app(config)
    reading = application.reader().refresh(None)
    say_problems(reading.problems)
    repeated = copies(reading.queue, application.config.pages)
    say_problems(repeated)
    troubles = _known_troubles(application)
    for trouble in troubles:
        complain(trouble)
    for campaign in reading.queue.campaigns:
        for doubt in no_slogans(campaign):
            complain(words("cli.note", what=shown(doubt)))
    entries = len(reading.queue.entries) + sum(
        len(campaign.slogans) + len(campaign.anniversaries) for campaign in reading.queue.campaigns
    )
    wrong = len(reading.problems) + len(repeated)
    say(words("cli.queue_checked", n=entries, wrong=wrong))
    if reading.problems or repeated or troubles:
        raise SystemExit(TROUBLE)


def _known_troubles(application: App) -> list[str]:
    """What the service says of its planning, where there is a database and it can be asked."""
    config = application.config
    if (
        config.database_url.startswith("sqlite")
        and not config.database_env
        and not config.sqlite_file.is_file()
    ):
        return []
    try:
        application.open_store(migrate=False)
        return [found.whole(language()) for found in needs_a_person(now=now_of(application))]
    except StoreError:
        # Of the files all is said; “publisher check” tells of the database.
        return []
