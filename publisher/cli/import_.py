"""`publisher import …`: what others wrote becomes content of the queue."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from publisher import resources
from publisher.app import utc_now
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, give_up, say
from publisher.domain.errors import PlanRefused
from publisher.features.authoring.import_letter import drafted, write_draft
from publisher.features.authoring.import_sheet import dry_run, template, write_all
from publisher.letters.isolation import read_plan
from publisher.letters.letter import Anniversary, Extract, OfficialLetter
from publisher.letters.reading import LARGEST
from publisher.queuefiles.sheets import SheetRefused, read_sheet
from publisher.queuefiles.writing import WriteRefused, chosen_pages

app = typer.Typer(
    help="Nhập văn bản kế hoạch thành chiến dịch nháp, hoặc bảng kế hoạch thành bài.",
    no_args_is_help=True,
)


@app.callback()
def group() -> None:
    """Nhập văn bản kế hoạch thành chiến dịch nháp, hoặc bảng kế hoạch thành bài."""


@app.command("plan")
def plan(
    file: Annotated[
        Path, typer.Argument(help="Văn bản kế hoạch: .docx, .pdf có chữ, .md hoặc .txt.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(help="Ghi bản nháp vào thư mục này; bỏ trống là hàng đợi, dưới dạng nháp."),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            help="Chạy lại kế hoạch cũ trong năm này: thời gian dời theo, năm và số năm được tính."
        ),
    ] = None,
    page: Annotated[
        list[str] | None,
        typer.Option(
            "--page",
            "-p",
            help="Trang đăng (lặp lại được); “*” cho mọi trang; chỉ có một trang thì không cần.",
        ),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Đọc một kế hoạch: khẩu hiệu đúng từng chữ, ngày kỷ niệm, thời gian, kênh; viết thành chiến
    dịch nháp.
    """
    application = open_app(config)
    if file.stat().st_size > LARGEST:
        give_up(f"{file}: tệp lớn hơn {LARGEST // 1_000_000} MB; nhập đúng tệp kế hoạch.")
    try:
        found = read_plan(file.read_bytes(), file.name, words=resources.assets() / "words")
    except PlanRefused as refused:
        give_up(f"{file}: {refused}.")
    _tell(found)
    today = utc_now().astimezone(first_zone(application)).date()
    try:
        pages = tuple(chosen_pages(page or (), application.known()))
        draft = drafted(found, today=today, name=file.name, year=year, pages=pages)
    except (PlanRefused, WriteRefused) as refused:
        give_up(f"{file}: {refused}.")
    if not draft.slogans and not draft.days:
        give_up(
            "Không có khẩu hiệu hay ngày kỷ niệm nào chắc chắn để viết thành chiến dịch; không"
            " ghi gì."
        )
    try:
        path = write_draft(
            application.config.queue, draft, known=application.known(), folder=output
        )
    except WriteRefused as refused:
        give_up(f"{file}: {refused}")
    for remark in draft.remarks[1 + len(found.notes) :]:
        complain(f"Lưu ý: {remark}")
    say(f"Đã ghi bản nháp {path}: {len(draft.slogans)} khẩu hiệu, {len(draft.days)} ngày kỷ niệm.")
    if output is None:
        say(
            "Soát lại, rồi bỏ dòng draft = true (hoặc bấm “Đưa vào lịch” ở trang Chiến dịch) để lên"
            " lịch."
        )


def _tell(found: OfficialLetter) -> None:
    head = ", ".join(
        part
        for part in (
            found.kind,
            found.number.value if found.number else "",
            f"{found.signed_on.value:%d/%m/%Y}" if found.signed_on else "",
            found.issuer.value if found.issuer else "",
        )
        if part
    )
    say(head or "Không nhận ra số, ngày và cơ quan ban hành.")
    say(f"Trích yếu: {found.title.value if found.title else 'không nhận ra'}")
    for note in found.notes:
        complain(f"Lưu ý: {note}.")
    _list("Khẩu hiệu", ((one, one.value) for one in found.slogans))
    _list("Ngày kỷ niệm", ((one, _day(one)) for one in found.anniversaries))
    _list(
        "Thời gian",
        (
            (one, f"{_date(one.value.first)} – {_date(one.value.last)}  ({one.quote})")
            for one in found.windows
        ),
    )
    _list("Kênh", ((one, one.value) for one in found.channels))
    _list("Đơn vị thực hiện", ((one, one.value) for one in found.units))


def _list(title: str, found: Iterable[tuple[Extract[object], str]]) -> None:
    lines = [
        f"  dòng {one.line:>3}  {said}{f'   [xem lại: {one.doubt}]' if one.doubt else ''}"
        for one, said in found
    ]
    say(f"{title}: {len(lines) or 'không có'}")
    for line in lines:
        say(line)


def _day(one: Extract[Anniversary]) -> str:
    value = one.value
    dates = " – ".join(_date(day) for day in (value.since, value.on) if day)
    return " ".join(
        part
        for part in (
            f"{value.age} năm" if value.age is not None else "",
            value.name,
            f"({dates})" if dates else "",
        )
        if part
    )


def _date(day: object) -> str:
    return f"{day.day}/{day.month}/{day.year}" if isinstance(day, date) else "…"


@app.command("sheet")
def sheet(
    file: Annotated[Path, typer.Argument(help="Bảng kế hoạch .xlsx hoặc .csv, mỗi dòng một bài.")],
    write: Annotated[
        bool, typer.Option("--write", help="Xếp vào hàng đợi; không có thì chỉ xem trước.")
    ] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Nhập một bảng kế hoạch nội dung: báo mọi ô sai, chỉ xếp khi không còn ô nào sai."""
    application = open_app(config)
    try:
        table = read_sheet(file.read_bytes(), file.name)
    except SheetRefused as refused:
        give_up(f"{file}: {refused}")
    found = dry_run(
        table,
        queue=application.config.queue,
        known=application.known(),
        pages=application.config.pages,
    )
    if found.unknown:
        complain(f"Cột không được đọc: {', '.join(found.unknown)}.")
    for left in found.unread:
        complain(f"Không đọc: {left.in_full()}.")
    for problem in found.problems:
        complain(f"{file.name} {problem}")
    say(
        f"{len(found.new)} bài mới, {len(found.drafts) - len(found.new)} bài đã có,"
        f" {len(found.problems)} ô phải sửa."
    )
    if found.problems:
        give_up("Chưa xếp bài nào; sửa các ô trên rồi chạy lại.")
    if not write:
        say("Chỉ xem trước. Xếp vào hàng đợi: thêm --write.")
        return
    say(f"Đã xếp {len(write_all(found))} bài.")


@app.command("template")
def sheet_template(output: Annotated[Path, typer.Argument(help="Tệp .xlsx sẽ ghi.")]) -> None:
    """Ghi tệp Excel mẫu để điền kế hoạch nội dung."""
    if output.exists():
        give_up(f"{output} đã có; chọn tên khác.")
    output.write_bytes(template())
    say(f"Đã ghi {output}")
