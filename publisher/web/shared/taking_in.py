"""What follows once a queue file is written: it is queued, whatever fails from here on, and
nobody may hear "error"."""

import logging
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from publisher.files import lacks_room
from publisher.web.shared.context import context_of

log = logging.getLogger("publisher.web")


class NotPlanned(StrEnum):
    """NotPlanned what was queued is not on the calendar yet."""

    ROOM = "room"
    LATER = "later"


# Catalogued here, translated where they are shown.
WORDS = {
    NotPlanned.ROOM: gettext_noop(
        "Mọi thứ vừa gửi đã nằm trong hàng đợi; đừng gửi lại. Bài sẽ vào lịch khi ổ đĩa của máy chủ"
        " có chỗ trống (đang đầy hoặc không ghi được); báo người vận hành."
    ),
    NotPlanned.LATER: gettext_noop(
        "Mọi thứ vừa gửi đã nằm trong hàng đợi; đừng gửi lại. Bài sẽ vào lịch ở lần lập lịch sau:"
        " lần này có lỗi ở máy chủ, đã được ghi vào nhật ký; báo người vận hành."
    ),
}


def planned(request: HttpRequest, paths: Iterable[Path]) -> NotPlanned | None:
    """Plan what was written; why it could not be planned now, if it could not. The next planning
    does it then.
    """
    try:
        context_of(request).queue.take_in_now(paths)
    except Exception as error:
        log.exception("written, and not planned yet")
        return _why(error)
    return None


def then(
    request: HttpRequest, paths: Iterable[Path], answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """Plan what was written and answer; when either fails, the answer says that it is queued, and
    when it is planned.

    By an address and not by a message, because a session cannot be kept on a full disk.
    """
    why = planned(request, paths)
    if why is None:
        try:
            return answer()
        except Exception as error:
            log.exception("written and planned, and not answered as usual")
            why = _why(error)
    return HttpResponseRedirect(f"{reverse('queued')}?why={why}")


@require_GET
def queued(request: HttpRequest) -> HttpResponse:
    """Says that something is in the queue that could not be planned at once."""
    why = NotPlanned.ROOM if request.GET.get("why") == NotPlanned.ROOM else NotPlanned.LATER
    return render(request, "shared/error.html", {"title": _("Đã lưu"), "text": _(WORDS[why])})


def reason(error: Exception) -> str:
    """NotPlanned something could not be written, in a few words."""
    if lacks_room(error):
        return _("ổ đĩa của máy chủ đầy hoặc không ghi được")
    return (error.strerror if isinstance(error, OSError) else "") or _("cơ sở dữ liệu không nhận")


def _why(error: Exception) -> NotPlanned:
    return NotPlanned.ROOM if lacks_room(error) else NotPlanned.LATER
