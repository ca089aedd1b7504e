"""Vietnamese by default, English complete."""

import gettext
import re

import pytest
from bs4 import BeautifulSoup

from publisher.store.models import Person
from tests.web.desk import Desk
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


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_in_english_shows_no_vietnamese_of_ours(desk: Desk, path: str) -> None:
    Person.objects.update(language="en")
    page = BeautifulSoup(desk.as_("chi").get(path).content, "html.parser")
    # What people wrote, names, and the other language's own name.
    for part in page.select(
        'script, style, [lang="vi"], textarea, input, code, option, .feast, figcaption, .card h2, .fields, tbody'
    ):
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
    assert not [line.strip() for line in text.split("\n") if VIETNAMESE.search(line)]


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
