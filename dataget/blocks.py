"""What travels between the stages of reading a dump."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.documents import Document


class Block(NamedTuple):
    """Whole records of one kind, as bytes.

    ``offset`` is where ``data`` starts in the uncompressed file, ``end`` where the next block
    does: ``end`` is what a checkpoint remembers.
    """

    offset: int
    data: bytes

    @property
    def end(self) -> int:
        """Where the next block starts in the uncompressed file."""
        return self.offset + len(self.data)


class Skipped(NamedTuple):
    """A record that could not be read: ``id`` is None where not even that could be told."""

    id: int | None
    offset: int
    reason: str


@dataclass
class Batch:
    """Documents built from one or more blocks, with what was noticed on the way.

    ``unknown`` counts elements and attributes nobody has described, by path:
    ``{"release/tracklist/track/isrc": 3}``; they are kept in the documents. ``starts`` is how many
    records the bytes hold by their start tags, counted without the parser, to hold it against.
    """

    end: int
    starts: int = 0
    documents: list[Document] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
