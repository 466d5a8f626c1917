"""The facets a catalogue can be asked by: one table that grammar, index and page all read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Values(Enum):
    """What a facet's values are."""

    NAMES = "names"  # a few hundred texts from the dump's own vocabulary
    YEARS = "years"  # ranges of years
    DECADES = "decades"  # 1970s: ten years each
    IDS = "ids"  # Discogs ids of artists or labels, millions of them


@dataclass(frozen=True)
class Facet:
    """A facet: its parameter name in the grammar, its heading on a page, its kind of value."""

    name: str
    title: str
    values: Values


GENRE = Facet("genre", "Genre", Values.NAMES)
STYLE = Facet("style", "Style", Values.NAMES)
COUNTRY = Facet("country", "Country", Values.NAMES)
YEAR = Facet("year", "Year", Values.YEARS)
DECADE = Facet("decade", "Decade", Values.DECADES)
FORMAT = Facet("format", "Format", Values.NAMES)
DESCRIPTION = Facet("description", "Description", Values.NAMES)
LABEL = Facet("label", "Label", Values.IDS)
ARTIST = Facet("artist", "Artist", Values.IDS)
CREDIT = Facet("credit", "Credit", Values.IDS)
DATA_QUALITY = Facet("data_quality", "Data quality", Values.NAMES)
NEW = Facet("new", "New in this dump", Values.NAMES)

#: Values of NEW: the record was not in the dump before, or its content was another.
NEW_THIS = "this"
NEW_CHANGED = "changed"

#: All facets in canonical order, which is the order of parameters in a printed query.
FACETS = (
    GENRE,
    STYLE,
    COUNTRY,
    YEAR,
    DECADE,
    FORMAT,
    DESCRIPTION,
    LABEL,
    ARTIST,
    CREDIT,
    DATA_QUALITY,
    NEW,
)
BY_NAME = {facet.name: facet for facet in FACETS}

#: Facets with a vocabulary small enough to keep one set per value and to count whole.
NAMED = tuple(facet for facet in FACETS if facet.values is Values.NAMES)
#: Facets with millions of values, most of them on a handful of records.
ENTITIES = tuple(facet for facet in FACETS if facet.values is Values.IDS)
#: Facets whose values and counts can be listed exactly for any query.
COUNTED = tuple(facet for facet in FACETS if facet.values is not Values.IDS)
