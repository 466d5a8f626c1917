"""Working files of a build: appended to, cut back to a checkpoint, cleared away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from domain.errors import StoreFull
from redis_etl.postings import bucket_of
from redis_etl.spool import PARTITIONS, Spool, append_tail, tail_partitions, tail_rows


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "deep" / "spool")


def numbers(*values: int) -> np.ndarray:
    return np.array(values, dtype="<u4")


def test_what_is_appended_is_read_back(spool: Spool) -> None:
    spool.append("a", numbers(1, 2))
    spool.append("b", numbers(9))
    spool.append("a", numbers(3))
    assert spool.read("a", "<u4").tolist() == [1, 2, 3]
    assert spool.read("absent", "<u4").tolist() == []
    assert spool.lengths() == {"a": 12, "b": 4}
    spool.remove("a")
    spool.remove("a")
    assert spool.lengths() == {"b": 4}


def test_a_checkpoints_sizes_are_returned_to(spool: Spool) -> None:
    spool.append("a", numbers(1))
    checkpoint = spool.lengths()
    spool.append("a", numbers(2))
    spool.append("b", numbers(3))
    assert spool.cut_back(checkpoint)
    assert spool.read("a", "<u4").tolist() == [1]
    assert spool.lengths() == checkpoint


@pytest.mark.parametrize("stated", [{"a": 8}, {"a": 4, "b": 4}])
def test_files_shorter_than_the_checkpoint_cannot_be_returned_to(
    spool: Spool, stated: dict[str, int]
) -> None:
    spool.append("a", numbers(1))
    assert not spool.cut_back(stated)


def test_a_cleared_spool_can_be_used_again(spool: Spool, tmp_path: Path) -> None:
    spool.append("a", numbers(1))
    spool.clear()
    assert not (tmp_path / "deep" / "spool").exists()
    assert spool.cut_back({})
    spool.append("a", numbers(2))
    assert spool.read("a", "<u4").tolist() == [2]


def test_long_tail_rows_are_parted_by_their_keys(spool: Spool) -> None:
    keys = np.arange(1, 1_001, dtype=np.uint64)
    for start in (0, 5_000):
        append_tail(spool, "label", keys, np.arange(start, start + 1_000, dtype=np.uint32))
    append_tail(spool, "label", keys[:0], numbers())
    assert tail_rows(spool, "label") == 2_000
    assert tail_rows(spool, "artist") == 0
    found: dict[int, list[int]] = {}
    for partition, (part_keys, ordinals) in enumerate(tail_partitions(spool, "label")):
        for key, ordinal in zip(part_keys.tolist(), ordinals.tolist(), strict=True):
            assert bucket_of(key, PARTITIONS) == partition
            found.setdefault(key, []).append(ordinal)
    assert found == {key: [key - 1, key + 4_999] for key in range(1, 1_001)}


def test_a_place_that_cannot_be_written_is_a_full_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreFull, match="run the same command again"):
        Spool(tmp_path / "file" / "spool")


def test_a_file_that_cannot_grow_is_a_full_store(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    (tmp_path / "a").symlink_to("/dev/full")
    with pytest.raises(StoreFull, match="No space left"):
        spool.append("a", numbers(1))
