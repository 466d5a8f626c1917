"""What every document store promises, whatever is under it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.documents import Document, Kind
from domain.errors import StoreError, UsageError
from storage.base import Loaded, Store

DUMP, LATER_DUMP, ABSENT_DUMP = "19010101", "19010201", "19010301"
RELEASES = Kind.RELEASES
LARGEST_ID = 2**31 - 1

_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
# Without "id": the server the tests run against turns False under that very name into 0.
_names = st.sampled_from(["title", "#text", "a.b", "x-y", "Träck", "ns:tag", "$qty", ""])
_values = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=8,
)
_documents = st.dictionaries(_names, _values, max_size=5)


def document(number: int, **more: Any) -> Document:
    return {"_id": number, "title": f"Record {number}", "genres": ["Jazz"], **more}


def load(
    store: Store,
    documents: Iterable[Document],
    dump: str = DUMP,
    kind: Kind = RELEASES,
    source: str = "a",
) -> None:
    with store.writer(dump, kind, source) as writer:
        writer.write(list(documents), {"end": 1})
        writer.publish({})


def ids_of(documents: Iterable[Document]) -> list[int]:
    return [found["_id"] for found in documents]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_documents, min_size=1, max_size=4))
def test_documents_come_back_as_they_were_written(store: Store, bodies: list[Document]) -> None:
    written = [{"_id": number, **body} for number, body in enumerate(bodies, 1)]
    load(store, written)
    by_id = store.get_many(DUMP, RELEASES, ids_of(written))
    assert by_id == written
    assert list(store.scan(DUMP, RELEASES)) == written
    assert _types(by_id) == _types(written)


def _types(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _types(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_types(inner) for inner in value]
    return type(value)


def test_line_ends_diacritics_and_large_numbers_are_kept(store: Store) -> None:
    written = document(1, notes="a\r\nb\rc\n", title="Ænima \u0301 喜 🎵", qty=2**40, low=-(2**63))
    written["artists"] = [{"id": 194, "name": "Various"}, {"name": "without id"}]
    load(store, [written])
    assert store.get_many(DUMP, RELEASES, [1]) == [written]


def test_a_text_of_10_mb_is_kept(store: Store) -> None:
    written = document(7, notes="é" * 5_000_000)
    load(store, [document(6), written, document(8)])
    assert store.get_many(DUMP, RELEASES, [7]) == [written]


def test_a_number_over_64_bits_leaves_out_its_document_only(store: Store) -> None:
    with store.writer(DUMP, RELEASES, "a") as writer:
        left_out = writer.write([document(1), document(2, qty=10**64), document(3)], {"end": 9})
        writer.publish({})
    assert left_out == [2]
    assert ids_of(store.scan(DUMP, RELEASES)) == [1, 3]
    assert store.loaded(DUMP)[RELEASES].count == 2


def test_get_many_keeps_the_order_asked_for_with_repeats_and_gaps(store: Store) -> None:
    load(store, map(document, [2, 3, 5, LARGEST_ID]))
    asked = [5, 4, LARGEST_ID, 2, 5, 10**30, 0, -1, 3]
    found = store.get_many(DUMP, RELEASES, asked)
    assert ids_of(found) == [5, LARGEST_ID, 2, 5, 3]
    found[0]["title"] = "changed by its reader"
    assert found[3] == document(5)


def test_get_many_takes_more_ids_than_any_one_query_may_have(store: Store) -> None:
    load(store, map(document, range(1, 41)))
    asked = list(range(40_000, 0, -1))
    assert ids_of(store.get_many(DUMP, RELEASES, asked)) == list(range(40, 0, -1))


def test_get_many_of_nothing_is_nothing(store: Store) -> None:
    load(store, [document(1)])
    assert store.get_many(DUMP, RELEASES, []) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["title"], {"_id": 1, "title": "Record 1"}),
        (["title", "missing", "_id"], {"_id": 1, "title": "Record 1"}),
        (["a.b"], {"_id": 1, "a.b": [1]}),
        (["a"], {"_id": 1, "a": {"b": 2, "c": 3}}),
        ([], {"_id": 1}),
    ],
)
def test_get_many_gives_only_the_fields_asked_for(
    store: Store, fields: list[str], expected: Document
) -> None:
    load(store, [document(1, **{"a.b": [1], "a": {"b": 2, "c": 3}})])
    assert store.get_many(DUMP, RELEASES, [1], fields) == [expected]


def test_scan_ascends_from_after_over_many_pages(store: Store) -> None:
    written = list(map(document, range(1, 5001, 2)))
    load(store, reversed(written))
    assert list(store.scan(DUMP, RELEASES)) == written
    assert list(store.scan(DUMP, RELEASES, after=2499)) == written[1250:]
    assert list(store.scan(DUMP, RELEASES, after=2500)) == written[1250:]
    assert list(store.scan(DUMP, RELEASES, after=5000)) == []
    assert list(store.scan(DUMP, RELEASES, after=10**30)) == []


@pytest.mark.parametrize("count", [999, 1000, 1001, 2000])
def test_scan_ends_well_at_the_edges_of_its_pages(store: Store, count: int) -> None:
    load(store, map(document, range(1, count + 1)))
    assert ids_of(store.scan(DUMP, RELEASES)) == list(range(1, count + 1))


def test_the_later_of_two_documents_with_one_id_stands(store: Store) -> None:
    with store.writer(DUMP, RELEASES, "a") as writer:
        writer.write([document(1, v=1), document(2, v=1), document(1, v=2)], {"end": 1})
        writer.write([document(3, v=3), document(2, v=3), {"_id": 4, "$new": 1}], {"end": 2})
        writer.write([document(4, v=4), document(4, v=5)], {"end": 3})
        assert writer.count() == 4
        writer.publish({})
    expected = [document(1, v=2), document(2, v=3), document(3, v=3), document(4, v=5)]
    assert list(store.scan(DUMP, RELEASES)) == expected
    assert store.loaded(DUMP)[RELEASES].count == 4


def test_nothing_is_visible_before_publish(store: Store) -> None:
    with store.writer(DUMP, RELEASES, "a") as writer:
        writer.write([document(1)], {"end": 1})
        assert DUMP not in store.dumps()
        assert store.loaded(DUMP) == {}
        assert store.get_many(DUMP, RELEASES, [1]) == []
        assert list(store.scan(DUMP, RELEASES)) == []
        writer.publish({"skipped": 0})
    assert DUMP in store.dumps()
    assert list(store.scan(DUMP, RELEASES)) == [document(1)]


def test_loaded_tells_source_count_and_summary_of_each_kind(store: Store) -> None:
    summary = {"records": 2, "unknown": {"release/a.b/$c": 3}, "skipped": [{"id": None}]}
    with store.writer(DUMP, Kind.ARTISTS, "f00d") as writer:
        writer.write([document(1), document(2)], {"end": 1})
        writer.publish(summary)
    load(store, [document(5)], kind=RELEASES, source="beef")
    assert store.loaded(DUMP) == {
        Kind.ARTISTS: Loaded("f00d", 2, summary),
        RELEASES: Loaded("beef", 1, {}),
    }
    assert store.get_many(DUMP, RELEASES, [1]) == []


def test_dumps_are_listed_oldest_first_and_kept_apart(store: Store) -> None:
    load(store, [document(1, v="later")], dump=LATER_DUMP)
    load(store, [document(1, v="first")], dump=DUMP)
    assert [found for found in store.dumps() if found < "1902"] == [DUMP, LATER_DUMP]
    assert store.get_many(DUMP, RELEASES, [1]) == [document(1, v="first")]
    assert store.get_many(LATER_DUMP, RELEASES, [1]) == [document(1, v="later")]


@pytest.mark.parametrize("dump", [ABSENT_DUMP, "no dump", "../../etc", ""])
def test_a_dump_not_held_is_empty(store: Store, dump: str) -> None:
    assert store.loaded(dump) == {}
    assert store.get_many(dump, RELEASES, [1]) == []
    assert list(store.scan(dump, RELEASES)) == []
    store.drop(dump)
    assert dump not in store.dumps()


def test_a_writer_refuses_what_does_not_name_a_dump(store: Store) -> None:
    with pytest.raises(UsageError, match="eight digits"):
        store.writer("../x", RELEASES, "a")


def test_a_load_cut_off_continues_at_its_checkpoint(
    store: Store, another: Callable[[], Store]
) -> None:
    with store.writer(DUMP, RELEASES, "a") as writer:
        assert writer.checkpoint is None
        writer.write([document(1), document(2)], {"end": 20})
        writer.write([document(3)], {"end": 30, "seen": {"a.b": [1]}})
    store.close()
    with another().writer(DUMP, RELEASES, "a") as writer:
        assert writer.checkpoint == {"end": 30, "seen": {"a.b": [1]}}
        assert writer.count() == 3
        writer.write([document(3, v=2), document(4)], {"end": 40})
        assert writer.checkpoint == {"end": 40}
        assert writer.count() == 4
        writer.publish({})
    expected = [document(1), document(2), document(3, v=2), document(4)]
    assert list(another().scan(DUMP, RELEASES)) == expected


def test_a_load_of_another_source_throws_away_what_was_cut_off(store: Store) -> None:
    load(store, [document(9)], source="published")
    with store.writer(DUMP, RELEASES, "a") as writer:
        writer.write([document(1)], {"end": 10})
    with store.writer(DUMP, RELEASES, "b") as writer:
        assert writer.checkpoint is None
        assert writer.count() == 0
        writer.write([document(2)], {"end": 10})
    with store.writer(DUMP, RELEASES, "a") as writer:
        assert writer.checkpoint is None
        writer.write([document(3)], {"end": 10})
        assert list(store.scan(DUMP, RELEASES)) == [document(9)]
        writer.publish({})
    assert list(store.scan(DUMP, RELEASES)) == [document(3)]


def test_the_same_source_may_be_loaded_again_from_its_start(store: Store) -> None:
    for version in (1, 2, 3):
        with store.writer(DUMP, RELEASES, "a") as writer:
            assert writer.checkpoint is None
            writer.write([document(1, v=version)], {"end": 10})
            writer.publish({"version": version})
        assert list(store.scan(DUMP, RELEASES)) == [document(1, v=version)]
        assert store.loaded(DUMP)[RELEASES].summary == {"version": version}


def test_discard_throws_away_everything_unpublished(store: Store) -> None:
    load(store, [document(9)], source="published")
    with store.writer(DUMP, RELEASES, "a") as writer:
        writer.write([document(1)], {"end": 10})
    with store.writer(DUMP, RELEASES, "a") as writer:
        writer.write([document(2)], {"end": 20})
        writer.discard()
    with store.writer(DUMP, RELEASES, "a") as writer:
        assert writer.checkpoint is None
        assert writer.count() == 0
    assert list(store.scan(DUMP, RELEASES)) == [document(9)]


def test_two_kinds_can_be_loaded_side_by_side(store: Store) -> None:
    with (
        store.writer(DUMP, Kind.ARTISTS, "a") as artists,
        store.writer(DUMP, Kind.LABELS, "l") as labels,
    ):
        artists.write([document(1, name="artist")], {"end": 1})
        labels.write([document(1, name="label")], {"end": 1})
        artists.publish({})
        labels.write([document(2, name="label")], {"end": 2})
        labels.publish({})
    assert list(store.scan(DUMP, Kind.ARTISTS)) == [document(1, name="artist")]
    assert ids_of(store.scan(DUMP, Kind.LABELS)) == [1, 2]


def test_a_kind_without_documents_can_be_published(store: Store) -> None:
    with store.writer(DUMP, RELEASES, "a") as writer:
        writer.publish({"records": 0})
    assert store.loaded(DUMP) == {RELEASES: Loaded("a", 0, {"records": 0})}
    assert DUMP in store.dumps()
    assert list(store.scan(DUMP, RELEASES)) == []
    assert store.get_many(DUMP, RELEASES, [1]) == []


def test_a_batch_without_documents_moves_the_checkpoint(store: Store) -> None:
    with store.writer(DUMP, RELEASES, "a") as writer:
        assert writer.write([], {"end": 5}) == []
    with store.writer(DUMP, RELEASES, "a") as writer:
        assert writer.checkpoint == {"end": 5}


def test_another_reader_sees_a_publish_at_once(store: Store, another: Callable[[], Store]) -> None:
    load(store, map(document, range(1, 2001)))
    reader = another()
    assert len(reader.get_many(DUMP, RELEASES, [1, 2000, 3000])) == 2
    load(store, (document(number, v=2) for number in range(2000, 4001)), source="b")
    assert reader.get_many(DUMP, RELEASES, [1, 2000, 3000]) == [
        document(2000, v=2),
        document(3000, v=2),
    ]
    assert reader.loaded(DUMP)[RELEASES].source == "b"


def test_a_scan_never_mixes_two_versions(store: Store, another: Callable[[], Store]) -> None:
    load(store, (document(number, v=1) for number in range(1, 3001)))
    scan = another().scan(DUMP, RELEASES)
    assert next(scan)["v"] == 1
    load(store, (document(number, v=2) for number in range(1, 4001)), source="b")
    seen = set()
    with pytest.raises(StoreError, match="replaced while they were being read; start again"):
        seen.update(found["v"] for found in scan)
    assert seen == {1}
    assert {found["v"] for found in store.scan(DUMP, RELEASES)} == {2}


def test_a_scan_says_when_its_dump_is_dropped(store: Store, another: Callable[[], Store]) -> None:
    load(store, map(document, range(1, 3001)))
    scan = another().scan(DUMP, RELEASES)
    next(scan)
    store.drop(DUMP)
    with pytest.raises(StoreError, match="replaced while they were being read"):
        list(scan)


def test_dropping_a_dump_removes_all_of_it_and_only_it(
    store: Store, another: Callable[[], Store]
) -> None:
    load(store, [document(1)])
    load(store, [document(2)], kind=Kind.LABELS)
    load(store, [document(3)], dump=LATER_DUMP)
    with store.writer(DUMP, Kind.MASTERS, "m") as writer:
        writer.write([document(4)], {"end": 1})
    reader = another()
    assert reader.get_many(DUMP, RELEASES, [1]) == [document(1)]
    store.drop(DUMP)
    for each in (store, reader):
        assert each.loaded(DUMP) == {}
        assert each.get_many(DUMP, RELEASES, [1]) == []
        assert each.get_many(LATER_DUMP, RELEASES, [3]) == [document(3)]
    load(store, [document(5)])
    assert list(reader.scan(DUMP, RELEASES)) == [document(5)]
    with store.writer(DUMP, Kind.MASTERS, "m") as writer:
        assert writer.checkpoint is None


def test_a_writer_under_which_the_dump_was_dropped_says_so(
    store: Store, another: Callable[[], Store]
) -> None:
    writer = store.writer(DUMP, RELEASES, "a")
    writer.write([document(1)], {"end": 1})
    another().drop(DUMP)
    with pytest.raises(StoreError):
        writer.write([document(2)], {"end": 2})
    with pytest.raises(StoreError):
        writer.publish({})
    assert store.loaded(DUMP) == {}


def test_a_closed_writer_writes_no_more(store: Store) -> None:
    writer = store.writer(DUMP, RELEASES, "a")
    writer.publish({})
    writer.close()
    writer.close()
    for use in (writer.count, writer.discard, lambda: writer.write([], {})):
        with pytest.raises(StoreError, match="closed"):
            use()


def test_closing_a_store_twice_does_no_harm(store: Store) -> None:
    load(store, [document(1)])
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.loaded(DUMP)


def test_threads_share_a_store(store: Store) -> None:
    written = list(map(document, range(1, 1201)))
    load(store, written)

    def read(turn: int) -> bool:
        asked = written[turn * 40 : turn * 40 + 50]
        return store.get_many(DUMP, RELEASES, ids_of(asked)) == asked

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(25)))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # 3.12 on: fork beside threads
def test_a_store_opened_before_a_fork_serves_both_processes(store: Store) -> None:
    written = list(map(document, range(1, 1201)))
    load(store, written)
    scan = store.scan(DUMP, RELEASES)
    first = next(scan)
    child = os.fork()
    if child == 0:
        try:
            good = list(store.scan(DUMP, RELEASES)) == written
            os._exit(0 if good else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert [first, *scan] == written
