import gzip
import tracemalloc

import pytest

from dataget.blocks import Block, Skipped
from dataget.stream import iter_batches, read_batch
from domain.documents import Kind
from domain.errors import BadInput

DUMP = "20261101"


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "discogs_20261101_releases.xml.gz"
        path.write_bytes(gzip.compress(content, 1))
        return path

    return write


def many(count):
    records = (
        b'<release id="%d"><title>T%d</title><notes>%s</notes></release>\n'
        % (number, number, b"note " * 200)
        for number in range(1, count + 1)
    )
    return b"<releases>\n" + b"".join(records) + b"</releases>\n"


def test_a_batch_holds_what_came_of_its_block():
    data = (
        b'<release id="1" foo="x"><released>1999-03-00</released></release>'
        b'<release id="2"><title>R & B</title></release>'
        b'<release id="3"><videos><video src="https://youtu.be/MpmbntGDyNE"/></videos></release>'
    )
    batch = read_batch(Block(100, data), Kind.RELEASES, DUMP)
    assert batch.end == 100 + len(data)
    assert batch.documents == [
        {"_id": 1, "released": "1999-03-00", "foo": "x", "derived": {"year": 1999}},
        {
            "_id": 3,
            "videos": [{"src": "https://youtu.be/MpmbntGDyNE"}],
            "derived": {"video_ids": ["MpmbntGDyNE"]},
        },
    ]
    assert batch.skipped == [Skipped(2, 165, "xmlParseEntityRef: no name")]
    assert batch.unknown == {"release@foo": 1}


def test_the_year_of_a_master_is_derived_and_that_of_an_artist_is_not():
    master = Block(0, b'<master id="1"><year>1999</year></master>')
    assert read_batch(master, Kind.MASTERS, DUMP).documents == [
        {"_id": 1, "year": 1999, "derived": {"year": 1999}}
    ]
    artist = Block(0, b"<artist><id>1</id><year>1999</year></artist>")
    assert read_batch(artist, Kind.ARTISTS, DUMP).documents == [{"_id": 1, "year": "1999"}]


def test_a_file_becomes_batches_in_order(write):
    batches = list(iter_batches(write(many(2000)), Kind.RELEASES, DUMP))
    assert len(batches) > 2
    ids = [document["_id"] for batch in batches for document in batch.documents]
    assert ids == list(range(1, 2001))
    assert batches[-1].end == len(many(2000)) - len(b"</releases>\n")


def test_offsets_of_skipped_records_are_those_in_the_file(write):
    content = many(1500).replace(b"<title>T1234</title>", b"<title>T1234</titel>")
    skipped = [
        skipped
        for batch in iter_batches(write(content), Kind.RELEASES, DUMP)
        for skipped in batch.skipped
    ]
    (only,) = skipped
    assert (only.id, only.offset) == (1234, content.index(b'<release id="1234">'))


def test_what_was_read_before_a_file_breaks_off_is_told(write):
    batches = []
    with pytest.raises(BadInput, match="cut short"):
        batches.extend(iter_batches(write(many(1500)[:-50]), Kind.RELEASES, DUMP))
    assert sum(len(batch.documents) for batch in batches) in range(1000, 1500)


def test_memory_does_not_grow_with_the_file(write):
    def peak(count):
        path = write(many(count))
        tracemalloc.start()
        try:
            assert sum(len(b.documents) for b in iter_batches(path, Kind.RELEASES, DUMP)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1000)
    assert peak(8000) < 1.1 * peak(2000)


@pytest.mark.parametrize("kind", Kind)
def test_start_tags_are_counted_without_the_parser(kind, tmp_path):
    """Nested tags of the same name, tags in comments and in CDATA are no records."""
    nested = {
        Kind.LABELS: "<id>{0}</id><sublabels><label id='9'>S</label><label/></sublabels>",
        Kind.ARTISTS: "<id>{0}</id><!-- <artist> --><name>N</name>",
        Kind.MASTERS: "<title><![CDATA[<master id='3'>]]></title>",
        Kind.RELEASES: "<artists><artist><id>4</id></artist></artists><released>1999</released>",
    }[kind]
    start = "<{1}>" if kind in (Kind.LABELS, Kind.ARTISTS) else '<{1} id="{0}">'
    record = start + nested + "</{1}>\n"
    records = "".join(record.format(number, kind.record) for number in range(1, 8))
    path = tmp_path / "dump.xml"
    path.write_text(f"<{kind}>\n{records}</{kind}>\n")
    batches = list(iter_batches(path, kind, "20261101"))
    assert sum(batch.starts for batch in batches) == 7
    assert sum(len(batch.documents) for batch in batches) == 7
