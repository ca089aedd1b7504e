"""Whatever is sent, no page falls over: every address of the desk and the API with values that nobody means.

Seeded, so that a failure comes back; parameters are read from the sources, so that a new one is asked for by itself.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import get_resolver, reverse

from publisher.web.shared import parameters as asked
from publisher.web.shared.forms import DeskForm
from tests.web.api.test_api import Caller
from tests.web.desk import Desk
from tests.web.shared.test_access import ROUTES, names, plan_import

WEB = Path(asked.__file__).parents[1]
SEED = 15
# Of each address; more find nothing that a new seed would not.
TURNS = 4
# Rehearsing starts a process; the rest of what goes out of this process is refused by the tests' own guard.
LEFT_OUT = {"rehearse", "sign_out"}
ODD = [
    *(
        "",
        "0",
        "-1",
        "1",
        "00000000001",
        "9" * 19,
        "9" * 26,
        "9" * 5000,
        str(2**63),
        "1e999",
        "nan",
        "inf",
        "-0",
        "１",
    ),
    *(
        "0001-01-01",
        "9999-12-31",
        "1900-02-29",
        "2027-04-15",
        "2000-01-01",
        "2100-12-31",
        "-0001-01-01",
        "2027-W01",
    ),
    *(
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "2027-04-15T07:30",
        "2027-04-15T07:30+14:00",
        "9999-12-31T23:59-12:00",
    ),
    *(
        "\0",
        "a\0b",
        "\x01\x0b\x7f\x85",
        "\u200b\u202e\ufeff",
        "\ufffd",
        "😀" * 300,
        "Đ" * 600,
        "a" * 3000,
        "../" * 30,
    ),
    *(
        "[" * 5000,
        "{" * 2000,
        '[{"file": "\\ud800"}]',
        '[{"file": "\\u0000a", "alt": 5}]',
        '[{"file": 1}, 2, null]',
    ),
    *(
        '{"a": 1}',
        "null",
        "1:" + "0" * 64,
        "1:x 1:y",
        "9" * 26 + ":" + "0" * 64,
        ",",
        ",,1,,",
        "1,1",
        "all",
        "unit:",
        ":",
    ),
    *(
        "unit:lai-chau",
        "campaign:x",
        "%s %d {year} {age:1} {",
        "'\"><script>",
        "\r\n",
        "*",
        "@tat-ca",
        "\\",
        "//evil.example/",
    ),
    *(
        "abc",
        "/",
        "?",
        "#",
        "lai-chau",
        "thang",
        "bai",
        "next",
        "at",
        "post",
        "slogan",
        "link",
        "slogan-paper",
        "square",
    ),
    *(
        "5",
        "٥",
        "0,5",
        "-5",
        "1e400",
        "day",
        "month",
        "agenda",
        "week",
        "10000-01-01",
        "(" * 200,
        "%" * 300,
        "a " * 3000,
    ),
]


def parameters() -> list[str]:
    """What pages read from addresses and forms, as their sources name it and forms declare it."""
    read = re.compile(
        r"""(?:GET|POST|asked|form|typed|given|FILES)(?:\.get(?:list)?\(|\[)["']([\w-]+)["']"""
    )
    found = {
        name
        for path in WEB.rglob("*.py")
        for name in read.findall(path.read_text(encoding="utf-8"))
    }
    return sorted(
        found
        | {name for form in forms_under(DeskForm) for name in form.base_fields}
        | {"take-0", "slogan-0", "day-0", "at-0", "field-footer", "color-main", "utm", "again"}
    )


def forms_under(base: type[DeskForm]) -> Iterator[type[DeskForm]]:
    for form in base.__subclasses__():
        yield form
        yield from forms_under(form)


def addresses(rows: random.Random) -> Iterator[str]:
    """Every named address, with what it is about and with keys of things that are not there."""
    for name in sorted(names() - LEFT_OUT):
        given = (
            ROUTES[name].args
            if name in ROUTES
            else {"invited": ("x",), "corner": ("lai-chau",)}.get(name, ())
        )
        if name == "corner_picture":
            given = ("lai-chau", 1, 0, "small")
        args = [1 if isinstance(one, str) and one.isupper() else one for one in given]
        yield reverse(name, args=args)
        if any(isinstance(one, int) for one in args):
            yield reverse(
                name, args=[asked.MOST_KEY if isinstance(one, int) else one for one in args]
            )
        if args and args[0] in ("lai-chau", "thang", "x"):
            yield reverse(name, args=["x" * rows.choice((1, 300)), *args[1:]])
    yield from (
        "/healthz",
        "/metrics",
        "/nothing",
        "/",
        "/%00",
        "/%ED%A0%80",
        "//",
        "/calendar.xlsx/",
        "/campaigns/%00",
    )


@pytest.fixture
def room(desk: Desk) -> Desk:
    desk.post("bai", front='card = "slogan"')
    desk.photo("anh.jpg")
    plan_import(desk)
    return desk


def browser(desk: Desk, login: str | None) -> Client:
    client = desk.as_(login)
    client.raise_request_exception = False
    return client


def odd_form(rows: random.Random, known: list[str]) -> QueryDict:
    form = QueryDict(mutable=True)
    for name in rows.sample(known, k=rows.randint(1, min(9, len(known)))):
        form.setlist(name, rows.choices(ODD, k=rows.choice((1, 1, 1, 2))))
    if rows.random() < 0.1:
        form[rows.choice(ODD)[:300]] = "x"
    return form


def shown(form: QueryDict) -> dict[str, list[str]]:
    return {name[:40]: [value[:60] for value in values] for name, values in form.lists()}


def test_no_address_of_the_desk_falls_over_whatever_is_asked_or_sent(room: Desk) -> None:
    rows, known, broken = random.Random(SEED), parameters(), []
    assert len(known) > 50
    person, nobody = browser(room, "chi"), browser(room, None)
    for address in addresses(rows):
        own = [name for name in known if name in _source_of(address)] or known
        for turn in range(TURNS):
            form = odd_form(rows, own if turn % 2 else known)
            client = nobody if turn == TURNS - 1 else person
            for method in ("GET", "POST") if turn else ("HEAD", "GET", "POST", "PUT"):
                body = form.urlencode()
                kind = "application/x-www-form-urlencoded"
                if method in ("GET", "HEAD"):
                    answer = client.generic(method, f"{address}?{body}")
                else:
                    answer = client.generic(method, address, body, content_type=kind)
                if answer.status_code >= 500 and address != "/healthz":
                    broken.append((answer.status_code, method, address, shown(form), _why(answer)))
    assert not broken, _told(broken)


def _source_of(address: str) -> str:
    """The source of the module that answers, to ask for what it reads."""
    try:
        found: Any = get_resolver().resolve(address)
    except Exception:  # noqa: BLE001 - an address that nobody answers has no source
        return ""
    module = getattr(found.func, "__module__", "").removeprefix("publisher.web.")
    path = WEB / f"{module.replace('.', '/')}.py"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _why(answer: Any) -> str:
    return repr(getattr(answer, "exc_info", None) and answer.exc_info[1])[:200]


def _told(broken: Sequence[tuple[object, ...]]) -> str:
    kinds = {(one[2], one[-1]): one for one in broken}
    return "\n".join(str(one) for one in [*kinds.values()][:25])


@pytest.mark.parametrize(
    ("method", "address", "form"),
    [
        ("GET", "/sign-in?next=abc", {}),
        ("GET", "/sign-in?next=" + "/a" * 3000, {}),
        ("POST", "/language", {"next": "abc"}),
        ("GET", "/approvals/flip?number=2", {}),
        ("GET", "/calendar.xlsx?from=0001-01-01&until=9999-12-31", {}),
        ("GET", "/calendar.ics?from=9999-12-31&until=9999-12-31", {}),
        ("GET", "/report?until=9999-12-31", {}),
        ("GET", "/report?from=0001-01-01&until=0001-01-02", {}),
        ("GET", "/report.docx?until=9999-12-31", {}),
        ("GET", "/log?from=0001-01-01&until=9999-12-31", {}),
        ("GET", "/approvals/record?from=0001-01-01&until=9999-12-31", {}),
        ("POST", "/deliveries/move", {"keys": "1", "at": "9999-12-31T23:59"}),
        ("POST", "/deliveries/move", {"keys": "1", "at": "0001-01-01T00:00"}),
        ("GET", "/deliveries/" + "9" * 26, {}),
        ("GET", "/pictures/" + "9" * 26 + "/1/0/small.jpg", {}),
        ("POST", "/deliveries/drop", {"keys": "9" * 26}),
        ("POST", "/approvals/yes", {"seen": "9" * 5000 + ":" + "0" * 64}),
        ("POST", "/approvals/yes", {"seen": "9" * 26 + ":" + "0" * 64}),
        ("POST", "/compose", {"text": "x", "pages": "lai-chau", "photos": "[" * 100_000}),
        (
            "POST",
            "/compose",
            {"text": "x", "pages": "lai-chau", "photos": '[{"file": "a\\ud800.jpg"}]'},
        ),
        ("POST", "/compose", {"text": "x", "kind": "slogan", "campaign": "a" * 3000}),
        (
            "POST",
            "/compose/preview",
            {"text": "x", "pages": "lai-chau", "when": "at", "at": "9999-12-31T23:59"},
        ),
        (
            "POST",
            "/compose/preview",
            {"text": "x", "pages": "lai-chau", "when": "at", "at": "0001-01-01T00:00"},
        ),
        ("GET", "/log?text=" + "a" * 60_000, {}),
        ("POST", "/pages/lai-chau/connect", {"token": "mã truy cập 😀"}),
        ("POST", "/pages/lai-chau/connect", {"token": "a\nb"}),
        ("GET", "/media?text=" + "a+" * 3_000, {}),
    ],
)
def test_an_edge_is_answered_in_plain_words(
    room: Desk, method: str, address: str, form: dict[str, str]
) -> None:
    client = browser(room, "chi")
    answer = client.get(address) if method == "GET" else client.post(address, form)
    assert answer.status_code < 500, _why(answer)


def test_signing_in_leads_only_to_addresses_of_ours(room: Desk) -> None:
    person = room.people["an"]
    person.set_password("mat-khau-dai")
    person.save()
    client = browser(room, None)
    answer = client.post(
        "/sign-in?next=abc", {"login": "an", "password": "mat-khau-dai", "next": "abc"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_span_beyond_the_calendar_means_everything(room: Desk) -> None:
    assert (
        "Chào đoàn viên"
        in room.as_("chi").get("/calendar.ics?from=2027-01-01&until=9999-12-31").content.decode()
    )
    assert (
        asked.FIRST.isoformat()
        in room.as_("chi").get("/approvals/record?from=0001-01-01").content.decode()
    )


def test_a_slogan_is_added_to_a_campaign_and_to_no_other_file(room: Desk) -> None:
    before = room.file("posts/bai.md")
    form = {"kind": "slogan", "text": "Khẩu hiệu", "campaign": "../posts/bai"}
    assert browser(room, "chi").post("/compose", form).status_code == 422
    assert room.file("posts/bai.md") == before


@pytest.mark.parametrize("text", ["https://bao.example/" + "a" * 3000, "a" * 251, "Đ" * 400])
def test_a_text_that_begins_with_an_endless_word_is_queued(room: Desk, text: str) -> None:
    answer = browser(room, "chi").post(
        "/compose", {"text": text, "pages": "lai-chau", "when": "at", "at": "2027-05-01T08:00"}
    )
    assert answer.status_code == 302
    [entry] = [one for one in room.queue().entries if one.text == text]
    assert len(entry.id) < 200


JSON_ODD: list[Any] = [
    *(
        None,
        True,
        0,
        -1,
        1,
        2**63,
        10**26,
        1.5,
        1e308,
        "",
        "x",
        "\0",
        "\ud800",
        "a" * 30_000,
        [],
        {},
        [[]],
        [None],
        {"a": 1},
    ),
    *(
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31",
        "2027-05-01T07:30:00Z",
    ),
    *(
        ["lai-chau"],
        ["*"],
        [1],
        [10**26],
        [{"id": 1, "digest": "0" * 64}],
        [{"file": "\ud800"}],
        [{"file": "a" * 400}],
    ),
    *(
        {"\ud800": "x"},
        {"text": "\x01"},
        {"k" * 300: "v"},
        {"text": "a" * 400},
        "lai-chau",
        "thang",
        "slogan",
        "portrait",
    ),
    *("0" * 64, "bai", "//evil", "http://[", "http://a.b:99999/", "https://bao.example/bai"),
]
GOOD: dict[str, Any] = {
    "text": "Chào",
    "pages": ["lai-chau"],
    "reason": "x",
    "comment": "x",
    "deliveries": [1],
}


def calls() -> list[tuple[str, str]]:
    from publisher.web.api import api

    paths = api.get_openapi_schema()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods]


def test_no_call_of_the_api_falls_over_whatever_it_holds(room: Desk) -> None:
    rows, broken = random.Random(SEED), []
    caller = Caller(room, "chi")
    caller.client.raise_request_exception = False
    fields = sorted({*GOOD, *_fields()})
    for method, path in calls():
        for _ in range(30):
            place = re.sub(
                r"\{(\w+)\}",
                lambda _found: quote(rows.choice(("1", "bai", "9" * 26, "x" * 300, "%ED"))),
                path,
            )
            query = f"?{odd_form(rows, ['page', 'since', 'until', 'limit', 'offset', 'state', 'entry', 'unit']).urlencode()}"
            body: Any = dict(GOOD) | {
                name: rows.choice(JSON_ODD) for name in rows.sample(fields, k=rows.randint(0, 4))
            }
            if rows.random() < 0.1:
                body = rows.choice(JSON_ODD)
            raw = (
                rows.choice(("[" * 5000, "{", '{"text": 1e9999', "\xff"))
                if rows.random() < 0.05
                else json.dumps(body)
            )
            answer = caller.client.generic(
                method, place + query, raw, content_type="application/json"
            )
            if answer.status_code >= 500:
                broken.append((answer.status_code, method, place, raw[:300], _why(answer)))
    assert not broken, _told(broken)


def _fields() -> set[str]:
    from publisher.web.api import api

    found = api.get_openapi_schema()["components"]["schemas"]
    return {name for shape in found.values() for name in shape.get("properties", {})}
