"""A generation goes live, stays for a rollback, and is cleared away."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis import Redis

from redis_etl import generations
from redis_etl.generations import Manifest
from tests.integration.index_rows import (
    DUMP,
    Cut,
    Rows,
    all_keys,
    build,
    check,
    contents,
    cut_at,
)


def test_publishing_flips_the_pointer_and_remembers_the_one_before(
    redis: Redis, tmp_path: Path
) -> None:
    first = build(redis, tmp_path, Rows(last=10))
    assert generations.live_generation(redis) is None
    generations.publish(redis, first)
    assert generations.live_generation(redis) == first.generation
    assert generations.previous_generation(redis) is None
    second = build(redis, tmp_path, Rows(last=20))
    assert second.generation != first.generation
    assert generations.live_generation(redis) == first.generation
    generations.publish(redis, second)
    assert generations.live_generation(redis) == second.generation
    assert generations.previous_generation(redis) == first.generation
    generations.publish(redis, second)
    assert generations.previous_generation(redis) == first.generation


def test_only_unused_generations_are_dropped(redis: Redis, tmp_path: Path) -> None:
    published = []
    for last in (10, 20, 30):
        published.append(build(redis, tmp_path, Rows(last)))
        generations.publish(redis, published[-1])
    with pytest.raises(Cut):
        build(redis, tmp_path, Rows(600, on_row=cut_at(500)))
    oldest, previous, live = (manifest.generation for manifest in published)
    assert generations.drop_unused(redis) == [oldest]
    assert all_keys(redis, f"g{oldest}:") == []
    check(redis, published[1], 20)
    check(redis, published[2], 30)
    resumed = Rows(600)
    check(redis, build(redis, tmp_path, resumed), 600)
    assert resumed.asked == [384]
    assert (previous, live) == (
        generations.previous_generation(redis),
        generations.live_generation(redis),
    )


def test_a_generation_never_takes_the_name_of_a_dropped_one(redis: Redis, tmp_path: Path) -> None:
    """A reader may still hold the dropped one and would take the new one for it."""
    names = []
    for last in (10, 20, 30, 40, 50):
        manifest = build(redis, tmp_path, Rows(last))
        generations.publish(redis, manifest)
        generations.drop_unused(redis)
        names.append(manifest.generation)
    assert len(set(names)) == 5


def test_dropping_a_generation_leaves_one_whose_name_goes_on_from_it(
    redis: Redis, tmp_path: Path
) -> None:
    made = [build_and_publish(redis, tmp_path, Rows(last=12)) for _ in range(11)]
    first, eleventh = made[0], made[10]
    assert (first.generation, eleventh.generation) == (f"{DUMP}.1", f"{DUMP}.11")
    before = contents(redis, eleventh.generation)
    generations.drop(redis, first.generation)
    assert all_keys(redis, f"g{first.generation}:") == []
    assert contents(redis, eleventh.generation) == before


def build_and_publish(redis: Redis, folder: Path, source: Rows) -> Manifest:
    manifest = build(redis, folder, source)
    generations.publish(redis, manifest)
    return manifest


def test_keys_that_are_not_the_indexs_stay(redis: Redis, tmp_path: Path) -> None:
    redis.set("waxlist:crate:1", "mine")
    manifest = build_and_publish(redis, tmp_path, Rows(last=10))
    generations.drop(redis, manifest.generation)
    assert redis.get("waxlist:crate:1") == b"mine"
