"""The facet index answers as reading every document would, on every Redis there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from domain.documents import Document, Kind
from domain.facets import COUNTED
from domain.grammar import query_from_parameters
from domain.query import Query, Sort
from redis_etl import generations
from redis_etl.build import build_generation
from redis_etl.counts import FacetCounter
from redis_etl.facets import FacetRow
from redis_etl.index import FacetIndex
from redis_etl.spool import Spool
from redis_etl.verify import verify
from tests.contract.by_reading import (
    COUNTRIES,
    DESCRIPTIONS,
    DUMP,
    FORMATS,
    GENRES,
    IDS,
    QUALITIES,
    STYLES,
    WORDS,
    Pairs,
    counts_by_reading,
    found_by_reading,
    random_documents,
    row_of,
    values_of,
)


class Rows:
    """Facet rows of documents in memory."""

    dump = DUMP

    def __init__(self, documents: list[Document], kind: Kind = Kind.RELEASES) -> None:
        self._documents = documents
        self.kind = kind
        self.fingerprint = "test"

    def rows(self, after: int) -> Iterator[FacetRow]:
        return (row_of(document) for document in self._documents if document["_id"] > after)


@dataclass(frozen=True)
class Catalogue:
    index: FacetIndex
    documents: list[Document]

    def ids(self, hits_page: list[int]) -> list[int]:
        return self.index.ids(hits_page)


def build(redis: Redis, folder: Path, documents: list[Document], bits: int) -> Catalogue:
    spool = Spool(folder / "spool")
    manifest = build_generation(redis, Rows(documents), spool, lambda *_: None, bits)
    generations.publish(redis, manifest)
    index = FacetIndex.open(redis, manifest.generation)
    by_id = {document["_id"]: document for document in documents}
    verify(index, len(documents), lambda ids: [row_of(by_id[record]) for record in ids])
    return Catalogue(index, documents)


def _popular(documents: list[Document]) -> list[Document]:
    """One artist, one label, one credit and one word on far more records than a short list has."""
    for place, document in enumerate(documents):
        if place % 3:
            document.setdefault("artists", []).append({"id": 300, "name": "Sun Ra"})
            document.setdefault("labels", []).append({"id": 3, "name": "Night"})
        if place % 2:
            document.setdefault("extraartists", []).append({"id": 300, "name": "Nobody"})
    return documents


CATALOGUES = {
    # (documents, shard bits); 768 is three full shards, 37 leaves the last half empty
    "dense": lambda: (random_documents(1, 300, missing=0.1), 5),
    "sparse": lambda: (random_documents(2, 37, missing=0.8), 4),
    "bare": lambda: ([{"_id": record} for record in range(1, 20)], 4),
    "popular": lambda: (_popular(random_documents(3, 768, missing=0.4)), 8),
    "empty": lambda: ([], 4),
}


@pytest.fixture(scope="module", params=list(CATALOGUES))
def catalogue(
    each_redis: Redis, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Catalogue:
    each_redis.flushall()
    documents, bits = CATALOGUES[request.param]()
    return build(each_redis, tmp_path_factory.mktemp("build"), documents, bits)


_years = st.sampled_from([1959, 1960, 1965, 1969, 1970, 1980, 2001, 2026])
_spans = st.one_of(
    _years.map(str),
    _years.map(lambda year: f"{year}.."),
    _years.map(lambda year: f"..{year}"),
    st.tuples(_years, _years).map(lambda pair: f"{min(pair)}..{max(pair)}"),
)
_values = {
    "genre": st.sampled_from([*GENRES, "Unheard Of"]),
    "style": st.sampled_from([*STYLES, "Unheard Of"]),
    "country": st.sampled_from(COUNTRIES),
    "format": st.sampled_from(FORMATS),
    "description": st.sampled_from(DESCRIPTIONS),
    "data_quality": st.sampled_from(QUALITIES),
    "new": st.sampled_from(["this", "changed"]),
    "year": _spans,
    "decade": st.sampled_from(["1950s", "1960s", "1970s", "1990s", "2000s"]),
    **{name: st.sampled_from([*IDS, 77]).map(str) for name in ("label", "artist", "credit")},
}


def _facet_pair(name: str) -> st.SearchStrategy[tuple[str, str]]:
    suffixes = st.sampled_from(["", "", "_all", "_not"])
    return st.tuples(suffixes.map(lambda suffix: name + suffix), _values[name])


_words = st.lists(st.sampled_from([*WORDS, "owl", "unsaid"]), min_size=1, max_size=2)
_option_pairs = st.one_of(
    _words.map(lambda chosen: ("q", " ".join(chosen))),
    st.just(("dedupe", "master")),
)
queries = st.tuples(
    st.lists(st.one_of(*map(_facet_pair, _values), _option_pairs), max_size=5),
    st.sampled_from([[], [], [("video", "1")], [("video", "0")]]),
).map(lambda parts: parts[0] + parts[1])

search = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def read(pairs: Pairs) -> Query:
    return query_from_parameters(pairs)


@search
@given(pairs=queries)
def test_hits_are_those_found_by_reading_every_document(catalogue: Catalogue, pairs: Pairs) -> None:
    expected = [document["_id"] for document in found_by_reading(catalogue.documents, pairs)]
    hits = catalogue.index.hits(read(pairs))
    assert hits.total == len(expected)
    everything = hits.total + 5
    assert catalogue.ids(hits.page(Sort.OLDEST, 0, 0, everything)) == expected
    assert catalogue.ids(hits.page(Sort.NEWEST, 0, 0, everything)) == expected[::-1]


@search
@given(
    pairs=queries,
    sort=st.sampled_from(Sort),
    seed=st.integers(0, 2**32 - 1),
    size=st.sampled_from([1, 7, 50, 1000]),
)
def test_pages_part_the_result_without_gap_or_repeat(
    catalogue: Catalogue, pairs: Pairs, sort: Sort, seed: int, size: int
) -> None:
    hits = catalogue.index.hits(read(pairs))
    whole = hits.page(sort, seed, 0, hits.total)
    starts = range(0, hits.total + size, size)[:60]
    pages = [hits.page(sort, seed, start, size) for start in starts]
    assert [ordinal for page in pages for ordinal in page] == whole[: 60 * size]
    assert all(len(page) == size for page in pages[:-2])
    assert hits.page(sort, seed, hits.total + 10, size) == []


@search
@given(pairs=queries, seed=st.integers(0, 2**32 - 1))
def test_random_order_has_every_hit_once_and_is_the_same_for_one_seed(
    catalogue: Catalogue, pairs: Pairs, seed: int
) -> None:
    hits = catalogue.index.hits(read(pairs))
    order = hits.page(Sort.RANDOM, seed, 0, hits.total)
    assert sorted(order) == hits.page(Sort.OLDEST, 0, 0, hits.total)
    assert order == hits.page(Sort.RANDOM, seed, 0, hits.total)
    if hits.total >= 20:
        assert order != hits.page(Sort.RANDOM, seed + 1, 0, hits.total)
        assert order != sorted(order)


@settings(search, max_examples=25)
@given(pairs=queries, by_columns=st.booleans())
def test_facet_counts_are_those_of_reading_every_document(
    catalogue: Catalogue, pairs: Pairs, by_columns: bool
) -> None:
    column_hits = 10**9 if by_columns else -1
    counter = FacetCounter(catalogue.index, read(pairs), column_hits)
    for facet in COUNTED:
        expected = counts_by_reading(catalogue.documents, pairs, facet.name)
        assert counter.count(facet.name) == expected, facet.name


def test_vocabulary_is_what_the_documents_have(catalogue: Catalogue) -> None:
    for facet, values in catalogue.index.vocabulary.items():
        assert len(values) == len(set(values))
        had = set().union(*(values_of(document, facet) for document in catalogue.documents))
        assert set(values) == ({"this", "changed"} if facet == "new" else had)


def test_every_record_has_its_id_at_its_ordinal(catalogue: Catalogue) -> None:
    ids = [document["_id"] for document in catalogue.documents]
    assert list(catalogue.index.all_ids()) == ids
    backwards = list(range(len(ids)))[::-1]
    assert catalogue.index.ids(backwards) == ids[::-1]


def test_dedupe_keeps_the_lowest_of_the_hits_and_all_without_master(
    each_redis: Redis, tmp_path: Path
) -> None:
    """The lowest release of a master may itself be no hit: the lowest hit stands in."""
    each_redis.flushall()
    documents: list[Document] = [
        {"_id": 1, "master_id": 9, "genres": ["Rock"]},
        {"_id": 2, "genres": ["Jazz"]},
        {"_id": 3, "master_id": 9, "genres": ["Jazz"]},
        {"_id": 4, "genres": ["Jazz"]},
        {"_id": 5, "master_id": 9, "genres": ["Jazz"]},
    ]
    made = build(each_redis, tmp_path, documents, bits=1)
    hits = made.index.hits(read([("genre", "Jazz"), ("dedupe", "master")]))
    assert made.ids(hits.page(Sort.OLDEST, 0, 0, 9)) == [2, 3, 4]


def test_masters_are_a_catalogue_too(each_redis: Redis, tmp_path: Path) -> None:
    each_redis.flushall()
    documents: list[Document] = [
        {"_id": 4, "title": "Kind of Blue", "genres": ["Jazz"], "derived": {"year": 1959}},
        {"_id": 9, "title": "Blue Train", "genres": ["Jazz", "Rock"], "artists": [{"id": 7}]},
    ]
    spool = Spool(tmp_path / "spool")
    source = Rows(documents, Kind.MASTERS)
    manifest = build_generation(each_redis, source, spool, lambda *_: None, 4)
    index = FacetIndex.open(each_redis, manifest.generation)
    assert index.manifest.kind is Kind.MASTERS

    def ids(*pairs: tuple[str, str]) -> list[int]:
        return index.ids(index.hits(read(list(pairs))).page(Sort.NEWEST, 0, 0, 9))

    assert ids(("q", "blue")) == [9, 4]
    assert ids(("decade", "1950s")) == [4]
    assert ids(("artist", "7"), ("genre_not", "Folk")) == [9]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 2**32),
    count=st.integers(0, 20),
    missing=st.sampled_from([0.0, 0.5, 0.9]),
    bits=st.integers(0, 3),
    asked=st.lists(queries, min_size=1, max_size=5),
)
def test_any_small_catalogue_answers_as_reading_it_does(
    each_redis: Redis,
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    count: int,
    missing: float,
    bits: int,
    asked: list[Pairs],
) -> None:
    each_redis.flushall()
    documents = random_documents(seed, count, missing)
    made = build(each_redis, tmp_path_factory.mktemp("small"), documents, bits)
    for pairs in asked:
        hits = made.index.hits(read(pairs))
        expected = [document["_id"] for document in found_by_reading(documents, pairs)]
        assert made.ids(hits.page(Sort.OLDEST, 0, 0, 100)) == expected
