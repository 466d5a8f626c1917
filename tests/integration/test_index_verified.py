"""A finished index that is not true to the documents is refused, and says where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyroaring import BitMap
from redis import Redis

from domain.errors import IndexBroken
from domain.grammar import parse_query
from redis_etl.facets import facet_row
from redis_etl.generations import Manifest
from redis_etl.index import FacetIndex
from redis_etl.verify import verify
from tests.integration.index_rows import (
    Rows,
    build,
    check,
    document,
)


@pytest.fixture
def built(redis: Redis, tmp_path: Path) -> Manifest:
    return build(redis, tmp_path, Rows(last=90), bits=5)


def _broken(redis: Redis, manifest: Manifest) -> str:
    with pytest.raises(IndexBroken) as caught:
        check(redis, manifest, records=90)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize("name", ["genre:0", "style:3", "video:0", "year:1"])
def test_a_lost_set_is_noticed(redis: Redis, built: Manifest, name: str) -> None:
    assert redis.delete(built.keys.in_shard(0, name)) == 1
    assert name.split(":")[0] in _broken(redis, built)


@pytest.mark.parametrize("name", ["ids", "masters", "style:column", "year:column"])
def test_a_lost_array_is_noticed(redis: Redis, built: Manifest, name: str) -> None:
    key = built.keys.in_shard(1, name)
    assert redis.delete(key) == 1
    assert key in _broken(redis, built)


@pytest.mark.parametrize("name", ["ids", "masters", "style:column", "year:column"])
def test_a_shortened_array_is_noticed(redis: Redis, built: Manifest, name: str) -> None:
    key = built.keys.in_shard(1, name)
    redis.set(key, redis.get(key)[:-4])
    assert key in _broken(redis, built)


@pytest.mark.parametrize("name", ["ids", "masters", "style:column", "genre:column"])
@pytest.mark.parametrize("bit", [-1, -9, -16])
def test_a_changed_bit_of_an_array_is_noticed(
    redis: Redis, built: Manifest, name: str, bit: int
) -> None:
    key = built.keys.in_shard(1, name)
    place = redis.strlen(key) * 8 + bit
    redis.setbit(key, place, 1 - redis.getbit(key, place))
    assert _broken(redis, built)


def test_a_member_moved_from_one_record_to_another_is_noticed(
    redis: Redis, built: Manifest
) -> None:
    """The set keeps its size, so only the records tell."""
    key = built.keys.in_shard(0, "genre:0")
    members = BitMap.deserialize(redis.get(key))
    members ^= BitMap([members.min(), next(place for place in range(32) if place not in members)])
    redis.set(key, members.serialize())
    assert "genre" in _broken(redis, built)


@pytest.mark.parametrize("facet", ["label", "artist", "word"])
def test_a_lost_long_tail_value_is_noticed(redis: Redis, built: Manifest, facet: str) -> None:
    bucket = next(redis.scan_iter(match=f"g{built.generation}:{facet}:bucket:*", count=5_000))
    redis.hdel(bucket, next(iter(redis.hkeys(bucket))))
    assert facet in _broken(redis, built)


def test_a_lost_set_of_a_common_artist_is_noticed(redis: Redis, tmp_path: Path) -> None:
    manifest = build(redis, tmp_path, Rows(last=1_200), bits=8)
    key = manifest.keys.long_tail_set("artist", 7)
    assert redis.delete(key) == 1
    with pytest.raises(IndexBroken, match=f"{key} is missing"):
        check(redis, manifest, records=1_200)


def test_a_record_the_store_does_not_have_is_noticed(redis: Redis, built: Manifest) -> None:
    index = FacetIndex.open(redis, built.generation)
    with pytest.raises(IndexBroken):
        verify(index, 90, lambda ids: [facet_row(document(one)) for one in ids if one != 40])


def test_another_number_of_documents_is_noticed(redis: Redis, built: Manifest) -> None:
    with pytest.raises(IndexBroken, match="90 records but the store 91"):
        check(redis, built, records=91)


def test_a_lost_set_fails_a_query_rather_than_falsify_it(redis: Redis, built: Manifest) -> None:
    index = FacetIndex.open(redis, built.generation)
    lost = redis.get(built.keys.posting(1, "genre", 0))
    redis.delete(built.keys.posting(1, "genre", 0))
    query = parse_query(f"genre={index.vocabulary['genre'][0]}")
    with pytest.raises(IndexBroken, match="genre"):
        index.hits(query)
    redis.set(built.keys.posting(1, "genre", 0), lost)
    assert index.hits(query).total == built.values["genre"][0][1]


def test_a_missing_or_foreign_manifest_is_an_error_that_helps(
    redis: Redis, built: Manifest
) -> None:
    stated = json.loads(built.to_json())
    redis.set(built.keys.manifest, json.dumps(stated | {"version": 99}))
    with pytest.raises(IndexBroken, match=r"has version 99.*waxlist index --rebuild"):
        FacetIndex.open(redis, built.generation)
    redis.delete(built.keys.manifest)
    with pytest.raises(IndexBroken, match="waxlist index --rebuild"):
        FacetIndex.open(redis, built.generation)


def test_a_manifest_reads_back_as_written(built: Manifest) -> None:
    assert Manifest.from_json(built.to_json()) == built
