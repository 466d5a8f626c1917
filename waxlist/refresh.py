"""From the host's newest dump to the live catalogue, without a moment of downtime.

fetch → check the room → load beside → compare with the live dump → index beside, verify → switch.
Every step can be killed and run again. What is live stays until the very last step.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataget.files import DumpFile, find_dump_files
from domain.documents import Kind
from domain.errors import BadInput, StoreFull
from redis_etl import generations
from redis_etl.connection import translated_errors
from waxlist import pipeline
from waxlist.fetching import Fetched
from waxlist.indexing import Indexed, index_dump
from waxlist.load import KindReport
from waxlist.locks import exclusive
from waxlist.progress import progress_bars
from waxlist.services import Services

#: Room a refresh takes beside the files themselves, as a multiple of their size: 1.3 for the new
#: dump's documents, 0.4 for the index's working files, 0.3 for the index itself.
ROOM = 2.0
#: A kind may shrink by this share from one dump to the next before it looks like a bad dump.
MAX_FALL = 0.02


@dataclass(frozen=True)
class Refreshed:
    """What a refresh came to; ``switched`` is False if the newest dump was live already."""

    dump: str
    switched: bool
    indexed: Indexed | None = None
    loaded: Sequence[KindReport] = ()


class LastRefresh:
    """The dump that was last made live (or rolled back from), with its kinds, in a file.

    A cron day without news ends with a look at it: neither store nor Redis is opened.
    """

    def __init__(self, data: Path) -> None:
        self._path = data / "refreshed.json"

    def covers(self, dump: str, kinds: Iterable[Kind]) -> bool:
        """Whether there is nothing left to do for these kinds of a dump."""
        if not self._path.exists():
            return False
        stated: dict[str, Any] = json.loads(self._path.read_text())
        return stated["dump"] == dump and set(stated["kinds"]).issuperset(kinds)

    def remember(self, dump: str, kinds: Iterable[Kind]) -> None:
        """Write it down."""
        draft = self._path.with_suffix(".part")
        draft.write_text(json.dumps({"dump": dump, "kinds": sorted(kinds)}))
        draft.replace(self._path)


def refresh(
    services: Services,
    fetch: Callable[[], Fetched],
    *,
    force: bool,
    warn: Callable[[str], None],
) -> Refreshed:
    """Make the newest dump the live catalogue.

    Args:
        services: store, Redis and settings.
        fetch: brings the dump's files here, or finds that they are here.
        force: refresh even to a dump that was rolled back, or that has lost records.
        warn: told what is odd but no error.

    Raises:
        BadInput: a file is damaged, or a kind has lost too many records.
        StoreFull: there is not enough room, before anything is done.
        Busy: another refresh is running.
    """
    data = services.settings.data
    with exclusive(data / "refresh.lock", "refresh"):
        fetched = fetch()
        files = find_dump_files(fetched.files, fetched.dump).files
        last = LastRefresh(data)
        if not force and last.covers(fetched.dump, (file.kind for file in files)):
            return Refreshed(fetched.dump, switched=False)
        _check_room(services, fetched.dump, files)
        with progress_bars(in_bytes=True) as advance:
            reports = pipeline.load(services, fetched.files, fetched.dump, advance, warn)
        if not force:
            check_not_fallen(services, fetched.dump, reports)
        with progress_bars() as advance:
            indexed = index_dump(services, fetched.dump, rebuild=False, advance=advance)
        last.remember(fetched.dump, services.store.loaded(fetched.dump))
        return Refreshed(fetched.dump, indexed.switched, indexed, reports)


def _check_room(services: Services, dump: str, files: Iterable[DumpFile]) -> None:
    loaded = services.store.loaded(dump)
    waiting = [file.path.stat().st_size for file in files if file.kind not in loaded]
    need, have = int(sum(waiting) * ROOM), shutil.disk_usage(services.settings.data).free
    if need > have:
        raise StoreFull(
            f"{services.settings.data}: dump {dump} needs about {need / 1e9:.1f} GB of"
            f" room but {have / 1e9:.1f} GB are free; run `waxlist prune`, or free some space"
        )


def check_not_fallen(services: Services, dump: str, reports: Iterable[KindReport]) -> None:
    """Compare the number of documents with the live dump's, kind by kind.

    Raises:
        BadInput: a kind has lost more than MAX_FALL of them.
    """
    before = _live_dump(services)
    if before is None or before == dump:
        return
    live = services.store.loaded(before)
    for report in reports:
        had = live[report.kind].count if report.kind in live else 0
        if report.documents < had * (1 - MAX_FALL):
            raise BadInput(
                report.path,
                f"dump {dump} has {report.documents:,} {report.kind} but the live dump {before}"
                f" {had:,}; if that is right, run the same command with --force",
            )


def _live_dump(services: Services) -> str | None:
    with translated_errors(services.redis_url):
        live = generations.live_generation(services.redis)
        return generations.read_manifest(services.redis, live).dump if live else None


def facts(refreshed: Refreshed) -> dict[str, Any]:
    """A refresh as JSON-able facts."""
    return {
        "dump": refreshed.dump,
        "switched": refreshed.switched,
        "loaded": [pipeline.report_facts(report) for report in refreshed.loaded],
        "index": pipeline.index_facts(refreshed.indexed) if refreshed.indexed else None,
    }
