"""One process at a time: locks on files, which the system frees however a process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.errors import Busy, ConfigurationError


@contextmanager
def exclusive(path: Path, work: str) -> Iterator[None]:
    """Hold a lock file while the block runs.

    Args:
        path: the lock file; it states the process id of its holder.
        work: what the holder does, for the message: ``load``.

    Raises:
        Busy: another process holds it; the message says which.
        ConfigurationError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+")
    except OSError as error:
        raise ConfigurationError(
            f"{path.parent}: cannot be written ({error.strerror});"
            " set WAXLIST_DATA to a folder that can be"
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Busy(
                f"another `waxlist {work}` is running (process {holder}); try again when it is done"
            ) from None
        file.truncate(0)
        with suppress(OSError):  # on a full disk the lock holds all the same
            os.write(file.fileno(), str(os.getpid()).encode())
        yield
