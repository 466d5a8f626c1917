"""What is derived from a document, and which dirty dates still state a year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import Document, Kind, derive, derive_year, is_dump

DUMP = "20261101"


@pytest.mark.parametrize(
    ("released", "year"),
    [
        ("1999", 1999),
        ("1999-03-12", 1999),
        ("1999-03-00", 1999),
        ("1999-00-00", 1999),
        ("19990312", 1999),
        ("1999?", 1999),
        (1968, 1968),
        ("1860", 1860),
        ("1859", None),
        ("2027", 2027),
        ("2028", None),
        ("0000", None),
        ("0400", None),
        ("0", None),
        (0, None),
        ("197", None),
        (197, None),
        ("19", None),
        ("199903", None),
        ("199903121", None),
        ("?", None),
        ("Not Known", None),
        ("circa 1970", None),
        ("", None),
        (None, None),
        ("１９９９", None),
    ],
)
def test_a_year_counts_when_it_leads_the_text_and_is_possible(
    released: str | int | None, year: int | None
) -> None:
    assert derive_year(released, DUMP) == year


@given(st.text() | st.integers() | st.text("0123456789-?", max_size=12))
def test_any_date_gives_a_possible_year_or_none(released: str | int) -> None:
    year = derive_year(released, DUMP)
    assert year is None or (1860 <= year <= 2027 and str(released).startswith(str(year)))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("20261101", True),
        ("2026110", False),
        ("202611011", False),
        ("2026-11-01", False),
        ("20261101\n", False),
        ("２０２６１１０１", False),
        ("", False),
    ],
)
def test_a_dump_is_named_by_eight_digits(text: str, answer: bool) -> None:
    assert is_dump(text) is answer


def test_a_kinds_record_is_its_singular() -> None:
    assert [kind.record for kind in Kind] == ["artist", "label", "master", "release"]


def test_derived_stands_apart_and_repeats_nothing() -> None:
    document: Document = {
        "_id": 1,
        "released": "1977-00-00",
        "videos": [
            {"src": "https://www.youtube.com/watch?v=dQw4w9WgXcQ"},
            {"duration": 3},
            {"src": "https://youtu.be/dQw4w9WgXcQ"},
            {"src": "https://example.org/film"},
        ],
    }
    before = dict(document)
    derive(document, DUMP)
    assert document.pop("derived") == {"year": 1977, "video_ids": ["dQw4w9WgXcQ"]}
    assert document == before


def test_a_masters_year_is_derived_from_its_year() -> None:
    document: Document = {"_id": 1, "year": 1959}
    derive(document, DUMP)
    assert document["derived"] == {"year": 1959}


@pytest.mark.parametrize(
    "document",
    [{}, {"released": "?"}, {"year": 0}, {"videos": [{"src": "https://example.org"}]}],
)
def test_where_nothing_can_be_derived_nothing_is_added(document: Document) -> None:
    before = dict(document)
    derive(document, DUMP)
    assert document == before
