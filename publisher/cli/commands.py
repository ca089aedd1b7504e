"""All commands. One module a group of them; each imports what it needs only when it runs."""

import typer

from publisher.cli import (
    calendar,
    cards,
    connecting,
    database,
    freezing,
    importing,
    missing,
    pictures,
    published,
    queue,
    rehearsing,
    reporting,
    running,
    setup,
)

app = typer.Typer(
    name="publisher",
    help=(
        "Xếp bài, dựng ảnh và đăng lên các trang Facebook của công đoàn: đúng một lần, đúng giờ, đủ"
        " ảnh."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("init")(setup.init)
app.command("check")(setup.check)
app.command("connect")(connecting.connect)
app.add_typer(queue.app, name="queue")
app.add_typer(importing.app, name="import")
app.command("plan")(calendar.plan)
app.command("preview")(pictures.preview)
app.command("cards")(cards.show_cards)
app.command("print")(pictures.print_files)
app.command("rehearse")(rehearsing.rehearse)
app.command("report")(reporting.report)
app.command("lint")(queue.lint)
app.command("export")(calendar.export)
app.command("approve")(calendar.approve)
app.add_typer(missing.app, name="missed")
app.add_typer(published.app, name="published")
app.command("freeze")(freezing.freeze)
app.command("unfreeze")(freezing.unfreeze)
app.command("run")(running.run)
app.command("worker")(running.worker)
app.add_typer(database.app, name="database")
app.command("watch")(running.watch)
app.command("status")(calendar.status)
app.command("doctor")(calendar.doctor)
app.command("sandbox")(running.sandbox)
app.command("demo")(running.demo)
