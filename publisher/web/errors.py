"""Pages for what went wrong, in the person's language, each with a way on."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404, _("Không có trang này"), _("Mục này không còn, hoặc thuộc đơn vị khác."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    text = _("Vai trò của bạn ở đơn vị này không làm được việc đó; cần thì nhờ người quản trị.")
    return _page(request, 403, _("Bạn chưa được giao việc này"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: mostly a page that was open for too long."""
    text = _("Trang mở quá lâu hoặc phiên đã đổi. Quay lại, tải lại trang rồi làm lần nữa; bản nháp vẫn còn.")
    return _page(request, 403, _("Chưa gửi được"), text)


def broken(request: HttpRequest) -> HttpResponse:
    """500; the log has the traceback."""
    text = _("Có lỗi ở máy chủ, đã được ghi vào nhật ký. Bài đã xếp và đã duyệt không bị ảnh hưởng.")
    return _page(request, 500, _("Có lỗi"), text)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"problems": [f"{title}. {text}"]}, status=status)
    return render(request, "desk/error.html", {"title": title, "text": text}, status=status)
