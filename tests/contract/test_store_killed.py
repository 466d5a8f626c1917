"""A load killed at any moment continues, and what was published stays whole meanwhile."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from domain.documents import Document, Kind
from storage import open_store

DUMP = "19010101"
ROOT = Path(__file__).parents[2]
TOTAL, BATCH = 6000, 25
KILLS = 8

# Loads TOTAL documents beside the published ones unless that has been done.
LOADER = f"""
import sys
from domain.documents import Kind
from storage import open_store

with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    if store.loaded("{DUMP}")[Kind.RELEASES].source != "new":
        with store.writer("{DUMP}", Kind.RELEASES, "new") as writer:
            start = (writer.checkpoint or {{"next": 1}})["next"]
            for first in range(start, {TOTAL} + 1, {BATCH}):
                ids = range(first, first + {BATCH})
                batch = [{{"_id": i, "title": f"new {{i}}", "n": [i] * 9}} for i in ids]
                writer.write(batch, {{"next": first + {BATCH}}})
            writer.publish({{"whole": True}})
"""


def new(number: int) -> Document:
    return {"_id": number, "title": f"new {number}", "n": [number] * 9}


OLD = [{"_id": number, "title": f"old {number}"} for number in range(1, 1500)]
NEW = [new(number) for number in range(1, TOTAL + 1)]


def start(url: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", LOADER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def publish_old(url: str) -> None:
    with open_store(url) as store, store.writer(DUMP, Kind.RELEASES, "old") as writer:
        writer.write(OLD, {"next": 0})
        writer.publish({})


def assert_whole(url: str, *, source: str | None = None) -> str:
    """The published documents are one version whole; returns its source."""
    with open_store(url) as store:
        loaded = store.loaded(DUMP)[Kind.RELEASES]
        expected = {"old": OLD, "new": NEW}[loaded.source]
        assert loaded.count == len(expected)
        assert list(store.scan(DUMP, Kind.RELEASES)) == expected
        assert source in (None, loaded.source)
        return loaded.source


@pytest.fixture
def undisturbed_seconds(store_url: str) -> float:
    """How long a load takes that nobody kills, from the moment it starts."""
    publish_old(store_url)
    with start(store_url) as process:
        began = time.monotonic()
        assert process.wait(120) == 0
        seconds = time.monotonic() - began
    assert_whole(store_url, source="new")
    with open_store(store_url) as store:
        store.drop(DUMP)
    publish_old(store_url)
    return seconds


def test_a_load_killed_at_many_moments_ends_as_if_undisturbed(
    store_url: str, undisturbed_seconds: float
) -> None:
    moments = random.Random(20261101)
    cut_off = 0
    for _ in range(KILLS):
        with start(store_url) as process:
            # Together about as long as the load, so that they fall all over it and its end.
            time.sleep(moments.uniform(0, 2 * undisturbed_seconds / KILLS))
            cut_off += process.poll() is None
            process.kill()
        assert_whole(store_url)
    assert cut_off >= KILLS / 4
    with start(store_url) as process:
        assert process.wait(120) == 0
    assert_whole(store_url, source="new")
    with open_store(store_url) as store, store.writer(DUMP, Kind.RELEASES, "new") as writer:
        assert writer.checkpoint is None
        assert writer.count() == 0
