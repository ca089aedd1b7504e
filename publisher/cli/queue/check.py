"""`publisher queue check`: what is wrong in the files, what planning would refuse of them, and the
cards that cannot be drawn."""

from collections.abc import Iterator

from publisher.app import App, utc_now
from publisher.cli.language import language, shown, words
from publisher.cli.opening import now_of, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, complain, say, say_problems
from publisher.domain.entry import Queue
from publisher.domain.errors import StoreError
from publisher.domain.reason import Problem
from publisher.domain.slogan import no_slogans
from publisher.features.review.undrawn import undrawn
from publisher.features.scheduling.copies import copies
from publisher.features.scheduling.planning import refusals, refusals_of_files
from publisher.features.scheduling.withheld import needs_a_person
from publisher.store.transactions import Direct


def check(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Tell all that is wrong in all files of the queue, and what planning would refuse."""
    application = open_app(config)
    reading = application.reader().refresh(None)
    queue, pages = reading.queue, application.config.pages
    repeated = copies(queue, pages)
    known = {problem.path for problem in repeated}
    troubles, refused = _of_planning(application, queue)
    problems = [
        *reading.problems,
        *repeated,
        *(one for one in refused if one.path not in known or one.line is not None),
        *undrawn(queue, pages, application.own_pictures(), now=utc_now()),
    ]
    say_problems(problems)
    for trouble in troubles:
        complain(trouble)
    for doubt in _doubts(queue):
        complain(words("cli.note", what=shown(doubt)))
    say(words("cli.queue_checked", n=_number(queue), wrong=len(problems)))
    if problems or troubles:
        raise SystemExit(TROUBLE)


def _doubts(queue: Queue) -> Iterator[Problem]:
    for campaign in queue.campaigns:
        yield from no_slogans(campaign)


def _number(queue: Queue) -> int:
    return len(queue.entries) + sum(
        len(campaign.slogans) + len(campaign.anniversaries) for campaign in queue.campaigns
    )


def _of_planning(application: App, queue: Queue) -> tuple[list[str], list[Problem]]:
    """What the service says of its planning, and what it would refuse; without a database what the
    files and the pages tell by themselves."""
    config = application.config
    if (
        config.database_url.startswith("sqlite")
        and not config.database_env
        and not config.sqlite_file.is_file()
    ):
        return [], refusals_of_files(queue, config.pages, now=utc_now())
    try:
        application.open_store(migrate=False)
        now = now_of(application)
        told = [found.whole(language()) for found in needs_a_person(now=now)]
        return told, refusals(application.context(Direct()), queue, now=now)
    except StoreError as error:
        return [words("cli.not_compared", why=error.reason)], []
