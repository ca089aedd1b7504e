"""`publisher check`: is everything on this machine as it must be."""

from contextlib import suppress
from itertools import chain

from publisher.app import utc_now
from publisher.cli.opening import now_of, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, say
from publisher.domain.errors import StoreError
from publisher.features.install.check import check_all, check_key, waiting


def check(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Kiểm tra cấu hình, phông chữ, đồng hồ, cơ sở dữ liệu, quyền thư mục và mã truy cập của
    từng trang."""
    application = open_app(config)
    # Said by the check itself when it cannot be opened.
    with suppress(StoreError):
        application.open_store()
    well, people = True, 0
    findings = check_all(application.config, application.channel(), application.token, now=utc_now)
    for finding in chain([check_key(application.check_key)], findings):
        well &= finding.ok
        say(f"{finding.mark} {finding.subject}: {finding.message}")
    with suppress(StoreError):
        application.open_store()
        for finding in waiting(application.config.pages, now=now_of(application)):
            people += 1
            say(f"{finding.mark} {finding.subject}: {finding.message}")
    say()
    if not well:
        say("Có mục chưa ổn (✗). Sửa theo chỉ dẫn rồi chạy lại.")
        raise SystemExit(TROUBLE)
    say(f"Máy móc ổn; {people} việc cần người (!) ở trên." if people else "Mọi mục đều ổn.")
