"""The port every document store implements, in the words of the domain.

A store holds dumps; a dump holds up to four kinds of document. A kind is loaded beside what is
already there and appears at once when its writer publishes it, so a reader never sees half of one.
``storage.open_store`` opens an adapter by URL.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from domain.documents import Document, Kind


@dataclass(frozen=True)
class Loaded:
    """A kind that is published in a dump.

    ``source`` identifies the file it came from (its SHA-256), ``summary`` is what the writer was
    told when it published (counts, skipped records …), ``count`` the number of documents.
    """

    source: str
    count: int
    summary: Mapping[str, Any]


class Closing(ABC):
    """Something to be closed after use; leaving it as a context manager closes it."""

    @abstractmethod
    def close(self) -> None:
        """Let go of connections and files. Closing twice does no harm."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class Store(Closing):
    """Documents of any number of dumps. Use it as a context manager, or ``close`` it.

    Every method raises StoreError when the store fails, StoreFull when its disk is full and
    Unavailable when its server does not answer.
    """

    @abstractmethod
    def dumps(self) -> list[str]:
        """The dumps that have at least one published kind, oldest first: ``["20261101"]``."""

    @abstractmethod
    def loaded(self, dump: str) -> dict[Kind, Loaded]:
        """The published kinds of a dump; empty if the store does not hold it."""

    @abstractmethod
    def get_many(
        self, dump: str, kind: Kind, ids: Sequence[int], fields: Sequence[str] | None = None
    ) -> list[Document]:
        """The documents with these ids, in the order asked for; ids not held are left out.

        Args:
            dump: a dump; one that is not held has no documents.
            kind: the kind of document.
            ids: Discogs ids, repeats allowed.
            fields: the top-level keys wanted besides ``_id``; all if None.
        """

    @abstractmethod
    def scan(self, dump: str, kind: Kind, after: int = 0) -> Iterator[Document]:
        """All documents of a kind with an id greater than ``after``, by ascending id.

        Raises:
            StoreError: the kind was replaced or dropped while it was being read; start again.
        """

    @abstractmethod
    def writer(self, dump: str, kind: Kind, source: str) -> Writer:
        """A writer that loads a kind beside the published one.

        It continues where an earlier writer for the same source was cut off; what an earlier
        writer for another source left unpublished is thrown away. One writer per dump and kind
        may be open at a time; the caller sees to that.
        """

    @abstractmethod
    def drop(self, dump: str) -> None:
        """Remove a dump with everything in it; nothing happens if it is not held."""


class Writer(Closing):
    """Loads one kind of one dump. Closing it without ``publish`` keeps what was committed."""

    @property
    @abstractmethod
    def checkpoint(self) -> Mapping[str, Any] | None:
        """What was passed to the last committed ``write``, or None at the start."""

    @abstractmethod
    def write(self, documents: Sequence[Document], checkpoint: Mapping[str, Any]) -> list[int]:
        """Commit documents and the checkpoint that stands for having written them.

        A document whose id is already there replaces it. After a crash the store holds at least
        the documents of the last checkpoint it reports, and writing later ones again does no harm.

        Returns:
            The ids of documents this store cannot hold, which it left out: those with an int over
            64 bits or half a surrogate pair, in MongoDB also those over 16 MB.
        """

    @abstractmethod
    def count(self) -> int:
        """The number of documents written so far; slow on MongoDB, so ask once, at the end."""

    @abstractmethod
    def publish(self, summary: Mapping[str, Any]) -> None:
        """Put the kind in place of the published one, at once, and close the writer."""

    @abstractmethod
    def discard(self) -> None:
        """Throw away everything this writer and its cut-off predecessors wrote, and close it."""
