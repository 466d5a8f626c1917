"""The shapes of documents: what one record of a dump looks like once it is clean.

A document is a plain dict. ``_id`` is the Discogs id. Lists are always lists. A number is an int
where the text is the plain decimal form of one, else the text is kept. Text is never changed.
Absent means absent: there are no empty strings, lists or dicts. Elements nobody has described yet
stand under their own name. What Waxlist computes stands apart, under ``derived``.

The TypedDicts below describe; nothing enforces them at run time, and every key but ``_id`` may be
missing.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Any, TypedDict

from domain.videos import distinct_video_ids

Document = dict[str, Any]

#: The oldest year a recording can be from: the phonautograph's first song.
FIRST_YEAR = 1860

_DUMP = re.compile(r"[0-9]{8}")
# YYYY, alone or followed by anything but a digit, or YYYYMMDD.
_YEAR = re.compile(r"([0-9]{4})(?:[0-9]{4})?(?![0-9])")


class Kind(StrEnum):
    """The four kinds of record; the value names files, collections and tables alike."""

    ARTISTS = "artists"
    LABELS = "labels"
    MASTERS = "masters"
    RELEASES = "releases"

    @property
    def record(self) -> str:
        """The element that holds one record, which is also the word for one: ``release``."""
        return self.value.removesuffix("s")


class Reference(TypedDict, total=False):
    """A pointer to an artist or label: the id is absent where Discogs has not linked it."""

    id: int
    name: str


class Credit(Reference, total=False):
    """An artist as credited on a release, master or track."""

    anv: str  # artist name variation: the name as printed
    join: str  # what stands between this artist and the next: "&", "feat."
    role: str
    tracks: str


class LabelEntry(Reference, total=False):
    """A label (or series) with the catalogue number on it."""

    catno: str


class Format(TypedDict, total=False):
    """A carrier: ``{"name": "Vinyl", "qty": 2, "descriptions": ["LP"]}``."""

    name: str
    qty: int | str
    text: str
    descriptions: list[str]


class Track(TypedDict, total=False):
    """A track, a heading (no position, no duration) or an index track (with sub_tracks)."""

    position: str
    title: str
    duration: str
    artists: list[Credit]
    extraartists: list[Credit]
    sub_tracks: list[Track]


class Video(TypedDict, total=False):
    """A video; ``duration`` in seconds, 0 where Discogs does not know it."""

    src: str
    duration: int | str
    embed: bool | str
    title: str
    description: str


class Derived(TypedDict, total=False):
    """What Waxlist computes from the rest of the document."""

    year: int
    video_ids: list[str]


class Release(TypedDict, total=False):
    """A release: one edition of a record."""

    _id: int
    title: str
    artists: list[Credit]
    extraartists: list[Credit]
    labels: list[LabelEntry]
    series: list[LabelEntry]
    formats: list[Format]
    genres: list[str]
    styles: list[str]
    country: str
    released: str
    notes: str
    data_quality: str
    master_id: int
    is_main_release: bool
    tracklist: list[Track]
    identifiers: list[dict[str, str]]
    videos: list[Video]
    companies: list[dict[str, Any]]
    derived: Derived


class Master(TypedDict, total=False):
    """A master: what the editions of one record share."""

    _id: int
    main_release: int
    title: str
    artists: list[Credit]
    genres: list[str]
    styles: list[str]
    year: int
    notes: str
    data_quality: str
    videos: list[Video]
    derived: Derived


class Artist(TypedDict, total=False):
    """An artist: a person or a group."""

    _id: int
    name: str
    realname: str
    profile: str
    data_quality: str
    urls: list[str]
    namevariations: list[str]
    aliases: list[Reference]
    groups: list[Reference]
    members: list[Reference]


class Label(TypedDict, total=False):
    """A label, company or series."""

    _id: int
    name: str
    contactinfo: str
    profile: str
    data_quality: str
    parentLabel: Reference
    sublabels: list[Reference]
    urls: list[str]


def is_dump(text: str) -> bool:
    """Whether the text names a dump: the eight digits of its date, as in its files' names."""
    if _DUMP.fullmatch(text) is None:
        return False
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def derive_year(text: str | int | None, dump: str) -> int | None:
    """The year a release date text states, if it can be one.

    Dates in the dumps are dirty (``1999-03-00``, ``?``, ``197``, ``0400``, ``19990312``); a year
    counts when it leads the text and lies between FIRST_YEAR and the year after the dump's.
    """
    match = _YEAR.match(str(text)) if text is not None else None
    if match is None:
        return None
    year = int(match[1])
    return year if FIRST_YEAR <= year <= int(dump[:4]) + 1 else None


def derive(document: Document, dump: str) -> None:
    """Put the ``derived`` part into a clean release or master, if there is anything to derive."""
    derived: Derived = {}
    year = derive_year(document.get("released", document.get("year")), dump)
    if year is not None:
        derived["year"] = year
    videos = document.get("videos")
    if videos:
        ids = distinct_video_ids(video["src"] for video in videos if "src" in video)
        if ids:
            derived["video_ids"] = ids
    if derived:
        document["derived"] = derived
