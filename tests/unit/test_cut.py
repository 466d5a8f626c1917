import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataget.cut import BLOCK_SIZE, RECORD_LIMIT, cut_blocks
from domain.documents import Kind
from domain.errors import BadInput

FILE = Path("dump.xml")

RELEASES = (
    b'<releases>\n<release id="1"><title>One</title></release>\n'
    b'<release id="2"><notes>a\nb</notes></release>\n<release id="3"/>\n'
    b'<release id="40"><title>Vier &amp; zig</title></release>\n</releases>\n'
)
LABELS = (
    b"<labels>\n<label><id>1</id><name>A</name><sublabels><label/><label></label>"
    b'<label id="7">A seven</label><label>Bare</label></sublabels></label>\n'
    b"<label>\n <id>2</id><parentLabel>A</parentLabel></label>"
    b'<label><images><image type="primary"/></images><id>3</id></label>\n</labels>'
)
TRICKY = (
    b'<releases><release id="1"><notes><![CDATA[</release><release id="9">]]></notes></release>'
    b'<!-- </release></releases> --><release id="2"><?x </release>?><title>T</title></release>'
    b"</releases><!-- the end </release> -->"
)


def blocks(content, kind=Kind.RELEASES, size=None, start=0):
    size = size or len(content) or 1
    chunks = [content[at : at + size] for at in range(0, len(content), size)]
    return list(cut_blocks(chunks, kind, FILE, start))


def joined(cut):
    """All records; white space before the end of the root may be in a block or in none."""
    return b"".join(block.data for block in cut).rstrip()


def failure(content, kind=Kind.RELEASES, start=0):
    with pytest.raises(BadInput) as caught:
        blocks(content, kind, start=start)
    assert "\n" not in str(caught.value)
    assert str(FILE) in str(caught.value)
    return caught.value.reason


def fill(record, count):
    return b"<releases>" + record * count + b"</releases>"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(RELEASES, Kind.RELEASES), (LABELS, Kind.LABELS), (TRICKY, Kind.RELEASES)],
)
@given(sizes=st.lists(st.integers(1, 60), min_size=1, max_size=8), block_size=st.integers(1, 300))
@settings(max_examples=60, deadline=None)
def test_cutting_anywhere_gives_the_same_bytes_in_whole_records(content, kind, sizes, block_size):
    """Blocks follow each other without gaps, and each ends where a record does."""
    chunks, at = [], 0
    while at < len(content):
        size = sizes[len(chunks) % len(sizes)]
        chunks.append(content[at : at + size])
        at += size
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dataget.cut.BLOCK_SIZE", block_size)
        cut = list(cut_blocks(chunks, kind, FILE))
    whole = blocks(content, kind)
    assert joined(cut) == joined(whole)
    assert cut[0].offset == whole[0].offset
    assert [block.offset for block in cut[1:]] == [block.end for block in cut[:-1]]
    boundary = {
        Kind.RELEASES: (
            b'<release id="1"',
            b'<release id="2"',
            b'<release id="3"',
            b'<release id="4',
        ),
        Kind.LABELS: (b"<label>\n <id>2", b"<label><images>", b"<label><id>1"),
    }[kind]
    for block in cut:
        text = block.data.lstrip()
        assert text.startswith((*boundary, b"<!--")), text[:40]


def test_a_block_knows_where_it_stands_in_the_file():
    (block,) = blocks(RELEASES)
    assert RELEASES[block.offset : block.end] == block.data
    assert RELEASES[block.end :] == b"</releases>\n"


def test_blocks_are_about_as_large_as_wanted():
    record = b'<release id="1"><title>' + b"x" * 3000 + b"</title></release>\n"
    sizes = [len(block.data) for block in blocks(fill(record, 1000), size=BLOCK_SIZE)]
    assert sum(sizes) == 1000 * len(record)
    assert all(BLOCK_SIZE / 2 < size <= 2 * BLOCK_SIZE for size in sizes[:-1])


def test_labels_are_never_cut_at_a_sublabel():
    record = (
        b"<label><id>5</id><sublabels>"
        + b'<label id="6">Six</label>' * 20
        + b"</sublabels></label>\n"
    )
    content = b"<labels>" + record * 2000 + b"</labels>"
    cut = blocks(content, Kind.LABELS, size=1000)
    assert len(cut) > 2
    assert all(block.data.startswith(b"<label><id>") for block in cut)
    assert sum(block.data.count(b"<id>") for block in cut) == 2000


@pytest.mark.parametrize("start", [0, 1])
def test_it_starts_again_at_the_end_of_any_earlier_block(start):
    content = fill(b'<release id="1"><title>' + b"x" * 3000 + b"</title></release>\n", 300)
    earlier = blocks(content, size=4096)
    assert len(earlier) > 2
    for number, block in enumerate(earlier, 1):
        again = blocks(content, size=4096 * (start + 1), start=block.end)
        assert b"".join(b.data for b in again) == b"".join(b.data for b in earlier[number:])
        assert [b.offset for b in again[:1]] == [b.offset for b in earlier[number : number + 1]]


def test_starting_beyond_the_file_is_an_error():
    assert failure(RELEASES, start=10**6) == (
        "the file is shorter than when loading it was broken off"
    )


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xef\xbb\xbf",
        b'<?xml version="1.0" encoding="UTF-8"?>\n',
        b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><!-- <artists> > -->\n <!---->",
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_what_may_stand_before_the_root_element(head, size):
    cut = blocks(head + RELEASES, size=size)
    assert b"".join(block.data for block in cut) == blocks(RELEASES)[0].data
    assert cut[0].offset == len(head) + len(b"<releases>")


@pytest.mark.parametrize(
    "content",
    [
        b"<releases/>",
        b"<releases ></releases>\n",
        b"<releases a='>' />",
        b"<releases>\n</releases >",
    ],
)
def test_a_file_without_records_has_no_blocks(content):
    assert blocks(content) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file holds nothing"),
        (b" \n", "the file holds nothing"),
        (b"<artists><artist/></artists>", "the file holds <artists> where <releases> was expected"),
        (
            b"<!DOCTYPE html><html><body>429</body></html>",
            "the file is an HTML page, not a Discogs dump; fetch it again",
        ),
        (b"<html><body/></html>", "the file holds an HTML page where <releases> was expected"),
        (
            b'<!DOCTYPE releases [<!ENTITY a "b">]><releases></releases>',
            "the file declares a document type, which no Discogs dump does",
        ),
        (b"<release", "the file is not a Discogs dump; it starts with b'<release'"),
        (
            b'<?xml version="1.0" encoding="ISO-8859-1"?><releases></releases>',
            "the file is in ISO-8859-1, but Discogs dumps are in UTF-8",
        ),
        (
            RELEASES.replace(b"</releases>\n", b""),
            "the file is cut short: it ends without </releases>; fetch it again",
        ),
        (
            RELEASES[:-40],
            "the file is cut short: it ends in the middle of a release; fetch it again",
        ),
        (
            RELEASES + b"<release>",
            f"the file goes on after </releases> at byte {len(RELEASES) - 1}; fetch it again",
        ),
    ],
)
def test_a_file_that_is_no_whole_dump_is_refused(content, reason):
    assert failure(content) == reason


def test_the_records_before_a_cut_are_still_told():
    cutting = cut_blocks([RELEASES[:-40]], Kind.RELEASES, FILE)
    assert next(cutting).data.count(b"</release>") == 2
    with pytest.raises(BadInput, match="cut short"):
        next(cutting)


def test_what_stands_before_the_end_of_the_root_is_in_a_block():
    cut = blocks(b'<releases><release id="1"></release>stray</releases>')
    assert b"".join(block.data for block in cut) == b'<release id="1"></release>stray'


def test_a_comment_that_never_ends_does_not_hide_the_end_of_the_file():
    content = b'<releases><release id="1"><!-- </release><release id="2"></release></releases>'
    assert b"".join(block.data for block in blocks(content)) == content[10:-11]


def test_a_file_without_record_ends_is_refused_before_it_fills_memory():
    def endless():
        yield b'<releases><release id="1"><notes>'
        taken = 0
        while True:
            taken += BLOCK_SIZE
            assert taken < RECORD_LIMIT + 3 * BLOCK_SIZE
            yield b"x" * BLOCK_SIZE

    with pytest.raises(BadInput, match="no release ends in the 64 MiB from byte 10 on"):
        list(cut_blocks(endless(), Kind.RELEASES, FILE))


def test_a_record_of_ten_megabytes_takes_no_more_than_its_size_in_time():
    """The search for its end does not begin again with each chunk."""
    record = b'<release id="1"><notes>' + b"<p> " * 5_000_000 + b"</notes></release>"
    started = time.process_time()
    (first,) = blocks(b"<releases>" + record + b"</releases>", size=4096)
    assert first.data == record
    assert time.process_time() - started < 2
