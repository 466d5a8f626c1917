"""What several commands share: options, and the way to speak to a person."""

from __future__ import annotations

import click

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would be done.")
DUMP = click.option("--dump", metavar="YYYYMMDD", help="The dump meant, by its date.")


def say(line: str) -> None:
    """A line for a person, on stderr, so that stdout stays for results."""
    click.echo(line, err=True)
