"""`publisher queue …`: write entries, see where they stand, find what is wrong in the files."""

import typer

from publisher.cli.queue import add, check, let_go, list

app = typer.Typer(help="Hàng đợi: thêm bài, xem trạng thái, kiểm tra tệp.", no_args_is_help=True)
app.add_typer(add.app, name="add")
app.command("list")(list.list_entries)
app.command("check")(check.check)
app.command("let-go")(let_go.let_go)
