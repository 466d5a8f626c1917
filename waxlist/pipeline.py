"""The steps from dump files to the live catalogue, as the command line runs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dataget.files import DumpFile, expected_hash, find_dump_files, sha256_of
from dataget.sample import write_sample
from domain.documents import Kind
from waxlist.indexing import Indexed
from waxlist.load import KindReport, check_hash, load_file
from waxlist.locks import exclusive
from waxlist.progress import Advance
from waxlist.services import Services

_ORDER = (Kind.RELEASES, Kind.MASTERS, Kind.ARTISTS, Kind.LABELS)


def sample_dump(folder: Path, releases: int, advance: Advance) -> Path:
    """The folder with a sample dump of this many releases in it, made if it is not there yet."""
    target = folder / f"sample-{releases}"
    if not list(target.glob("*_CHECKSUM.txt")):
        write_sample(target, releases=releases, progress=advance, overwrite=True)
    return target


def load(
    services: Services,
    paths: Sequence[Path],
    dump: str | None,
    advance: Advance,
    warn: Callable[[str], None],
) -> list[KindReport]:
    """Check every file, then load one after the other, releases first.

    A load that was cut off has then either its releases or nothing to build a catalogue from, so
    that masters never stand in for releases by accident.

    Raises:
        BadInput: a file is not what it should be.
        UsageError: the files are of two dumps.
        Busy: another load is running on this data folder.
    """
    with exclusive(services.settings.data / "load.lock", "load"):
        files = sorted(find_dump_files(paths, dump).files, key=_place)
        hashes = [_checked_hash(file, advance, warn) for file in files]
        return [
            load_file(
                services.store,
                file,
                sha256,
                services.changes.hashes(file.dump, file.kind),
                services.settings.reports,
                advance,
            )
            for file, sha256 in zip(files, hashes, strict=True)
        ]


def _place(file: DumpFile) -> int:
    return _ORDER.index(file.kind)


def _checked_hash(file: DumpFile, advance: Advance, warn: Callable[[str], None]) -> str:
    size = file.path.stat().st_size
    sha256 = sha256_of(file.path, lambda done: advance(f"check {file.kind}", done, size))
    expected = expected_hash(file)
    if expected is None:
        warn(f"warning: {file.path}: no CHECKSUM beside it, so it cannot be proven whole")
    check_hash(file, sha256, expected)
    return sha256


def report_facts(report: KindReport) -> dict[str, Any]:
    """A load report as JSON-able facts."""
    facts = asdict(report)
    facts["kind"] = report.kind.value
    facts["path"] = str(report.path)
    facts["report"] = str(report.report) if report.report else None
    return facts


def report_line(report: KindReport) -> str:
    """A load report in one line."""
    line = f"{report.kind}: {report.documents:,} documents of dump {report.dump}"
    if report.already_loaded:
        return f"{line}, already loaded"
    if report.duplicates:
        line += f", {report.duplicates:,} replaced by a later record with the same id"
    if report.unknown:
        most = sorted(report.unknown, key=lambda path: -report.unknown[path])[:5]
        line += f", unknown elements kept: {', '.join(most)}"
    if report.skipped:
        line += f", {report.skipped:,} records skipped: see {report.report}"
    return line


def index_facts(indexed: Indexed) -> dict[str, Any]:
    """An indexing as JSON-able facts."""
    manifest = indexed.manifest
    return {
        "generation": manifest.generation,
        "dump": manifest.dump,
        "kind": manifest.kind.value,
        "records": manifest.total,
        "switched": indexed.switched,
    }


def index_line(indexed: Indexed) -> str:
    """An indexing in one line."""
    manifest = indexed.manifest
    state = "is live" if indexed.switched else "is live already, nothing to do"
    return f"index {manifest.generation} of {manifest.total:,} {manifest.kind} {state}"
