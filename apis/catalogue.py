"""The one read service: page, API, command line and exports all ask the catalogue."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.documents import Document, Kind
from domain.errors import QueryError, StoreError, UnknownRecord
from domain.facets import COUNTED, YEAR
from domain.grammar import resolve
from domain.query import Query
from redis_etl.counts import Counts, FacetCounter
from redis_etl.facets import COLUMNS
from redis_etl.index import FacetIndex
from redis_etl.live import LiveIndex
from storage.base import Store


@dataclass(frozen=True)
class Page:
    """A part of a query's results.

    ``query`` is canonical, ``total`` exact, ``documents`` are those from ``offset`` on, in order.
    """

    query: Query
    total: int
    offset: int
    limit: int
    kind: Kind
    dump: str
    generation: str
    documents: list[Document]
    took_ms: float


@dataclass(frozen=True)
class FacetValue:
    """A facet's value with the exact number of records; ``selected`` if the query names it."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Standing:
    """What the live catalogue is."""

    dump: str
    kind: Kind
    generation: str
    built_at: str
    total: int


class Catalogue:
    """Index and documents of the live generation. Safe to share by threads and after a fork.

    Every method raises NoCatalogue if nothing is live yet, and Unavailable or StoreError if Redis
    or the store fails.
    """

    def __init__(self, store: Store, live: LiveIndex) -> None:
        self._store = store
        self._live = live

    def standing(self) -> Standing:
        """Which dump is live, and how much of it there is."""
        with self._live.reading() as index:
            manifest = index.manifest
            return Standing(
                dump=manifest.dump,
                kind=manifest.kind,
                generation=manifest.generation,
                built_at=manifest.built_at,
                total=manifest.total,
            )

    def search(
        self,
        query: Query,
        limit: int = 50,
        offset: int = 0,
        fields: Sequence[str] | None = None,
    ) -> Page:
        """A page of results.

        Args:
            query: as parsed; names are matched regardless of case.
            limit: at most so many documents.
            offset: how many results to pass over.
            fields: the documents' top-level keys wanted besides ``_id``; all if None.

        Raises:
            QueryError: a value that the catalogue does not have.
        """
        started = time.perf_counter()
        with self._live.reading() as index:
            query = resolve(query, index.vocabulary)
            hits = index.hits(query)
            ids = index.ids(hits.page(query.sort, query.seed, offset, limit))
            manifest = index.manifest
        documents = self._store.get_many(manifest.dump, manifest.kind, ids, fields)
        if ids and not documents:
            raise StoreError(
                f"the store has lost the {manifest.kind} of dump {manifest.dump};"
                " run `waxlist load` with its files again"
            )
        return Page(
            query=query,
            total=hits.total,
            offset=offset,
            limit=limit,
            kind=manifest.kind,
            dump=manifest.dump,
            generation=manifest.generation,
            documents=documents,
            took_ms=round((time.perf_counter() - started) * 1000, 3),
        )

    def facets(
        self, query: Query, names: Iterable[str] | None = None, top: int | None = 10
    ) -> dict[str, list[FacetValue]]:
        """Facet values with exact disjunctive counts, most records first (years in order).

        A selected value is always listed, whatever its count; others only down to ``top``.

        Args:
            query: as parsed.
            names: the facets wanted, all countable ones if None.
            top: at most so many values a facet besides the selected ones; all if None.

        Raises:
            QueryError: a value that the catalogue does not have, or a facet that is not counted.
        """
        countable = [facet.name for facet in COUNTED]
        wanted = list(names) if names is not None else countable
        for name in wanted:
            if name not in countable:
                raise QueryError("facets", f"{name!r} is not one of {', '.join(countable)}")
        with self._live.reading() as index:
            query = resolve(query, index.vocabulary)
            counter = FacetCounter(index, query)
            return {name: _listed(query, name, counter.count(name), top) for name in wanted}

    def document(self, kind: Kind, record: int) -> Document:
        """One document of the live dump.

        Raises:
            UnknownRecord: there is none with this id.
        """
        with self._live.reading() as index:
            dump = index.manifest.dump
        found = self._store.get_many(dump, kind, [record])
        if not found:
            raise UnknownRecord(kind.value, record)
        return found[0]

    def names(self, kind: Kind, ids: Sequence[int]) -> dict[int, str]:
        """The names of artists or labels; ids that the dump does not have are left out."""
        with self._live.reading() as index:
            dump = index.manifest.dump
        found = self._store.get_many(dump, kind, ids, ["name"])
        return {document["_id"]: document["name"] for document in found if "name" in document}

    def preload(self) -> FacetIndex:
        """Read every head set and column of the live generation now, not at its first use."""
        with self._live.reading() as index:
            for facet, values in index.manifest.values.items():
                for number in range(len(values)):
                    index.head_sets(facet, number)
            for facet in COLUMNS:
                index.columns(facet)
            return index


def _listed(query: Query, facet: str, counts: Counts, top: int | None) -> list[FacetValue]:
    clause = query.clause(facet)
    selected = {str(term) for _, terms in clause.groups() for term in terms}
    values = [FacetValue(str(value), n, str(value) in selected) for value, n in counts.items()]
    if facet == YEAR.name:
        return sorted((v for v in values if v.count or v.selected), key=lambda v: int(v.value))
    values.sort(key=lambda v: (-v.count, v.value))
    shown = values if top is None else values[:top]
    return shown + [v for v in values[len(shown) :] if v.selected]
