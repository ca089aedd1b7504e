"""`publisher check`: whether everything that publishing rests on is well, each in one plain
sentence."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import Error as DatabaseError

from publisher import resources
from publisher.cards import api as cards
from publisher.cards import segmenting
from publisher.channels.port import Channel, PageAccess, PageHealth
from publisher.config.values import Config, TokenSource
from publisher.domain.errors import StoreError, VaultError
from publisher.domain.page import Page, Unit
from publisher.domain.reason import Reason
from publisher.domain.secret import Secret
from publisher.domain.verdict import Deferred, Refused, Unknown
from publisher.features.reports.attention import attention
from publisher.files import OTHERS
from publisher.store.connection import open_store

# A clock that is wrong by more than this publishes at the wrong minute.
CLOCK_TOLERANCE = timedelta(seconds=60)
# No working clock shows a day before this version was written.
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One thing that was looked at. All texts Vietnamese."""

    subject: str
    message: str
    ok: bool
    # Well enough to work, yet a person should know.
    warning: bool = False

    @property
    def mark(self) -> str:
        """The sign before the line."""
        return "!" if self.warning else "✓" if self.ok else "✗"


def check_all(
    config: Config,
    channel: Channel,
    token: Callable[[str], Secret | None],
    *,
    now: Callable[[], datetime],
) -> Iterator[CheckResult]:
    """Look at everything in turn; nothing is changed but a schema that is behind where no other
    machine works on it.
    """
    yield CheckResult(
        subject="Cấu hình", message=f"{config.path}: {len(config.pages)} trang", ok=True
    )
    yield _fonts()
    yield _shaping()
    yield _clock(now())
    yield _database(config)
    if config.clustered and config.storage is None:
        yield CheckResult(subject="Kho chung", message=_NO_STORAGE, ok=True, warning=True)
    for subject, folder in (("Thư mục dữ liệu", config.data), ("Thư mục hàng đợi", config.queue)):
        yield _folder(subject, folder, private=folder == config.data)
    yield from _extras(config.units.values())
    yield from _logos(config.units.values())
    for page in config.pages.values():
        yield from _page(
            page, config.tokens[page.slug], token(page.slug), channel, config.facebook.version, now
        )


def waiting(pages: Mapping[str, Page], *, now: datetime) -> Iterator[CheckResult]:
    """What waits for a person, or is stopped; the store is open."""
    for item in attention(pages, now=now):
        yield CheckResult(subject=item.title, message=item.text.whole(), ok=True, warning=True)


def _fonts() -> CheckResult:
    found = sorted((resources.assets() / "fonts").glob("*.ttf"))
    names = ", ".join(path.stem for path in found)
    if found:
        return CheckResult(subject="Phông chữ", message=names, ok=True)
    return CheckResult(
        subject="Phông chữ",
        message="không thấy assets/fonts/*.ttf; hãy cài lại publisher",
        ok=False,
    )


def _shaping() -> CheckResult:
    report = cards.text_shaping()
    return CheckResult(subject="Dựng chữ", message=report.message, ok=report.ok)


def _clock(now: datetime) -> CheckResult:
    if now < WRITTEN:
        return CheckResult(
            subject="Đồng hồ",
            message=f"máy đang ở ngày {now:%d/%m/%Y}, sai; hãy bật đồng bộ giờ mạng (NTP)",
            ok=False,
        )
    return CheckResult(subject="Đồng hồ", message=f"{now:%d/%m/%Y %H:%M:%S} UTC", ok=True)


def check_key(look: Callable[[], None]) -> CheckResult:
    """Whether `look` finds the key well."""
    try:
        look()
    except VaultError as error:
        return CheckResult(subject="Khóa", message=str(error), ok=False)
    except (OSError, DatabaseError) as error:
        return CheckResult(subject="Khóa", message=f"không xem được ({error})", ok=False)
    return CheckResult(subject="Khóa", message="dùng được", ok=True)


def _database(config: Config) -> CheckResult:
    try:
        open_store(config.database(), cluster=config.clustered, migrate=not config.clustered)
    except StoreError as error:
        return CheckResult(subject="Cơ sở dữ liệu", message=str(error), ok=False)
    return CheckResult(subject="Cơ sở dữ liệu", message="mở được, đúng phiên bản", ok=True)


def _folder(subject: str, folder: Path, *, private: bool) -> CheckResult:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"publisher")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        message = f"không ghi được {folder} ({error.strerror}); xem lại quyền và chỗ trống"
        return CheckResult(subject=subject, message=message, ok=False)
    if private and folder.stat().st_mode & OTHERS:
        message = (
            f"{folder}: đọc và ghi được, nhưng người khác trên máy cũng đọc được; chạy: chmod go="
            f" {folder}"
        )
        return CheckResult(subject=subject, message=message, ok=True, warning=True)
    return CheckResult(subject=subject, message=f"{folder}: đọc và ghi được", ok=True)


def _extras(units: Iterable[Unit]) -> Iterator[CheckResult]:
    for unit in units:
        if unit.segment and not segmenting.version():
            yield CheckResult(subject=unit.name, message=segmenting.MISSING.in_full(), ok=False)


def _logos(units: Iterable[Unit]) -> Iterator[CheckResult]:
    for unit in units:
        if unit.logo is None:
            message = (
                'chưa có biểu trưng, ảnh dùng con dấu chữ cái thay tạm; thêm logo = "tệp.png" vào'
                f" [units.{unit.slug}]"
            )
            yield CheckResult(subject=unit.name, message=message, ok=True, warning=True)


def _page(
    page: Page,
    source: TokenSource,
    token: Secret | None,
    channel: Channel,
    version: str,
    now: Callable[[], datetime],
) -> Iterator[CheckResult]:
    subject = f"Trang {page.slug}"
    if token is None:
        message = (
            f"không thấy mã truy cập ở {source}; chạy “publisher connect”, hoặc đặt page token"
            " vào đó"
        )
        yield CheckResult(subject=subject, message=message, ok=False)
        return
    if not token.is_token():
        message = f"{source}: {Reason('token.unseen').in_full()}"
        yield CheckResult(subject=subject, message=message, ok=False)
        return
    answer = channel.check_page(PageAccess(page_id=page.facebook_id, token=token))
    match answer:
        case PageHealth():
            yield from _health(subject, answer, version, now())
        case Refused(reason=reason):
            message = f"{reason} {reason.advice()}"
            yield CheckResult(subject=subject, message=message, ok=False)
        case Deferred(reason=reason) | Unknown(reason=reason):
            yield CheckResult(
                subject=subject, message=f"không hỏi được Facebook: {reason}", ok=False
            )


def _health(subject: str, health: PageHealth, version: str, now: datetime) -> Iterator[CheckResult]:
    yield CheckResult(subject=subject, message=f"“{health.name}”, mã truy cập dùng được", ok=True)
    if health.served_version and health.served_version != version:
        message = (
            f"Facebook trả lời bằng {health.served_version} thay vì {version}; sửa facebook.version"
        )
        yield CheckResult(subject=subject, message=message, ok=True, warning=True)
    if health.server_time and abs(health.server_time - now) > CLOCK_TOLERANCE:
        gap = round(abs((health.server_time - now).total_seconds()))
        message = f"lệch {gap} giây so với Facebook; hãy bật đồng bộ giờ mạng (NTP)"
        yield CheckResult(subject="Đồng hồ", message=message, ok=False)


_NO_STORAGE = (
    "ảnh chỉ nằm trên máy này, máy khác không đăng được bài có ảnh hay video của người soạn; "
    "nhiều máy thì thêm bảng [storage] vào config.toml"
)
