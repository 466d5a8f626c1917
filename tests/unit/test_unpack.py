import gzip
import os

import pytest

from dataget.unpack import CHUNK_SIZE, iter_bytes
from domain.errors import BadInput

XML = b"<releases>\n" + os.urandom(400_000).hex().encode() + b"</releases>\n"
PACKED = gzip.compress(XML, mtime=0)


@pytest.fixture
def write(tmp_path):
    def write(content, name="discogs_20261101_releases.xml.gz"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def reason(path):
    with pytest.raises(BadInput) as caught:
        list(iter_bytes(path))
    assert str(caught.value) == f"{path}: {caught.value.reason}"
    assert "\n" not in caught.value.reason
    return caught.value.reason


@pytest.mark.parametrize("name", ["dump.xml", "dump.xml.gz", "dump"])
@pytest.mark.parametrize("content", [XML, PACKED])
def test_gzip_and_plain_files_are_told_by_their_content(write, content, name):
    chunks = list(iter_bytes(write(content, name)))
    assert b"".join(chunks) == XML
    assert len(chunks) > 1
    assert all(0 < len(chunk) <= CHUNK_SIZE for chunk in chunks)


def test_a_gzip_file_may_have_several_members(write):
    packed = gzip.compress(XML[:1000]) + gzip.compress(b"") + gzip.compress(XML[1000:])
    assert b"".join(iter_bytes(write(packed))) == XML


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf<a/>", b" \n<a/>", b" " * 100, b"\n" * 70 + b"<a/>"]
)
def test_xml_may_start_with_a_mark_or_white_space(write, content):
    assert b"".join(iter_bytes(write(content))) == content


@pytest.mark.parametrize("content", [XML, PACKED])
def test_progress_counts_the_bytes_of_the_file(write, content):
    seen = []
    for _ in iter_bytes(write(content), seen.append):
        pass
    assert len(seen) > 1
    assert seen == sorted(seen)
    assert seen[-1] == len(content)


def test_an_empty_file(write):
    assert reason(write(b"")) == "the file is empty"


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"BZh9", b'{"a": 1}', b"\x00", b"\xff\xfe<\x00"])
def test_neither_gzip_nor_xml(write, start):
    message = "the file is neither gzip nor XML; it starts with "
    assert reason(write(start)) == f"{message}{start!r}"


@pytest.mark.parametrize("size", [2, 5, 12, 1000, len(PACKED) // 2, -9, -8, -4, -1])
def test_a_gzip_file_cut_anywhere_is_cut_short(write, size):
    assert "the gzip file is cut short" in reason(write(PACKED[:size]))


def test_a_second_member_that_is_cut_short(write):
    assert "the gzip file is cut short" in reason(write(PACKED + PACKED[:-20]))


def test_bytes_after_the_end_of_a_gzip_file(write):
    assert "after its end" in reason(write(PACKED + b"<html>"))


@pytest.mark.parametrize("place", [3, 20, 1000, -6, -2])
def test_a_gzip_file_with_a_changed_byte_is_damaged(write, place):
    damaged = bytearray(PACKED)
    damaged[place] ^= 0xFF
    assert "fetch it again" in reason(write(bytes(damaged)))


def test_a_file_that_is_not_there(tmp_path):
    assert reason(tmp_path / "x") == "the file cannot be read: No such file or directory"


def test_a_folder_is_no_file(tmp_path):
    assert reason(tmp_path) == "the file cannot be read: Is a directory"


def test_a_file_one_may_not_read(write, unprivileged):
    path = write(XML)
    path.chmod(0)
    with unprivileged():
        assert reason(path) == "the file cannot be read: Permission denied"
