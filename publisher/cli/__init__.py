"""The console command."""

import sys

from publisher.cli.commands import app
from publisher.cli.output import fail_kindly


def main() -> None:
    """Run the command line; an expected trouble ends with a sentence, not with a traceback."""
    with fail_kindly():
        app(standalone_mode=True)
    sys.exit(0)
