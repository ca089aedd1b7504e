"""`publisher queue list`: every entry and where it stands."""

from publisher.app import App
from publisher.cli.language import language, words
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import say, say_problems, wall
from publisher.domain.entry import Entry
from publisher.features.reports.status import StatusLine, deliveries_of, state_in_words


def list_entries(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """List all posts of the queue and where each delivery stands."""
    application = open_app(config)
    reading = application.reader().refresh(None)
    application.open_store()
    entries = [*reading.queue.entries]
    for campaign in reading.queue.campaigns:
        entries += [*campaign.slogans, *campaign.anniversaries]
    found = deliveries_of([entry.id for entry in entries])
    for entry in entries:
        say(_line(application, entry, found[entry.id]))
    say_problems(reading.problems)


def _line(application: App, entry: Entry, lines: list[StatusLine]) -> str:
    title = " ".join(entry.text.split())
    short = title if len(title) <= 60 else title[:59] + "…"
    return f"{entry.id}\n    {short or entry.link or ''}\n    {_states(application, lines)}"


def _states(application: App, lines: list[StatusLine]) -> str:
    if not lines:
        return words("cli.not_planned")
    shown = (
        lines[-1]
        if all(line.published_at for line in lines)
        else next(x for x in lines if not x.published_at)
    )
    page = application.config.pages.get(shown.page)
    zone = page.zone if page else first_zone(application)
    rest = words("cli.and_more", n=len(lines) - 1) if len(lines) > 1 else ""
    state = state_in_words(shown, language())
    return f"{state} · {shown.page} · {wall(shown.due_at, zone)}{rest}"
