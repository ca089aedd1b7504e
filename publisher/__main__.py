"""`python -m publisher`: the same as the console command."""

from publisher.cli import main

main()
