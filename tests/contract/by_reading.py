"""Random documents, and queries answered by reading every one of them.

Written anew from the parameters and the documents' plain fields: nothing of the index's own code
takes part in it, but for the rows it is built from.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from domain.documents import Document
from redis_etl.facets import FacetRow, facet_row

DUMP = "20261101"
GENRES = ["Jazz", "Rock", "Folk, World, & Country"]
STYLES = ["Bop", "Dub", "Free", "Ska"]
COUNTRIES = ["Japan", "UK"]
FORMATS = ["CD", "Vinyl"]
DESCRIPTIONS = ["LP", '12"']
QUALITIES = ["Correct", "Needs Vote"]
YEARS = [1959, 1960, 1968, 1969, 1970, 1979, 2001]
IDS = [1, 2, 3, 300]
WORDS = ["blue", "night", "sun", "the"]

Pairs = list[tuple[str, str]]


def _some(rng: random.Random, values: list[Any], most: int = 3) -> list[Any]:
    return rng.choices(values, k=rng.randint(1, most))


def _reference(rng: random.Random) -> dict[str, Any]:
    name = {"name": " ".join(_some(rng, WORDS, 2)).title()}
    return {"id": rng.choice(IDS), **name} if rng.random() < 0.8 else name


def _track(rng: random.Random) -> dict[str, Any]:
    track: dict[str, Any] = {"title": "A track's words are not searched: sun"}
    if rng.random() < 0.3:
        track["extraartists"] = [_reference(rng)]
    if rng.random() < 0.3:
        track["sub_tracks"] = [{"title": "part", "extraartists": [_reference(rng)]}]
    return track


def random_document(rng: random.Random, record: int, missing: float) -> Document:
    """A document in which each element is absent with the probability ``missing``."""
    made: dict[str, Callable[[], Any]] = {
        "title": lambda: " ".join(_some(rng, WORDS)).capitalize(),
        "genres": lambda: _some(rng, GENRES),
        "styles": lambda: _some(rng, STYLES),
        "country": lambda: rng.choice(COUNTRIES),
        "data_quality": lambda: rng.choice(QUALITIES),
        "formats": lambda: [
            {"name": rng.choice(FORMATS), "descriptions": _some(rng, DESCRIPTIONS)},
            {"name": rng.choice(FORMATS)},
        ],
        "labels": lambda: [_reference(rng) for _ in range(rng.randint(1, 2))],
        "artists": lambda: [_reference(rng) | {"anv": "Night-Owl"}],
        "extraartists": lambda: [_reference(rng)],
        "tracklist": lambda: [_track(rng) for _ in range(2)],
        "master_id": lambda: rng.randint(1, 12),
        "derived": lambda: _derived(rng),
    }
    return {"_id": record} | {
        name: make() for name, make in made.items() if rng.random() >= missing
    }


def _derived(rng: random.Random) -> dict[str, Any]:
    derived: dict[str, Any] = {}
    if rng.random() < 0.8:
        derived["year"] = rng.choice(YEARS)
    if rng.random() < 0.5:
        derived["video_ids"] = ["dQw4w9WgXcQ"]
    return derived


def random_documents(seed: int, count: int, missing: float) -> list[Document]:
    rng = random.Random(seed)
    ids = sorted(rng.sample(range(1, count * 3 + 1), count))
    return [random_document(rng, record, missing) for record in ids]


def news_of(record: int) -> list[str]:
    """What the facet ``new`` says of a record; in life it follows from the dump before."""
    return (["this"] if record % 5 == 0 else []) + (["changed"] if record % 7 == 0 else [])


def row_of(document: Document) -> FacetRow:
    return facet_row(document, news_of(document["_id"]))


def _tracks_credits(document: Document) -> Iterator[dict[str, Any]]:
    for track in document.get("tracklist", []):
        yield from track.get("extraartists", [])
        for sub_track in track.get("sub_tracks", []):
            yield from sub_track.get("extraartists", [])


def values_of(document: Document, facet: str) -> set[Any]:
    """What a document has of a facet; decades as texts."""
    year = document.get("derived", {}).get("year")
    formats = document.get("formats", [])
    credits_ = [*document.get("extraartists", []), *_tracks_credits(document)]
    found: dict[str, Any] = {
        "genre": document.get("genres", []),
        "style": document.get("styles", []),
        "country": [document.get("country")],
        "data_quality": [document.get("data_quality")],
        "new": news_of(document["_id"]),
        "format": [form["name"] for form in formats],
        "description": [text for form in formats for text in form.get("descriptions", [])],
        "year": [year],
        "decade": [f"{str(year)[:3]}0s" if year else None],
        "label": [label.get("id") for label in document.get("labels", [])],
        "artist": [artist.get("id") for artist in document.get("artists", [])],
        "credit": [credit.get("id") for credit in credits_],
    }
    return set(found[facet]) - {None}


def words_of(document: Document) -> set[str]:
    texts = [document.get("title", "")]
    texts += [artist["name"] for artist in document.get("artists", [])]
    texts += [artist.get("anv", "") for artist in document.get("artists", [])]
    texts += [label["name"] for label in document.get("labels", [])]
    return set(" ".join(texts).lower().replace("-", " ").split())


def has_value(document: Document, facet: str, value: str) -> bool:
    if facet == "year":
        first, _, last = value.partition("..") if ".." in value else (value, "", value)
        return any(
            int(first or 0) <= year <= int(last or 9999) for year in values_of(document, "year")
        )
    return value in {str(found) for found in values_of(document, facet)}


def matches(document: Document, pairs: Pairs) -> bool:
    """Whether a document is what the parameters ask for."""
    alternatives: dict[str, list[bool]] = {}
    for name, value in pairs:
        if name == "q":
            if not set(value.split()) <= words_of(document):
                return False
        elif name == "video":
            if ("video_ids" in document.get("derived", {})) != (value == "1"):
                return False
        elif name.endswith("_all"):
            if not has_value(document, name[:-4], value):
                return False
        elif name.endswith("_not"):
            if has_value(document, name[:-4], value):
                return False
        elif name != "dedupe":
            alternatives.setdefault(name, []).append(has_value(document, name, value))
    return all(any(answers) for answers in alternatives.values())


def found_by_reading(documents: list[Document], pairs: Pairs) -> list[Document]:
    found = [document for document in documents if matches(document, pairs)]
    if ("dedupe", "master") not in pairs:
        return found
    lowest: dict[int, int] = {}
    for document in found:
        lowest.setdefault(document.get("master_id", 0), document["_id"])
    return [
        document
        for document in found
        if not document.get("master_id") or lowest[document["master_id"]] == document["_id"]
    ]


def counts_by_reading(documents: list[Document], pairs: Pairs, facet: str) -> dict[Any, int]:
    """Every value with its count; what is asked of the facet as alternatives does not matter."""
    counts = {value: 0 for document in documents for value in values_of(document, facet)}
    others = [(name, value) for name, value in pairs if name != facet]
    for document in found_by_reading(documents, others):
        for value in values_of(document, facet):
            counts[value] += 1
    return counts
