"""The facet values of a document, whatever it lacks."""

from __future__ import annotations

from domain.documents import Document
from domain.facets import ENTITIES, NAMED
from redis_etl.facets import COLUMNS, HEADS, TAILS, facet_row, word_key

RELEASE: Document = {
    "_id": 7,
    "title": "Don't Stop",
    "artists": [{"id": 1, "name": "James Holden (2)", "anv": "Holdén"}, {"name": "Unlinked"}],
    "extraartists": [{"id": 5, "name": "Engineer"}, {"name": "Nobody", "role": "Cover"}],
    "labels": [{"id": 9, "name": "Border", "catno": "B 1"}, {"id": 9, "name": "Border"}],
    "genres": ["Electronic", "Electronic"],
    "styles": ["Techno", "House"],
    "country": "UK",
    "data_quality": "Correct",
    "formats": [
        {"name": "Vinyl", "descriptions": ["LP", "Album"]},
        {"name": "Vinyl", "descriptions": ["LP"]},
        {"qty": 1},
    ],
    "master_id": 3,
    "tracklist": [
        {"title": "One", "extraartists": [{"id": 5}, {"id": 6}], "artists": [{"id": 77}]},
        {"title": "Two", "sub_tracks": [{"title": "b", "extraartists": [{"id": 8}]}]},
    ],
    "derived": {"year": 1999, "video_ids": ["dQw4w9WgXcQ"]},
}


def test_a_release_is_found_by_all_it_has_once_each() -> None:
    row = facet_row(RELEASE, ["this"])
    assert (row.id, row.master) == (7, 3)
    assert row.heads == {
        "genre": ["Electronic"],
        "style": ["Techno", "House"],
        "country": ["UK"],
        "format": ["Vinyl"],
        "description": ["LP", "Album"],
        "data_quality": ["Correct"],
        "new": ["this"],
        "year": [1999],
        "video": ["1"],
    }
    words = ["dont", "stop", "james", "holden", "2", "unlinked", "border"]
    assert {name: keys for name, keys in row.tails.items() if name != "word"} == {
        "label": [9],
        "artist": [1],
        "credit": [5, 6, 8],
    }
    assert row.tails["word"] == [word_key(word) for word in words]


def test_a_record_with_nothing_but_its_id_is_in_no_set() -> None:
    row = facet_row({"_id": 1})
    assert (row.id, row.master) == (1, 0)
    assert set(row.heads) == set(HEADS)
    assert set(row.tails) == set(TAILS)
    assert not any(row.heads.values())
    assert not any(row.tails.values())


def test_what_is_no_id_links_nothing() -> None:
    ids = ["12a", 0, -4, 2**31, 10**30, None, 3]
    row = facet_row({"_id": 1, "artists": [{"id": value} for value in ids], "master_id": 10**30})
    assert row.tails["artist"] == [3]
    assert row.master == 0
    assert facet_row({"_id": 1, "master_id": "x"}).master == 0


def test_words_have_keys_that_never_change() -> None:
    """They lie in Redis: another key for a word is another index version."""
    assert word_key("blue") == 15818879382754131346
    assert word_key("blue") != word_key("blues")


def test_every_facet_has_its_place_in_the_index() -> None:
    assert {facet.name for facet in NAMED} | {"year"} == set(COLUMNS)
    assert {facet.name for facet in ENTITIES} | {"word"} == set(TAILS)
    assert set(COLUMNS) | {"video"} == set(HEADS)
