"""Releases of a sample look like those of the real dumps: shares, shapes, coherence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import islice

import pytest

from dataget.sample import Plan, VideoIds, iter_documents
from dataget.sample.plan import NOT_ON_LABEL, VARIOUS
from dataget.sample.vocabulary import LASTING_VIDEOS, STYLES
from domain.documents import Document, Kind, derive_year
from domain.videos import video_id

DUMP = "20261101"
PLAN = Plan(5000, 1, DUMP)


@cache
def _releases(videos: VideoIds = VideoIds.LASTING) -> list[Document]:
    return list(iter_documents(PLAN, Kind.RELEASES, videos))


@cache
def _masters() -> list[Document]:
    return list(iter_documents(PLAN, Kind.MASTERS))


def _share(test: Callable[[Document], bool]) -> float:
    return 100 * sum(map(test, _releases())) / len(_releases())


def _year(release: Document) -> int | None:
    return derive_year(release.get("released"), DUMP)


@pytest.mark.parametrize(
    ("genre", "percent"),
    [
        ("Rock", 36.9),
        ("Electronic", 24.1),
        ("Pop", 20.2),
        ("Folk, World, & Country", 12.4),
        ("Classical", 7.4),
        ("Jazz", 7.2),
        ("Funk / Soul", 5.8),
        ("Hip Hop", 4.8),
        ("Stage & Screen", 4.0),
        ("Latin", 3.3),
        ("Blues", 2.7),
        ("Reggae", 2.1),
        ("Non-Music", 1.2),
        ("Children's", 1.1),
        ("Brass & Military", 0.2),
    ],
)
def test_genres_have_their_real_shares(genre: str, percent: float) -> None:
    assert _share(lambda release: genre in release["genres"]) == pytest.approx(percent, abs=3.5)


@pytest.mark.parametrize(
    ("key", "percent"),
    [
        ("master_id", 59.3),
        ("styles", 83.8),
        ("country", 96.7),
        ("released", 86.9),
        ("videos", 47.9),
    ],
)
def test_fields_are_as_often_there_as_in_the_real_dumps(key: str, percent: float) -> None:
    assert _share(lambda release: key in release) == pytest.approx(percent, abs=3)


@pytest.mark.parametrize(
    ("country", "percent"),
    [("US", 20.3), ("Germany", 9.7), ("UK", 7.0), ("Japan", 6.3), ("Italy", 4.9)],
)
def test_countries_have_their_real_shares(country: str, percent: float) -> None:
    share = _share(lambda release: release.get("country") == country)
    assert share == pytest.approx(percent, abs=3)


@pytest.mark.parametrize(
    ("carrier", "percent"),
    [("Vinyl", 46.6), ("CD", 30.7), ("File", 9.2), ("Cassette", 8.2), ("CDr", 3.3)],
)
def test_carriers_have_their_real_shares(carrier: str, percent: float) -> None:
    share = _share(lambda release: release["formats"][0]["name"] == carrier)
    assert share == pytest.approx(percent, abs=3)


@pytest.mark.parametrize(
    ("description", "percent"),
    [
        ("Album", 39.4),
        ("LP", 23.5),
        ('12"', 14.7),
        ("45 RPM", 12.7),
        ('7"', 12.7),
        ("Single", 11.5),
    ],
)
def test_descriptions_have_about_their_real_shares(description: str, percent: float) -> None:
    share = _share(
        lambda release: any(description in f.get("descriptions", ()) for f in release["formats"])
    )
    assert share == pytest.approx(percent, abs=4)


@pytest.mark.parametrize(
    ("decade", "percent"),
    [(2010, 25.3), (2000, 17.9), (1990, 15.4), (1980, 10.8), (1970, 9.0), (1960, 7.4)],
)
def test_decades_have_about_their_real_shares(decade: int, percent: float) -> None:
    # The real shares are from before the 2020s, which take something of each.
    share = _share(lambda release: (_year(release) or 0) // 10 * 10 == decade)
    assert share == pytest.approx(percent, abs=4)


def test_dates_are_as_dirty_as_in_the_real_dumps() -> None:
    dates = [release.get("released", "") for release in _releases()]
    shares = {
        "year": sum(len(date) == 4 and date > "1860" for date in dates),
        "month": sum(date.endswith("-00") for date in dates),
        "absent": dates.count(""),
    }
    percent = {name: 100 * count / len(dates) for name, count in shares.items()}
    assert percent == pytest.approx({"year": 57, "month": 8, "absent": 12}, abs=2.5)
    assert {"?", "197"} & set(dates)
    assert any(len(date) == 8 and date.isdigit() for date in dates)


def test_some_releases_are_by_various_artists_each_on_a_track() -> None:
    various = [release for release in _releases() if release["artists"][0]["id"] == VARIOUS]
    assert len(various) / len(_releases()) == pytest.approx(0.062, abs=0.02)
    for release in various:
        tracks = [track for track in release["tracklist"] if "position" in track]
        assert all("artists" in track for track in tracks)


def test_oddities_of_the_real_dumps_are_there() -> None:
    assert _share(lambda r: any("sub_tracks" in track for track in r["tracklist"])) > 1
    assert _share(lambda r: any("position" not in track for track in r["tracklist"])) > 2
    assert _share(lambda r: any("id" not in c for c in r.get("extraartists", ()))) > 0.5
    assert _share(lambda r: any("anv" in c for c in r["artists"])) > 4
    assert _share(lambda r: any("join" in c for c in r["artists"])) > 8
    assert _share(lambda r: "\r\n" in r.get("notes", "")) > 5
    assert _share(lambda r: "series" in r) > 2
    assert any(len(str(r["formats"][0]["qty"])) == 64 for r in _releases())


def test_lists_are_as_long_as_in_the_real_dumps() -> None:
    def mean(key: str) -> float:
        return sum(len(release.get(key, ())) for release in _releases()) / len(_releases())

    assert mean("styles") == pytest.approx(1.49, abs=0.25)
    assert mean("labels") == pytest.approx(1.14, abs=0.05)
    assert mean("artists") == pytest.approx(1.24, abs=0.05)
    assert mean("videos") == pytest.approx(2.05, abs=0.2)


def test_videos_of_a_release_are_as_many_as_in_the_real_dumps() -> None:
    counts = sorted(len(r["videos"]) for r in _releases() if "videos" in r)
    quantiles = [counts[int(len(counts) * part)] for part in (0.5, 0.9, 0.99)]
    assert quantiles == pytest.approx([3, 10, 20], abs=2)
    durations = [video["duration"] for r in _releases() for video in r.get("videos", ())]
    assert 100 * durations.count(0) / len(durations) == pytest.approx(4.5, abs=1)


def test_lasting_videos_are_all_from_the_short_list() -> None:
    ids = {video_id(video["src"]) for r in _releases() for video in r.get("videos", ())}
    assert ids == set(LASTING_VIDEOS)
    assert len(LASTING_VIDEOS) >= 40


def test_made_up_videos_are_shared_as_rarely_as_real_ones() -> None:
    releases_of: Counter[str | None] = Counter()
    for release in _releases(VideoIds.UNIQUE):
        releases_of.update({video_id(video["src"]) for video in release.get("videos", ())})
    assert None not in releases_of
    alone = sum(count == 1 for count in releases_of.values()) / len(releases_of)
    assert alone == pytest.approx(0.97, abs=0.01)


def test_some_masters_repeat_a_video() -> None:
    sources = [[video["src"] for video in m["videos"]] for m in _masters() if "videos" in m]
    repeating = sum(len(set(found)) < len(found) for found in sources)
    assert repeating / len(sources) == pytest.approx(0.11, abs=0.06)


def test_a_few_artists_and_labels_have_many_releases() -> None:
    artists = Counter(c["id"] for r in _releases() for c in r["artists"] if c["id"] != VARIOUS)
    labels = Counter(e["id"] for r in _releases() for e in r["labels"] if e["id"] != NOT_ON_LABEL)
    for counts in (artists, labels):
        most = counts.most_common()
        tenth = sum(count for _, count in most[: len(most) // 10])
        assert tenth > 0.25 * counts.total()
        assert most[0][1] > 20
        assert most[-1][1] == 1


def test_no_carrier_is_older_than_its_kind() -> None:
    first = {"CD": 1982, "File": 2000, "CDr": 1990, "Cassette": 1964, "Vinyl": 1945, "DVD": 1996}
    for release in _releases():
        year = _year(release)
        if year is not None:
            assert year >= first.get(release["formats"][0]["name"], 0)


def test_nothing_is_played_before_its_time() -> None:
    begins = {
        style.name: min(s.first for table in STYLES.values() for s in table if s.name == style.name)
        for table in STYLES.values()
        for style in table
    }
    for release in _releases():
        year = _year(release)
        for style in release.get("styles", ()):
            assert year is None or year >= begins[style] - 2
    assert begins["Techno"] >= 1985


def test_a_label_leans_to_one_genre() -> None:
    genres: dict[int, Counter[str]] = {}
    for release in _releases():
        label = release["labels"][0]["id"]
        genres.setdefault(label, Counter()).update(release["genres"])
    busy = {label: c for label, c in genres.items() if c.total() > 30 and label != NOT_ON_LABEL}
    assert len(busy) > 20
    assert all(c.most_common(1)[0][1] > 0.4 * c.total() for c in busy.values())


def test_the_main_release_and_its_master_name_each_other() -> None:
    releases = {release["_id"]: release for release in _releases()}
    main = {r["master_id"]: r["_id"] for r in _releases() if r.get("is_main_release")}
    assert main == {master["_id"]: master["main_release"] for master in _masters()}
    for master in _masters():
        release = releases[master["main_release"]]
        assert master["title"] == release["title"]
        assert master["genres"] == release["genres"]
    assert {r["master_id"] for r in _releases() if "master_id" in r} == set(main)


def test_documents_are_made_one_at_a_time() -> None:
    endless = Plan(10**9, 1, DUMP)
    for kind in Kind:
        first = list(islice(iter_documents(endless, kind), 3))
        assert [document["_id"] for document in first] == sorted({d["_id"] for d in first})


def test_values_are_never_empty() -> None:
    def check(value: object) -> None:
        assert value not in ("", [], {}, None)
        children = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            for child in children:
                check(child)

    for document in [*_releases()[:1000], *_masters()]:
        check(document)
