"""The commands of the monthly run: fetch, refresh, rollback, prune."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from functools import partial

import click

from domain.errors import WaxlistError
from waxlist import pipeline, upkeep
from waxlist import refresh as refreshing
from waxlist.exit_codes import exit_code
from waxlist.fetching import Fetched, fetch, fetched_facts, parse_kinds
from waxlist.notify import told_of_failure
from waxlist.options import AS_JSON, DRY_RUN, say
from waxlist.progress import progress_bars
from waxlist.services import Services
from waxlist.settings import Settings

_KINDS = click.option(
    "--kinds",
    default="artists,labels,masters,releases",
    show_default=True,
    help="The kinds wanted; `masters` alone is the quick start of 0.6 GB.",
)
_MONTH = click.option("--month", metavar="YYYY-MM", help="This month rather than the newest.")
_FROM = click.option(
    "--from",
    "source",
    metavar="DIR-or-URL",
    help="Files got by other means: a folder, or a mirror that lists plain files.",
)


@click.command("fetch")
@_KINDS
@_MONTH
@_FROM
@DRY_RUN
@click.option("--force", is_flag=True, help="Look again even if looked at today.")
@AS_JSON
def fetch_command(
    kinds: str, month: str | None, source: str | None, dry_run: bool, force: bool, as_json: bool
) -> None:
    """Bring the newest complete dump here, proven by its SHA-256.

    The host is asked politely: once a day, one request at a time, its Retry-After honoured. Files
    that are here are not fetched again; with nothing new the command does nothing and succeeds.
    """
    fetched = _fetch(Settings.read(), kinds, month, source, dry_run=dry_run, force=force)
    click.echo(json.dumps(fetched_facts(fetched)) if as_json else fetched.note)


@click.command("refresh")
@_KINDS
@_MONTH
@_FROM
@click.option(
    "--force",
    is_flag=True,
    help="Even if looked at today, rolled back from, or if a kind lost over 2 % of its records.",
)
@click.option("--quiet", is_flag=True, help="Print nothing if nothing happened, as cron likes it.")
@AS_JSON
def refresh_command(
    kinds: str, month: str | None, source: str | None, force: bool, quiet: bool, as_json: bool
) -> None:
    """Fetch, load, index, verify, and switch to the newest dump.

    The live catalogue serves on until the new one is verified, and stays for `waxlist rollback`.
    With nothing new the command does nothing. Killed at any step, run it again.
    """
    settings = Settings.read()
    look = partial(_fetch, settings, kinds, month, source, force=force)
    with (
        _failure_as_json() if as_json else nullcontext(),
        told_of_failure(settings),
        Services(settings) as services,
    ):
        refreshed = refreshing.refresh(services, look, force=force, warn=say)
    if not refreshed.switched and quiet:
        return
    if as_json:
        click.echo(json.dumps(refreshing.facts(refreshed)))
    elif refreshed.indexed is None:
        click.echo(f"nothing newer than dump {refreshed.dump}, which has been live; nothing to do")
    else:
        for report in refreshed.loaded:
            click.echo(pipeline.report_line(report))
        click.echo(pipeline.index_line(refreshed.indexed))


@click.command("rollback", short_help="Switch back to the generation before.")
@AS_JSON
def rollback_command(as_json: bool) -> None:
    """Make the generation before the live one live again; a second time switches back."""
    with Services(Settings.read()) as services:
        manifest = upkeep.rollback(services)
    if as_json:
        click.echo(json.dumps({"generation": manifest.generation, "dump": manifest.dump}))
    else:
        click.echo(f"index {manifest.generation} of dump {manifest.dump} is live again")


@click.command("prune", short_help="Remove what is no longer needed.")
@DRY_RUN
@AS_JSON
def prune_command(dry_run: bool, as_json: bool) -> None:
    """Remove dumps and files older than the live generation and the one before it need."""
    with Services(Settings.read()) as services:
        pruned = upkeep.prune(services, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(asdict(pruned)))
        return
    removed = [*(f"dump {dump}" for dump in pruned.dumps), *pruned.files]
    removed += [f"index {generation}" for generation in pruned.generations]
    verb = "would remove" if dry_run else "removed"
    click.echo("\n".join(f"{verb} {thing}" for thing in removed) or "nothing to remove")


@contextmanager
def _failure_as_json() -> Iterator[None]:
    """A log of JSON objects has one for a failure too; the failure goes on its way."""
    try:
        yield
    except WaxlistError as error:
        click.echo(json.dumps({"error": str(error), "exit_code": exit_code(error)}))
        raise


def _fetch(
    settings: Settings,
    kinds: str,
    month: str | None,
    source: str | None,
    *,
    force: bool,
    dry_run: bool = False,
) -> Fetched:
    with progress_bars(in_bytes=True) as advance:
        return fetch(
            settings,
            kinds=parse_kinds(kinds),
            month=month,
            source=source,
            dry_run=dry_run,
            force=force,
            advance=advance,
            say=say,
        )
