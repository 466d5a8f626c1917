"""What a month changed: which records are new, changed or gone since the dump before.

A load writes the hash of every record's content to a file of its own; two such files side by side
tell the difference in seconds, without reading a document again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.documents import Document, Kind

_ROW = np.dtype([("id", "<u4"), ("hash", "<u4")])

Ids = NDArray[np.uint32]


def content_hash(document: Document) -> int:
    """32 bits that differ (but for one time in four billion) when the content does.

    What we derive ourselves does not count: it may follow from the dump's date.
    """
    stated = {key: value for key, value in document.items() if key != "derived"}
    return crc32(msgspec.msgpack.encode(stated))


class ContentHashes:
    """The content hashes of one kind of one dump, in a file that grows with the load."""

    def __init__(self, folder: Path, dump: str, kind: Kind) -> None:
        self._path = folder / f"{dump}-{kind}.hashes"
        self._broken = False

    def start(self, records: int) -> None:
        """Go on behind the first ``records`` rows.

        If they are not there any more, nothing is written: half a file would tell lies.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        size = records * _ROW.itemsize
        with self._path.open("ab") as file:
            self._broken = file.tell() < size
            file.truncate(size)
        if self._broken:
            self._path.unlink()

    def append(self, documents: Iterable[Document]) -> None:
        """Add a row for each document."""
        if self._broken:
            return
        rows = np.array([(d["_id"], content_hash(d)) for d in documents], dtype=_ROW)
        with self._path.open("ab") as file:
            file.write(rows.tobytes())

    def read(self) -> dict[str, Ids] | None:
        """Ids ascending with their hashes, or None if the file is missing; the last row stands."""
        if not self._path.exists():
            return None
        rows = np.fromfile(self._path, dtype=_ROW)[::-1]
        ids, first = np.unique(rows["id"], return_index=True)
        return {"ids": ids, "hashes": rows["hash"][first]}


@dataclass(frozen=True)
class Changes:
    """Ids that are new, changed or gone in ``dump``, compared with the dump ``since``."""

    dump: str
    since: str
    kind: Kind
    new: Ids
    changed: Ids
    vanished: Ids

    def numbers(self) -> dict[str, Any]:
        """How many there are of each."""
        return {
            "since": self.since,
            "new": len(self.new),
            "changed": len(self.changed),
            "vanished": len(self.vanished),
        }


class ChangeLog:
    """The folder that keeps content hashes, and each month's changes once they are known."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hashes(self, dump: str, kind: Kind) -> ContentHashes:
        """The hashes of a kind of a dump, to write or to read."""
        return ContentHashes(self._folder, dump, kind)

    def changes(self, dump: str, since: str, kind: Kind) -> Changes | None:
        """What changed from one dump to another; None if the hashes of one are missing."""
        old, now = self.hashes(since, kind).read(), self.hashes(dump, kind).read()
        if old is None or now is None:
            return None
        return Changes(dump, since, kind, *_difference(old, now))

    def keep(self, changes: Changes) -> None:
        """Write the ids down; they stay when the hashes are dropped."""
        path = self._path(changes.dump, changes.kind)
        draft = path.with_suffix(".part")
        with draft.open("wb") as file:
            np.savez_compressed(
                file,
                since=np.array(changes.since),
                new=changes.new,
                changed=changes.changed,
                vanished=changes.vanished,
            )
        draft.replace(path)

    def kept(self) -> list[Changes]:
        """All changes written down, oldest first."""
        return [self._read(path) for path in sorted(self._folder.glob("*-*.changes"))]

    def hashes_before(self, dump: str) -> list[Path]:
        """The files with the content hashes of older dumps."""
        return [path for path in sorted(self._folder.glob("*.hashes")) if path.name < dump]

    def _path(self, dump: str, kind: Kind) -> Path:
        return self._folder / f"{dump}-{kind}.changes"

    @staticmethod
    def _read(path: Path) -> Changes:
        dump, _, kind = path.stem.partition("-")
        with np.load(path) as stored:
            ids = [stored[name] for name in ("new", "changed", "vanished")]
            return Changes(dump, str(stored["since"]), Kind(kind), *ids)


def _difference(old: dict[str, Ids], now: dict[str, Ids]) -> tuple[Ids, Ids, Ids]:
    new = np.setdiff1d(now["ids"], old["ids"], assume_unique=True)
    vanished = np.setdiff1d(old["ids"], now["ids"], assume_unique=True)
    both, in_old, in_now = np.intersect1d(
        old["ids"], now["ids"], assume_unique=True, return_indices=True
    )
    changed = both[old["hashes"][in_old] != now["hashes"][in_now]]
    return new, changed, vanished
