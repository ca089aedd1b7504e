"""The menu: one table for the side of a page, the tabs of a phone and the page with the rest."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publisher.domain.roles import Ability


class MenuLink(NamedTuple):
    """A line of the menu."""

    # Of its address in urls.py.
    name: str
    title: str
    picture: str
    # Who may not do this does not see it; None: everybody does.
    ability: Ability | None = None
    # How many wait there, and of what.
    waiting: int = 0
    counted: str = ""


_LINKS = {
    link.name: link
    for link in (
        MenuLink("board", gettext_noop("Hôm nay"), "today", counted=gettext_noop("việc cần người")),
        MenuLink("calendar", gettext_noop("Lịch"), "calendar"),
        MenuLink("compose", gettext_noop("Soạn bài"), "compose", Ability.WRITE),
        MenuLink(
            "approvals", gettext_noop("Duyệt"), "approve", counted=gettext_noop("lượt chờ duyệt")
        ),
        MenuLink("campaigns", gettext_noop("Chiến dịch"), "campaign"),
        MenuLink("suggestions", gettext_noop("Gợi ý"), "quote", Ability.WRITE),
        MenuLink("missed", gettext_noop("Bị lỡ"), "warn"),
        MenuLink("media", gettext_noop("Kho ảnh"), "media"),
        MenuLink("designs", gettext_noop("Mẫu ảnh"), "design"),
        MenuLink("pages", gettext_noop("Trang"), "page"),
        MenuLink("report", gettext_noop("Báo cáo"), "log"),
        MenuLink("log", gettext_noop("Nhật ký"), "log"),
        MenuLink("freezes", gettext_noop("Tạm dừng"), "stop", Ability.FREEZE),
        MenuLink("people", gettext_noop("Người dùng"), "people", Ability.PEOPLE),
        MenuLink("account", gettext_noop("Tài khoản"), "account"),
        MenuLink("more", gettext_noop("Thêm"), "more"),
    )
}
SIDE = (
    "board",
    "calendar",
    "compose",
    "approvals",
    "campaigns",
    "suggestions",
    "media",
    "designs",
    "pages",
    "report",
    "log",
    "freezes",
    "people",
)
TABS = ("board", "calendar", "compose", "approvals", "more")
# What the tabs of a phone have no place for.
MORE = (
    "campaigns",
    "suggestions",
    "missed",
    "report",
    "media",
    "designs",
    "pages",
    "log",
    "freezes",
    "people",
    "account",
)


def menu(
    names: Collection[str], can: Collection[Ability], counts: Mapping[str, int]
) -> list[MenuLink]:
    """The lines that somebody with these abilities sees, in the reader's language."""
    seen = (_LINKS[name] for name in names)
    return [
        link._replace(
            title=_(link.title),
            waiting=counts.get(link.name, 0),
            counted=link.counted and _(link.counted),
        )
        for link in seen
        if link.ability is None or link.ability in can
    ]
