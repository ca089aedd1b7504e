"""Pages for what went wrong, in the person's language, each with a way on."""

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from publisher.domain.errors import PublisherError
from publisher.web.shared.languages import say

# Where a limit is not known that was passed.
LARGEST_FORM = 5_000_000  # bytes


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for a form that is too large."""
    if isinstance(exception, RequestDataTooBig):
        return _page(request, 413, *unread(413, LARGEST_FORM))
    if isinstance(exception, DisallowedHost):
        text = _(
            "Máy chủ không nhận tên này. Mở bàn làm việc bằng đúng địa chỉ mà người vận hành đã"
            " cho."
        )
        return _page(request, 400, _("Địa chỉ lạ"), text)
    return _page(request, 400, *unread(400, LARGEST_FORM))


def unread(status: int, largest: int, *, unknown: bool = False) -> tuple[str, str]:
    """Title and text for a request that could not be answered; `largest`: bytes that are taken.

    `unknown`: whoever sent it is not signed in, and may send little.
    """
    if status == 413 and unknown:
        text = _(
            "Chưa đăng nhập, hoặc phiên đã hết, nên tệp chưa được nhận. Đăng nhập rồi gửi lại."
        )
        return _("Chưa gửi được"), text
    if status == 413:
        text = _(
            "Mỗi lần gửi nhiều nhất %d MB; chưa gì được lưu. Chọn ảnh nhỏ hơn, hoặc gửi ít ảnh hơn"
            " mỗi lần."
        )
        return _("Gửi lên quá lớn"), text % (largest // 1_000_000)
    if status == 500:
        text = _(
            "Có lỗi ở máy chủ, đã được ghi vào nhật ký. Bài đã xếp và đã duyệt không bị ảnh hưởng."
        )
        return _("Có lỗi"), text
    text = _(
        "Trình duyệt hoặc chương trình gửi một yêu cầu mà máy chủ không đọc được; chưa gì được lưu."
    )
    return _("Yêu cầu không đọc được"), text


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(
        request, 404, _("Không có trang này"), _("Mục này không còn, hoặc thuộc đơn vị khác.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    text = _("Vai trò của bạn ở đơn vị này không làm được việc đó; cần thì nhờ người quản trị.")
    return _page(request, 403, _("Bạn chưa được giao việc này"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: mostly a page that was open for too long."""
    text = _(
        "Trang mở quá lâu hoặc phiên đã đổi. Quay lại, tải lại trang rồi làm lần nữa; bản nháp vẫn"
        " còn."
    )
    return _page(request, 403, _("Chưa gửi được"), text)


def broken(request: HttpRequest) -> HttpResponse:
    """500; the log has the traceback."""
    return _page(request, 500, *unread(500, LARGEST_FORM))


def no_room(request: HttpRequest) -> HttpResponse:
    """507: the disk is full, and nothing was done."""
    text = _(
        "Ổ đĩa của máy chủ đã đầy hoặc không ghi được, nên việc vừa rồi chưa được lưu. "
        "Báo người vận hành, rồi làm lại; bài đã xếp vẫn còn."
    )
    return _page(request, 507, _("Chưa lưu được"), text)


def not_done(request: HttpRequest, error: PublisherError) -> HttpResponse:
    """422: what was asked for is not done, and the error says why."""
    return _page(request, 422, _("Chưa làm được"), say(error))


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"problems": [f"{title}. {text}"]}, status=status)
    return render(request, "shared/error.html", {"title": title, "text": text}, status=status)
