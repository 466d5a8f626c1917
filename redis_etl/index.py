"""Evaluate a query: roaring sets read once, then AND, OR and NOT in the process.

Sets hold ordinals. A query's hits are one set per shard; ids come last, only for what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap
from redis import Redis

from domain.errors import IndexBroken
from domain.facets import BY_NAME, NAMED, NEW, NEW_CHANGED, NEW_THIS, YEAR, Values
from domain.query import Decade, Query, Sort, Span, Term
from redis_etl import keys
from redis_etl.facets import VIDEO, WORD, word_key
from redis_etl.generations import Manifest, read_manifest
from redis_etl.postings import Column, Ordinals, bucket_of, decode, field_of
from redis_etl.shuffle import shuffled

#: One set per shard.
Sets = list[BitMap]


@dataclass(frozen=True)
class Hits:
    """The records a query finds, as one set of ordinals per shard."""

    shards: Sets

    @property
    def total(self) -> int:
        """How many they are."""
        return sum(map(len, self.shards))

    def page(self, sort: Sort, seed: int, offset: int, limit: int) -> list[int]:
        """Ordinals from ``offset`` on, at most ``limit``, in the order asked for."""
        total = self.total
        places = range(offset, min(offset + limit, total))
        if sort is Sort.RANDOM:
            return [self._ranked(shuffled(place, total, seed)) for place in places]
        if sort is Sort.OLDEST:
            return list(self._slice(places.start, places.stop))
        newest_first = list(self._slice(total - places.stop, total - places.start))
        return newest_first[::-1]

    def ordinals(self) -> Ordinals:
        """All of them, ascending."""
        return np.concatenate([np.asarray(hits.to_array()) for hits in self.shards] or [_NONE])

    def _slice(self, start: int, stop: int) -> Iterator[int]:
        """The ordinals from rank ``start`` to before ``stop``, ascending."""
        for hits in self.shards:
            size = len(hits)
            if start < size and stop > 0:
                yield from hits[max(start, 0) : min(stop, size)]
            start, stop = start - size, stop - size

    def _ranked(self, rank: int) -> int:
        for hits in self.shards:
            if rank < len(hits):
                return int(hits[rank])
            rank -= len(hits)
        raise IndexError(rank)


_NONE: Ordinals = np.zeros(0, dtype=np.uint32)


class FacetIndex:
    """Reads one generation. Head sets and arrays are kept once read; safe to share by threads."""

    def __init__(self, redis: Redis, manifest: Manifest) -> None:
        self._redis = redis
        self.manifest = manifest
        self._numbers = {
            facet: {value: number for number, (value, _) in enumerate(pairs)}
            for facet, pairs in manifest.values.items()
        }
        self._heads: dict[tuple[str, int], Sets] = {}
        self._arrays: dict[str, list[Any]] = {}
        self._everything = [
            BitMap(range(shard << manifest.shard_bits, (shard << manifest.shard_bits) + size))
            for shard, size in enumerate(manifest.shards)
        ]

    @classmethod
    def open(cls, redis: Redis, generation: str) -> FacetIndex:
        """Open a generation by name; raises IndexBroken if it is not complete."""
        return cls(redis, read_manifest(redis, generation))

    @property
    def vocabulary(self) -> dict[str, list[str]]:
        """The values of each facet of names."""
        found = {facet.name: [str(value) for value in self._numbers[facet.name]] for facet in NAMED}
        # A dump may have nothing new; to ask for it is no mistake all the same.
        found[NEW.name] = [NEW_THIS, NEW_CHANGED]
        return found

    def hits(self, query: Query) -> Hits:
        """The records that the query finds; its order does not matter here."""
        wanted: list[Sets] = []
        unwanted: list[Sets] = []
        for name, clause in query.clauses:
            if clause.any_of:
                wanted.append(self._union(self._sets(name, term) for term in clause.any_of))
            wanted.extend(self._sets(name, term) for term in clause.all_of)
            unwanted.extend(self._sets(name, term) for term in clause.none_of)
        wanted.extend(self._long_tail(WORD, word_key(word)) for word in query.words)
        if query.video is not None:
            (wanted if query.video else unwanted).append(self._head(VIDEO, "1"))
        found = Hits([self._combine(shard, wanted, unwanted) for shard in self._shards()])
        return self._one_per_master(found) if query.dedupe else found

    def _shards(self) -> range:
        return range(len(self.manifest.shards))

    def _combine(self, shard: int, wanted: list[Sets], unwanted: list[Sets]) -> BitMap:
        # The smallest set first: what follows never grows.
        sets = sorted((sets[shard] for sets in wanted), key=len) or [self._everything[shard]]
        found = reduce(and_, sets)
        for sets in unwanted:
            found = found - sets[shard]
        return found

    def _union(self, groups: Iterable[Sets]) -> Sets:
        return [BitMap.union(*shards) for shards in zip(*groups, strict=True)]

    def _empty(self) -> Sets:
        return [BitMap() for _ in self._shards()]

    def _sets(self, facet: str, term: Term) -> Sets:
        if isinstance(term, Span):
            return self._years(term)
        if isinstance(term, Decade):
            return self._years(term.span)
        if BY_NAME[facet].values is Values.IDS:
            assert isinstance(term, int)  # noqa: S101  (the grammar reads ids as ints)
            return self._long_tail(facet, term)
        return self._head(facet, str(term))

    def _years(self, span: Span) -> Sets:
        years = self._numbers[YEAR.name]
        within = [year for year in years if span.first <= int(year) <= span.last]
        if not within:
            return self._empty()
        return self._union(self._head(YEAR.name, year) for year in within)

    def _head(self, facet: str, value: str | int) -> Sets:
        number = self._numbers[facet].get(value)
        return self._empty() if number is None else self.head_sets(facet, number)

    def head_sets(self, facet: str, number: int) -> Sets:
        """The sets of a head facet's value, by its number; kept once read."""
        kept = self._heads.get((facet, number))
        if kept is None:
            kept = self._heads[facet, number] = self.read_head_sets(facet, number)
        return kept

    def read_head_sets(self, facet: str, number: int) -> Sets:
        """The same, read anew; raises IndexBroken if they do not hold as many as was counted."""
        key = self.manifest.keys.posting
        names = [key(shard, facet, number) for shard in self._shards()]
        blobs: Any = self._redis.mget(names) if names else []
        # A shard without such a record has no key; a key that was lost shows in the sum.
        sets = [BitMap.deserialize(blob) if blob else BitMap() for blob in blobs]
        self._check_size(facet, number, sum(map(len, sets)))
        return sets

    def _check_size(self, facet: str, number: int, found: int) -> None:
        value, count = self.manifest.values[facet][number]
        if found != count:
            raise IndexBroken(
                f"{facet} {value!r} is on {count:,} records but its sets in Redis hold {found:,};"
                " run `waxlist index --rebuild`"
            )

    def _long_tail(self, facet: str, value: int) -> Sets:
        named = self.manifest.keys
        bucket = named.bucket(facet, bucket_of(value, self.manifest.buckets[facet]))
        blob: Any = self._redis.hget(bucket, field_of(value))
        if blob is None:
            return self._empty()
        if blob:
            return self._parted(BitMap(decode(blob)))
        large: Any = self._redis.get(named.long_tail_set(facet, value))
        if large is None:
            raise self._missing(named.long_tail_set(facet, value))
        return self._parted(BitMap.deserialize(large))

    def _parted(self, ordinals: BitMap) -> Sets:
        return [ordinals & everything for everything in self._everything]

    def _one_per_master(self, hits: Hits) -> Hits:
        """Of the releases of one master only the one with the lowest id; those without one stay."""
        ordinals = hits.ordinals()
        masters = self._gather(self._array(keys.MASTERS, _u32), ordinals)
        keeping = masters == 0
        _, first = np.unique(masters, return_index=True)
        keeping[first] = True
        return Hits(self._parted(BitMap(ordinals[keeping])))

    def has(self, ordinal: int, facet: str, value: str | int) -> bool:
        """Whether a record stands under a head value or a long-tail key."""
        head = facet in self._numbers
        sets = self._head(facet, value) if head else self._long_tail(facet, int(value))
        return ordinal in sets[ordinal >> self.manifest.shard_bits]

    def ids(self, ordinals: Sequence[int]) -> list[int]:
        """The Discogs ids of ordinals, in the same order."""
        return self._looked_up(keys.IDS, ordinals)

    def masters(self, ordinals: Sequence[int]) -> list[int]:
        """The masters of ordinals, in the same order; 0 where a record has none."""
        return self._looked_up(keys.MASTERS, ordinals)

    def _looked_up(self, name: str, ordinals: Sequence[int]) -> list[int]:
        found = self._gather(self._array(name, _u32), np.array(ordinals, dtype=np.uint32))
        return [int(value) for value in found]

    def all_ids(self) -> Iterator[int]:
        """Every record's id, by ordinal."""
        for shard in self._array(keys.IDS, _u32):
            yield from shard.tolist()

    def columns(self, facet: str) -> list[Column]:
        """A head facet's forward column, shard by shard."""
        found: list[Column] = self._array(keys.column(facet), Column.from_bytes)
        return found

    def read_columns(self, facet: str) -> Iterator[Column]:
        """The same as ``columns``, read from Redis one by one and not kept."""
        return self._read_arrays(keys.column(facet), Column.from_bytes)

    def _array(self, name: str, read: Callable[[bytes, int], Any]) -> list[Any]:
        kept = self._arrays.get(name)
        if kept is None:
            kept = self._arrays[name] = list(self._read_arrays(name, read))
        return kept

    def _read_arrays(self, name: str, read: Callable[[bytes, int], Any]) -> Iterator[Any]:
        for shard, size in enumerate(self.manifest.shards):
            key = self.manifest.keys.in_shard(shard, name)
            blob: Any = self._redis.get(key)
            if blob is None:
                raise self._missing(key)
            try:
                yield read(blob, size)
            except ValueError as error:
                raise IndexBroken(
                    f"Redis key {key} is damaged; run `waxlist index --rebuild`"
                ) from error

    def _gather(self, shards: list[NDArray[np.uint32]], ordinals: Ordinals) -> Ordinals:
        bits = self.manifest.shard_bits
        numbers = ordinals >> bits
        out = np.empty(len(ordinals), dtype=np.uint32)
        for number in np.unique(numbers).tolist():
            here = numbers == number
            out[here] = shards[number][ordinals[here] - (number << bits)]
        return out

    def _missing(self, key: str) -> IndexBroken:
        return IndexBroken(f"Redis key {key} is missing; run `waxlist index --rebuild`")


def _u32(blob: bytes, records: int) -> NDArray[np.uint32]:
    if len(blob) != 4 * records:
        raise ValueError(f"{len(blob)} bytes for {records} records")
    return np.frombuffer(blob, dtype="<u4")
