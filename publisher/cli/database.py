"""`publisher database`: bringing the schema up to date, and moving from SQLite to PostgreSQL."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TaskID

from publisher.app import utc_now
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, give_up, say
from publisher.features.install.move_database import (
    Differs,
    MovedBefore,
    MoveDone,
    MoveStep,
    NotFit,
    relocate,
)
from publisher.store.connection import upgrade_store

app = typer.Typer(
    help="Cơ sở dữ liệu: nâng cấp lược đồ, chuyển từ SQLite sang PostgreSQL.", no_args_is_help=True
)


@app.command()
def upgrade(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Nâng cấp lược đồ cho phiên bản này; chạy được trong lúc các máy khác đang đăng."""
    settings = open_app(config).config
    done = upgrade_store(settings.database(), cluster=settings.clustered)
    for step in done:
        # The libraries' own steps tell an operator nothing.
        if step.startswith("publisher."):
            say(f"  {step}")
    say(
        f"Đã nâng cấp, {len(done)} bước."
        if done
        else "Lược đồ đã đúng phiên bản này, không có gì phải làm."
    )


@app.command()
def move(
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Tệp SQLite đang dùng; bỏ trống là publisher.sqlite3 trong thư mục dữ liệu.",
        ),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Chuyển mọi dữ liệu từ SQLite sang PostgreSQL của khóa database, so lại từng hàng; đứt giữa
    chừng thì chạy lại.
    """
    settings = open_app(config).config
    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True)
    ) as progress:
        outcome = relocate(
            settings, source or settings.sqlite_file, clock=utc_now, watching=_Bars(progress)
        )
    match outcome:
        case MoveDone():
            _say_moved(outcome)
        case MovedBefore(target, day):
            say(f"Dữ liệu đã ở {target} từ ngày {day}, không còn gì phải chuyển.")
        case NotFit():
            _refuse(outcome)
        case Differs():
            _warn(outcome)


class _Bars:
    """One bar a step."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, step: MoveStep, rows: int) -> None:
        """Another bar, below."""
        self._task = self._progress.add_task(
            "Chép" if step is MoveStep.COPYING else "So lại", total=rows
        )

    def advance(self, rows: int) -> None:
        """So many rows further."""
        assert self._task is not None, "a step begins before it goes on"
        self._progress.advance(self._task, rows)


def _say_moved(done: MoveDone) -> None:
    for table in done.tables:
        say(f"  {table.table:28} {table.rows:>9} hàng  {table.digest[:16]}")
    if done.given_back:
        say(
            f"  {done.given_back} lượt đăng dở dang của dịch vụ bị tắt ngang: sẽ được xem lại trước"
            " khi đăng tiếp."
        )
    for text in done.mended:
        say(f"  Đã bỏ ký tự không lưu được: bảng {text.table}, hàng {text.key}, cột {text.column}.")
    rows = sum(table.rows for table in done.tables)
    say(
        f"Đã chuyển {rows} hàng sang {done.target}, so từng hàng đều khớp. Mọi người phải đăng nhập"
        " lại."
    )
    say(
        "Tệp SQLite để nguyên và không dùng được nữa; đừng xóa tới khi đã có bản sao lưu của"
        " PostgreSQL."
    )


def _refuse(found: NotFit) -> None:
    for value in found.values:
        complain(
            f"  bảng {value.table}, hàng {value.key}, cột {value.column or '(khóa ngoại)'}:"
            f" {value.why}"
        )
    give_up(
        f"PostgreSQL không nhận {len(found.values)} giá trị trên; chưa chuyển gì. Sửa trong SQLite"
        " rồi chạy lại."
    )


def _warn(differs: Differs) -> None:
    found = differs.found
    where = f"bảng {found.table}, hàng {found.key}"
    if found.columns:
        what = f"{where}: cột {', '.join(found.columns)} khác với SQLite"
    elif found.in_target:
        what = f"{where}: chỉ có trong PostgreSQL"
    else:
        what = f"{where}: không có trong PostgreSQL"
    give_up(
        f"So lại thấy sai: {what}. Có ai đó đã ghi vào PostgreSQL trong lúc chuyển. Tệp SQLite còn"
        " nguyên; tắt mọi thứ dùng PostgreSQL đó rồi chạy lại “publisher database move”, sẽ chép"
        " lại từ đầu."
    )
