"""What a request to the digging page asks for, read from its query string."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from apis.parameters import Pairs, read_pairs, take, take_number
from domain.errors import QueryError
from domain.facets import COUNTED
from domain.grammar import MAX_SEED, query_from_parameters
from domain.query import Query, Sort

MAX_PAGE = 10**7
_YEAR_FIELDS = ("year_from", "year_to")


@dataclass(frozen=True)
class DigRequest:
    """A query, the page of its results, the facet to unfold.

    ``untidy`` means that the address came from a form and has a canonical one. An address that is
    silent about videos asks for records with some.
    """

    query: Query
    page: int = 1
    more: str = ""
    untidy: bool = False


def read_dig_request(query_string: bytes) -> DigRequest:
    """Read the page's parameters.

    Raises:
        QueryError: naming the parameter that cannot be read.
    """
    pairs = read_pairs(query_string)
    page, pairs = take_number(pairs, "page", 1, 1, MAX_PAGE)
    more, pairs = take(pairs, "more")
    if more is not None and more not in [facet.name for facet in COUNTED]:
        raise QueryError("more", f"{more[:40]!r} is not a facet")
    untidy = any(not value or name in _YEAR_FIELDS for name, value in pairs)
    pairs = with_years_joined(pairs)
    query = query_from_parameters(with_video_stated(pairs))
    if query.sort is Sort.RANDOM and not _given(pairs, "seed"):
        query, untidy = query.ordered(Sort.RANDOM, new_seed()), True
    return DigRequest(query, page, more or "", untidy)


def new_seed() -> int:
    """A seed for a random order nobody has seen; short, as it stands in an address."""
    return secrets.randbelow(min(10**6, MAX_SEED))


def _given(pairs: Iterable[tuple[str, str]], name: str) -> bool:
    return any(key == name and value for key, value in pairs)


def with_video_stated(pairs: Pairs) -> Pairs:
    """The page's default made plain: without a word about videos, records that have one."""
    return pairs if _given(pairs, "video") else [*pairs, ("video", "1")]


def with_years_joined(pairs: Pairs) -> Pairs:
    """The form's two year fields as one range, as the grammar writes it."""
    first, pairs = take(pairs, "year_from")
    last, pairs = take(pairs, "year_to")
    if first is None and last is None:
        return pairs
    return [*pairs, ("year", f"{first or ''}..{last or ''}")]
