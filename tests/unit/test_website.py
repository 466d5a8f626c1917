"""The site's pure parts: edits of a query, years, addresses of the player."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apis.catalogue import FacetValue
from domain.grammar import parse_query
from domain.query import Query
from website import edits
from website.dig import Paging
from website.links import Links
from website.player import YOUTUBE_API, PlayerPlace
from website.request import read_dig_request
from website.sleeve import sleeve
from website.wording import clock, dump_date, moment, sentence, spell
from website.years import MAX_BARS, histogram, year_fields

styles = st.sampled_from(["A", "B", "C & D", "é"])
groups = st.sampled_from(edits.GROUPS)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    query = Query(video=draw(st.sampled_from([True, False, None])))
    for group in edits.GROUPS:
        for style in draw(st.sets(styles, max_size=3)):
            query = edits.put(query, "style", style, group)
    return query


@given(queries(), styles, groups)
def test_a_term_put_into_a_group_is_there_and_nowhere_else(
    query: Query, style: str, group: edits.Group
) -> None:
    changed = edits.put(query, "style", style, group)
    assert edits.group_of(changed, "style", style) == group
    assert edits.drop(changed, "style", style) == edits.drop(query, "style", style)


@given(queries())
def test_a_pages_address_reads_back_as_its_query(query: Query) -> None:
    address = Links("/", query).to(query)
    asked = read_dig_request(address.partition("?")[2].encode())
    assert asked.query == query
    assert not asked.untidy


@given(queries(), styles)
def test_only_leaves_one_alternative_and_keeps_what_is_excluded(query: Query, style: str) -> None:
    changed = edits.only(query, "style", style)
    assert changed.clause("style").any_of == (style,)
    kept = set(query.clause("style").none_of) - {style}
    assert set(changed.clause("style").none_of) == kept


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("year=1970..1977", ("1970", "1977")),
        ("year=1970..", ("1970", "")),
        ("year=..1977", ("", "1977")),
        ("year=1971", ("1971", "1971")),
        ("year=1971&year=1980", ("", "")),
        ("decade=1970s", ("", "")),
    ],
)
def test_the_year_fields_hold_the_one_range_asked_for(query: str, fields: tuple[str, str]) -> None:
    assert year_fields(parse_query(query)) == fields


@given(st.dictionaries(st.integers(1860, 2027), st.integers(1, 10**6), min_size=1))
def test_bars_and_the_older_ones_hold_every_record(counts: dict[int, int]) -> None:
    values = [FacetValue(str(year), count) for year, count in sorted(counts.items())]
    drawn = histogram(values, Links("/", parse_query("decade=1990s")))
    assert sum(bar.count for bar in drawn.bars) + drawn.older == sum(counts.values())
    assert len(drawn.bars) <= MAX_BARS
    assert all(bar.chosen == (1990 <= bar.year <= 1999) for bar in drawn.bars)
    assert all(0 <= bar.height <= 100 for bar in drawn.bars)


def test_terms_dates_and_durations_are_written_out() -> None:
    asked = parse_query("year=1970..1977&year=1990..").clause("year").any_of
    assert [spell("year", term) for term in asked] == ["1970–1977", "from 1990"]
    assert spell("new", "changed") == "Changed since the last dump"
    assert spell("style", "changed") == "changed"
    assert dump_date("20261101") == "1 November 2026"
    assert moment("2026-11-21T03:14:13+01:00") == "21 November 2026, 02:14 UTC"
    assert sentence("no release has the id 9") == "No release has the id 9."
    assert [clock(0), clock(282), clock(3661)] == ["", "4:42", "1:01:01"]


def test_a_record_always_looks_the_same_and_its_carrier_shows() -> None:
    tape = sleeve({"id": 5, "format": "2 × Cassette, Album", "genres": ["Jazz"]})
    assert tape.carrier == "tape"
    assert tape == sleeve({"id": 5, "format": "2 × Cassette, Album", "genres": ["Jazz"]})
    assert sleeve({"id": 6, "format": 'Vinyl, 7", Single'}).hole > sleeve({"id": 6}).hole
    assert sleeve({"id": 6, "format": "CD + DVD"}).carrier == "compact"


def test_pages_worth_a_link_are_the_ends_and_the_neighbours() -> None:
    assert Paging(1, 1).around == [1]
    assert Paging(10, 99).around == [1, 8, 9, 10, 11, 12, 99]


def test_frames_come_from_youtube_unless_the_script_does_not() -> None:
    assert PlayerPlace(YOUTUBE_API).embed_url == "https://www.youtube-nocookie.com/embed/"
    local = PlayerPlace("http://127.0.0.1:9/iframe_api")
    assert local.embed_url == "http://127.0.0.1:9/embed/"
    assert "http://127.0.0.1:9" in local.script_sources
    assert "http://127.0.0.1:9" in local.frame_sources
