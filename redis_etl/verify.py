"""Is a finished generation true to the documents? Asked before it goes live."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from domain.documents import Document
from domain.errors import IndexBroken
from redis_etl.facets import FacetRow, facet_row
from redis_etl.index import FacetIndex

#: Records compared with their documents, spread evenly over the generation.
SAMPLES = 100


def verify(
    index: FacetIndex,
    expected_total: int,
    documents: Callable[[Sequence[int]], Iterable[Document]],
) -> None:
    """Check the counts, and what the index says of a sample of records.

    Args:
        index: the generation.
        expected_total: how many documents the store holds.
        documents: fetches documents by id.

    Raises:
        IndexBroken: it differs; the message says where.
    """
    total = index.manifest.total
    if total != expected_total:
        raise IndexBroken(f"the index has {total:,} records but the store {expected_total:,}")
    _check_ids(index)
    _check_set_sizes(index)
    step = max(1, total // SAMPLES)
    ordinals = list(range(0, total, step))
    # Ordinals count through shards that are all full but the last.
    for ordinal, document in zip(ordinals, documents(index.ids(ordinals)), strict=True):
        _check_record(index, ordinal, facet_row(document))


def _check_ids(index: FacetIndex) -> None:
    before = 0
    for record in index.all_ids():
        if record <= before:
            raise IndexBroken(f"id {record} follows id {before} in the index")
        before = record


def _check_set_sizes(index: FacetIndex) -> None:
    for facet, pairs in index.manifest.values.items():
        for number, (value, count) in enumerate(pairs):
            found = sum(map(len, index.head_sets(facet, number)))
            if found != count:
                raise IndexBroken(
                    f"{facet} {value!r} was counted {count:,} times but its sets hold {found:,}"
                )


def _check_record(index: FacetIndex, ordinal: int, row: FacetRow) -> None:
    if index.ids([ordinal]) != [row.id]:
        raise IndexBroken(f"the record at ordinal {ordinal} is not release or master {row.id}")
    for facet, values in row.heads.items():
        for value in values:
            if not index.has(ordinal, facet, value):
                raise IndexBroken(f"record {row.id} is missing under {facet} {value!r}")
    for facet, keys in row.tails.items():
        for key in keys:
            if not index.has(ordinal, facet, key):
                raise IndexBroken(f"record {row.id} is missing under {facet} {key}")
