"""What people are told: once, as a digest, only what concerns them, and again until it was taken."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.config.values import NoticeSettings, TokenSource
from publisher.context import Context
from publisher.domain.reason import Reason, told
from publisher.domain.secret import Secret
from publisher.features.people.notices import (
    Apprise,
    NoticeKind,
    Occasion,
    look,
    say,
    tell,
)
from tests.clockwork import Clockwork, open_clockwork

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Postbox:
    """A messenger that keeps what it gets."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, str]] = []
        self.open = True

    def send(self, address: str, title: str, body: str) -> bool:
        if self.open:
            self.got.append((address, title, body))
        return self.open


@pytest.fixture
def clock(tmp_path: Path, database: None) -> Iterator[Clockwork]:
    with open_clockwork(tmp_path).running() as clock:
        yield clock


class Given(TokenSource):
    """An address that stands in no file."""

    def read(self) -> Secret | None:
        return Secret(self.variable) if self.variable else None


def a_receiver(name: str = "ban-tuyen-giao", **changes: Any) -> NoticeSettings:
    values: dict[str, Any] = {
        "name": name,
        "address": Given(name, None),
        "units": (),
        "kinds": (),
        "every": 15 * MINUTE,
    }
    return NoticeSettings(**(values | changes))


def telling(clock: Clockwork, box: Any, *receivers: NoticeSettings) -> Context:
    found = clock.context()
    config = replace(found.config, notices=receivers or (a_receiver(),))
    return replace(found, config=config, messenger=box)


def test_something_is_told_once_however_often_it_is_seen(clock: Clockwork) -> None:
    box = Postbox()
    clock.sandbox.fail(Fault(kind=FaultKind.REFUSED, step="create", code=197))
    clock.write(wait=15 * MINUTE)
    clock.run(10 * MINUTE)
    for _ in range(5):
        tell(telling(clock, box), now=clock.now)
        clock.now += HOUR
    [(_, title, body)] = box.got
    assert title == "publisher: facebook từ chối: 1"
    assert "Bài trống. Viết lời bài, hoặc thêm ảnh hay đường dẫn." in body


def test_the_first_goes_at_once_and_the_others_together_in_a_digest(clock: Clockwork) -> None:
    box = Postbox()
    for number in range(5):
        say(
            telling(clock, box),
            Occasion(f"k{number}", NoticeKind.MISSED, "", told(f"Bài {number}")),
            now=clock.now,
        )
        tell(telling(clock, box), now=clock.now)
        clock.now += MINUTE
    assert len(box.got) == 1
    clock.now += 15 * MINUTE
    tell(telling(clock, box), now=clock.now)
    assert box.got[1][2] == "Bị lỡ (4)\n- Bài 1\n- Bài 2\n- Bài 3\n- Bài 4"


def test_a_message_leads_to_the_desk_where_people_can_reach_it(clock: Clockwork) -> None:
    box = Postbox()
    found = telling(clock, box)
    service = found.config.service._replace(public_url="https://bien-tap.congdoan.vn")
    own = replace(found, config=replace(found.config, service=service))
    say(own, Occasion("k", NoticeKind.MISSED, "", told("Bài 1")), now=clock.now)
    tell(own, now=clock.now)
    assert box.got[0][2] == "Bị lỡ (1)\n- Bài 1\n\nMở bàn làm việc: https://bien-tap.congdoan.vn/"


def test_a_receiver_who_reads_english_is_told_in_english_to_the_last_line(
    clock: Clockwork,
) -> None:
    box = Postbox()
    found = telling(clock, box)
    service = found.config.service._replace(public_url="https://desk")
    own = replace(
        found,
        config=replace(found.config, service=service, notices=(a_receiver(language="en"),)),
    )
    for number in range(40):
        text = Reason("attention.sent_back", {"comment": f"shorter {number}"})
        said = Occasion(f"k{number}", NoticeKind.REFUSED, "", text)
        say(own, said, now=clock.now)
    tell(own, now=clock.now)
    [(_, title, body)] = box.got
    assert title == "publisher: refused by facebook: 40"
    assert body.startswith("Refused by Facebook (40)\n- Sent back: shorter 0\n")
    assert body.endswith("… and 12 more lines; the desk shows all.\n\nOpen the desk: https://desk/")


def test_a_flood_is_cut_and_says_how_much_there_is_more(clock: Clockwork) -> None:
    box = Postbox()
    for number in range(100):
        say(
            telling(clock, box),
            Occasion(f"k{number}", NoticeKind.REFUSED, "", told(f"Bài {number}")),
            now=clock.now,
        )
    tell(telling(clock, box), now=clock.now)
    [(_, _, body)] = box.got
    assert len(body.splitlines()) == 31
    assert "và 72 dòng nữa" in body


def test_each_receiver_gets_its_units_and_kinds_only(clock: Clockwork) -> None:
    box = Postbox()
    receivers = (
        a_receiver("a", units=("lai-chau",)),
        a_receiver("b", units=("khac",)),
        a_receiver("c", kinds=("token",)),
    )
    say(
        telling(clock, box),
        Occasion("k", NoticeKind.MISSED, "lai-chau", told("Bài")),
        now=clock.now,
    )
    tell(telling(clock, box, *receivers), now=clock.now)
    assert [address for address, _, _ in box.got] == ["a"]


def test_a_message_that_was_not_taken_is_sent_again(clock: Clockwork) -> None:
    box = Postbox()
    box.open = False
    say(telling(clock, box), Occasion("k", NoticeKind.MISSED, "", told("Bài")), now=clock.now)
    tell(telling(clock, box), now=clock.now)
    box.open = True
    tell(telling(clock, box), now=clock.now)
    assert len(box.got) == 1


def test_what_was_missed_needs_approval_or_is_unclear_is_found(clock: Clockwork) -> None:
    from publisher.store.models import Delivery

    clock.write("a", wait=3 * HOUR)
    Delivery.objects.filter(entry_id="a").update(state="planned")
    clock.write("b", wait=HOUR, text="Bài b")
    clock.now += 2 * HOUR
    Delivery.objects.filter(entry_id="b").update(state="unknown")
    kinds = {said.kind for said in look(clock.pages, now=clock.now)}
    Delivery.objects.filter(entry_id="b").update(state="held", hold="too_late", next_step="Chọn.")
    kinds |= {said.kind for said in look(clock.pages, now=clock.now)}
    assert kinds == {NoticeKind.APPROVAL, NoticeKind.UNKNOWN, NoticeKind.MISSED}


def test_apprise_brings_a_message_over_the_wire() -> None:
    got: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        taken = Apprise().send(f"json://127.0.0.1:{server.server_port}/", "Tiêu đề", "Bị lỡ (1)")
        server.shutdown()
        thread.join()
    assert (taken, got[0]["title"], got[0]["message"]) == (True, "Tiêu đề", "Bị lỡ (1)")


def test_an_address_that_apprise_does_not_know_is_not_taken() -> None:
    assert not Apprise().send("nonsense", "Tiêu đề", "Bài")
