"""`publisher watch`: is the service alive, for cron and timers."""

from publisher.cli.language import language, words
from publisher.cli.opening import now_of, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, say
from publisher.features.people.notices import NoticeKind, Occasion, said_of, tell
from publisher.features.people.notices import say as put
from publisher.features.reports.attention import SILENT, no_worker, service_pid
from publisher.store.transactions import Direct


def watch(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """See whether the service is alive."""
    application = open_app(config)
    application.open_store()
    now = now_of(application)
    if pid := service_pid(now=now):
        missing = no_worker(now=now)
        wrong = said_of(missing) if missing else None
    else:
        wrong = Occasion(f"silent:{now:%Y-%m-%d}", NoticeKind.DOWN, "", SILENT)
    if wrong is None:
        say(words("cli.alive", pid=pid))
        return
    context = application.context(Direct())
    put(context, wrong, now=now)
    tell(context, now=now)
    give_up(wrong.text.whole(language()))
