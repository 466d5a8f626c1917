"""What the elements of a dump become in a document: one table for all vintages.

Where vintages differ, the table takes the later form: what later dumps have left out is DROPPED,
an id of 0 (nobody, none) is no id, and ids that stand beside the names that carry them add nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from domain.documents import Kind


class Scalar(Enum):
    """What a text, of an element or an attribute, becomes."""

    TEXT = "text"  # itself
    NUMBER = "number"  # an int if it is plainly one
    NONZERO = "nonzero"  # a NUMBER whose 0 means that there is none
    FLAG = "flag"  # True or False if it is "true" or "false"
    DROPPED = "dropped"  # nothing: known, and not wanted


@dataclass(frozen=True, eq=False)
class Parts:
    """An element that becomes a dict of its attributes and its children.

    ``renamed`` gives the key of a part that does not go by its own name.
    """

    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    children: Mapping[str, Shape] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class TextWith:
    """An element with a text that becomes a dict of its attributes and, under ``key``, its text.

    With ``spread`` these stand in the dict of its parent, the attributes only if the text does.
    """

    key: str
    attributes: Mapping[str, Scalar]
    scalar: Scalar = Scalar.TEXT
    spread: bool = False


@dataclass(frozen=True, eq=False)
class ListOf:
    """An element that becomes the list of its children: texts or dicts, all called ``item``."""

    item: str
    shape: Shape


@dataclass(frozen=True, eq=False)
class References:
    """A list of artists or labels: ``<name id="26">Alexi Delano</name>`` → ``{"id", "name"}``.

    Older vintages put a bare ``<id>26</id>`` beside each name; it counts where no name carries it.
    """

    item: str


Shape: TypeAlias = Scalar | Parts | TextWith | ListOf | References

TEXT, NUMBER, NONZERO = Scalar.TEXT, Scalar.NUMBER, Scalar.NONZERO
FLAG, DROPPED = Scalar.FLAG, Scalar.DROPPED

REFERENCE = TextWith("name", {"id": NONZERO})
_BY_ID = {"id": "_id"}

_CREDIT = Parts(
    children={
        "id": NONZERO,
        "name": TEXT,
        "anv": TEXT,
        "join": TEXT,
        "role": TEXT,
        "tracks": TEXT,
    }
)
_CREDITS = ListOf("artist", _CREDIT)
_LABEL_ENTRY = Parts(attributes={"name": TEXT, "catno": TEXT, "id": NONZERO})
_FORMAT = Parts(
    attributes={"name": TEXT, "qty": NUMBER, "text": TEXT},
    children={"descriptions": ListOf("description", TEXT)},
)
_track_children: dict[str, Shape] = {
    "position": TEXT,
    "title": TEXT,
    "duration": TEXT,
    "artists": _CREDITS,
    "extraartists": _CREDITS,
}
_TRACK = Parts(children=_track_children)
_track_children["sub_tracks"] = ListOf("track", _TRACK)
_IDENTIFIER = Parts(attributes={"type": TEXT, "description": TEXT, "value": TEXT})
_VIDEO = Parts(
    attributes={"src": TEXT, "duration": NUMBER, "embed": FLAG},
    children={"title": TEXT, "description": TEXT},
)
_COMPANY = Parts(
    children={
        "id": NONZERO,
        "name": TEXT,
        "catno": TEXT,
        "entity_type": NUMBER,
        "entity_type_name": TEXT,
        "resource_url": DROPPED,  # until 2025; it only repeats the id
    }
)
_MASTER_ID = TextWith("master_id", {"is_main_release": FLAG}, scalar=NONZERO, spread=True)

_RELEASE = Parts(
    attributes={"id": NONZERO, "status": DROPPED},  # status until 2025
    renamed=_BY_ID,
    children={
        "images": DROPPED,  # until 2024, without addresses
        "artists": _CREDITS,
        "title": TEXT,
        "labels": ListOf("label", _LABEL_ENTRY),
        "series": ListOf("series", _LABEL_ENTRY),
        "extraartists": _CREDITS,
        "formats": ListOf("format", _FORMAT),
        "genres": ListOf("genre", TEXT),
        "styles": ListOf("style", TEXT),
        "country": TEXT,
        "released": TEXT,
        "notes": TEXT,
        "data_quality": TEXT,
        "master_id": _MASTER_ID,
        "tracklist": ListOf("track", _TRACK),
        "identifiers": ListOf("identifier", _IDENTIFIER),
        "videos": ListOf("video", _VIDEO),
        "companies": ListOf("company", _COMPANY),
    },
)
_MASTER = Parts(
    attributes={"id": NONZERO},
    renamed=_BY_ID,
    children={
        "main_release": NONZERO,
        "images": DROPPED,
        "artists": _CREDITS,
        "genres": ListOf("genre", TEXT),
        "styles": ListOf("style", TEXT),
        "year": NONZERO,
        "title": TEXT,
        "data_quality": TEXT,
        "notes": TEXT,
        "videos": ListOf("video", _VIDEO),
    },
)
_ARTIST = Parts(
    renamed=_BY_ID,
    children={
        "images": DROPPED,
        "id": NONZERO,
        "name": TEXT,
        "realname": TEXT,
        "profile": TEXT,
        "data_quality": TEXT,
        "urls": ListOf("url", TEXT),
        "namevariations": ListOf("name", TEXT),
        "aliases": References("name"),
        "groups": References("name"),
        "members": References("name"),
    },
)
_LABEL = Parts(
    renamed=_BY_ID,
    children={
        "images": DROPPED,
        "id": NONZERO,
        "name": TEXT,
        "contactinfo": TEXT,
        "profile": TEXT,
        "data_quality": TEXT,
        "parentLabel": REFERENCE,
        "sublabels": References("label"),
        "urls": ListOf("url", TEXT),
    },
)

#: The shape of a record of each kind.
RECORDS: Mapping[Kind, Parts] = {
    Kind.RELEASES: _RELEASE,
    Kind.MASTERS: _MASTER,
    Kind.ARTISTS: _ARTIST,
    Kind.LABELS: _LABEL,
}


def number(text: str) -> int | str:
    """The int a text plainly states in at most nine digits, else the text itself.

    ``2`` and ``-5`` do; ``02``, ``+2``, `` 2`` and a number of 64 digits do not.
    """
    if len(text) <= 9 and text.isdecimal() and text.isascii() and text[0] != "0":
        return int(text)  # nearly all
    try:
        value = int(text[:11])
    except ValueError:
        return text
    return value if str(value) == text and abs(value) <= 999_999_999 else text
