"""What both adapters do alike: ids, pages and the errors of a load or scan cut across."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from domain.documents import Kind, is_dump
from domain.errors import StoreError, UsageError

#: Ids or documents fetched at once: small enough to hold, large enough to hide a round trip.
PAGE = 1000
#: Both stores keep ids in signed 64 bits; a larger one, which only a visitor sends, is not held.
LARGEST_ID = 2**63 - 1


def holdable_ids(ids: Iterable[int]) -> list[int]:
    """Each id that a store could hold, once, in order of first appearance."""
    return [number for number in dict.fromkeys(ids) if -LARGEST_ID <= number <= LARGEST_ID]


def in_pages(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in runs of at most PAGE."""
    for start in range(0, len(ids), PAGE):
        yield ids[start : start + PAGE]


def to_json(values: Mapping[str, Any]) -> str:
    """A checkpoint or summary as text, which any store keeps unchanged whatever its keys."""
    return json.dumps(dict(values))


def checked_dump(dump: str) -> str:
    """The dump's name, which becomes part of a file's or database's name.

    Raises:
        UsageError: it is not eight digits.
    """
    if not is_dump(dump):
        raise UsageError(f"{dump!r} does not name a dump; give its date as eight digits: 20261101")
    return dump


def replaced_while_read(dump: str, kind: Kind) -> StoreError:
    """The error of a scan under which a new version was published or the dump dropped."""
    return StoreError(f"dump {dump}: {kind} were replaced while they were being read; start again")


def closed_writer(dump: str, kind: Kind) -> StoreError:
    """The error of a writer that is used after publish, discard or close."""
    return StoreError(f"dump {dump}: this writer of {kind} is closed; open another")


def lost_staging(dump: str, kind: Kind) -> StoreError:
    """The error of a writer whose unpublished documents somebody else removed or published."""
    return StoreError(
        f"dump {dump}: the {kind} being loaded are gone; another load or a drop of this dump"
        " came in between, run the load again"
    )
