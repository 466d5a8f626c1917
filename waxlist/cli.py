"""The command line: one verb for each step of the way from a dump to a page."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from apis.summary import FIELDS, Summary, summarise
from dataget.sample import VideoIds, write_sample
from domain.errors import WaxlistError
from domain.facets import COUNTED
from domain.grammar import parse_query
from waxlist import pipeline
from waxlist.cli_monthly import (
    fetch_command,
    prune_command,
    refresh_command,
    rollback_command,
)
from waxlist.exit_codes import INTERRUPTED, TERMINATED, exit_code
from waxlist.indexing import index_dump
from waxlist.options import AS_JSON, DUMP, say
from waxlist.progress import progress_bars
from waxlist.services import Services
from waxlist.serving import check_port, serve
from waxlist.settings import Settings
from waxlist.status import as_text, status

_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Listen here.")
_PORT = click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="… on this port."
)
_PATHS = click.Path(exists=True, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="waxlist")
def cli() -> None:
    """Dig the whole of Discogs by facets, and listen at once.

    \b
    waxlist sample --releases 5000 dump/     make a dump to try things with
    waxlist load dump/                       documents into the store
    waxlist index                            … and into the facet index
    waxlist search 'style=Techno&year=1990..1995'
    waxlist serve                            the site and the API

    `waxlist demo` does all of it; `waxlist refresh` brings the newest dump of Discogs and switches
    to it. Settings are WAXLIST_… variables: see .env.example.
    Exit codes: 0 done, 1 failed, 2 usage, 69 a server does not answer, 75 try later,
    78 configuration.
    """


@cli.command(short_help="Generate a dump of invented records.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--releases", default=2_000, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0))
@click.option("--dump", default="20261101", show_default=True, metavar="YYYYMMDD")
@click.option("--unique-videos", is_flag=True, help="Video ids as varied as real ones; none plays.")
@click.option("--overwrite", is_flag=True, help="Replace files of this dump in FOLDER.")
def sample(
    folder: Path, releases: int, seed: int, dump: str, unique_videos: bool, overwrite: bool
) -> None:
    """Generate a dump of invented records into FOLDER, in the exact form of a real one.

    The same --releases, --seed and --dump always give the same files.
    """
    with progress_bars() as advance:
        write_sample(
            folder,
            releases=releases,
            seed=seed,
            dump=dump,
            video_ids=VideoIds.UNIQUE if unique_videos else VideoIds.LASTING,
            overwrite=overwrite,
            progress=advance,
        )
    click.echo(
        f"dump {dump} with {releases:,} releases is in {folder}; next: waxlist load {folder}"
    )


@cli.command(short_help="Load dump files into the document store.")
@click.argument("paths", nargs=-1, required=True, type=_PATHS)
@DUMP
@AS_JSON
def load(paths: Sequence[Path], dump: str | None, as_json: bool) -> None:
    """Load dump files, or a folder of them, into the document store.

    Any of the four kinds, gzip or plain XML. Files are checked against the CHECKSUM file beside
    them first. Interrupted or killed, the same command goes on where it was; a file that is
    already loaded is passed over. Records that cannot be read are listed in a report.
    """
    with _services() as services, progress_bars(in_bytes=True) as advance:
        reports = pipeline.load(services, paths, dump, advance, say)
    if as_json:
        click.echo(json.dumps([pipeline.report_facts(report) for report in reports]))
        return
    for report in reports:
        click.echo(pipeline.report_line(report))
    click.echo("next: waxlist index")


@cli.command(short_help="Build the facet index and make it live.")
@DUMP
@click.option("--rebuild", is_flag=True, help="Build anew even if nothing has changed.")
@AS_JSON
def index(dump: str | None, rebuild: bool, as_json: bool) -> None:
    """Build the facet index of the newest dump (or --dump) and make it live.

    The live index serves on until the new one is complete and verified. Interrupted or killed, the
    same command goes on where it was.
    """
    with _services() as services, progress_bars() as advance:
        indexed = index_dump(services, dump, rebuild=rebuild, advance=advance)
    if as_json:
        click.echo(json.dumps(pipeline.index_facts(indexed)))
    else:
        click.echo(pipeline.index_line(indexed))


@cli.command(short_help="Find records by a query.")
@click.argument("query")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0, 1000))
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0))
@click.option("--facets", is_flag=True, help="Also count every facet's values.")
@AS_JSON
def search(query: str, limit: int, offset: int, facets: bool, as_json: bool) -> None:
    """Find records: QUERY is what stands behind the question mark of a page's address.

    \b
    waxlist search 'style=Techno&style=House'       any of them
    waxlist search 'style_all=Dub&style_all=House'  all of them
    waxlist search 'genre=Jazz&style_not=Fusion&year=1968..1977&video=1'
    waxlist search 'country=Japan&sort=random&seed=7'
    waxlist search '' --facets                      everything, with counts

    \b
    genre style country format description data_quality   names; also …_all and …_not
    year=1971 year=1968..1977 decade=1970s                 likewise
    artist=ID label=ID credit=ID                           Discogs ids; likewise
    q=words           every word stands in an artist, title or label
    video=1|0|any     with a video, without, either (the default here)
    new=this|changed  since the dump before
    dedupe=master     one release per master
    sort=newest|oldest|random&seed=7
    """
    parsed = parse_query(query)
    with _services() as services:
        page = services.catalogue.search(parsed, limit, offset, FIELDS)
        counts = services.catalogue.facets(parsed) if facets else {}
    results = [summarise(page.kind, document) for document in page.documents]
    if as_json:
        facts: dict[str, Any] = {
            "total": page.total,
            "query": str(page.query),
            "dump": page.dump,
            "took_ms": page.took_ms,
            "results": results,
        }
        if facets:
            facts["facets"] = {
                name: {value.value: value.count for value in values}
                for name, values in counts.items()
            }
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    click.echo(f"{page.total:,} {page.kind} (dump {page.dump}, {page.took_ms:.1f} ms)")
    for result in results:
        click.echo(_result_line(result))
    for facet in COUNTED if facets else ():
        found = (value for value in counts[facet.name] if value.count or value.selected)
        values = ", ".join(f"{value.value} {value.count:,}" for value in found)
        click.echo(f"{facet.title}: {values}")


@cli.command("status")
@AS_JSON
def status_command(as_json: bool) -> None:
    """Say which dumps are loaded and which index is live."""
    with _services() as services:
        state = status(services)
    click.echo(json.dumps(state, ensure_ascii=False) if as_json else as_text(state))


@cli.command("serve")
@_HOST
@_PORT
def serve_command(host: str, port: int) -> None:
    """Serve the site and the API (/api/v1) until interrupted."""
    with _services() as services:
        serve(services, host, port, _announcement(services.settings, host, port))


@cli.command()
@click.option(
    "--dump",
    "paths",
    multiple=True,
    type=_PATHS,
    help="Real dump files or a folder of them, instead of the sample.",
)
@click.argument("more", nargs=-1, type=_PATHS, metavar="[PATH]...")
@click.option("--releases", default=5_000, show_default=True, type=click.IntRange(1))
@_HOST
@_PORT
def demo(paths: Sequence[Path], more: Sequence[Path], releases: int, host: str, port: int) -> None:
    """Make a sample dump (or take PATHs after --dump), load, index and serve it."""
    if more and not paths:
        raise click.UsageError(f"{more[0]}: real dump files are named after --dump")
    paths = [*paths, *more]
    check_port(host, port)
    settings = Settings.read()
    if not paths:
        # A folder of its own: invented records must never mix with a real dump of that month.
        settings = settings.model_copy(update={"data": settings.data / "sample"})
    with Services(settings) as services:
        if not paths:
            with progress_bars() as advance:
                paths = [pipeline.sample_dump(settings.data / "dump", releases, advance)]
        with progress_bars(in_bytes=True) as advance:
            reports = pipeline.load(services, paths, None, advance, say)
        for report in reports:
            say(pipeline.report_line(report))
        with progress_bars() as advance:
            indexed = index_dump(services, reports[0].dump, rebuild=False, advance=advance)
        say(pipeline.index_line(indexed))
        serve(services, host, port, _announcement(settings, host, port))


for command in (fetch_command, refresh_command, rollback_command, prune_command):
    cli.add_command(command)


def _services() -> Services:
    return Services(Settings.read())


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _announcement(settings: Settings, host: str, port: int) -> str:
    local = host in {"127.0.0.1", "0.0.0.0", "::", "::1", "localhost"}  # noqa: S104
    address = f"http://{'localhost' if local else host}:{port}"
    public = "" if settings.public_url == "http://localhost:8080" else f", {settings.public_url}"
    return f"Waxlist is at {address}{public} (Ctrl-C stops it)"


def _result_line(result: Summary) -> str:
    label = result.get("labels", [{}])[0]
    parts = [
        str(result.get("year", "????")),
        f"{result.get('artist', '?')} – {result.get('title', '?')}",
        " ".join(str(label[key]) for key in ("name", "catno") if key in label),
        result.get("country", ""),
        result.get("format", ""),
        _counted(len(result.get("videos", [])), "video"),
        result["discogs_url"],
    ]
    return "  ".join(filter(None, parts))


def run() -> NoReturn:
    """Run the command line; errors become one line on stderr and a documented exit status."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        # As an exception, so that whatever is open gets closed and the private Redis stops.
        signal.signal(ending, lambda *_: sys.exit(TERMINATED))
    try:
        sys.exit(cli(prog_name="waxlist", standalone_mode=False))
    except click.ClickException as error:
        context = error.ctx if isinstance(error, click.UsageError) else None
        hint = f" (see `{context.command_path} --help`)" if context else ""
        say(f"waxlist: {error.format_message()}{hint}")
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        say("interrupted; the same command goes on where it was")
        sys.exit(INTERRUPTED)
    except WaxlistError as error:
        say(f"waxlist: {error}")
        sys.exit(exit_code(error))
    except OSError as error:
        # A file of ours could not be written: which one, and why, is what helps.
        place = error.filename or Settings.read().data
        say(f"waxlist: {place}: {error.strerror or error}")
        sys.exit(1)
