"""A build that is killed, cut off or out of room goes on and ends as if undisturbed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import ResponseError

from domain.errors import StoreFull
from redis_etl import generations, keys
from redis_etl.build import abandon
from redis_etl.connection import translated_errors
from redis_etl.spool import Spool
from tests.integration.index_rows import (
    BITS,
    RECORDS,
    ROOT,
    Cut,
    Rows,
    all_keys,
    build,
    check,
    contents,
    cut_at,
)


@pytest.fixture(scope="module")
def undisturbed(_any_redis: Redis, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    _any_redis.flushall()
    manifest = build(_any_redis, tmp_path_factory.mktemp("spool"), Rows())
    return contents(_any_redis, manifest.generation)


_VICTIM = """
import os, pathlib, signal, sys
from redis import Redis
from redis_etl.build import build_generation
from redis_etl.spool import Spool
from tests.integration.index_rows import BITS, Rows
socket, folder, phase, place = sys.argv[1:]
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def on_row(record):
    if phase == "rows" and record == int(place):
        die()
calls = 0
def on_progress(at, done):
    global calls
    calls += at == "long tail"
    if phase == at and calls == int(place):
        die()
print("ready", flush=True)
with Redis(unix_socket_path=socket) as redis:
    source = Rows(on_row=on_row)
    build_generation(redis, source, Spool(pathlib.Path(folder)), on_progress, BITS)
"""


def _victim(redis: Redis, folder: Path, phase: str, place: int) -> subprocess.Popen[bytes]:
    socket = redis.connection_pool.connection_kwargs["path"]
    arguments = [socket, str(folder), phase, str(place)]
    victim = subprocess.Popen(
        [sys.executable, "-c", _VICTIM, *arguments], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert victim.stdout is not None
    assert victim.stdout.readline() == b"ready\n"
    return victim


@pytest.mark.parametrize(
    ("phase", "place"),
    [
        ("rows", 1),
        ("rows", 2**BITS),
        ("rows", 2**BITS + 1),
        ("rows", 1_500),
        ("rows", RECORDS),
        ("long tail", 1),
        ("long tail", 100),
        ("long tail", 256),
    ],
)
def test_a_build_killed_at_a_known_moment_ends_with_the_same_index(
    redis: Redis, tmp_path: Path, undisturbed: dict[str, Any], phase: str, place: int
) -> None:
    with _victim(redis, tmp_path, phase, place) as victim:
        assert victim.wait(60) == -9
    manifest = build(redis, tmp_path, Rows())
    assert contents(redis, manifest.generation) == undisturbed


def test_a_build_killed_again_and_again_ends_with_the_same_index(
    redis: Redis, tmp_path: Path, undisturbed: dict[str, Any]
) -> None:
    """Moments nobody chose: also between two commands, or in the middle of one."""
    started = time.monotonic()
    build(redis, tmp_path, Rows())
    whole = time.monotonic() - started
    redis.flushall()
    rng = random.Random(20261101)
    kills = 0
    for _ in range(6):
        with _victim(redis, tmp_path, "never", 0) as victim:
            time.sleep(rng.random() * whole * 0.6)
            victim.kill()
            kills += victim.wait(60) == -9
    manifest = build(redis, tmp_path, Rows())
    assert contents(redis, manifest.generation) == undisturbed
    assert kills >= 2


def test_a_resumed_build_does_not_read_finished_shards_again(redis: Redis, tmp_path: Path) -> None:
    with pytest.raises(Cut):
        build(redis, tmp_path, Rows(on_row=cut_at(1_000)))
    resumed = Rows()
    build(redis, tmp_path, resumed)
    assert resumed.asked == [1_000 // 2**BITS * 2**BITS]
    assert resumed.given == RECORDS - resumed.asked[0]


def test_a_finished_build_that_was_not_published_reads_no_row_again(
    redis: Redis, tmp_path: Path, undisturbed: dict[str, Any]
) -> None:
    first = build(redis, tmp_path, Rows())
    again = Rows()
    second = build(redis, tmp_path, again)
    assert (again.asked, again.given) == ([RECORDS], 0)
    assert second.generation == first.generation
    assert contents(redis, second.generation) == undisturbed


@pytest.mark.parametrize(
    "changed",
    [{"fingerprint": "b"}, {"dump": "20261201"}, {"bits": BITS - 1}],
    ids=["documents", "dump", "shard size"],
)
def test_a_changed_source_starts_anew_and_clears_the_old_build(
    redis: Redis, tmp_path: Path, changed: dict[str, Any]
) -> None:
    with pytest.raises(Cut):
        build(redis, tmp_path, Rows(on_row=cut_at(1_000)))
    [abandoned] = redis.smembers(keys.GENERATIONS)
    bits = changed.pop("bits", BITS)
    source = Rows(**changed)
    manifest = build(redis, tmp_path, source, bits)
    assert source.asked == [0]
    assert all_keys(redis, f"g{abandoned.decode()}:") == []
    assert redis.smembers(keys.GENERATIONS) == {manifest.generation.encode()}
    check(redis, manifest)


def test_a_build_of_another_version_starts_anew(redis: Redis, tmp_path: Path) -> None:
    """What another version wrote may have another shape altogether."""
    with pytest.raises(Cut):
        build(redis, tmp_path, Rows(on_row=cut_at(1_000)))
    stated = json.loads(redis.get(keys.BUILDING))
    del stated["spool"]
    redis.set(keys.BUILDING, json.dumps(stated | {"version": 0, "more": True}))
    source = Rows()
    check(redis, build(redis, tmp_path, source))
    assert source.asked == [0]


@pytest.mark.parametrize("damage", ["removed", "shortened"])
def test_a_build_whose_working_files_are_lost_starts_anew(
    redis: Redis, tmp_path: Path, undisturbed: dict[str, Any], damage: str
) -> None:
    with pytest.raises(Cut):
        build(redis, tmp_path, Rows(on_row=cut_at(1_000)))
    file = next(iter(tmp_path.glob("word.*")))
    if damage == "removed":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1])
    source = Rows()
    manifest = build(redis, tmp_path, source)
    assert source.asked == [0]
    assert contents(redis, manifest.generation) == undisturbed


def test_an_abandoned_build_leaves_nothing(redis: Redis, tmp_path: Path) -> None:
    with pytest.raises(Cut):
        build(redis, tmp_path, Rows(on_row=cut_at(1_000)))
    abandon(redis, Spool(tmp_path))
    generations.drop_unused(redis)
    assert redis.keys("*") == [keys.LAST_NUMBER.encode()]
    check(redis, build(redis, tmp_path, Rows()))


def test_no_records_make_an_empty_index(redis: Redis, tmp_path: Path) -> None:
    manifest = build(redis, tmp_path, Rows(last=0))
    assert (manifest.total, manifest.shards) == (0, [])
    check(redis, manifest, records=0)


def test_a_segment_that_ends_with_its_shard_is_whole(redis: Redis, tmp_path: Path) -> None:
    """8,192 records fill the last segment of their shard to the brim."""
    manifest = build(redis, tmp_path, Rows(last=8_192), bits=13)
    assert manifest.shards == [8_192]
    check(redis, manifest, records=8_192)


def test_a_server_without_memory_is_a_full_store_and_the_build_goes_on_later(
    redis: Redis, tmp_path: Path, undisturbed: dict[str, Any]
) -> None:
    def fill(record: int) -> None:
        if record == 1_000:
            redis.config_set("maxmemory", 1)

    try:
        with (
            pytest.raises(StoreFull, match="more memory or disk"),
            translated_errors("redis://example:6379"),
        ):
            build(redis, tmp_path, Rows(on_row=fill))
    finally:
        redis.config_set("maxmemory", 0)
    manifest = build(redis, tmp_path, Rows())
    assert contents(redis, manifest.generation) == undisturbed


def test_a_server_that_cannot_write_its_disk_is_a_full_store() -> None:
    said = "Command # 3 (SET g x) of pipeline caused error: MISCONF Errors writing to the AOF file"
    with pytest.raises(StoreFull), translated_errors("redis://example:6379"):
        raise ResponseError(said)
