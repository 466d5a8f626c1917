"""A build that is killed goes on; a finished one is checked, published and cleared away."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyroaring import BitMap
from redis import Redis
from redis.exceptions import ResponseError

from domain.documents import Document, Kind
from domain.errors import IndexBroken, StoreFull
from domain.grammar import parse_query
from redis_etl import generations, keys
from redis_etl.build import abandon, build_generation
from redis_etl.connection import translated_errors
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


@pytest.fixture(scope="module")
def undisturbed(_any_redis: Redis, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    _any_redis.flushall()
    manifest = build(_any_redis, tmp_path_factory.mktemp("spool"), Rows())
    return contents(_any_redis, manifest.generation)


# --- cut off and continued ----------------------------------------------------------------------

_VICTIM = """
import importlib.util, os, pathlib, signal, sys
from redis import Redis
from redis_etl.build import build_generation
from redis_etl.spool import Spool
file, socket, folder, phase, place = sys.argv[1:]
spec = importlib.util.spec_from_file_location("index_build", file)
module = importlib.util.module_from_spec(spec)
sys.modules["index_build"] = module
spec.loader.exec_module(module)
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
    source = module.Rows(on_row=on_row)
    build_generation(redis, source, Spool(pathlib.Path(folder)), on_progress, module.BITS)
"""


def _victim(redis: Redis, folder: Path, phase: str, place: int) -> subprocess.Popen[bytes]:
    socket = redis.connection_pool.connection_kwargs["path"]
    arguments = [__file__, socket, str(folder), phase, str(place)]
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


# --- verified -----------------------------------------------------------------------------------


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


# --- published and dropped ----------------------------------------------------------------------


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


# --- a full server ------------------------------------------------------------------------------


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
