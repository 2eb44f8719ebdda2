"""Run the command line with `python -m conflict_cli`."""

from conflict_cli.cli.console import main

main()
