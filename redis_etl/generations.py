"""Generations of the index: what each holds, which one is live, and how one takes over.

Readers look at one pointer key. A build writes a new generation beside the live one; ``publish``
moves the pointer in one transaction, and the generation before stays for a rollback.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from redis import Redis

from domain.documents import Kind
from domain.errors import IndexBroken, NoCatalogue
from redis_etl import keys
from redis_etl.facets import Value
from redis_etl.keys import GenerationKeys

#: Raised whenever what is written for a generation changes its meaning.
INDEX_VERSION = 1

_SCAN_STEP = 5_000


@dataclass(frozen=True)
class Manifest:
    """What a generation holds.

    ``shards`` is the number of records in each shard, ``values`` each head facet's values with
    their counts (a value's number is its place), ``buckets`` how many buckets each long-tail
    facet has, ``source`` what the documents were made from.
    """

    generation: str
    dump: str
    kind: Kind
    source: str
    shard_bits: int
    shards: list[int]
    values: dict[str, list[tuple[Value, int]]]
    buckets: dict[str, int]
    built_at: str
    version: int = INDEX_VERSION
    keys: GenerationKeys = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", GenerationKeys(self.generation))

    @property
    def total(self) -> int:
        """The number of records."""
        return sum(self.shards)

    def to_json(self) -> str:
        """The manifest as it lies in Redis."""
        stated = asdict(self)
        del stated["keys"]
        return json.dumps(stated, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Manifest:
        """Read back what ``to_json`` wrote."""
        stated: dict[str, Any] = json.loads(text)
        stated["kind"] = Kind(stated["kind"])
        stated["values"] = {
            facet: [(value, count) for value, count in pairs]
            for facet, pairs in stated["values"].items()
        }
        return cls(**stated)


def live_generation(redis: Redis) -> str | None:
    """The name of the generation that answers queries."""
    return _text(redis.get(keys.LIVE))


def previous_generation(redis: Redis) -> str | None:
    """The name of the generation that was live before."""
    return _text(redis.get(keys.PREVIOUS))


def read_manifest(redis: Redis, generation: str) -> Manifest:
    """A generation's manifest.

    Raises:
        IndexBroken: it is missing, or of a version this program does not read.
    """
    text = redis.get(GenerationKeys(generation).manifest)
    if text is None:
        raise IndexBroken(
            f"index generation {generation} has no manifest; run `waxlist index --rebuild`"
        )
    version = json.loads(text)["version"]
    if version != INDEX_VERSION:
        raise IndexBroken(
            f"index generation {generation} has version {version}, this program reads"
            f" version {INDEX_VERSION}; run `waxlist index --rebuild`"
        )
    return Manifest.from_json(text)


def next_name(redis: Redis, dump: str) -> str:
    """A name no generation has or ever had, such as ``20261101.2``.

    A reader may still hold a generation long dropped; it must not take another for it.
    """
    return f"{dump}.{redis.incr(keys.LAST_NUMBER)}"


def publish(redis: Redis, manifest: Manifest) -> None:
    """Make a finished generation the live one; readers see it from their next request on."""
    live = live_generation(redis)
    with redis.pipeline(transaction=True) as pipe:
        if live is not None and live != manifest.generation:
            pipe.set(keys.PREVIOUS, live)
        pipe.set(keys.LIVE, manifest.generation)
        pipe.delete(keys.BUILDING)
        pipe.execute()


def roll_back(redis: Redis) -> Manifest:
    """Make the previous generation live, and the live one previous; its manifest.

    Raises:
        NoCatalogue: there is no previous generation.
        IndexBroken: it has no manifest this program can read.
    """
    live, previous = live_generation(redis), previous_generation(redis)
    if live is None or previous is None:
        raise NoCatalogue("there is no generation before the live one")
    manifest = read_manifest(redis, previous)
    with redis.pipeline(transaction=True) as pipe:
        pipe.set(keys.LIVE, previous)
        pipe.set(keys.PREVIOUS, live)
        pipe.execute()
    return manifest


def needed_dumps(redis: Redis) -> set[str]:
    """The dumps that the live generation and the one before it were made from."""
    named = (live_generation(redis), previous_generation(redis))
    return {read_manifest(redis, name).dump for name in named if name is not None}


def unused(redis: Redis) -> list[str]:
    """Every generation that is neither live, previous nor being built."""
    building = redis.get(keys.BUILDING)
    kept = {live_generation(redis), previous_generation(redis)}
    if building is not None:
        kept.add(json.loads(building)["generation"])
    return sorted(_known(redis) - kept)


def drop_unused(redis: Redis) -> list[str]:
    """Remove the unused generations; their names."""
    names = unused(redis)
    for name in names:
        drop(redis, name)
    return names


def drop(redis: Redis, generation: str) -> None:
    """Remove all keys of a generation, a few thousand at a time so that readers are not held up."""
    found: list[bytes] = []
    for key in redis.scan_iter(match=GenerationKeys(generation).pattern, count=_SCAN_STEP):
        found.append(key)
        if len(found) >= _SCAN_STEP:
            redis.unlink(*found)
            found.clear()
    if found:
        redis.unlink(*found)
    redis.srem(keys.GENERATIONS, generation)


def _known(redis: Redis) -> set[str]:
    members: set[Any] = redis.smembers(keys.GENERATIONS)
    return {name.decode() for name in members}


def _text(value: Any) -> str | None:
    return value.decode() if isinstance(value, bytes) else None
