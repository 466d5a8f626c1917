"""Whatever is sent is read, or refused in one line that names the parameter; nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import QueryError
from domain.grammar import (
    MAX_ID,
    MAX_SEED,
    MAX_VALUES,
    PARAMETERS,
    parse_query,
    query_from_parameters,
    resolve,
)
from domain.query import Query

VOCABULARY = {
    "style": ["Techno", "Tech House", "Deep House", "techno-ish"],
    "genre": ["Folk, World, & Country", "Jazz"],
    "country": ["UK", "Réunion"],
}


def error_of(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    message = str(caught.value)
    assert message.isprintable()
    return caught.value


@pytest.mark.parametrize(
    ("text", "parameter", "nearest"),
    [
        ("styel=Techno", "styel", "style"),
        ("genre_any=Jazz", "genre_any", "genre_all"),
        ("techno", "techno", None),
        ("sort=newst", "sort", "newest"),
        ("sort=NEWEST", "sort", None),
        ("sort=newest&sort=oldest", "sort", None),
        ("video=2", "video", None),
        ("video=yes", "video", None),
        ("video=1&video=0", "video", None),
        ("dedupe=masters", "dedupe", "master"),
        ("sort=random&seed=-1", "seed", None),
        (f"sort=random&seed={MAX_SEED + 1}", "seed", None),
        ("sort=random&seed=1&seed=2", "seed", None),
        ("year=1977..1968", "year", "1968..1977"),
        ("year=..", "year", None),
        ("year=197x", "year", None),
        ("year_not=-5", "year_not", None),
        ("year=1968...1977", "year", None),
        ("decade=1974s", "decade", "1970s"),
        ("decade=1974", "decade", "1970s"),
        ("decade_not=70s", "decade_not", None),
        ("artist=Prince", "artist", None),
        ("artist_all=0", "artist_all", None),
        ("label=-1", "label", None),
        (f"credit={MAX_ID + 1}", "credit", None),
        ("artist=1.5", "artist", None),
        ("artist=1e3", "artist", None),
        ("q=!!!", "q", None),
        ("style=%ff", "query", None),
        ("%ff=1", "query", None),
        ("style=\udcff", "query", None),
        ("=1", "", None),
        ("a%0Ab=1", "a\nb", None),
    ],
)
def test_an_error_names_the_parameter_and_suggests_the_nearest(
    text: str, parameter: str, nearest: str | None
) -> None:
    error = error_of(text)
    assert error.parameter == parameter
    if nearest is not None:
        assert nearest in error.nearest
        assert repr(nearest) in str(error)


@pytest.mark.parametrize("year", ["1999²", "１９９９", "١٩٩٩", "१९९९", "Ⅷ", "1_999", "+1999"])
def test_only_plain_digits_are_numbers(year: str) -> None:
    for parameter in ("year", "artist", "decade"):
        assert error_of(f"{parameter}={year.replace('+', '%2B')}").parameter == parameter


@pytest.mark.parametrize("separator", ["%00", "%0D%0A", "%09"])
def test_control_characters_in_a_name_are_kept_as_they_are(separator: str) -> None:
    query = parse_query(f"style=a{separator}b")
    assert parse_query(str(query)) == query


# --- bounds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "&".join(f"style={number}" for number in range(MAX_VALUES + 1)),
        "&".join(f"artist={number}" for number in range(1, 5_000)),
        "q=" + "x" * 10_000,
        "style=" + "x" * 10_000,
        "q=" + "+".join(map(str, range(50))),
        "&".join(f"q={number}" for number in range(5_000)),
        "&".join(["q=" + "x" * 400, "q=" + "y" * 400]),
        "q=" + "ß" * 400,
        "artist=" + "9" * 10_000,
        "year=" + "9" * 10_000,
        "year=1.." + "9" * 10_000,
        "decade=" + "9" * 10_000,
        "sort=random&seed=" + "9" * 10_000,
        "x" * 10_000 + "=1",
    ],
)
def test_too_much_is_refused_at_once(text: str) -> None:
    began = time.monotonic()
    assert len(str(error_of(text))) < 1_500
    assert time.monotonic() - began < 2


def test_the_most_that_is_read_reads_back() -> None:
    names = [f"style={number}" for number in range(MAX_VALUES)]
    query = parse_query("&".join([*names, "sort=random"]))
    assert parse_query(str(query)) == query


def test_a_million_years_are_a_range_like_any_other() -> None:
    assert str(parse_query("year=0..999999999")) == "year=0.."
    assert str(parse_query("year=1900..1000000")) == "year=1900.."


_hostile = st.text(st.characters() | st.sampled_from("&=%+;?.\0\n\udc80sq12"), max_size=60)


def query_or_error(read: Callable[[], Query]) -> Query | QueryError:
    try:
        return read()
    except QueryError as error:
        return error


@given(_hostile)
@example("style=%")
@example("style=%zz&q=%c3%28")
@example("????")
def test_any_text_is_read_or_refused(text: str) -> None:
    answer = query_or_error(lambda: parse_query(text))
    if isinstance(answer, Query):
        assert parse_query(str(answer)) == answer


@given(st.lists(st.tuples(st.sampled_from(PARAMETERS) | _hostile, _hostile), max_size=5))
def test_any_parameters_are_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    answer = query_or_error(lambda: query_from_parameters(pairs))
    if isinstance(answer, Query):
        assert parse_query(str(answer)) == answer
    else:
        assert answer.parameter in {"query", *(name[:80] for name, _ in pairs)}
        assert str(answer).encode().count(b"\n") == 0


# --- the catalogue's spelling -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("style=techno", "style=Techno"),
        ("style=TECHNO&style_not=deep+house", "style=Techno&style_not=Deep+House"),
        ("style_all=tech+house&style_all=Techno", "style_all=Tech+House&style_all=Techno"),
        ("style=techno&style=Techno", "style=Techno"),
        ("country=RÉUNION", "country=R%C3%A9union"),
        ("year=1971&artist=7&decade=1970s", "year=1971&decade=1970s&artist=7"),
        ("q=techno", "q=techno"),
    ],
)
def test_names_are_spelt_as_the_catalogue_spells_them(text: str, resolved: str) -> None:
    assert str(resolve(parse_query(text), VOCABULARY)) == resolved


@pytest.mark.parametrize(
    ("text", "parameter", "nearest"),
    [
        ("style=Tecno", "style", "Techno"),
        ("style_not=deep+huose", "style_not", "Deep House"),
        ("genre_all=jaz", "genre_all", "Jazz"),
        ("genre=zydeco", "genre", None),
        ("format=Vinyl", "format", None),
        ("style=" + "x" * 500, "style", None),
    ],
)
def test_a_name_the_catalogue_lacks_is_refused_with_the_nearest(
    text: str, parameter: str, nearest: str | None
) -> None:
    with pytest.raises(QueryError) as caught:
        resolve(parse_query(text), VOCABULARY)
    assert caught.value.parameter == parameter
    assert (nearest in caught.value.nearest) if nearest else (caught.value.nearest == ())
    assert "not in this catalogue" in str(caught.value)


def test_an_exact_name_wins_over_one_that_differs_in_case() -> None:
    vocabulary = {"style": ["Dub", "dub", "DUB"]}
    for name in vocabulary["style"]:
        query = parse_query(f"style={name}")
        assert resolve(query, vocabulary) == query


def test_a_query_without_names_needs_no_vocabulary() -> None:
    assert resolve(Query(), {}) == Query()
