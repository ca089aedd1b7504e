"""`publisher queue …`: write entries, see where they stand, find what is wrong in the files."""

import typer

from publisher.cli.queue import add, check, let_go, list

app = typer.Typer(help="help.queue", no_args_is_help=True)
app.add_typer(add.app, name="add")
app.command("list", help="help.queue_list")(list.list_entries)
app.command("check", help="help.queue_check")(check.check)
app.command("let-go", help="help.queue_let_go")(let_go.let_go)
