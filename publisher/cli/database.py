"""`publisher database`: bringing the schema up to date, and moving from SQLite to PostgreSQL."""

import typer

from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import open_app, say

app = typer.Typer(help="Cơ sở dữ liệu: nâng cấp lược đồ, chuyển từ SQLite sang PostgreSQL.", no_args_is_help=True)


@app.command()
def upgrade(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Nâng cấp lược đồ cho phiên bản này; chạy được trong lúc các máy khác đang đăng."""
    from publisher.store.connection import upgrade_store

    settings = open_app(config).config
    done = upgrade_store(settings.database(), cluster=settings.clustered)
    for step in done:
        say(f"  {step}")
    say(f"Đã nâng cấp, {len(done)} bước." if done else "Lược đồ đã đúng phiên bản này, không có gì phải làm.")
