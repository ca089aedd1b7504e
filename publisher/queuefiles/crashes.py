"""What our own code falls over: a finding of the one file or entry, and its traceback in the log
once."""

import logging

from publisher.domain.reason import Problem, reason

log = logging.getLogger("publisher.queue")

# A broken file is read again at each look; nobody needs the same traceback every minute.
MOST = 1_000
_told: set[tuple[str, str]] = set()


def stumbled(error: Exception, code: str, *, path: str, line: int | None) -> Problem:
    """The finding for an exception that nobody thought of; `code` says what could not be done."""
    _log(error, path)
    why = reason("queuefiles.stumbled", what=reason(code), error=type(error).__name__)
    return Problem(path=path, line=line, reason=why)


def _log(error: Exception, path: str) -> None:
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    key = (
        path,
        (
            f"{type(error).__name__} {last.tb_frame.f_code.co_filename}:{last.tb_lineno}"
            if last
            else ""
        ),
    )
    if key in _told:
        return
    if len(_told) >= MOST:
        _told.clear()
    _told.add(key)
    log.error("%s: %s", path, type(error).__name__, exc_info=error)
