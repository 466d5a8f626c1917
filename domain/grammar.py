"""The query grammar of page, API, command line and feed, read into a Query.

========================  ==========================================================
``style=A&style=B``       any of (OR inside a facet); across facets AND
``style_all=A``           all of
``style_not=C``           none of the record's values is C
``year=1968..1977``       also ``1971``, ``1968..``, ``..1977``; ``decade=1970s``
``artist=ID``             likewise ``label=ID`` and ``credit=ID``
``q=words``               every word stands in an artist, title or label name
``video=1``               with a video; ``0`` without; ``any`` either (the default)
``dedupe=master``         one release per master
``sort=newest``           or ``oldest``, ``id``, ``random`` (with ``seed=k``)
========================  ==========================================================

Newest means last added to Discogs: ids descending.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar
from urllib.parse import parse_qsl

from domain.errors import QueryError
from domain.facets import BY_NAME, FACETS, Facet, Values
from domain.query import MAX_YEAR, Clause, Decade, Query, Sort, Span, Term, canonical_clauses
from domain.text import words

_Option = TypeVar("_Option")

#: Bounds that keep any query cheap; well above what a page or a person sends.
MAX_VALUES = 500
MAX_VALUE_LENGTH = 500
MAX_WORDS = 20
MAX_ID = 2**31 - 1
MAX_SEED = 2**32 - 1


_SUFFIXES = ("_all", "_not")
_OPTIONS = ("q", "video", "dedupe", "sort", "seed")
#: Every parameter name the grammar knows.
PARAMETERS = (
    tuple(facet.name + suffix for facet in FACETS for suffix in ("", *_SUFFIXES)) + _OPTIONS
)

_SPAN = re.compile(r"([0-9]{1,9})?\s*\.\.\s*([0-9]{1,9})?")
_DECADE = re.compile(r"([0-9]{3}0)s?")


def parse_query(text: str) -> Query:
    """Read a query from its URL form, with or without a leading question mark.

    Raises:
        QueryError: naming the parameter that cannot be read.
    """
    text = text.strip().removeprefix("?")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise QueryError("query", "is not valid percent-encoded UTF-8") from error
    return query_from_parameters(pairs)


def query_from_parameters(pairs: Iterable[tuple[str, str]]) -> Query:
    """Read a query from (parameter, value) pairs; empty values, as forms send them, are skipped.

    Raises:
        QueryError: naming the parameter that cannot be read, with the nearest valid one.
    """
    given = _grouped(pairs)
    clauses = {facet.name: _read_clause(facet, given) for facet in FACETS}
    sort = _read_option(given, "sort", {**{s.value: s for s in Sort}, "id": Sort.OLDEST})
    sort = sort or Sort.NEWEST
    return Query(
        clauses=canonical_clauses(clauses),
        words=_read_words(given.get("q", [])),
        video=_read_option(given, "video", {"1": True, "0": False, "any": None}),
        dedupe=_read_option(given, "dedupe", {"master": True, "none": False}) or False,
        sort=sort,
        seed=_read_seed(given) if sort is Sort.RANDOM else 0,
    )


def resolve(query: Query, vocabulary: Mapping[str, Collection[str]]) -> Query:
    """The query with its names spelt as the catalogue spells them (``techno`` becomes ``Techno``).

    Args:
        query: as parsed.
        vocabulary: the values each facet of names has in the live catalogue.

    Raises:
        QueryError: a value that the catalogue does not have, with the nearest ones it has.
    """
    for name, clause in query.clauses:
        if BY_NAME[name].values is not Values.NAMES:
            continue
        spelling = {value.casefold(): value for value in vocabulary.get(name, ())}
        exact = frozenset(vocabulary.get(name, ()))
        resolved = {
            suffix: tuple(_spelt(name + suffix, str(term), exact, spelling) for term in terms)
            for suffix, terms in clause.groups()
        }
        query = query.with_clause(name, Clause(resolved[""], resolved["_all"], resolved["_not"]))
    return query


def _spelt(parameter: str, value: str, exact: frozenset[str], spelling: Mapping[str, str]) -> str:
    if value in exact:
        return value
    folded = value.casefold()
    if folded in spelling:
        return spelling[folded]
    nearest = [spelling[near] for near in get_close_matches(folded, spelling, n=3, cutoff=0.6)]
    raise QueryError(parameter, f"{value!r} is not in this catalogue", nearest)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    total = 0
    for name, value in pairs:
        if not (_is_unicode(name) and _is_unicode(value)):
            raise QueryError("query", "is not valid UTF-8")
        if name not in PARAMETERS:
            raise QueryError(
                name[:80], "no such parameter", get_close_matches(name[:80], PARAMETERS, n=2)
            )
        if not value:
            continue
        if len(value) > MAX_VALUE_LENGTH:
            raise QueryError(name, f"a value has at most {MAX_VALUE_LENGTH} characters")
        total += name not in _OPTIONS
        if total > MAX_VALUES:
            raise QueryError(name, f"a query has at most {MAX_VALUES} values")
        given.setdefault(name, []).append(value)
    return given


def _read_clause(facet: Facet, given: Mapping[str, list[str]]) -> Clause:
    read = _READERS[facet.values]

    def group(suffix: str) -> tuple[Term, ...]:
        parameter = facet.name + suffix
        return tuple(read(parameter, value) for value in given.get(parameter, ()))

    return Clause(group(""), group("_all"), group("_not"))


def _read_name(_parameter: str, value: str) -> Term:
    return value


def _read_id(parameter: str, value: str) -> Term:
    number = _whole_number(value)
    if number is None or not 0 < number <= MAX_ID:
        raise QueryError(
            parameter, f"{value!r} is not a Discogs id (a whole number up to {MAX_ID})"
        )
    return number


def _read_span(parameter: str, value: str) -> Term:
    single = _whole_number(value)
    if single is not None:
        span = Span(single, single)
    else:
        match = _SPAN.fullmatch(value.strip())
        if match is None or match.group(1, 2) == (None, None):
            raise QueryError(
                parameter, f"{value!r} is not a year or a range such as 1971, 1968..1977 or 1968.."
            )
        span = Span(int(match[1] or 0), int(match[2] or MAX_YEAR))
    if span.first > span.last:
        raise QueryError(
            parameter, f"{value!r} ends before it starts", [f"{span.last}..{span.first}"]
        )
    return Span(min(span.first, MAX_YEAR), min(span.last, MAX_YEAR))


def _read_decade(parameter: str, value: str) -> Term:
    match = _DECADE.fullmatch(value.strip())
    if match is None:
        year = _whole_number(value.strip().removesuffix("s"))
        nearest = [f"{year // 10 * 10}s"] if year is not None and 1000 <= year <= MAX_YEAR else []
        raise QueryError(parameter, f"{value!r} is not a decade such as 1970s", nearest)
    return Decade(int(match[1]))


_READERS: dict[Values, Callable[[str, str], Term]] = {
    Values.NAMES: _read_name,
    Values.IDS: _read_id,
    Values.YEARS: _read_span,
    Values.DECADES: _read_decade,
}


def _read_words(values: list[str]) -> tuple[str, ...]:
    found = dict.fromkeys(word for value in values for word in words(value))
    if values and not found:
        raise QueryError("q", "holds no word: letters or digits are needed")
    if len(found) > MAX_WORDS:
        raise QueryError("q", f"has at most {MAX_WORDS} words")
    # Folding may lengthen, and several values are printed as one.
    if len(" ".join(found)) > MAX_VALUE_LENGTH:
        raise QueryError("q", f"has at most {MAX_VALUE_LENGTH} characters")
    return tuple(sorted(found))


def _read_option(
    given: Mapping[str, list[str]], name: str, allowed: Mapping[str, _Option]
) -> _Option | None:
    values = given.get(name, [])
    if not values:
        return None
    if len(set(values)) > 1:
        raise QueryError(name, f"is given twice, as {values[0]!r} and {values[1]!r}")
    if values[0] not in allowed:
        nearest = get_close_matches(values[0], allowed, n=2)
        raise QueryError(name, f"is one of {', '.join(allowed)}, not {values[0]!r}", nearest)
    return allowed[values[0]]


def _read_seed(given: Mapping[str, list[str]]) -> int:
    values = given.get("seed", ["0"])
    number = _whole_number(values[0])
    if len(set(values)) > 1 or number is None or number > MAX_SEED:
        raise QueryError("seed", f"is one whole number from 0 to {MAX_SEED}")
    return number


def _is_unicode(text: str) -> bool:
    """False for the lone surrogates that stand for undecodable bytes of a command line."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _whole_number(text: str) -> int | None:
    text = text.strip()
    return int(text) if len(text) <= 10 and text.isascii() and text.isdigit() else None
