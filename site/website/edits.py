"""Small changes to a query: what the page's links and chips stand for."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Literal

from domain.grammar import query_from_parameters
from domain.query import Clause, Query, Term

Group = Literal["any_of", "all_of", "none_of"]
GROUPS: tuple[Group, ...] = ("any_of", "all_of", "none_of")
#: How each group is written in the grammar.
SUFFIX: dict[Group, str] = {"any_of": "", "all_of": "_all", "none_of": "_not"}


# A page makes hundreds of links, most of them from a few hundred values.
@lru_cache(maxsize=4096)
def term_of(facet: str, value: str) -> Term:
    """A facet's value, as text, read into the term it is in a query."""
    (term,) = query_from_parameters([(facet, value)]).clause(facet).any_of
    return term


def group_of(query: Query, facet: str, term: Term) -> Group | None:
    """Where the query names the term; the sterner group if it does twice."""
    clause = query.clause(facet)
    found: Group | None = None
    for group in GROUPS:
        if term in getattr(clause, group):
            found = group
    return found


def drop(query: Query, facet: str, term: Term) -> Query:
    """The query without the term."""
    return query.with_clause(facet, _without(query.clause(facet), term))


def put(query: Query, facet: str, term: Term, group: Group) -> Query:
    """The query with the term in one group and in no other."""
    clause = _without(query.clause(facet), term)
    return query.with_clause(facet, replace(clause, **{group: (*getattr(clause, group), term)}))


def only(query: Query, facet: str, term: Term) -> Query:
    """The query with the term as the facet's one alternative; what is excluded stays so."""
    return query.with_clause(facet, replace(_without(query.clause(facet), term), any_of=(term,)))


def _without(clause: Clause, term: Term) -> Clause:
    return Clause(
        **{group: tuple(t for t in getattr(clause, group) if t != term) for group in GROUPS}
    )


def cleared(query: Query) -> Query:
    """No filters, the same order."""
    return Query(video=True, sort=query.sort, seed=query.seed)
