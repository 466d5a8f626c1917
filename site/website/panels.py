"""Facet panels: every value with its count, its state in the query, and where its links lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apis.catalogue import FacetValue
from domain.facets import (
    BY_NAME,
    COUNTRY,
    DATA_QUALITY,
    DECADE,
    DESCRIPTION,
    FORMAT,
    GENRE,
    NEW,
    STYLE,
)
from website import edits
from website.links import Links
from website.wording import spell

#: Panels in the page's order, some of them unfolded.
SHOWN = (GENRE, STYLE, DECADE, COUNTRY, FORMAT, DESCRIPTION, NEW, DATA_QUALITY)
UNFOLDED = frozenset({GENRE.name, STYLE.name, COUNTRY.name, FORMAT.name, NEW.name})
#: A record may have several values of these, so that asking for all of some makes sense.
_MANY_VALUED = frozenset({GENRE.name, STYLE.name, FORMAT.name, DESCRIPTION.name})
TOP = 10


@dataclass(frozen=True)
class Row:
    """A value. ``group`` is where the query names it, None if it does not."""

    value: str
    text: str
    count: int
    group: edits.Group | None
    url_not: str
    url_all: str
    url_drop: str

    @property
    def idle(self) -> bool:
        """Whether choosing it leads nowhere: no record has it, and the query does not name it."""
        return not self.count and self.group is None


@dataclass(frozen=True)
class Panel:
    """A facet's rows. ``more_url`` unfolds or folds the rest, empty if there is none.

    ``many`` if a record may have several values.
    """

    name: str
    title: str
    rows: list[Row]
    open: bool
    expanded: bool
    more_url: str
    many: bool

    @property
    def exhausted(self) -> bool:
        """Whether no value is left that could be chosen besides those that are."""
        return all(row.group or row.idle for row in self.rows)


def panels(counts: Mapping[str, Sequence[FacetValue]], links: Links, more: str) -> list[Panel]:
    """The panels of facets that the catalogue has values of, or that the query names."""
    found = []
    for facet in SHOWN:
        values = [*counts.get(facet.name, ()), *_uncounted(facet.name, counts, links)]
        if values:
            found.append(_panel(facet.name, values, links, facet.name == more))
    return found


def _uncounted(
    name: str, counts: Mapping[str, Sequence[FacetValue]], links: Links
) -> list[FacetValue]:
    """What the query names but no record of the catalogue has, as with news."""
    counted = {value.value for value in counts.get(name, ())}
    named = {str(term) for _, terms in links.query.clause(name).groups() for term in terms}
    return [FacetValue(value, 0, selected=True) for value in sorted(named - counted)]


def _panel(name: str, values: Sequence[FacetValue], links: Links, expanded: bool) -> Panel:
    every = [_row(name, value, links) for value in values]
    rows = every if expanded else [row for row in every if not row.idle]
    more = "" if expanded else name
    foldable = expanded or len(every) >= TOP or len(rows) < len(every)
    return Panel(
        name=name,
        title=BY_NAME[name].title,
        rows=rows,
        open=expanded or name in UNFOLDED or any(row.group for row in rows),
        expanded=expanded,
        more_url=links.to(links.query, more=more, at=f"facet-{name}") if foldable else "",
        many=name in _MANY_VALUED,
    )


def _row(name: str, value: FacetValue, links: Links) -> Row:
    term = edits.term_of(name, value.value)
    query = links.query
    many = name in _MANY_VALUED
    return Row(
        value=value.value,
        text=spell(name, term),
        count=value.count,
        group=edits.group_of(query, name, term),
        url_not=links.to(edits.put(query, name, term, "none_of")),
        url_all=links.to(edits.put(query, name, term, "all_of")) if many else "",
        url_drop=links.to(edits.drop(query, name, term)),
    )
