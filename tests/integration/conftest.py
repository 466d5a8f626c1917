"""The program run as a user runs it: real processes, a data folder of their own, real servers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dataget.sample import write_sample
from domain.documents import Kind
from redis_etl.connection import connect
from redis_etl.server import PrivateRedis
from storage import open_store
from waxlist.settings import Settings


@dataclass
class Installation:
    """A data folder, and the settings its processes run with."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        outside = {k: v for k, v in os.environ.items() if not k.startswith("WAXLIST_")}
        return outside | {"WAXLIST_DATA": str(self.data), "NO_COLOR": "1"} | self.environment

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "waxlist", *map(str, arguments)]

    def start(self, *arguments: object, **options: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*arguments),
            env=self.env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.env,
            text=True,
            capture_output=True,
            timeout=120,
            check=False,
        )

    def ok(self, *arguments: object) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def search(self, query: str, *options: object) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.ok("search", query, "--json", *options))
        return facts

    @property
    def store_url(self) -> str:
        stated = self.environment.get("WAXLIST_STORE_URL")
        return stated or Settings(data=self.data).effective_store_url

    def documents(self, dump: str) -> dict[str, Any]:
        """Everything the store holds of a dump, with what the loads reported."""
        with open_store(self.store_url) as store:
            return {
                kind.value: (dict(store.loaded(dump)[kind].summary), list(store.scan(dump, kind)))
                for kind in Kind
                if kind in store.loaded(dump)
            }

    def index_content(self) -> dict[bytes, Any]:
        """Every key of the index with its value, without when and as what it was built."""
        with PrivateRedis(self.data / "redis") as server:
            content: dict[bytes, Any] = {}
            with connect(server.url) as redis:
                for key in redis.scan_iter(count=1000):
                    kind = redis.type(key)
                    if kind == b"hash":
                        content[key] = redis.hgetall(key)
                    elif kind == b"set":
                        content[key] = redis.smembers(key)
                    elif key.endswith(b":manifest"):
                        content[key] = json.loads(redis.get(key)) | {"built_at": None}
                    else:
                        content[key] = redis.get(key)
            return content


@pytest.fixture
def installation(tmp_path: Path, private_redis: None) -> Installation:
    return Installation(tmp_path / "data")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small generated dump."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, releases=600, seed=3)
    return folder


@pytest.fixture(scope="session")
def fragments() -> Path:
    folder = Path(__file__).parents[2] / ".." / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real dump fragments are not at ../shared/data")
    return folder.resolve()


@pytest.fixture(scope="session")
def mongo_url() -> str:
    url = os.environ.get("WAXLIST_TEST_MONGO_URL")
    if not url:
        pytest.skip(
            "WAXLIST_TEST_MONGO_URL is not set: start a MongoDB-compatible server and set it"
        )
    return url


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    mounted = subprocess.run(["mount", *options], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.decode()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
