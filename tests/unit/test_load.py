"""The bookkeeping of a load."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dataget.blocks import Batch, Skipped
from dataget.files import DumpFile
from domain.documents import Kind
from domain.errors import BadInput, ChecksumMismatch
from waxlist.load import check_all_read, check_hash, gathered

FILE = DumpFile(Path("discogs_20261101_labels.xml.gz"), "20261101", Kind.LABELS)


def batch(end: int, *ids: int, skipped: int = 0) -> Batch:
    bad = [Skipped(None, end, "bad")] * skipped
    documents = [{"_id": i} for i in ids]
    return Batch(end, len(ids) + skipped, documents, bad, Counter({"label/x": len(ids)}))


def test_batches_are_gathered_without_losing_anything():
    parts = [batch(10, 1, 2), batch(20, 3, skipped=1), batch(30), batch(40, 4)]
    first, last = gathered(parts, 3)
    assert [d["_id"] for d in first.documents] == [1, 2, 3]
    assert (first.end, first.starts, len(first.skipped)) == (20, 4, 1)
    assert first.unknown == {"label/x": 3}
    assert ([d["_id"] for d in last.documents], last.end) == ([4], 40)


def test_what_comes_after_the_last_document_is_gathered_too():
    """A file that ends in bad records reports them."""
    (only,) = gathered([batch(10, 1), batch(20, skipped=2)], 100)
    assert (only.end, len(only.skipped)) == (20, 2)


def test_no_batches_give_none():
    assert list(gathered([], 3)) == []


@pytest.mark.parametrize(("starts", "read", "skipped"), [(10, 9, 1), (10, 10, 0), (9, 9, 3)])
def test_records_read_and_skipped_account_for_all(starts, read, skipped):
    """What is skipped may be no record at all, so there may be more of it than start tags."""
    check_all_read(FILE, starts, read, skipped)


@pytest.mark.parametrize(("starts", "read", "skipped"), [(10, 8, 1), (10, 0, 0)])
def test_a_record_that_is_neither_read_nor_skipped_stops_the_load(starts, read, skipped):
    with pytest.raises(BadInput, match=FILE.path.name):
        check_all_read(FILE, starts, read, skipped)


def test_a_hash_is_only_compared_with_one_that_is_stated():
    check_hash(FILE, "aa", None)
    check_hash(FILE, "aa", "aa")
    with pytest.raises(ChecksumMismatch, match="CHECKSUM says bb"):
        check_hash(FILE, "aa", "bb")
