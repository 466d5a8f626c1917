from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataget.blocks import Block, Skipped
from dataget.build import build_document
from dataget.parse import parse_block, record_id
from domain.documents import Kind

GOOD = b'<release id="1"><title>One</title></release>\n'
NEXT = b'<release id="3"><title>Three</title></release>\n'
START = 1000  # where the block stands in its file


def read(data, kind=Kind.RELEASES):
    return list(parse_block(Block(START, data), kind))


def ids(data, kind=Kind.RELEASES):
    return [
        found if isinstance(found, Skipped) else record_id(found, kind)
        for found in read(data, kind)
    ]


def only_skipped(bad, data=None):
    """The one record skipped of a good, a bad and a good one."""
    first, skipped, last = ids(data or GOOD + bad + NEXT)
    assert (first, last) == (1, 3)
    assert isinstance(skipped, Skipped)
    assert "\n" not in skipped.reason
    return skipped


def test_records_come_in_order():
    first, second = read(GOOD + NEXT)
    assert [first.findtext("title"), second.findtext("title")] == ["One", "Three"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'<release id="2"><title>a &broken b</title></release>\n', "EntityRef: expecting ';'"),
        (b'<release id="2"><title>R & B</title></release>\n', "xmlParseEntityRef: no name"),
        (b'<release id="2"><title>&eacute;</title></release>\n', "Entity 'eacute' not defined"),
        (b'<release id="2"><title>\x01</title></release>\n', "invalid Char value 1"),
        (b'<release id="2"><title>&#1;</title></release>\n', "invalid xmlChar value 1"),
        (b'<release id="2"><title>\xff\xfe</title></release>\n', "Invalid bytes"),
        (b'<release id="2"><title>T</release>\n', "tag mismatch"),
        (b'<release id="2"><title>T</title>\n', ""),
        (b'<release id="2"><title>T</ti\n', ""),
        (b'<release id="2"><title>T</title', ""),
        (b'<release id="2"><!-- never closed </release>\n', "Comment not terminated"),
        (b'<release id="2"><a <b></a></release>\n', ""),
        (b'<release status="x" id="2" id="2"></release>\n', "Attribute id redefined"),
        (b'<release id="2"><x:y/></release>\n', "Namespace prefix x on y is not defined"),
        (
            b'<release id="2"><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;</release>\n',
            "",
        ),
        (b'<release id="2">' + b"<a>" * 300 + b"</a>" * 300 + b"</release>\n", "256 deep"),
        (b'<release id="2">' + b"<a>" * 3000 + b"</a>" * 3000 + b"</release>\n", "depth"),
    ],
)
def test_a_broken_record_costs_only_itself(bad, reason):
    skipped = only_skipped(bad)
    assert skipped.id == 2
    assert skipped.offset == START + len(GOOD)
    assert reason in skipped.reason
    assert skipped.reason


@pytest.mark.parametrize(
    "bad",
    [
        b"<release><title>T</title></release>",
        b'<release id=""><title>T</title></release>',
        b'<release id="0"><title>T</title></release>',
        b'<release id="02"><title>T</title></release>',
        b'<release id="-2"><title>T</title></release>',
        b'<release id="two"><title>T</title></release>',
        b'<release id="2000000000"/>',
        b"<release/>",
    ],
)
def test_a_record_without_a_valid_id_is_skipped(bad):
    assert only_skipped(bad) == Skipped(None, START + len(GOOD), "the release has no valid id")


@pytest.mark.parametrize(
    ("stray", "reason"),
    [
        (b"stray", "5 bytes between records: 'stray'"),
        (b"<other>text</other>", "19 bytes between records: '<other>text</other>'"),
        (b"</release>", "10 bytes between records: '</release>'"),
        (b"</releases>\n<releases>", r"22 bytes between records: '</releases>\n<releases>'"),
        (b"\xff", r"1 bytes between records: '\ufffd'"),
    ],
)
def test_what_is_no_record_is_not_lost_silently(stray, reason):
    place = START + len(GOOD) + 1
    assert only_skipped(b" " + stray + b"\n") == Skipped(None, place, reason)


def test_stray_text_may_stand_first_and_last_in_a_block():
    first, record, last = ids(b"before" + GOOD + b"after")
    assert (first.offset, record, last.offset) == (START, 1, START + 6 + len(GOOD))


def test_a_block_of_nothing_but_stray_text():
    assert ids(b"&nothing;") == [Skipped(None, START, "9 bytes between records: '&nothing;'")]


def test_comments_and_instructions_are_nothing():
    data = b"<!-- <release> -->" + GOOD + b"<?php </release> ?>" + NEXT
    assert ids(data) == [1, 3]
    assert ids(data + b"<release/>")[:2] == [1, 3]


def test_text_around_comments_and_in_cdata_is_whole():
    (record,) = read(b'<release id="1"><title>a<!-- x -->b<![CDATA[<&]]>c</title></release>')
    assert record.findtext("title") == "ab<&c"


def test_a_text_of_ten_megabytes_is_a_text():
    size = 11_000_000
    data = b'<release id="2"><notes>' + b"x" * size + b"</notes></release>"
    first, record, last = read(GOOD + data + NEXT)
    assert len(record.findtext("notes")) == size
    assert (record_id(first, Kind.RELEASES), record_id(last, Kind.RELEASES)) == (1, 3)


@pytest.mark.parametrize("inside", [b"<id>1</id><id>5</id>", b"<id>5</id><id/>", b"<id>5<b/></id>"])
def test_an_id_in_an_odd_form_is_that_of_the_document(inside):
    (artist,) = read(b"<artist>" + inside + b"</artist>", Kind.ARTISTS)
    assert record_id(artist, Kind.ARTISTS) == 5
    assert build_document(artist, Kind.ARTISTS, Counter())["_id"] == 5


SUBLABELS = b'<sublabels><label/><label id="7">Seven</label><label>Eight</label></sublabels>'


def test_sublabels_are_no_records():
    data = b"<label><id>1</id>" + SUBLABELS + b"</label>\n<label><id>2</id></label>"
    assert ids(data, Kind.LABELS) == [1, 2]


def test_a_broken_label_costs_only_itself():
    bad = b"<label><id>1</id><name>R & B</name>" + SUBLABELS + b"</label>\n"
    found = ids(b"<label><id>5</id></label>" + bad + b"<label><id>2</id></label>", Kind.LABELS)
    assert found == [5, Skipped(1, START + 25, "xmlParseEntityRef: no name"), 2]


def test_a_label_that_is_not_closed_costs_only_itself():
    bad = b"<label><id>1</id>" + SUBLABELS + b"\n"
    skipped, record = ids(bad + b"<label><id>2</id>" + SUBLABELS + b"</label>", Kind.LABELS)
    assert (skipped.id, skipped.offset, record) == (1, START, 2)


def test_a_sublabel_between_labels_is_stray():
    good = b"<label><id>1</id></label>"
    found = ids(good + b"<label>Lost</label><label><id>2</id></label>", Kind.LABELS)
    reason = "19 bytes between records: '<label>Lost</label>'"
    assert found == [1, Skipped(None, START + len(good), reason), 2]


def test_the_id_of_a_broken_artist_is_its_own_and_not_a_members():
    told = b"<artist><images/><id>1</id><name>R & B</name></artist>"
    untold = b"<artist><name>R & B</name><members><id>9</id></members></artist>"
    assert [found.id for found in ids(told + untold, Kind.ARTISTS)] == [1, None]


@pytest.mark.parametrize("kind", list(Kind))
def test_ids_by_kind(kind):
    tag = kind.record.encode()
    by_attribute = b"<" + tag + b' id="5"><title/></' + tag + b">"
    by_element = b"<" + tag + b"><id>5</id></" + tag + b">"
    in_attribute = kind in (Kind.RELEASES, Kind.MASTERS)
    assert ids(by_attribute if in_attribute else by_element, kind) == [5]
    # What has its id in the wrong place has none; a label without parts is not even a record.
    (wrong,) = ids(by_element if in_attribute else by_attribute, kind)
    assert wrong.id is None


VICTIM = b'<release id="2"><title>T &amp; <![CDATA[x]]></title><a b="c"/><!-- d --></release>\n'


@given(
    at=st.integers(0, len(VICTIM)),
    removed=st.integers(0, 20),
    put=st.lists(st.sampled_from([b"<", b">", b"&", b"/", b'"', b"!", b"-", b"?", b"\0", b"\xff"])),
)
@settings(max_examples=300, deadline=None)
def test_damage_of_any_sort_stays_within_its_record(at, removed, put):
    bad = VICTIM[:at] + b"".join(put) + VICTIM[at + removed :]
    found = ids(GOOD + bad + NEXT)
    assert (found[0], found[-1]) == (1, 3)
    assert all(isinstance(other, Skipped) or other == 2 for other in found[1:-1])
    offsets = [other.offset - START for other in found if isinstance(other, Skipped)]
    assert all(len(GOOD) <= offset < len(GOOD + bad) for offset in offsets)
