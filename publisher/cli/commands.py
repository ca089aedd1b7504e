"""All commands: a table, so that `publisher --help` imports none of them.

The first words of a command import its module, and with it all that the command works with.
"""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

# Command: where it stands (module of this package and name in it), and its line in the list.
# A group has its own commands, as a typer.Typer; any other is a function.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": (
        "init:init",
        (
            "Tạo thư mục làm việc mẫu: cấu hình có giải thích, hàng đợi với chiến dịch mẫu, chỗ"
            " đặt mã truy cập."
        ),
    ),
    "check": (
        "check:check",
        (
            "Kiểm tra cấu hình, phông chữ, đồng hồ, cơ sở dữ liệu, quyền thư mục và mã truy cập"
            " của từng trang."
        ),
    ),
    "connect": (
        "connect:connect",
        (
            "Kết nối các trang: dán mã của người quản trị hoặc người dùng hệ thống; mã từng"
            " trang được lấy và cất kín."
        ),
    ),
    "queue": (
        "queue:app",
        "Hàng đợi: thêm bài, xem trạng thái, kiểm tra tệp.",
    ),
    "import": (
        "import_:app",
        "Nhập văn bản kế hoạch thành chiến dịch nháp, hoặc bảng kế hoạch thành bài.",
    ),
    "plan": (
        "plan:plan",
        "In lịch đăng của một khoảng thời gian; không ghi gì.",
    ),
    "preview": (
        "preview:preview",
        "Dựng ảnh của một hay nhiều bài vào một thư mục, kèm một tờ xem chung.",
    ),
    "cards": (
        "cards:show_cards",
        (
            "Kể các mẫu ảnh thiết kế; với -o thì dựng mọi mẫu, mọi khổ, mọi bộ nhận diện thành"
            " ảnh và tờ xem chung."
        ),
    ),
    "print": (
        "print:print_files",
        (
            "Xuất khẩu hiệu thành tệp PDF cho nhà in: đúng mi-li-mét, có tràn viền, phông chữ"
            " nhúng sẵn."
        ),
    ),
    "rehearse": (
        "rehearse:rehearse",
        (
            "Tổng duyệt: chạy cả chiến dịch trong giờ ảo với Facebook giả; cái gì đăng lúc nào,"
            " ở đâu, chỗ nào cần xem lại."
        ),
    ),
    "report": (
        "report:report",
        (
            "Báo cáo kết quả: theo chiến dịch, đơn vị, trang, loại bài, khung giờ; mặc định 30"
            " ngày qua."
        ),
    ),
    "lint": (
        "lint:lint",
        (
            "Soát lời văn: thiếu dấu, viết hoa sai tên gọi, số năm không khớp ngày, dấu cách và"
            " ngoặc kép."
        ),
    ),
    "export": (
        "export:export",
        "Xuất lịch đăng ra Excel, lịch điện thoại (.ics), hoặc PDF để in trình lãnh đạo.",
    ),
    "approve": (
        "approve:approve",
        "Xem những lượt đang chờ duyệt và duyệt; duyệt gắn với đúng chữ và ảnh sẽ hiện ra.",
    ),
    "missed": (
        "missed:app",
        "Các lượt bị lỡ: xem, đăng ngay, dời giờ, bỏ.",
    ),
    "published": (
        "published:app",
        "Sửa lời hoặc gỡ bài đã đăng; ai làm đều được ghi lại.",
    ),
    "freeze": (
        "freeze:freeze",
        (
            "Tạm dừng toàn bộ (hoặc một đơn vị, một chiến dịch): không bài nào được đăng cho tới"
            " khi có lệnh bỏ dừng."
        ),
    ),
    "unfreeze": (
        "unfreeze:unfreeze",
        "Bỏ lệnh tạm dừng: bài còn trong hạn tự đi tiếp, bài đã quá hạn nằm ở mục bị lỡ.",
    ),
    "run": (
        "run:run",
        "Chạy dịch vụ: theo dõi hàng đợi, lập lịch, chuẩn bị và đăng đúng giờ.",
    ),
    "worker": (
        "worker:worker",
        (
            "Chạy một tiến trình đăng bài cho engine = “cluster”: bao nhiêu tiến trình, trên máy"
            " nào cũng được."
        ),
    ),
    "database": (
        "database:app",
        "Cơ sở dữ liệu: nâng cấp lược đồ, chuyển từ SQLite sang PostgreSQL.",
    ),
    "watch": (
        "watch:watch",
        (
            "Xem dịch vụ còn sống không; đã ngừng thì báo tin cho người nhận và thoát với mã 1"
            " (dùng với cron hay timer)."
        ),
    ),
    "status": (
        "status:status",
        "Cho biết dịch vụ có chạy không, cái gì sắp đăng, đã đăng, và cái gì cần người xử lý.",
    ),
    "doctor": (
        "doctor:doctor",
        (
            "Kể toàn bộ chuyện của một bài: ai duyệt, từng lần gửi Facebook và kết quả, bây giờ"
            " ra sao, cần làm gì."
        ),
    ),
    "sandbox": (
        "sandbox:sandbox",
        ("Chạy máy chủ mô phỏng Facebook cho các trang trong cấu hình, để thử mà không đăng thật."),
    ),
    "demo": (
        "demo:demo",
        (
            "Trình diễn trọn vẹn với chiến dịch mẫu dời về lúc này: máy mô phỏng, dịch vụ, những"
            " bài đầu sau vài giây."
        ),
    ),
}


def _placeholder() -> None: ...


def command(name: str) -> Any:
    """The command of a name, its module imported."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(f"publisher.cli.{module}"), attribute)
    around = _typer()
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name)(found)
    return typer.main.get_group(around).commands[name]


class _LateGroup(TyperGroup):
    """Knows names and lines of its commands, and puts a command itself in when it is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is asked for."""
        if args and args[0] in COMMANDS:
            self.commands[args[0]] = command(args[0])
        return super().resolve_command(ctx, args)


def _typer(**more: Any) -> typer.Typer:
    return typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, **more
    )


app = _typer(
    name="publisher",
    help=(
        "Xếp bài, dựng ảnh và đăng lên các trang Facebook của công đoàn: đúng một lần, đúng giờ, đủ"
        " ảnh."
    ),
    no_args_is_help=True,
    cls=_LateGroup,
)
for _name, (_, _line) in COMMANDS.items():
    app.command(_name, help=_line)(_placeholder)
