"""`publisher check`: is everything on this machine as it must be."""

from contextlib import suppress
from itertools import chain

from publisher.app import utc_now
from publisher.cli.language import shown, words
from publisher.cli.opening import now_of, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, say
from publisher.domain.errors import StoreError
from publisher.features.install.check import CheckResult, check_all, check_key, waiting


def check(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Check all that publishing rests on."""
    application = open_app(config)
    # Said by the check itself when it cannot be opened.
    with suppress(StoreError):
        application.open_store()
    well, people = True, 0
    findings = check_all(application.config, application.channel(), application.token, now=utc_now)
    for finding in chain([check_key(application.check_key)], findings):
        well &= finding.ok
        say(_line(finding))
    with suppress(StoreError):
        application.open_store()
        for finding in waiting(application.config.pages, now=now_of(application)):
            people += 1
            say(_line(finding))
    say()
    if not well:
        say(words("cli.check_bad"))
        raise SystemExit(TROUBLE)
    say(words("cli.check_people", n=people) if people else words("cli.check_well"))


def _line(found: CheckResult) -> str:
    return f"{found.mark} {shown(found.subject)}: {shown(found.message)}"
