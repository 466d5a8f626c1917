"""Rows that wait on disk during a build, so that memory stays flat however many there are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import StoreFull
from redis_etl.postings import Keys, Ordinals, spread

#: Long-tail rows are parted by their key's hash; one part at a time is sorted in memory.
PARTITIONS = 64

_ROW = np.dtype([("key", "<u8"), ("ordinal", "<u4")])


class Spool:
    """Append-only files in a folder of their own, one for every name.

    ``lengths`` and ``cut_back`` let a build that was killed forget what it appended after its last
    checkpoint.

    Raises:
        StoreFull: there is no room left for the files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._make_folder()

    def _make_folder(self) -> None:
        with _disk_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)

    def append(self, name: str, rows: NDArray[Any]) -> None:
        """Add an array's bytes to a file."""
        with _disk_errors(self._folder), (self._folder / name).open("ab") as file:
            file.write(rows.tobytes())

    def read(self, name: str, dtype: Any) -> NDArray[Any]:
        """A file's rows, from a file that may not exist."""
        path = self._folder / name
        return np.fromfile(path, dtype=dtype) if path.exists() else np.zeros(0, dtype=dtype)

    def remove(self, name: str) -> None:
        """Forget a file."""
        (self._folder / name).unlink(missing_ok=True)

    def lengths(self) -> dict[str, int]:
        """The size of every file, in bytes."""
        return {path.name: path.stat().st_size for path in sorted(self._folder.iterdir())}

    def cut_back(self, lengths: Mapping[str, int]) -> bool:
        """Return to the sizes of a checkpoint; False if a file has become shorter than that."""
        self._make_folder()
        for name, now in self.lengths().items():
            if name not in lengths:
                self.remove(name)
            elif now > lengths[name]:
                with (self._folder / name).open("r+b") as file:
                    file.truncate(lengths[name])
        return self.lengths() == dict(lengths)

    def clear(self) -> None:
        """Remove the folder with everything in it; ``cut_back`` makes it anew."""
        shutil.rmtree(self._folder, ignore_errors=True)


def append_tail(spool: Spool, facet: str, keys: Keys, ordinals: Ordinals) -> None:
    """Add (key, ordinal) rows of a long-tail facet, each to its partition's file."""
    rows = np.empty(len(keys), dtype=_ROW)
    rows["key"], rows["ordinal"] = keys, ordinals
    partitions = spread(keys) * np.uint64(PARTITIONS) >> np.uint64(32)
    rows = rows[np.argsort(partitions, kind="stable")]
    ends = np.cumsum(np.bincount(partitions.astype(np.int64), minlength=PARTITIONS))
    for partition, part in enumerate(np.split(rows, ends[:-1])):
        if len(part):
            spool.append(_tail_file(facet, partition), part)


def tail_rows(spool: Spool, facet: str) -> int:
    """How many rows a long-tail facet has."""
    sizes = spool.lengths()
    files = (_tail_file(facet, partition) for partition in range(PARTITIONS))
    return sum(sizes.get(file, 0) for file in files) // _ROW.itemsize


def tail_partitions(spool: Spool, facet: str) -> Iterator[tuple[Keys, Ordinals]]:
    """The rows of a long-tail facet, a partition at a time."""
    for partition in range(PARTITIONS):
        rows = spool.read(_tail_file(facet, partition), _ROW)
        yield rows["key"], rows["ordinal"]


def _tail_file(facet: str, partition: int) -> str:
    return f"{facet}.{partition:02d}"


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFull(
            f"{folder}: cannot write the index's working files ({error.strerror});"
            " free some space and run the same command again"
        ) from error
