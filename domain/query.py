"""The query: one frozen value that says what is looked for, and prints itself in canonical form.

Two queries that mean the same are equal and print the same, so the printed form serves as cache
key, ETag and shareable link. ``domain/grammar.py`` describes and reads the printed form.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlencode

from domain.facets import FACETS

#: Years are written with four digits.
MAX_YEAR = 9999


class Span(NamedTuple):
    """Years from ``first`` to ``last``, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        """The span in the grammar's own form."""
        if self.first == self.last:
            return str(self.first)
        first = "" if self.first <= 0 else str(self.first)
        last = "" if self.last >= MAX_YEAR else str(self.last)
        return f"{first}..{last}" if first or last else "0.."


class Decade(NamedTuple):
    """Ten years named by their first."""

    first: int

    @property
    def span(self) -> Span:
        """The decade's years."""
        return Span(self.first, self.first + 9)

    def __str__(self) -> str:
        """The decade in the grammar's own form: ``1970s``."""
        return f"{self.first:04d}s"


Term = str | int | Span | Decade


class Sort(StrEnum):
    """The order of results.

    NEWEST and OLDEST go by Discogs id, which grows as records are added.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    RANDOM = "random"


@dataclass(frozen=True)
class Clause:
    """What is asked of one facet: any of, all of, none of."""

    any_of: tuple[Term, ...] = ()
    all_of: tuple[Term, ...] = ()
    none_of: tuple[Term, ...] = ()

    def groups(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """The three groups with the suffix each has in the grammar."""
        yield "", self.any_of
        yield "_all", self.all_of
        yield "_not", self.none_of


_NOTHING = Clause()
_PLACES = {facet.name: place for place, facet in enumerate(FACETS)}


@dataclass(frozen=True)
class Query:
    """A canonical query. ``clauses`` maps facet names, in canonical order, to what is asked."""

    clauses: tuple[tuple[str, Clause], ...] = ()
    words: tuple[str, ...] = ()
    video: bool | None = None
    dedupe: bool = False
    sort: Sort = Sort.NEWEST
    seed: int = 0

    def clause(self, facet: str) -> Clause:
        """What is asked of one facet; an empty Clause if nothing is."""
        return dict(self.clauses).get(facet, Clause())

    def with_clause(self, facet: str, clause: Clause) -> Query:
        """The same query with another clause for one facet."""
        # The other clauses are canonical already; a page does this for each of its many links.
        clauses = [pair for pair in self.clauses if pair[0] != facet]
        canonical = _canonical(clause)
        if canonical != _NOTHING:
            insort(clauses, (facet, canonical), key=lambda pair: _PLACES[pair[0]])
        return replace(self, clauses=tuple(clauses))

    def ordered(self, sort: Sort, seed: int = 0) -> Query:
        """The same records in another order."""
        return replace(self, sort=sort, seed=seed if sort is Sort.RANDOM else 0)

    def parameters(self) -> list[tuple[str, str]]:
        """The query as parameters, in canonical order."""
        pairs = [
            (name + suffix, str(term))
            for name, clause in self.clauses
            for suffix, terms in clause.groups()
            for term in terms
        ]
        if self.words:
            pairs.append(("q", " ".join(self.words)))
        if self.video is not None:
            pairs.append(("video", "1" if self.video else "0"))
        if self.dedupe:
            pairs.append(("dedupe", "master"))
        if self.sort is not Sort.NEWEST:
            pairs.append(("sort", self.sort.value))
        if self.sort is Sort.RANDOM:
            pairs.append(("seed", str(self.seed)))
        return pairs

    def __str__(self) -> str:
        """The canonical URL form, without a question mark."""
        return urlencode(self.parameters())


def canonical_clauses(clauses: Mapping[str, Clause]) -> tuple[tuple[str, Clause], ...]:
    """Clauses in canonical order, their terms sorted and merged, empty ones left out."""
    found = []
    for facet in FACETS:
        canonical = _canonical(clauses.get(facet.name, _NOTHING))
        if canonical != _NOTHING:
            found.append((facet.name, canonical))
    return tuple(found)


def _canonical(clause: Clause) -> Clause:
    return Clause(
        _sorted(_merged(clause.any_of)),
        _sorted(clause.all_of),
        _sorted(_merged(clause.none_of)),
    )


def _sorted(terms: Iterable[Term]) -> tuple[Term, ...]:
    # All terms of one clause are of one type, so they have an order.
    return tuple(sorted(set(terms)))


def _merged(terms: tuple[Term, ...]) -> Sequence[Term]:
    """Spans that touch or overlap become one; other terms stay as they are."""
    if not terms or not isinstance(terms[0], Span):
        return terms
    merged: list[Term] = []
    for term in _sorted(terms):
        last = merged[-1] if merged else None
        if isinstance(term, Span) and isinstance(last, Span) and term.first <= last.last + 1:
            merged[-1] = Span(last.first, max(last.last, term.last))
        else:
            merged.append(term)
    return merged
