"""A report as an official letter (Nghị định 30/2020/NĐ-CP, annex I): a Word file that staff may
edit, and what is filled in where it leaves places open."""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage, RichText
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from publisher import resources
from publisher.domain.errors import LetterTemplateRefused
from publisher.domain.text import clean
from publisher.features.reports.documents import (
    day_of_letter,
    number,
    subject,
    values,
)
from publisher.features.reports.results import Report, ReportedPost, ResultTable

# Below the assets, and an office's own below its data folder.
ASSET = Path("reports") / "bao-cao.docx"
OWN = Path("mau") / "bao-cao.docx"
# Lines of the table of evidence in the letter; the workbook has all.
MOST_EVIDENCE = 60
# A bar of a chart in text, where a picture would not be editable.
BAR, BAR_LENGTH = "█", 24
# The numbers of a line, by the names that the template knows, in the order of COLUMNS.
NUMBERS = ("bai", "luot_xem", "nguoi_tiep_can", "luot_nhap", "cam_xuc", "binh_luan", "chia_se")
PICTURE_WIDTH = Cm(3)
# Half points.
LINK_SIZE = 22
Picture = Callable[[ReportedPost], bytes | None]
# What a template can do wrong beside naming what is not there.
WRONG = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError)


class Letterhead(NamedTuple):
    """What stands around an official report."""

    # The body above, and the one that reports.
    superior: str
    issuer: str
    place: str
    # "…/BC-LĐLĐ".
    number: str
    recipients: Sequence[str]


def letterhead(unit: str, place: str) -> Letterhead:
    """The head of a unit's report, by its name: what is not known is left open with dots, as in
    a draft letter."""
    name = unit or "ĐƠN VỊ BÁO CÁO"
    superior = (
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"
        if name.lower().startswith("liên đoàn lao động tỉnh")
        else "…………………"
    )
    sign = "LĐLĐ" if name.lower().startswith("liên đoàn") else "CĐ"
    recipients = (
        "Liên đoàn Lao động cấp trên (để báo cáo)",
        "Các đơn vị trực thuộc",
        f"Lưu: VT, {sign}",
    )
    return Letterhead(superior, name.upper(), place or "…………", f"……/BC-{sign}", recipients)


def template_in(data: Path) -> Path:
    """The template of the letter: the office's own below its data folder, else the one that came
    along."""
    own = data / OWN
    return own if own.is_file() else resources.assets() / ASSET


def as_docx(
    report: Report, head: Letterhead, *, today: date, picture: Picture, template: Path | None = None
) -> bytes:
    """The official letter. LetterTemplateRefused names the place of the template that is wrong."""
    path = template or resources.assets() / ASSET
    letter = _opened(path)
    context = _fit({**_around(head, today), **_inside(report), **_posts(report, letter, picture)})
    out = io.BytesIO()
    try:
        letter.render(context, SandboxedEnvironment(undefined=_UnfilledPlace), autoescape=True)
        letter.save(out)
    except UndefinedError as error:
        raise LetterTemplateRefused(
            "reports.template_unknown", file=path.name, name=error.message, known=sorted(context)
        ) from error
    except WRONG as error:
        raise LetterTemplateRefused(
            "reports.template_broken", file=path.name, what=str(error)
        ) from error
    return out.getvalue()


def _fit(value: Any) -> Any:
    """Words of any age as Word holds them; pictures and links stay."""
    match value:
        case str():
            return clean(value)
        case dict():
            return {key: _fit(one) for key, one in value.items()}
        case list():
            return [_fit(one) for one in value]
        case _:
            return value


class _UnfilledPlace(StrictUndefined):
    """A place that nobody fills: its error says the name alone."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


def _opened(path: Path) -> DocxTemplate:
    try:
        letter = DocxTemplate(io.BytesIO(path.read_bytes()))
        letter.init_docx()
    except (OpcError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise LetterTemplateRefused("reports.template_unreadable", file=path.name) from error
    return letter


# What is filled in; docs/report-letter.md lists the names.


def _around(head: Letterhead, today: date) -> dict[str, Any]:
    """Head and foot of the letter."""
    return {
        "cap_tren": head.superior,
        "noi_ban_hanh": head.issuer,
        "so": head.number,
        "dia_danh": head.place,
        "ngay": f"{today.day:02}",
        # January and February are written with a nought before (Nghị định 30/2020, annex I).
        "thang": f"{today.month:02}" if today.month <= 2 else str(today.month),
        "nam": str(today.year),
        "noi_nhan": list(head.recipients),
    }


def _inside(report: Report) -> dict[str, Any]:
    """Words and tables."""
    filled = [table for table in report.tables if table.rows]
    left = len(report.posts) - MOST_EVIDENCE
    return {
        "trich_yeu": str(subject(report)),
        "mo_dau": _opening(report),
        "ket_qua": _results(report),
        "tuan": list(_weeks(report)),
        "cac_bang": [_table(at, table) for at, table in enumerate(filled, start=1)],
        "con_lai": number(left) if left > 0 else "",
        "ket_luan": _closing(report),
    }


def _posts(report: Report, letter: DocxTemplate, picture: Picture) -> dict[str, Any]:
    """The best posts with their pictures, and the evidence."""
    return {
        "noi_bat": [_best(post, letter, picture) for post in report.best],
        "minh_chung": [
            {
                "luc": f"{post.at:%H:%M} {day_of_letter(post.at.date())}",
                "trang": post.page,
                "noi_dung": post.text if len(post.text) <= 120 else f"{post.text[:117]}…",
                "duong_dan": _link(letter, post.address, "Xem bài"),
            }
            for post in report.posts[:MOST_EVIDENCE]
        ],
    }


def _best(post: ReportedPost, letter: DocxTemplate, picture: Picture) -> dict[str, Any]:
    raw = picture(post) if post.pictured else None
    return {
        **_numbers(values(post.numbers)),
        "anh": InlineImage(letter, io.BytesIO(raw), width=PICTURE_WIDTH) if raw else "",
        "noi_dung": post.text,
        "don_vi": post.unit,
        "luc": f"{post.at:%H:%M} ngày {day_of_letter(post.at.date())}",
        "duong_dan": _link(letter, post.address, post.address),
    }


def _table(at: int, table: ResultTable) -> dict[str, Any]:
    return {
        "so": at,
        "ten": table.title,
        "cot_dau": table.title.removeprefix("Theo ").capitalize(),
        "cac_dong": [{"ten": row.name, **_numbers(values(row.numbers))} for row in table.rows],
    }


def _numbers(row: tuple[int, ...]) -> dict[str, str]:
    return {name: number(value) for name, value in zip(NUMBERS, row, strict=True)}


def _weeks(report: Report) -> Iterator[dict[str, str]]:
    """Posts by week as bars of letters: readable on paper, and nobody needs a program to change
    them. Nothing when there was no post."""
    weeks: dict[date, int] = {}
    for day, count in report.days:
        monday = date.fromordinal(day.toordinal() - day.weekday())
        weeks[monday] = weeks.get(monday, 0) + count
    most = max(weeks.values(), default=0)
    for monday, count in weeks.items() if most else ():
        bar = BAR * max(1, round(BAR_LENGTH * count / most)) if count else ""
        yield {"ten": f"Tuần từ {day_of_letter(monday)}", "cot": bar, "so_bai": str(count)}


def _link(letter: DocxTemplate, address: str, text: str) -> RichText:
    return RichText(text, url_id=letter.build_url_id(address), size=LINK_SIZE, underline=True)


# Words


def _opening(report: Report) -> str:
    by = f"Thực hiện văn bản số {report.document}, " if report.document else ""
    who = report.unit or "Công đoàn"
    return f"{by}{who} báo cáo kết quả truyền thông trên mạng xã hội Facebook như sau:"


def _results(report: Report) -> list[str]:
    total, units = report.total, len(report.tables[1].rows)
    lines = [
        (
            f"- Tổng số bài đã đăng: {number(total.posts)} bài trên {len(report.tables[2].rows)}"
            f" trang của {units} đơn vị."
        ),
    ]
    if total.counted:
        lines.append(
            f"- Lượt xem: {number(total.views)}; số người tiếp cận: {number(total.reach)}; lượt"
            f" nhấp: {number(total.clicks)}; tương tác (cảm xúc, bình luận, chia sẻ):"
            f" {number(total.engagement)}."
        )
    if total.counted < total.posts:
        left = total.posts - total.counted
        lines.append(
            f"- {number(left)} bài chưa có số liệu của Facebook (số liệu được đọc sau khi đăng 1, 7"
            " và 28 ngày)."
        )
    if report.failed:
        lines.append(
            f"- {number(report.failed)} lượt dự kiến mà không đăng được (bị từ chối hoặc lỡ giờ)."
        )
    return lines


def _closing(report: Report) -> str:
    at = (
        f" Số liệu của Facebook đọc đến ngày {day_of_letter(report.collected_at.date())}."
        if report.collected_at
        else ""
    )
    return f"Trên đây là báo cáo kết quả truyền thông.{at}/."
