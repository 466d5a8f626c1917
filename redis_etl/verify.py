"""Is a finished generation true to the documents? Asked before it goes live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from domain.errors import IndexBroken
from domain.facets import NAMED
from domain.query import Clause, Query, canonical_clauses
from redis_etl.facets import COLUMNS, VIDEO, FacetRow
from redis_etl.index import FacetIndex

_ASKED = tuple(facet.name for facet in NAMED)

#: Records compared with their documents, spread evenly over the generation.
SAMPLES = 100


def verify(
    index: FacetIndex,
    expected_total: int,
    rows: Callable[[Sequence[int]], Iterable[FacetRow]],
) -> None:
    """Check the counts, and what the index says of a sample of records.

    Args:
        index: the generation.
        expected_total: how many documents the store holds.
        rows: makes the rows of records anew, by id.

    Raises:
        IndexBroken: it differs; the message says where.
    """
    total = index.manifest.total
    if total != expected_total:
        raise IndexBroken(f"the index has {total:,} records but the store {expected_total:,}")
    _check_ids(index)
    for facet, pairs in index.manifest.values.items():
        for number in range(len(pairs)):
            index.read_head_sets(facet, number)  # which compares their size with the count
    # Ordinals count through shards that are all full but the last.
    samples = _sampled_rows(index, list(range(0, total, max(1, total // SAMPLES))), rows)
    for ordinal, row in samples.items():
        _check_record(index, ordinal, row)
        _check_query(index, ordinal, row)
    for facet in COLUMNS:
        _check_columns(index, facet, samples)


def _check_ids(index: FacetIndex) -> None:
    before = 0
    for record in index.all_ids():
        if record <= before:
            raise IndexBroken(f"id {record} follows id {before} in the index")
        before = record


def _sampled_rows(
    index: FacetIndex,
    ordinals: list[int],
    rows: Callable[[Sequence[int]], Iterable[FacetRow]],
) -> dict[int, FacetRow]:
    ids = index.ids(ordinals)
    found = {row.id: row for row in rows(ids)}
    for record in ids:
        if record not in found:
            raise IndexBroken(f"record {record} is in the index but not in the store")
    return {ordinal: found[record] for ordinal, record in zip(ordinals, ids, strict=True)}


def _check_record(index: FacetIndex, ordinal: int, row: FacetRow) -> None:
    if index.masters([ordinal]) != [row.master]:
        raise IndexBroken(f"record {row.id} is not under master {row.master} in the index")
    for facet, values in (row.heads | row.tails).items():
        for value in values:
            if not index.has(ordinal, facet, value):
                raise IndexBroken(f"record {row.id} is missing under {facet} {value!r}")


def _check_query(index: FacetIndex, ordinal: int, row: FacetRow) -> None:
    """A query made of what a record says of itself finds it."""
    asked = {name: Clause(all_of=tuple(row.heads[name])) for name in _ASKED}
    query = Query(clauses=canonical_clauses(asked), video=bool(row.heads[VIDEO]))
    if ordinal not in index.hits(query).shards[ordinal >> index.manifest.shard_bits]:
        raise IndexBroken(f"record {row.id} is not found by {query}")


def _check_columns(index: FacetIndex, facet: str, samples: Mapping[int, FacetRow]) -> None:
    values = [value for value, _ in index.manifest.values[facet]]
    bits = index.manifest.shard_bits
    totals: Counter[int] = Counter()
    for shard, column in enumerate(index.read_columns(facet)):
        totals.update(dict(enumerate(column.totals(len(values)).tolist())))
        for ordinal in (ordinal for ordinal in samples if ordinal >> bits == shard):
            row = samples[ordinal]
            numbers = column.of_record(ordinal - (shard << bits))
            if [values[number] for number in numbers if number < len(values)] != row.heads[facet]:
                raise IndexBroken(f"the column of {facet} differs at record {row.id}")
    stated = {number: count for number, (_, count) in enumerate(index.manifest.values[facet])}
    if totals != stated:
        raise IndexBroken(f"the column of {facet} does not add up to its counts")
