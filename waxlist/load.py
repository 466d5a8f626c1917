"""Dump files → documents in the store.

Every file is checked whole before anything is written. A kind is loaded beside what is there and
published when its file has been read to the end, so a bad file changes nothing; a load that was
killed goes on behind its last committed batch.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dataget.blocks import Batch, Skipped
from dataget.files import DumpFile
from dataget.stream import iter_batches
from domain.documents import Kind
from domain.errors import BadInput, ChecksumMismatch
from storage.base import Store
from waxlist.changes import ContentHashes
from waxlist.progress import Advance

#: Documents a transaction holds; fewer cost time, more cost memory.
BATCH = 1_000
#: Skipped records that are listed one by one; beyond, they are only counted.
MAX_LISTED = 10_000


@dataclass(frozen=True)
class KindReport:
    """What loading one file came to.

    ``records`` were read and kept, ``duplicates`` of them replaced by a later one with the same
    id, ``skipped`` could not be read or stored; ``unknown`` counts elements nobody described.
    """

    kind: Kind
    dump: str
    path: Path
    documents: int
    duplicates: int
    skipped: int
    unknown: dict[str, int]
    already_loaded: bool = False
    report: Path | None = None


@dataclass
class _State:
    """Where a load stands; kept with the documents at every commit."""

    end: int = 0
    starts: int = 0
    records: int = 0
    skipped: int = 0
    too_large: int = 0
    listed: list[Skipped] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, checkpoint: Mapping[str, Any] | None) -> _State:
        if checkpoint is None:
            return cls()
        listed = [Skipped(*entry) for entry in checkpoint["listed"]]
        return cls(**{**checkpoint, "listed": listed, "unknown": Counter(checkpoint["unknown"])})

    def take(self, batch: Batch) -> None:
        self.end = batch.end
        self.starts += batch.starts
        self.records += len(batch.documents)
        self.unknown.update(batch.unknown)
        for record in batch.skipped:
            self.skip(record)

    def skip(self, record: Skipped) -> None:
        self.skipped += 1
        if len(self.listed) < MAX_LISTED:
            self.listed.append(record)


def load_file(
    store: Store,
    file: DumpFile,
    sha256: str,
    hashes: ContentHashes,
    reports: Path,
    advance: Advance,
) -> KindReport:
    """Load one dump file and publish its kind.

    Args:
        store: where the documents go.
        file: the file; its dump and kind are known.
        sha256: its hash, which tells whether it has been loaded, wholly or in part, before.
        hashes: where each record's content hash is kept, to tell later what a month changed.
        reports: folder for the list of skipped records, if there are any.
        advance: shows progress, in bytes.

    Raises:
        BadInput: the file is damaged or not a dump; nothing of it is kept.
        StoreFull: the disk is full; free some space and load again, it goes on.
    """
    published = store.loaded(file.dump).get(file.kind)
    if published is not None and published.source == sha256:
        return _report(file, published.count, published.summary, already_loaded=True)
    size = file.path.stat().st_size

    def on_read(done: int) -> None:
        advance(f"load {file.kind}", done, size)

    with store.writer(file.dump, file.kind, sha256) as writer:
        state = _State.of(writer.checkpoint)
        hashes.start(state.records)
        batches = iter_batches(file.path, file.kind, file.dump, state.end, on_read)
        try:
            for batch in gathered(batches, BATCH):
                state.take(batch)
                hashes.append(batch.documents)
                for record in writer.write(batch.documents, vars(state)):
                    state.too_large += 1
                    state.skip(Skipped(record, state.end, "too large for the document store"))
            documents = writer.count()
            if not documents:
                raise BadInput(file.path, f"holds no {file.kind.record} that could be read")
            check_all_read(file, state.starts, state.records, state.skipped - state.too_large)
        except BadInput:
            writer.discard()
            raise
        summary = _summary(file, state, documents, reports)
        writer.publish(summary)
    return _report(file, documents, summary)


def check_hash(file: DumpFile, sha256: str, expected: str | None) -> None:
    """Compare a file's hash with what CHECKSUM says, if it says anything.

    Raises:
        ChecksumMismatch: they differ.
    """
    if expected is not None and sha256 != expected:
        raise ChecksumMismatch(file.path, expected, sha256)


def check_all_read(file: DumpFile, starts: int, read: int, skipped: int) -> None:
    """Hold what the parser made of a file against its number of start tags.

    Raises:
        BadInput: a record was neither read nor skipped.
    """
    lost = starts - read - skipped
    if lost > 0:
        raise BadInput(
            file.path,
            f"holds {starts:,} records by their tags, but {lost:,} of them were not read;"
            " please report this file",
        )


def gathered(batches: Iterable[Batch], size: int) -> Iterator[Batch]:
    """The same documents in batches of at least ``size`` (the last may be smaller)."""
    gathering: Batch | None = None
    for batch in batches:
        if gathering is None:
            gathering = batch
        else:
            gathering.end = batch.end
            gathering.starts += batch.starts
            gathering.documents += batch.documents
            gathering.skipped += batch.skipped
            gathering.unknown.update(batch.unknown)
        if len(gathering.documents) >= size:
            yield gathering
            gathering = None
    if gathering is not None:
        yield gathering


def _summary(file: DumpFile, state: _State, documents: int, reports: Path) -> dict[str, Any]:
    return {
        "file": file.path.name,
        "duplicates": state.records - documents - state.too_large,
        "skipped": state.skipped,
        "unknown": dict(state.unknown),
        "report": _write_report(file, state, reports),
    }


def _write_report(file: DumpFile, state: _State, reports: Path) -> str | None:
    """One JSON object a line for every skipped record; the file's name, None if none was."""
    if not state.skipped:
        return None
    reports.mkdir(parents=True, exist_ok=True)
    path = reports / f"load-{file.dump}-{file.kind}.jsonl"
    lines = [json.dumps(record._asdict(), ensure_ascii=False) for record in state.listed]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def _report(
    file: DumpFile, documents: int, summary: Mapping[str, Any], *, already_loaded: bool = False
) -> KindReport:
    return KindReport(
        kind=file.kind,
        dump=file.dump,
        path=file.path,
        documents=documents,
        duplicates=summary["duplicates"],
        skipped=summary["skipped"],
        unknown=summary["unknown"],
        already_loaded=already_loaded,
        report=Path(summary["report"]) if summary["report"] else None,
    )
