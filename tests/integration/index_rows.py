"""Rows that depend on nothing but their ids, and what tests of the index do with them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from redis import Redis

from domain.documents import Document, Kind
from redis_etl.build import build_generation
from redis_etl.facets import FacetRow, facet_row
from redis_etl.generations import Manifest
from redis_etl.index import FacetIndex
from redis_etl.keys import GenerationKeys
from redis_etl.spool import Spool
from redis_etl.verify import verify

ROOT = Path(__file__).parents[2]
DUMP = "20261101"
RECORDS, BITS = 1_600, 7


def document(record: int) -> Document:
    """A document that depends on nothing but its id."""
    rng = random.Random(record)
    return {
        "_id": record,
        "title": rng.choice(["Blue Sky", "Red Moon", "Green"]),
        "genres": rng.sample(["Jazz", "Rock", "Pop"], rng.randint(1, 2)),
        "styles": rng.sample([f"Style {number}" for number in range(40)], rng.randint(0, 3)),
        "labels": [{"id": rng.randint(1, 200), "name": "Some Label"}],
        "artists": [{"id": rng.choice([7, rng.randint(1, 900)]), "name": "James Holden"}],
        "master_id": rng.randint(1, 700),
        "derived": {"year": rng.randint(1960, 2020), "video_ids": ["dQw4w9WgXcQ"]},
    }


class Rows:
    """Rows of documents with the ids 1 to ``last``; remembers what was asked of it."""

    kind = Kind.RELEASES

    def __init__(
        self,
        last: int = RECORDS,
        *,
        fingerprint: str = "a",
        dump: str = DUMP,
        on_row: Callable[[int], object] = lambda record: None,
    ) -> None:
        self._last = last
        self._on_row = on_row
        self.fingerprint = fingerprint
        self.dump = dump
        self.asked: list[int] = []
        self.given = 0

    def rows(self, after: int) -> Iterator[FacetRow]:
        self.asked.append(after)
        for record in range(after + 1, self._last + 1):
            self._on_row(record)
            self.given += 1
            yield facet_row(document(record))


class Cut(Exception):
    """Stands for whatever ends a build before its time."""


def cut_at(place: int) -> Callable[[int], None]:
    def cut(record: int) -> None:
        if record == place:
            raise Cut

    return cut


def build(redis: Redis, folder: Path, source: Rows, bits: int = BITS) -> Manifest:
    return build_generation(redis, source, Spool(folder), lambda *_: None, bits)


def contents(redis: Redis, generation: str) -> dict[str, Any]:
    """Every key of a generation with its value, without what names or dates the generation."""
    found: dict[str, Any] = {}
    for key in redis.scan_iter(match=GenerationKeys(generation).pattern, count=5_000):
        is_hash = redis.type(key) == b"hash"
        name = key.decode().replace(f"g{generation}:", "")
        found[name] = redis.hgetall(key) if is_hash else redis.get(key)
    manifest = json.loads(found.pop("manifest"))
    del manifest["built_at"], manifest["generation"]
    return found | {"manifest": manifest}


def all_keys(redis: Redis, part: str) -> list[bytes]:
    return [key for key in redis.scan_iter(match="*", count=5_000) if part.encode() in key]


def check(redis: Redis, manifest: Manifest, records: int = RECORDS) -> None:
    index = FacetIndex.open(redis, manifest.generation)
    verify(index, records, lambda ids: [facet_row(document(record)) for record in ids])
