"""The histogram of years: bars that are links, and what its two number fields hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apis.catalogue import FacetValue
from domain.facets import DECADE, YEAR
from domain.query import MAX_YEAR, Decade, Query, Span
from website.links import Links

#: At most so many bars; what is older than the first is told in words.
MAX_BARS = 80
#: Units of the drawing: a bar's room, the height of the tallest.
STEP = 10
HEIGHT = 100


@dataclass(frozen=True)
class Bar:
    """A year. ``height`` is in units of the drawing; ``chosen`` if the query asks for it."""

    year: int
    count: int
    x: int
    height: float
    chosen: bool
    url: str


@dataclass(frozen=True)
class Histogram:
    """Bars from the first shown year to the last, and how many records are older."""

    bars: list[Bar]
    older: int
    first: str
    last: str

    @property
    def width(self) -> int:
        """Units of the drawing."""
        return len(self.bars) * STEP


def histogram(counts: Sequence[FacetValue], links: Links) -> Histogram:
    """The histogram of exact counts by year."""
    by_year = {int(value.value): value.count for value in counts}
    first_field, last_field = year_fields(links.query)
    if not by_year:
        return Histogram([], 0, first_field, last_field)
    last = max(by_year)
    first = max(min(by_year), last - MAX_BARS + 1)
    tallest = max(by_year.get(year, 0) for year in range(first, last + 1)) or 1
    chosen = _chosen(links.query)
    bars = [
        _bar(year, by_year.get(year, 0), first, tallest, chosen, links)
        for year in range(first, last + 1)
    ]
    older = sum(count for year, count in by_year.items() if year < first)
    return Histogram(bars, older, first_field, last_field)


def _bar(year: int, count: int, first: int, tallest: int, chosen: list[Span], links: Links) -> Bar:
    # A single record among thousands must still be seen.
    height = max(round(HEIGHT * count / tallest, 1), 2.0) if count else 0.0
    return Bar(
        year=year,
        count=count,
        x=(year - first) * STEP,
        height=height,
        chosen=any(span.first <= year <= span.last for span in chosen),
        url=links.only(YEAR.name, year),
    )


def _chosen(query: Query) -> list[Span]:
    terms = [*query.clause(YEAR.name).any_of, *query.clause(DECADE.name).any_of]
    return [term.span if isinstance(term, Decade) else term for term in terms]  # type: ignore[misc]


def year_fields(query: Query) -> tuple[str, str]:
    """What the two number fields hold: the one range the query asks for, or nothing."""
    spans = query.clause(YEAR.name).any_of
    if len(spans) != 1 or not isinstance(spans[0], Span):
        return "", ""
    first, last = spans[0]
    return str(first) if first > 0 else "", str(last) if last < MAX_YEAR else ""
