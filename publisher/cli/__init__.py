"""The console command."""

import gc
import sys

from publisher.cli.output import fail_kindly


def main() -> None:
    """Run the command line; an expected trouble ends with a sentence, not with a traceback."""
    from publisher.cli import quick

    with fail_kindly():
        # A quick command ends before there is anything worth collecting.
        gc.disable()
        done = quick.run(sys.argv[1:])
        gc.enable()
        if not done:
            from publisher.cli.commands import app

            app(standalone_mode=True)
    sys.exit(0)
