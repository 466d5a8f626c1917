"""How lists of ordinals become bytes and back. Pure functions over numpy arrays.

Ordinals number a catalogue's records 0, 1, 2 … by ascending Discogs id; 2^20 of them are a shard.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

Ordinals = NDArray[np.uint32]
Keys = NDArray[np.uint64]

#: Long-tail values on more records than this get a roaring set of their own.
SHORT_LIST = 400

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads consecutive ids evenly


def spread(keys: Keys) -> Keys:
    """A 32-bit hash of each key; buckets and partitions are ranges of it."""
    with np.errstate(over="ignore"):
        hashed: Keys = (keys * _SPREAD) >> np.uint64(32)
    return hashed


def bucket_of(key: int, buckets: int) -> int:
    """The bucket a long-tail value lies in, of ``buckets``."""
    return int(_bucket_numbers(np.array([key], dtype=np.uint64), buckets)[0])


def _bucket_numbers(keys: Keys, buckets: int) -> Keys:
    numbers: Keys = (spread(keys) * np.uint64(buckets)) >> np.uint64(32)
    return numbers


def field_of(key: int) -> bytes:
    """The field of a bucket's hash that holds a value: its key in as few bytes as it needs."""
    return key.to_bytes((key.bit_length() + 7) // 8 or 1, "little")


def grouped(keys: NDArray[Any], ordinals: Ordinals) -> Iterator[tuple[int, Ordinals]]:
    """(key, its ordinals ascending) for every distinct key, ascending."""
    order = np.lexsort((ordinals, keys))
    keys, ordinals = keys[order], ordinals[order]
    starts, ends = _groups(keys)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        yield int(keys[start]), ordinals[start:end]


def long_tail_entries(
    keys: Keys, ordinals: Ordinals, buckets: int
) -> Iterator[tuple[int, int, bytes | BitMap]]:
    """(bucket, key, list) for every distinct key: bytes for a short list, else a set."""
    order = np.lexsort((ordinals, keys))
    keys, ordinals = keys[order], ordinals[order]
    starts, ends = _groups(keys)
    encoded, cuts = _encode_all(ordinals, starts)
    distinct = keys[starts]
    numbers = _bucket_numbers(distinct, buckets).tolist()
    for index, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if end - start <= SHORT_LIST:
            yield numbers[index], int(distinct[index]), encoded[cuts[start] : cuts[end]]
        else:
            yield numbers[index], int(distinct[index]), BitMap(ordinals[start:end])


def _groups(sorted_keys: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of equal keys starts and ends."""
    changes = np.flatnonzero(sorted_keys[1:] != sorted_keys[:-1]) + 1
    edges = np.concatenate(([0], changes, [len(sorted_keys)])).astype(np.int64)
    return (edges[:-1], edges[1:]) if len(sorted_keys) else (edges[:0], edges[:0])


def _encode_all(ordinals: Ordinals, starts: NDArray[np.int64]) -> tuple[bytes, list[int]]:
    """All lists as varints of differences, end to end, and where each ordinal's bytes start.

    Each list starts anew with its first ordinal itself; seven bits a byte, low bits first, the
    high bit set on all but a number's last byte.
    """
    deltas = ordinals.copy()
    deltas[1:] -= ordinals[:-1]
    deltas[starts] = ordinals[starts]
    lengths = np.ones(len(deltas), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        lengths += deltas >= (1 << bits)
    cuts = np.concatenate(([0], np.cumsum(lengths)))
    out = np.zeros(int(cuts[-1]), dtype=np.uint8)
    for place in range(5):
        having = lengths > place
        more = (lengths[having] > place + 1).astype(np.uint8) << 7
        low = (deltas[having] >> np.uint32(7 * place)).astype(np.uint8) & np.uint8(0x7F)
        out[cuts[:-1][having] + place] = low | more
    return out.tobytes(), cuts.tolist()


def decode(encoded: bytes) -> Ordinals:
    """The ordinals of a short list, from its varints."""
    data = np.frombuffer(encoded, dtype=np.uint8)
    last = data < 0x80
    ends = np.flatnonzero(last)
    starts = np.concatenate(([0], ends[:-1] + 1))
    place = np.arange(len(data)) - np.repeat(starts, ends - starts + 1)
    parts = (data & 0x7F).astype(np.uint32) << (7 * place).astype(np.uint32)
    deltas = np.add.reduceat(parts, starts)
    ordinals: Ordinals = np.cumsum(deltas, dtype=np.uint32)
    return ordinals


class Column:
    """A forward column of one shard: each record's value numbers, in order of ordinals.

    As bytes: one byte with the width of a count (1 or 2), the counts, then the values as u16.
    """

    def __init__(self, counts: NDArray[Any], values: NDArray[np.uint16]) -> None:
        self._counts = counts
        self._values = values
        self._starts = np.zeros(len(counts) + 1, dtype=np.uint32)
        np.cumsum(counts, out=self._starts[1:])

    def to_bytes(self) -> bytes:
        """The column as it lies in Redis."""
        narrow = not len(self._counts) or int(self._counts.max()) < 256
        counts = self._counts.astype("<u1" if narrow else "<u2")
        return bytes([counts.itemsize]) + counts.tobytes() + self._values.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes, records: int) -> Column:
        """The column of a shard with this many records; raises ValueError if it is not."""
        width = data[0]
        counts = np.frombuffer(data, dtype=f"<u{width}", count=records, offset=1)
        values = np.frombuffer(data, dtype="<u2", offset=1 + width * records)
        if int(counts.sum()) != len(values):
            raise ValueError(f"{len(values)} values, not {int(counts.sum())}")
        return cls(counts, values)

    def of_record(self, local: int) -> list[int]:
        """The value numbers of one record (its ordinal within the shard)."""
        return [int(value) for value in self._values[self._starts[local] : self._starts[local + 1]]]

    def totals(self, distinct: int) -> NDArray[np.int64]:
        """How many of all the shard's records have each of the value numbers."""
        totals: NDArray[np.int64] = np.bincount(self._values, minlength=distinct)
        return totals

    def count(self, local: Ordinals, distinct: int) -> NDArray[np.int64]:
        """How many of the records (ordinals within the shard) have each of the value numbers."""
        starts = self._starts[local].astype(np.int64)
        lengths = self._starts[local + 1] - starts
        before = np.cumsum(lengths) - lengths
        positions = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
        counted: NDArray[np.int64] = np.bincount(self._values[positions], minlength=distinct)
        return counted
