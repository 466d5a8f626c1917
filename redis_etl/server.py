"""The private Redis server of an installation on one machine.

It lives in the data folder, answers on a unix socket only, keeps what it holds across restarts,
and is shared by all of Waxlist's processes on that folder: the first starts it, the last to leave
stops it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

from redis import Redis
from redis import exceptions as driver
from redis.backoff import NoBackoff
from redis.retry import Retry

from domain.errors import ConfigurationError, StoreFull, Unavailable
from redis_etl.programs import find_server

_START_SECONDS = 60
_STOP_SECONDS = 60
#: Bytes without which a server cannot even begin its append-only file.
_LEAST_ROOM = 64 * 1024
_NO_RETRY = Retry(NoBackoff(), 0)
#: A unix socket's path has at most 107 bytes; redis-server itself adds nothing.
_SOCKET_PATH_BYTES = 100

# Names known to Redis 6.2, 7 and 8 and to Valkey alike. Buckets of the long tail hold lists of up
# to 400 varints: they must stay compact. Nothing is ever evicted: an index with holes lies.
_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "aof-use-rdb-preamble": "yes",
    "save": "",
    "hash-max-ziplist-entries": "512",
    "hash-max-ziplist-value": "2048",
    "maxmemory-policy": "noeviction",
    "daemonize": "no",
}


class PrivateRedis:
    """A Redis server of our own, in ``folder``. Use it as a context manager.

    Any number of processes may hold one on the same folder; ``url`` is the same for all.

    Raises:
        ConfigurationError: no server program, or the folder cannot be written.
        Unavailable: the server was started but does not answer.
    """

    def __init__(self, folder: Path) -> None:
        # The server changes into it: its own files are named from there, or absolutely.
        self._folder = folder.absolute()
        self._users: IO[str] | None = None
        self._socket = _socket_path(self._folder)

    @property
    def url(self) -> str:
        """The server's address."""
        return f"unix://{quote(os.fsencode(self._socket))}"

    def start(self) -> None:
        """Join the server that runs, or start it and wait until its data are loaded."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._users = (self._folder / "users.lock").open("a")
        except OSError as error:
            raise ConfigurationError(
                f"{self._folder}: cannot keep Redis's data here ({error.strerror});"
                " set WAXLIST_DATA to a folder that can be written"
            ) from error
        try:
            with self._alone():
                fcntl.flock(self._users, fcntl.LOCK_SH)
                if not self._answers():
                    self._launch()
        except BaseException:
            self._users.close()
            self._users = None
            raise

    def revive(self) -> None:
        """Start the server again if it has died; one of its users does, the others find it alive.

        Raises:
            ConfigurationError, Unavailable: it cannot be started.
        """
        with self._alone():
            if not self._answers():
                self._launch()

    def stop(self) -> None:
        """Leave; the last to leave stops the server, which first writes everything to disk."""
        if self._users is None:
            return
        users, self._users = self._users, None
        with users, self._alone():
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._shut_down()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        with (self._folder / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @property
    def _log(self) -> Path:
        return self._folder / "redis.log"

    @property
    def _pid_file(self) -> Path:
        return self._folder / "redis.pid"

    def _client(self) -> Redis:
        return Redis(unix_socket_path=str(self._socket), socket_timeout=5, retry=_NO_RETRY)

    def _answers(self) -> bool:
        try:
            with self._client() as client:
                return bool(client.ping())
        except driver.BusyLoadingError:
            self._wait_until_loaded()
            return True
        except driver.RedisError:
            return False

    def _launch(self) -> None:
        self._end_leftover()
        program = find_server(self._folder)
        arguments = [part for name, value in _SETTINGS.items() for part in (f"--{name}", value)]
        # Spawned rather than held as a child: it outlives this process if others use it. A session
        # of its own, so that Ctrl-C in the terminal does not reach it before we are done.
        pid = os.posix_spawn(
            program,
            [
                program,
                *arguments,
                *("--unixsocket", str(self._socket)),
                *("--dir", str(self._folder)),
                *("--logfile", str(self._log)),
            ],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)],
            setsid=True,
        )
        with suppress(OSError):  # on a full disk the server itself can tell its number
            self._pid_file.write_text(str(pid))
        self._wait_until_loaded(pid)

    def _wait_until_loaded(self, started: int | None = None) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if started is not None and _has_ended(started):
                break
            try:
                with self._client() as client:
                    client.ping()
                    return
            except driver.RedisError:
                time.sleep(0.02)
        if shutil.disk_usage(self._folder).free < _LEAST_ROOM:
            raise StoreFull(f"{self._folder}: the disk is full; Redis needs some space to start")
        raise Unavailable(f"the private Redis server did not start: {self._last_words()}")

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        return f"{lines[-1].strip()} (more in {self._log})" if lines else f"see {self._log}"

    def _end_leftover(self) -> None:
        """End a server that holds the folder but does not answer, so that two never write it."""
        pid = self._server_pid()
        if pid is not None:
            _end(pid)

    def _shut_down(self) -> None:
        pid = self._server_pid()
        try:
            with self._client() as client:
                # One who was killed between starting the server and noting its number left none.
                pid = pid or self._checked(int(client.info("server")["process_id"]))
                client.shutdown(save=False)
        except driver.RedisError:
            pass  # the append-only file is whole in any case
        if pid is not None:
            _end(pid)

    def _server_pid(self) -> int | None:
        try:
            return self._checked(int(self._pid_file.read_text()))
        except (OSError, ValueError):
            return None

    def _checked(self, pid: int) -> int | None:
        """The number, if it is our server's: it may belong to another program by now."""
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return None
        return pid if os.fsencode(self._socket) in command else None


def _end(pid: int) -> None:
    """Wait for a process to go; ask it to, then make it."""
    deadline = time.monotonic() + _STOP_SECONDS
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        while not _has_ended(pid):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)


def _has_ended(pid: int) -> bool:
    """Whether a process is gone; collects it if it was our child."""
    try:
        return os.waitpid(pid, os.WNOHANG) != (0, 0)
    except ChildProcessError:
        return not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # it has ended; its parent, another user of the folder, has not noticed


def _socket_path(folder: Path) -> Path:
    path = folder / "redis.sock"
    if len(os.fsencode(path)) <= _SOCKET_PATH_BYTES:
        return path
    # Too deep for a unix socket: a short folder that only this user may enter stands in.
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"waxlist-{os.getuid()}-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat().st_uid != os.getuid() or short.stat().st_mode & 0o077:
        raise ConfigurationError(f"{short}: belongs to somebody else; remove it")
    return short / "redis.sock"
