"""Lists of ordinals come back from their bytes as they were."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from redis_etl.postings import (
    SHORT_LIST,
    Column,
    bucket_of,
    decode,
    field_of,
    grouped,
    long_tail_entries,
)
from redis_etl.spool import PARTITIONS

_ordinals = st.integers(0, 2**32 - 1) | st.integers(0, 300)
_keys = st.integers(0, 2**64 - 1) | st.integers(0, 5)
_rows = st.sets(st.tuples(_keys, _ordinals), max_size=40)


def _arrays(rows: set[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    pairs = list(rows)  # in no order
    return (
        np.array([key for key, _ in pairs], dtype=np.uint64),
        np.array([ordinal for _, ordinal in pairs], dtype=np.uint32),
    )


def _expected(rows: set[tuple[int, int]]) -> dict[int, list[int]]:
    return {
        key: sorted(ordinal for other, ordinal in rows if other == key)
        for key in {key for key, _ in rows}
    }


@given(_rows)
def test_rows_are_grouped_by_key(rows: set[tuple[int, int]]) -> None:
    found = list(grouped(*_arrays(rows)))
    assert [key for key, _ in found] == sorted({key for key, _ in rows})
    assert {key: list(ordinals) for key, ordinals in found} == _expected(rows)


@given(_rows, st.integers(1, 1_000))
def test_short_lists_come_back_from_their_bytes(rows: set[tuple[int, int]], buckets: int) -> None:
    found = list(long_tail_entries(*_arrays(rows), buckets))
    assert {key: list(decode(entry)) for _, key, entry in found} == _expected(rows)
    assert all(bucket == bucket_of(key, buckets) for bucket, key, _ in found)


@pytest.mark.parametrize(("size", "kind"), [(SHORT_LIST, bytes), (SHORT_LIST + 1, BitMap)])
def test_a_list_longer_than_a_short_one_is_a_set(size: int, kind: type) -> None:
    ordinals = np.arange(size, dtype=np.uint32) * np.uint32(10**7)
    [(_, key, entry)] = long_tail_entries(np.full(size, 9, dtype=np.uint64), ordinals, 64)
    assert (key, type(entry)) == (9, kind)
    assert list(entry if isinstance(entry, BitMap) else decode(entry)) == ordinals.tolist()
    if isinstance(entry, bytes):
        assert len(entry) <= 2_048  # what a compact hash in Redis is told to hold


@given(_keys, st.integers(1, 10_000))
def test_a_bucket_lies_within_one_partition(key: int, per_partition: int) -> None:
    bucket = bucket_of(key, per_partition * PARTITIONS)
    assert 0 <= bucket < per_partition * PARTITIONS
    assert bucket // per_partition == bucket_of(key, PARTITIONS)


def test_consecutive_ids_spread_evenly_over_buckets() -> None:
    filled = Counter(bucket_of(key, 100) for key in range(1, 10_001))
    assert len(filled) == 100
    assert max(filled.values()) < 200


@given(st.sets(_keys, min_size=2, max_size=20))
def test_different_keys_have_different_fields(keys: set[int]) -> None:
    fields = {field_of(key) for key in keys}
    assert len(fields) == len(keys)
    assert all(1 <= len(field) <= 8 for field in fields)


_records = st.lists(st.lists(st.integers(0, 9), max_size=4, unique=True), max_size=30)


@given(_records, st.data())
def test_a_column_counts_as_reading_its_records_does(
    records: list[list[int]], data: st.DataObject
) -> None:
    column = _column(records)
    chosen = sorted(data.draw(st.sets(st.integers(0, len(records) - 1)))) if records else []
    expected = Counter(value for record in chosen for value in records[record])
    counted = column.count(np.array(chosen, dtype=np.uint32), 10)
    assert counted.tolist() == [expected[value] for value in range(10)]
    assert [column.of_record(place) for place in range(len(records))] == records
    everything = Counter(value for record in records for value in record)
    assert column.totals(10).tolist() == [everything[value] for value in range(10)]


def _column(records: list[list[int]]) -> Column:
    counts = np.array([len(record) for record in records], dtype=np.uint16)
    values = np.array([value for record in records for value in record], dtype=np.uint16)
    return Column.from_bytes(Column(counts, values).to_bytes(), len(records))


def test_a_record_may_have_more_values_than_a_byte_counts() -> None:
    records = [[3], list(range(300)), []]
    column = _column(records)
    assert [column.of_record(place) for place in range(3)] == records


@pytest.mark.parametrize("cut", [1, 2, 4])
def test_a_cut_column_is_refused(cut: int) -> None:
    whole = Column(np.array([1, 1], dtype=np.uint16), np.array([5, 6], dtype=np.uint16)).to_bytes()
    with pytest.raises(ValueError):
        Column.from_bytes(whole[:-cut], 2)
