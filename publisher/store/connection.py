"""Opens the database: SQLite made durable, the schema brought up to date or refused."""

import sqlite3
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

SQLITE_OPTIONS = {
    # FULL: a claim must be on the disk before the call that it guards.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}


class StoreError(Exception):
    """The database cannot be used; the message is one Vietnamese sentence with what to do."""


def open_store(database_url: str) -> None:
    """Make `database_url` the database of this process and bring its schema up to date.

    Raises:
        StoreError: when it cannot be opened, is damaged, or was written by a newer version.
    """
    database = _parsed(database_url)
    _use(database)
    try:
        _migrate()
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise StoreError(_sentence(error, str(database["NAME"]))) from error


def answers() -> bool:
    """Whether the database answers now."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def close_store() -> None:
    """Close this thread's connection."""
    connections.close_all()


def _parsed(database_url: str) -> dict[str, Any]:
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(database_url))
    except ValueError as error:
        raise StoreError(f"Khóa database trong config.toml không đúng dạng ({error}).") from error
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = SQLITE_OPTIONS
        _make_folder(Path(database["NAME"]).parent)
    return database


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Không tạo được thư mục dữ liệu {folder} ({error.strerror}); xem lại quyền ghi.") from error


def _use(database: dict[str, Any]) -> None:
    connections.close_all()
    connections.settings = connections.configure_settings({"default": database})
    del connections["default"]


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    newer = [name for name in executor.loader.applied_migrations if name[0] == "publisher" and name not in known]
    if newer:
        raise StoreError(
            f"Cơ sở dữ liệu do một phiên bản publisher mới hơn ghi (bước {newer[0][1]}); "
            "hãy cài phiên bản mới, hoặc chỉ khóa data sang thư mục khác."
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _sentence(error: Exception, name: str) -> str:
    text = str(error)
    if "readonly" in text or "read-only" in text:
        return f"Không ghi được cơ sở dữ liệu {name}; xem lại quyền ghi của thư mục dữ liệu."
    if "full" in text:
        return f"Ổ đĩa đầy, không ghi được cơ sở dữ liệu {name}; hãy giải phóng chỗ trống rồi chạy lại."
    if "not a database" in text or "malformed" in text:
        return f"Tệp {name} không phải cơ sở dữ liệu hoặc đã hỏng; hãy lấy lại bản sao lưu."
    if "unable to open" in text:
        return f"Không mở được cơ sở dữ liệu {name}; xem lại đường dẫn và quyền của thư mục."
    return f"Không dùng được cơ sở dữ liệu {name} ({text})."
