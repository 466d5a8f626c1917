"""One document → the facet values it is found by. Pure; every fact of the index starts here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple, TypeGuard

from domain import facets
from domain.documents import Document
from domain.grammar import MAX_ID
from domain.text import words

#: Facets with one set per value: those with a small vocabulary, the year, and whether a record
#: has a video.
VIDEO = "video"
HEADS = (*(facet.name for facet in facets.NAMED), facets.YEAR.name, VIDEO)
#: Head facets that also have a forward column to count by.
COLUMNS = tuple(name for name in HEADS if name != VIDEO)
#: Facets with millions of values.
WORD = "word"
TAILS = (*(facet.name for facet in facets.ENTITIES), WORD)

Value = str | int


class FacetRow(NamedTuple):
    """What the index keeps of one record; every list is free of repeats.

    ``tails`` holds integer keys: Discogs ids for artist, label and credit, hashes for words.
    """

    id: int
    master: int
    heads: dict[str, list[Value]]
    tails: dict[str, list[int]]


def facet_row(document: Document, news: Iterable[str] = ()) -> FacetRow:
    """The facet values of a clean release or master.

    Args:
        document: the release or master.
        news: values of the facet ``new``, which do not follow from the document alone.
    """
    derived = document.get("derived", {})
    formats = document.get("formats", ())
    year = derived.get("year")
    heads: dict[str, list[Value]] = {
        facets.GENRE.name: _distinct(document.get("genres", ())),
        facets.STYLE.name: _distinct(document.get("styles", ())),
        facets.COUNTRY.name: _single(document.get("country")),
        facets.FORMAT.name: _distinct(f["name"] for f in formats if "name" in f),
        facets.DESCRIPTION.name: _distinct(d for f in formats for d in f.get("descriptions", ())),
        facets.DATA_QUALITY.name: _single(document.get("data_quality")),
        facets.NEW.name: list(news),
        facets.YEAR.name: [] if year is None else [year],
        VIDEO: ["1"] if "video_ids" in derived else [],
    }
    tails = {
        facets.LABEL.name: _ids(document.get("labels", ())),
        facets.ARTIST.name: _ids(document.get("artists", ())),
        facets.CREDIT.name: _ids(_extra_artists(document)),
        WORD: [word_key(word) for word in _distinct(_searched_words(document))],
    }
    return FacetRow(document["_id"], _master(document), heads, tails)


@lru_cache(maxsize=10_000)
def word_key(word: str) -> int:
    """A folded word's key: 64 bits, wide enough that three million words do not collide.

    The chance that any two of n words share a key is about n² / 2⁶⁵: 3 in ten million.
    """
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def _master(document: Document) -> int:
    master = document.get("master_id", 0)
    return master if _is_id(master) else 0


def _searched_words(document: Document) -> Iterator[str]:
    yield from words(document.get("title", ""))
    for artist in document.get("artists", ()):
        yield from words(artist.get("name", ""))
        yield from words(artist.get("anv", ""))
    for label in document.get("labels", ()):
        yield from words(label.get("name", ""))


def _extra_artists(document: Document) -> Iterator[dict[str, Any]]:
    yield from document.get("extraartists", ())
    for track in document.get("tracklist", ()):
        yield from track.get("extraartists", ())
        for sub_track in track.get("sub_tracks", ()):
            yield from sub_track.get("extraartists", ())


def _ids(references: Iterable[dict[str, Any]]) -> list[int]:
    found = (reference.get("id") for reference in references)
    return list(dict.fromkeys(value for value in found if _is_id(value)))


def _is_id(value: Any) -> TypeGuard[int]:
    # An id that was no number stayed text: it is no link. Nor is a number no query can name.
    return isinstance(value, int) and 0 < value <= MAX_ID


def _single(value: Value | None) -> list[Value]:
    return [] if value is None else [value]


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))
