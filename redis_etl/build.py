"""Facet rows → a new generation in Redis, beside the live one.

A build states how far it has come after every shard; killed at any moment and started again, it
goes on behind the last finished shard and ends with the same index. ``verify`` and ``publish``
come afterwards and are the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from pyroaring import BitMap
from redis import Redis

from domain.documents import Kind
from redis_etl import generations, keys
from redis_etl.facets import TAILS, FacetRow, Value
from redis_etl.generations import INDEX_VERSION, Manifest
from redis_etl.keys import GenerationKeys
from redis_etl.postings import field_of, long_tail_entries
from redis_etl.shard import Shard, Vocabulary
from redis_etl.spool import PARTITIONS, Spool, tail_partitions, tail_rows

#: 2^20 records a shard.
SHARD_BITS = 20
#: About 64 values share a bucket: the mean long-tail value is on three records.
ROWS_PER_BUCKET = 200

_COMMANDS = 1_000

OnProgress = Callable[[str, int], None]


class RowSource(Protocol):
    """Where facet rows come from."""

    @property
    def dump(self) -> str:
        """The dump the rows are made from."""

    @property
    def kind(self) -> Kind:
        """The kind of record a row stands for."""

    @property
    def fingerprint(self) -> str:
        """Equal for sources that give equal rows."""

    def rows(self, after: int) -> Iterator[FacetRow]:
        """The rows of records with an id greater than ``after``, by ascending id."""


@dataclass
class _Checkpoint:
    """How far a build has come; everything it needs to go on."""

    generation: str
    dump: str
    kind: str
    fingerprint: str
    shard_bits: int
    version: int
    last_id: int
    shards: list[int]
    values: dict[str, list[tuple[Value, int]]]
    spool: dict[str, int]

    def of_same_build(self, source: RowSource, shard_bits: int) -> bool:
        return (self.dump, self.kind, self.fingerprint, self.shard_bits) == (
            source.dump,
            source.kind.value,
            source.fingerprint,
            shard_bits,
        )


def build_generation(
    redis: Redis,
    source: RowSource,
    spool: Spool,
    on_progress: OnProgress,
    shard_bits: int = SHARD_BITS,
) -> Manifest:
    """Write a new generation and its manifest; it is complete but not yet live.

    Args:
        redis: where the index lives.
        source: the rows.
        spool: working files; those of a build that was cut off are used again.
        on_progress: called with a phase (``rows`` or ``long tail``) and how much of it is done:
            records, or long-tail rows.
        shard_bits: a shard has two to the power of this many records.
    """
    checkpoint = _resume(redis, source, spool, shard_bits) or _start(
        redis, source, spool, shard_bits
    )
    _build_shards(redis, source, spool, checkpoint, on_progress)
    buckets = _build_tails(redis, GenerationKeys(checkpoint.generation), spool, on_progress)
    manifest = Manifest(
        generation=checkpoint.generation,
        dump=source.dump,
        kind=source.kind,
        source=source.fingerprint,
        shard_bits=shard_bits,
        shards=checkpoint.shards,
        values=checkpoint.values,
        buckets=buckets,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    redis.set(manifest.keys.manifest, manifest.to_json())
    return manifest


def abandon(redis: Redis, spool: Spool) -> None:
    """Throw away the build under way; its keys go with the next ``drop_unused``."""
    redis.delete(keys.BUILDING)
    spool.clear()


def _resume(redis: Redis, source: RowSource, spool: Spool, shard_bits: int) -> _Checkpoint | None:
    stated: Any = redis.get(keys.BUILDING)
    if stated is None:
        return None
    known = json.loads(stated)
    # Another version's checkpoint may have another shape.
    if known["version"] == INDEX_VERSION:
        checkpoint = _Checkpoint(**known)
        if checkpoint.of_same_build(source, shard_bits) and spool.cut_back(checkpoint.spool):
            return checkpoint
    abandon(redis, spool)
    generations.drop_unused(redis)
    return None


def _start(redis: Redis, source: RowSource, spool: Spool, shard_bits: int) -> _Checkpoint:
    spool.cut_back({})
    checkpoint = _Checkpoint(
        generation=generations.next_name(redis, source.dump),
        dump=source.dump,
        kind=source.kind.value,
        fingerprint=source.fingerprint,
        shard_bits=shard_bits,
        version=INDEX_VERSION,
        last_id=0,
        shards=[],
        values=Vocabulary().stated(),
        spool={},
    )
    with redis.pipeline(transaction=True) as pipe:
        pipe.sadd(keys.GENERATIONS, checkpoint.generation)
        pipe.set(keys.BUILDING, json.dumps(vars(checkpoint)))
        pipe.execute()
    return checkpoint


def _build_shards(
    redis: Redis,
    source: RowSource,
    spool: Spool,
    checkpoint: _Checkpoint,
    on_progress: OnProgress,
) -> None:
    vocabulary = Vocabulary(checkpoint.values)
    generation = GenerationKeys(checkpoint.generation)
    done = sum(checkpoint.shards)

    def start_shard() -> Shard:
        return Shard(len(checkpoint.shards), checkpoint.shard_bits, vocabulary, spool)

    def finish(shard: Shard, last_id: int) -> None:
        shard.flush()
        _store(redis, shard.entries(generation))
        checkpoint.shards.append(shard.size)
        checkpoint.last_id = last_id
        checkpoint.values = vocabulary.stated()
        checkpoint.spool = spool.lengths()
        redis.set(keys.BUILDING, json.dumps(vars(checkpoint)))

    shard = start_shard()
    last_id = checkpoint.last_id
    for row in source.rows(after=checkpoint.last_id):
        if shard.full:
            finish(shard, last_id)
            shard = start_shard()
        shard.add(row)
        last_id = row.id
        done += 1
        if done % 1_000 == 0:
            on_progress("rows", done)
    if shard.size:
        finish(shard, last_id)
    on_progress("rows", done)


def _store(redis: Redis, entries: Iterator[tuple[str, bytes]]) -> None:
    with redis.pipeline(transaction=False) as pipe:
        for key, value in entries:
            pipe.set(key, value)
            if len(pipe) >= _COMMANDS:
                pipe.execute()
        pipe.execute()


def _build_tails(
    redis: Redis, generation: GenerationKeys, spool: Spool, on_progress: OnProgress
) -> dict[str, int]:
    done = 0
    buckets = {}
    for facet in TAILS:
        # A multiple of PARTITIONS, so that no bucket spans two of them.
        per_partition = max(1, tail_rows(spool, facet) // (ROWS_PER_BUCKET * PARTITIONS))
        buckets[facet] = per_partition * PARTITIONS
        for tail_keys, ordinals in tail_partitions(spool, facet):
            hashes: dict[int, dict[Any, Any]] = {}
            with redis.pipeline(transaction=False) as pipe:
                for bucket, key, entry in long_tail_entries(tail_keys, ordinals, buckets[facet]):
                    fields = hashes.setdefault(bucket, {})
                    if isinstance(entry, BitMap):
                        fields[field_of(key)] = b""
                        pipe.set(generation.long_tail_set(facet, key), entry.serialize())
                    else:
                        fields[field_of(key)] = entry
                for bucket, fields in hashes.items():
                    pipe.hset(generation.bucket(facet, bucket), mapping=fields)
                    if len(pipe) >= _COMMANDS:
                        pipe.execute()
                pipe.execute()
            done += len(tail_keys)
            on_progress("long tail", done)
    return buckets
