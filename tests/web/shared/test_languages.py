"""Vietnamese by default, English complete."""

import gettext
import re
from datetime import timedelta
from itertools import cycle

import pytest
from bs4 import BeautifulSoup

from publisher.domain.delivery import Hold
from publisher.domain.reason import reason
from publisher.domain.roles import Role
from publisher.features.people import accounts
from publisher.features.reports.history import OUTCOMES, STEPS
from publisher.features.scheduling import reschedule
from publisher.features.scheduling.freeze import Extent, freeze, unfreeze
from publisher.store.activity_log import What, note
from publisher.store.models import Delivery, Person
from publisher.store.reason_columns import ASKS
from publisher.store.transactions import Direct
from tests.web.desk import NOW, Desk, words
from tools import messages

VIETNAMESE = re.compile(
    "[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
SCREENS = (
    "/",
    "/calendar",
    "/calendar?view=week",
    "/compose",
    "/approvals",
    "/campaigns",
    "/pages",
    "/pages/lai-chau",
    "/log",
    "/designs",
    "/brands/lai-chau",
    "/media",
    "/freezes",
    "/let-go",
    "/people",
    "/people/invite",
    "/missed",
    "/account",
    "/drafts",
    "/more",
    "/suggestions",
    "/report",
    "/sheets",
    "/campaigns/plans",
    "/campaigns/thang/rehearsal",
    "/approvals/record",
)


def test_every_message_has_an_english_translation() -> None:
    lacking = [
        one.id
        for one in messages.catalogue()
        if one.id and not all([one.string] if isinstance(one.string, str) else one.string or [""])
    ]
    assert not lacking, "run python -m tools.messages and translate them in django.po"


def test_the_catalogue_holds_what_is_used_now_and_is_compiled() -> None:
    found = messages.catalogue()
    assert (messages.FOLDER / "django.po").read_bytes() == messages.po(found)
    with (messages.FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Hôm nay") == "Today"
    assert all(
        compiled.gettext(one.id) == one.string
        for one in found
        if one.id and isinstance(one.id, str)
    )


def test_translations_keep_their_places_to_fill() -> None:
    places = re.compile(r"%\(\w+\)s|%[sd]")
    for one in messages.catalogue():
        if isinstance(one.id, str) and one.id:
            assert sorted(places.findall(one.id)) == sorted(places.findall(str(one.string))), one.id


def vietnamese(desk: Desk, path: str) -> list[str]:
    """The lines of a screen, read in English, that hold Vietnamese of ours."""
    Person.objects.update(language="en")
    page = BeautifulSoup(desk.as_("chi").get(path).content, "html.parser")
    # What people wrote, names, and the other language's own name.
    for part in page.select('script, style, [lang="vi"], textarea, input, code'):
        part.decompose()
    names = [unit.name for unit in desk.app.config.units.values()] + [
        person.name for person in Person.objects.all()
    ]
    text = page.get_text("\n")
    written = (
        "Cả tỉnh",
        "Nhiệt liệt hưởng ứng Tháng Công nhân năm 2027!",
        "Công đoàn vì quyền lợi của người lao động!",
    )
    for name in (
        *written,
        *names,
        "Công đoàn Publisher",
        "Tháng Công nhân năm 2027",
        "438/KH-LĐLĐ",
    ):
        text = text.replace(name, "")
    return [line.strip() for line in text.split("\n") if VIETNAMESE.search(line)]


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_in_english_shows_no_vietnamese_of_ours(desk: Desk, path: str) -> None:
    assert not vietnamese(desk, path)


@pytest.mark.parametrize(
    ("state", "code", "columns"),
    [
        ("approved", "", {"approved_by": "Binh", "approved_at": NOW}),
        (
            "held",
            "delivery.too_late",
            {"hold": Hold.TOO_LATE.value, "held_from": "approved"},
        ),
        ("held", "", {"hold": Hold.FROZEN.value}),
        ("held", "", {"hold": Hold.PAGE_PARKED.value}),
        ("refused", "facebook.duplicate", {}),
        ("unknown", "facebook.no_clear_answer", {}),
        ("planned", "", {"sent_back": "Shorter"}),
        ("published", "", {"published_at": NOW, "post_id": "1_2"}),
        ("published", "", {"published_at": NOW, "removed_at": NOW}),
    ],
)
def test_a_delivery_in_english_tells_its_story_without_vietnamese(
    desk: Desk, state: str, code: str, columns: dict[str, object]
) -> None:
    row = desk.post("bai", "May Day")
    told = {"reason": reason(code), "next_step": ASKS} if code else {}
    Delivery.objects.filter(pk=row.pk).update(state=state, **told, **columns)
    for second, (step, outcome) in enumerate(zip(STEPS, cycle(OUTCOMES), strict=False)):
        row.attempts.create(
            step=step,
            outcome=outcome,
            code=506,
            subcode=second % 2,
            detail=reason("facebook.duplicate"),
            started_at=NOW + timedelta(seconds=second),
            finished_at=NOW + timedelta(seconds=second + 1.5),
        )
    for what in What:
        note(what, by="Ada", now=NOW, delivery=row)

    assert not vietnamese(desk, f"/deliveries/{row.pk}")


def test_the_log_in_english_tells_every_detail_without_vietnamese(desk: Desk) -> None:
    context, hoa = desk.app.context(Direct(), clock=lambda: desk.now), desk.people["hoa"]
    one, many = desk.post("a", "May"), desk.post("b", "June", front='pages = ["*"]')
    both = list(Delivery.objects.filter(entry_id="b"))
    assert len(both) > 1, many
    for rows in ([one], both):
        reschedule.move(context, rows, at=NOW + timedelta(days=9), now=NOW)
        again = list(Delivery.objects.filter(pk__in=[row.pk for row in rows]))
        reschedule.skip(context, again, now=NOW)
    everything, unit = Extent(), Extent(unit="lai-chau")
    for extent in (everything, unit, Extent(campaign="thang")):
        freeze(Direct(), extent, reason="Rest", by="Ada", now=NOW, pages=context.pages)
        unfreeze(Direct(), extent, by="Ada", now=NOW, pages=context.pages)
    accounts.invite("Ada", [("*", Role.APPROVER), ("lai-chau", Role.EDITOR)], by=hoa, now=NOW)
    accounts.invite_again(hoa, by=hoa, now=NOW)
    accounts.set_roles(hoa, [], active=False, within=[], by=hoa, now=NOW)
    note(What.LET_GO, by="Ada", now=NOW, detail=reason("log.cancelled", n=2))
    note(What.KEY, by="Ada", now=NOW, detail=reason("log.keys_ended", n=1))

    assert not vietnamese(desk, "/log")


def test_words_in_the_log_that_look_like_a_code_are_shown_as_they_were_written(desk: Desk) -> None:
    looks = '{"code": "log.no_role", "arguments": {"name": "Ada"}}'
    note(What.SEND_BACK, by="Ada", now=NOW, detail=looks)

    assert looks in words(desk.as_("chi").get("/log"))


def test_no_template_writes_words_past_the_catalogue() -> None:
    # The mock speaks as Facebook does in Vietnam; the name of the product is one.
    allowed = {"Công đoàn Publisher", "Tiếng Việt", "Thích", "Bình luận", "Chia sẻ", "Xem thêm"}
    templates = sorted(messages.WEB.rglob("*.html"))
    assert templates
    for path in templates:
        text = re.sub(
            r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}",
            " ",
            path.read_text("utf-8"),
            flags=re.S,
        )
        for word in allowed:
            text = text.replace(word, "")
        assert not VIETNAMESE.search(text), (path.name, VIETNAMESE.search(text))
