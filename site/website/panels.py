"""Facet panels: every value with its count, its state in the query, and where its links lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apis.catalogue import FacetValue
from domain.facets import BY_NAME, COUNTRY, DATA_QUALITY, DECADE, DESCRIPTION, FORMAT, GENRE, STYLE
from website import edits
from website.links import Links

#: Panels in the page's order, the first few unfolded.
SHOWN = (GENRE, STYLE, DECADE, COUNTRY, FORMAT, DESCRIPTION, DATA_QUALITY)
UNFOLDED = frozenset({GENRE.name, STYLE.name, COUNTRY.name, FORMAT.name})
#: A record may have several values of these, so that asking for all of some makes sense.
_MANY_VALUED = frozenset({GENRE.name, STYLE.name, FORMAT.name, DESCRIPTION.name})
TOP = 10


@dataclass(frozen=True)
class Row:
    """A value. ``group`` is where the query names it, None if it does not."""

    value: str
    count: int
    group: edits.Group | None
    url_not: str
    url_all: str
    url_drop: str


@dataclass(frozen=True)
class Panel:
    """A facet's rows. ``more_url`` unfolds or folds the rest, empty if there is none."""

    name: str
    title: str
    rows: list[Row]
    open: bool
    expanded: bool
    more_url: str


def panels(counts: Mapping[str, Sequence[FacetValue]], links: Links, more: str) -> list[Panel]:
    """The panels that have anything to show."""
    return [
        _panel(facet.name, counts[facet.name], links, facet.name == more)
        for facet in SHOWN
        if counts.get(facet.name)
    ]


def _panel(name: str, values: Sequence[FacetValue], links: Links, expanded: bool) -> Panel:
    rows = [_row(name, value, links) for value in values]
    more = "" if expanded else name
    foldable = expanded or len(rows) >= TOP
    return Panel(
        name=name,
        title=BY_NAME[name].title,
        rows=rows,
        open=expanded or name in UNFOLDED or any(row.group for row in rows),
        expanded=expanded,
        more_url=links.to(links.query, more=more, at=f"facet-{name}") if foldable else "",
    )


def _row(name: str, value: FacetValue, links: Links) -> Row:
    term = edits.term_of(name, value.value)
    query = links.query
    many = name in _MANY_VALUED
    return Row(
        value=value.value,
        count=value.count,
        group=edits.group_of(query, name, term),
        url_not=links.to(edits.put(query, name, term, "none_of")),
        url_all=links.to(edits.put(query, name, term, "all_of")) if many else "",
        url_drop=links.to(edits.drop(query, name, term)),
    )
