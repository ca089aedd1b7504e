"""Numbers of Facebook collected in time, and the report made of them."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from publisher.channels.facebook.insights import InsightCalls
from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.channels.facebook.wire import Graph
from publisher.config.values import InsightSettings
from publisher.features.reports import insights
from publisher.features.reports.documents import as_xlsx
from publisher.features.reports.report_letter import as_docx, letterhead
from publisher.features.reports.results import Report, ReportScope, report
from publisher.store.models import Delivery, Insight
from tests.clockwork import Clockwork, open_clockwork

DAY = timedelta(days=1)
SETTINGS = InsightSettings()


@pytest.fixture
def clock(tmp_path: Path, database: None) -> Iterator[Clockwork]:
    with open_clockwork(tmp_path).running() as clock:
        yield clock


def published(clock: Clockwork, *names: str) -> None:
    """Posts that are public by now, an hour apart."""
    for number, name in enumerate(names, start=1):
        clock.write(name, wait=timedelta(hours=number), text=f"Bài {name}")
    with_yes(clock)
    clock.run(timedelta(hours=len(names) + 1))


def with_yes(clock: Clockwork) -> None:
    Delivery.objects.filter(state="planned").update(state="approved", wake_at=clock.now)


def collect(clock: Clockwork, *, metrics: tuple[str, ...] = SETTINGS.metrics) -> int:
    graph = Graph(graph_url=clock.sandbox.url, version="v26.0", timeout=timedelta(seconds=5))
    context = replace(
        clock.context(),
        insight_calls=InsightCalls(graph),
        config=replace(clock.context().config, insights=SETTINGS._replace(metrics=metrics)),
    )
    return insights.collect(context, now=clock.now)


def a_report(clock: Clockwork, campaign: str = "") -> Report:
    day = clock.now.date()
    scope = ReportScope(day - 40 * DAY, day, list(clock.pages), campaign)
    return report(
        scope, pages=clock.pages, titles={"thang": "Tháng Công nhân"}, document="438/KH-LĐLĐ"
    )


def test_numbers_are_asked_for_after_one_seven_and_twenty_eight_days_and_once_each(
    clock: Clockwork,
) -> None:
    published(clock, "a")
    asked = []
    for _ in range(30):
        asked.append(collect(clock))
        clock.now += DAY
    assert [day for day, count in enumerate(asked) if count] == [1, 7, 28]
    views = [row.values["post_media_view"] for row in Insight.objects.order_by("days")]
    assert views == sorted(views)
    assert views[0] > 0


def test_a_metric_that_facebook_refuses_drops_out_alone(clock: Clockwork) -> None:
    published(clock, "a")
    clock.now += DAY
    collect(clock, metrics=("post_media_view", "post_impressions", "post_clicks"))
    values = Insight.objects.get().values
    assert {"post_media_view", "post_clicks", "reactions", "comments", "shares"} == values.keys()


def test_a_table_of_reactions_counts_as_its_sum(clock: Clockwork) -> None:
    published(clock, "a")
    clock.now += 28 * DAY
    collect(clock)
    values = Insight.objects.filter(days=28).get().values
    assert (
        values["post_reactions_by_type_total"]
        == values["post_media_view"] // 25 + values["post_media_view"] // 80
    )


def test_numbers_that_cannot_be_read_now_are_read_later(clock: Clockwork) -> None:
    published(clock, "a")
    clock.now += DAY
    clock.sandbox.fail(Fault(kind=FaultKind.BEFORE_500, step="look"))
    collect(clock)
    assert not Insight.objects.exists()
    collect(clock)
    assert Insight.objects.count() == 1


def test_a_parked_page_is_not_asked(clock: Clockwork) -> None:
    published(clock, "a")
    clock.now += DAY
    clock.token = None
    assert collect(clock) == 0


def test_the_report_counts_each_post_once_with_its_newest_numbers(clock: Clockwork) -> None:
    published(clock, "a", "b")
    clock.now += 8 * DAY
    collect(clock)
    found = a_report(clock)
    newest = [
        Insight.objects.filter(delivery=post.delivery).order_by("-days")[0].values
        for post in found.posts
    ]
    assert (found.total.posts, found.total.counted) == (2, 2)
    assert found.total.views == sum(values["post_media_view"] for values in newest)
    for table in found.tables:
        assert sum(row.numbers.posts for row in table.rows) == 2
        assert sum(row.numbers.views for row in table.rows) == found.total.views
    assert sum(count for _, count in found.days) == 2


def test_posts_without_numbers_are_counted_as_such(clock: Clockwork) -> None:
    published(clock, "a")
    assert (a_report(clock).total.posts, a_report(clock).total.counted) == (1, 0)


def test_what_was_not_published_is_told(clock: Clockwork) -> None:
    published(clock, "a", "b")
    Delivery.objects.filter(entry_id="b").update(state="refused")
    assert (a_report(clock).total.posts, a_report(clock).failed) == (1, 1)


def test_a_report_of_a_campaign_leaves_the_rest_out(clock: Clockwork) -> None:
    published(clock, "a", "b")
    Delivery.objects.filter(entry_id="b").update(campaign="thang")
    found = a_report(clock, campaign="thang")
    assert ([post.text for post in found.posts], found.campaign) == (["Bài b"], "Tháng Công nhân")


def test_the_letter_has_the_parts_of_an_official_report(clock: Clockwork) -> None:
    published(clock, "a", "b")
    clock.now += DAY
    collect(clock)
    raw = as_docx(
        a_report(clock),
        letterhead("Liên đoàn Lao động tỉnh Lai Châu", "Lai Châu"),
        today=date(2027, 6, 5),
        picture=lambda _: None,
    )
    document = Document(io.BytesIO(raw))
    words = "\n".join(
        [
            *(paragraph.text for paragraph in document.paragraphs),
            *(cell.text for table in document.tables for row in table.rows for cell in row.cells),
        ]
    )
    for part in (
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM",
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU",
        "Số: ……/BC-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lai Châu, ngày 05 tháng 6 năm 2027",
        "BÁO CÁO",
        "Thực hiện văn bản số 438/KH-LĐLĐ",
        "Tổng số bài đã đăng: 2 bài trên 1 trang của 1 đơn vị",
        "Nơi nhận:",
        "TM. BAN THƯỜNG VỤ",
        "Bài a",
    ):
        assert part in words, part
    section = document.sections[0]
    lengths = (section.page_width, section.page_height, section.left_margin)
    assert [round(length.mm) for length in lengths if length is not None] == [
        210,
        297,
        30,
    ]
    links = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert links == {post.address for post in a_report(clock).posts}


def test_the_workbook_has_every_table_with_a_chart_and_every_post_with_its_link(
    clock: Clockwork,
) -> None:
    published(clock, "a", "b")
    book = load_workbook(io.BytesIO(as_xlsx(a_report(clock))))
    assert book.sheetnames[:2] == ["Tổng hợp", "Theo chiến dịch"]
    posts = book["Bài đã đăng"]
    assert [posts.cell(row, 6).value for row in (2, 3)] == ["Bài a", "Bài b"]
    assert all(posts.cell(row, 7).hyperlink for row in (2, 3))
    assert all(book[name]._charts for name in book.sheetnames[1:-1])


def test_no_text_becomes_a_formula(clock: Clockwork) -> None:
    clock.write("x", wait=timedelta(hours=1), text='=HYPERLINK("http://la.vn")')
    with_yes(clock)
    clock.run(timedelta(hours=2))
    book = load_workbook(io.BytesIO(as_xlsx(a_report(clock))))
    cell = book["Bài đã đăng"].cell(2, 6)
    assert (cell.data_type, str(cell.value)[:2]) == ("s", "=H")


def test_an_empty_span_is_a_report_too(clock: Clockwork) -> None:
    found = a_report(clock)
    assert found.posts == []
    assert as_docx(found, letterhead("", ""), today=date(2027, 1, 5), picture=lambda _: None)
    assert as_xlsx(found)
