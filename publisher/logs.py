"""Log lines of the service: JSON for machines or plain for people, and never a token in either."""

import json
import logging
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from publisher.domain.secret import Secret

# The HTTP library, the clock and the queue say too much at INFO, with addresses in it.
QUIET = (
    "urllib3",
    "apscheduler",
    "procrastinate",
    "watchfiles",
    "waitress",
    "django.request",
    "PIL",
)


def set_up(*, as_json: bool, secrets: Callable[[], Iterable[Secret]]) -> None:
    """Log to standard error; whatever `secrets` names at that moment is replaced by `***` in every
    line.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Scrubbed(_Json() if as_json else _plain(), secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _plain() -> logging.Formatter:
    return logging.Formatter("%(asctime)s %(levelname)s %(message)s", datefmt="%H:%M:%S")


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _Scrubbed(logging.Formatter):
    """Replaces secrets after formatting, so that tracebacks are covered too."""

    def __init__(self, inner: logging.Formatter, secrets: Callable[[], Iterable[Secret]]) -> None:
        super().__init__()
        self._inner, self._secrets = inner, secrets

    def format(self, record: logging.LogRecord) -> str:
        line = self._inner.format(record)
        for secret in self._secrets():
            line = line.replace(secret.reveal(), "***")
        return line
