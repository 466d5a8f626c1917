"""One shard under construction: facet rows go in, postings and columns come out.

Rows are gathered in segments of a few thousand; a full segment becomes compressed sets in memory
and forward columns on disk, so memory does not grow with the rows.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from pyroaring import BitMap

from domain.errors import IndexBroken
from redis_etl.facets import COLUMNS, HEADS, TAILS, FacetRow, Value
from redis_etl.keys import IDS, MASTERS, GenerationKeys, column
from redis_etl.postings import Column, grouped
from redis_etl.spool import Spool, append_tail

SEGMENT = 8_192
#: Value numbers in forward columns are 16 bits wide.
MAX_VALUES = 1 << 16


class Vocabulary:
    """The values of the head facets, numbered as they appear, with the records that have each."""

    def __init__(self, stated: dict[str, list[tuple[Value, int]]] | None = None) -> None:
        stated = stated or {}
        self._counts = {facet: [n for _, n in stated.get(facet, ())] for facet in HEADS}
        self._numbers: dict[str, dict[Value, int]] = {
            facet: {value: number for number, (value, _) in enumerate(stated.get(facet, ()))}
            for facet in HEADS
        }

    def number(self, facet: str, value: Value) -> int:
        """The value's number; counts one record more that has it."""
        numbers, counts = self._numbers[facet], self._counts[facet]
        number = numbers.setdefault(value, len(numbers))
        if number == len(counts):
            if number == MAX_VALUES:
                raise IndexBroken(f"facet {facet} has more than {MAX_VALUES:,} different values")
            counts.append(0)
        counts[number] += 1
        return number

    def stated(self) -> dict[str, list[tuple[Value, int]]]:
        """Each facet's values in the order of their numbers, with counts."""
        return {
            facet: list(zip(self._numbers[facet], self._counts[facet], strict=True))
            for facet in HEADS
        }


class Shard:
    """Collects the rows of one shard; ``entries`` then gives every key and value to store."""

    def __init__(self, number: int, bits: int, vocabulary: Vocabulary, spool: Spool) -> None:
        self._number = number
        self._vocabulary = vocabulary
        self._spool = spool
        self._next = number << bits
        self._end = (number + 1) << bits
        self._size = 0
        self._postings: dict[str, dict[int, BitMap]] = {facet: {} for facet in HEADS}
        self._start_segment()

    def _start_segment(self) -> None:
        self._first = self._next
        self._ids, self._masters = array("I"), array("I")
        self._counts = {facet: array("H") for facet in HEADS}
        self._values = {facet: array("H") for facet in HEADS}
        self._tail_keys = {facet: array("Q") for facet in TAILS}
        self._tail_ordinals = {facet: array("I") for facet in TAILS}

    @property
    def size(self) -> int:
        """The number of records added."""
        return self._size

    @property
    def full(self) -> bool:
        """Whether the next record belongs to the next shard."""
        return self._next == self._end

    def add(self, row: FacetRow) -> None:
        """Take a record; it gets the next ordinal."""
        self._ids.append(row.id)
        self._masters.append(row.master)
        number = self._vocabulary.number
        for facet, values in row.heads.items():
            self._counts[facet].append(len(values))
            self._values[facet].extend(number(facet, value) for value in values)
        for facet, keys in row.tails.items():
            self._tail_keys[facet].extend(keys)
            self._tail_ordinals[facet].extend([self._next] * len(keys))
        self._next += 1
        self._size += 1
        if len(self._ids) == SEGMENT:
            self.flush()

    def flush(self) -> None:
        """Turn the rows gathered so far into sets in memory and files on disk."""
        self._spool.append(IDS, np.asarray(self._ids))
        self._spool.append(MASTERS, np.asarray(self._masters))
        ordinals = np.arange(self._first, self._next, dtype=np.uint32)
        for facet in HEADS:
            counts, values = np.asarray(self._counts[facet]), np.asarray(self._values[facet])
            postings = self._postings[facet]
            for number, having in grouped(values, np.repeat(ordinals, counts)):
                postings.setdefault(number, BitMap()).update(having)
            if facet in COLUMNS:
                self._spool.append(f"{facet}.counts", counts)
                self._spool.append(f"{facet}.values", values)
        for facet in TAILS:
            keys = np.asarray(self._tail_keys[facet])
            append_tail(self._spool, facet, keys, np.asarray(self._tail_ordinals[facet]))
        self._start_segment()

    def entries(self, keys: GenerationKeys) -> Iterator[tuple[str, bytes]]:
        """Every Redis key of the shard with its value; columns are read back one at a time."""
        for name in (IDS, MASTERS):
            yield keys.in_shard(self._number, name), self._spool.read(name, "<u4").tobytes()
            self._spool.remove(name)
        for facet in COLUMNS:
            counts = self._spool.read(f"{facet}.counts", "<u2")
            values = self._spool.read(f"{facet}.values", "<u2")
            yield keys.in_shard(self._number, column(facet)), Column(counts, values).to_bytes()
            self._spool.remove(f"{facet}.counts")
            self._spool.remove(f"{facet}.values")
        for facet, postings in self._postings.items():
            for number, posting in postings.items():
                posting.run_optimize()
                yield keys.posting(self._number, facet, number), posting.serialize()
