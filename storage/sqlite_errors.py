"""What the errors of SQLite and of the file system under it mean, said in one line."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import ConfigurationError, StoreError, StoreFull, WaxlistError

#: How long a connection waits for another process that is writing.
BUSY_SECONDS = 60.0
# Less than this free and an I/O error means: the disk is full.
_FULL_BYTES = 1 << 20


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and the file system into ours, which name the file and the remedy."""
    try:
        yield
    except sqlite3.Error as exc:
        raise _of_sqlite(exc, path) from exc
    except OSError as exc:
        raise _of_system(exc, path) from exc


def _of_sqlite(exc: sqlite3.Error, path: Path) -> WaxlistError:
    code = getattr(exc, "sqlite_errorcode", 0) & 0xFF
    unopened = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)
    starved = code in (*unopened, sqlite3.SQLITE_IOERR) and _is_full(path.parent)
    if code == sqlite3.SQLITE_FULL or starved:
        return _full(path.parent)
    if code in unopened:
        return _forbidden(path, str(exc))
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreError(
            f"{path}: not a document file, or a damaged one ({exc});"
            " move it away and load the dump again"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(
            f"{path}: another process has been writing for over {BUSY_SECONDS:.0f} s; try again"
        )
    return StoreError(f"{path}: {exc}")


def _of_system(exc: OSError, path: Path) -> WaxlistError:
    if exc.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(path.parent)
    if exc.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return _forbidden(path, str(exc.strerror))
    return StoreError(f"{path}: {exc.strerror}")


def _full(folder: Path) -> StoreFull:
    return StoreFull(f"{folder}: the disk is full; free space and run the same command again")


def _forbidden(path: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        f"{path}: cannot be opened or written ({reason});"
        " give this user the right to write in its folder, or set another one"
    )


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _FULL_BYTES
    except OSError:
        return False
