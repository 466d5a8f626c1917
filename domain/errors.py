"""Every error a user of Waxlist can meet, in one tree.

    WaxlistError
    ├── UsageError            what was asked for makes no sense as asked
    │   └── QueryError        … in a query; names the parameter
    ├── ConfigurationError    a setting, a folder's permission or a missing program
    ├── BadInput              a dump file that is not what it claims to be
    │   └── ChecksumMismatch
    ├── StoreError            documents could not be read or written
    │   └── StoreFull
    ├── IndexBroken           the facet index is missing a piece, or failed its verification
    ├── Unavailable           a server we need does not answer
    ├── Busy                  another process holds the lock: try later
    └── NotFound (LookupError)
        ├── NoCatalogue       nothing is loaded and indexed yet
        ├── UnknownDump
        └── UnknownRecord

Each message is one line that says what is wrong, where, and what to do. Exit codes and HTTP
statuses are mapped elsewhere, once each (``waxlist/exit_codes.py``, ``apis/problem.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class WaxlistError(Exception):
    """Base of all errors that Waxlist explains to its user."""


class UsageError(WaxlistError):
    """What was asked for makes no sense as asked."""


class QueryError(UsageError):
    """A query parameter cannot be read; ``parameter`` names it, ``nearest`` may suggest a value."""

    def __init__(self, parameter: str, reason: str, nearest: Iterable[str] = ()) -> None:
        self.parameter = parameter
        self.reason = reason
        self.nearest = tuple(nearest)
        hint = f"; did you mean {' or '.join(map(repr, self.nearest))}?" if self.nearest else ""
        # What a stranger sends as a parameter's name may hold line breaks, or nothing.
        named = parameter if parameter and parameter.isprintable() else repr(parameter)
        super().__init__(f"{named}: {reason}{hint}")


class ConfigurationError(WaxlistError):
    """A setting, a folder's permission or a missing program stands in the way."""


class BadInput(WaxlistError):
    """A dump file is not what it claims to be; nothing of it goes live."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class ChecksumMismatch(BadInput):
    """A file's SHA-256 is not the one its CHECKSUM file states."""

    def __init__(self, path: Path, expected: str, actual: str) -> None:
        super().__init__(
            path,
            f"SHA-256 is {actual[:12]}… but CHECKSUM says {expected[:12]}…;"
            " the file is damaged or cut short, fetch it again",
        )


class StoreError(WaxlistError):
    """Documents could not be read or written."""


class StoreFull(StoreError):
    """The disk under the document store is full."""


class IndexBroken(WaxlistError):
    """The facet index is missing a piece or failed its verification."""


class Unavailable(WaxlistError):
    """A server we need does not answer."""


class Busy(WaxlistError):
    """Another process holds the lock; the same command may be tried later."""


class NotFound(WaxlistError, LookupError):
    """What was asked for does not exist."""


class NoCatalogue(NotFound):
    """Nothing is loaded and indexed yet."""

    def __init__(self, reason: str = "no catalogue is live") -> None:
        super().__init__(f"{reason}; run `waxlist load PATH` and then `waxlist index`")


class UnknownDump(NotFound):
    """A dump is not in the store."""

    def __init__(self, dump: str, known: Iterable[str] = ()) -> None:
        held = ", ".join(known) or "none"
        super().__init__(f"dump {dump} is not in the store (held: {held})")


class UnknownRecord(NotFound):
    """A record's id is not in the catalogue."""

    def __init__(self, kind: str, record_id: int) -> None:
        super().__init__(f"no {kind.removesuffix('s')} has the id {record_id} in this dump")
