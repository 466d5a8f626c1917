import gzip
import hashlib
import os

import pytest

from dataget.files import DumpFile, expected_hash, find_dump_files, read_checksums, sha256_of
from domain.documents import Kind
from domain.errors import BadInput, UsageError


def write(folder, name, content=b"<releases/>"):
    path = folder / name
    path.write_bytes(content)
    return path


def dump_file(folder, kind, dump="20261101", end=".xml.gz"):
    return write(folder, f"discogs_{dump}_{kind}{end}")


def refused(error, *paths, dump=None):
    with pytest.raises(error) as caught:
        find_dump_files(paths, dump)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_folder_gives_its_dump_files_and_nothing_else(tmp_path):
    for kind in ("releases", "artists", "labels", "masters"):
        dump_file(tmp_path, kind)
    for name in (
        "discogs_20261101_CHECKSUM.txt",
        "discogs_20261101_releases.xml.gz.part",
        "discogs_2026_releases.xml",
        "discogs_20261101_songs.xml",
        "notes.xml",
    ):
        write(tmp_path, name)
    deeper = tmp_path / "discogs_20261201_labels.xml"
    deeper.mkdir()
    dump_file(deeper, "labels", "20261201")
    found = find_dump_files([tmp_path])
    assert found.dump == "20261101"
    assert [file.kind for file in found.files] == [
        Kind.ARTISTS,
        Kind.LABELS,
        Kind.MASTERS,
        Kind.RELEASES,
    ]
    assert found.files[0] == DumpFile(
        tmp_path / "discogs_20261101_artists.xml.gz", "20261101", Kind.ARTISTS
    )


@pytest.mark.parametrize("kinds", [["labels"], ["artists", "releases"]])
def test_any_kinds_will_do(tmp_path, kinds):
    paths = [dump_file(tmp_path, kind, end=".xml") for kind in reversed(kinds)]
    assert [file.kind.value for file in find_dump_files(paths).files] == kinds


def test_a_file_given_twice_is_one(tmp_path):
    path = dump_file(tmp_path, "labels")
    checksum = write(tmp_path, "discogs_20261101_CHECKSUM.txt")
    assert len(find_dump_files([tmp_path, path, checksum, tmp_path / "." / path.name]).files) == 1


def test_files_of_two_dumps_need_a_choice(tmp_path):
    old = dump_file(tmp_path, "labels", "20260401")
    dump_file(tmp_path, "labels", "20261101")
    message = refused(UsageError, tmp_path)
    assert "20260401 and 20261101" in message
    assert "waxlist load --dump YYYYMMDD" in message
    found = find_dump_files([tmp_path], "20260401")
    assert (found.dump, [file.path for file in found.files]) == ("20260401", [old])
    assert "no files of dump 20250101 there, only of 20260401 and 20261101" in refused(
        UsageError, tmp_path, dump="20250101"
    )


@pytest.mark.parametrize("pack", [gzip.compress, bytes])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_file_with_another_name_is_told_by_its_root(tmp_path, kind, pack):
    path = write(tmp_path, "download", pack(f"<!-- x --><{kind}></{kind}>".encode()))
    message = refused(UsageError, path)
    assert str(path) in message
    assert "waxlist load --dump YYYYMMDD" in message
    assert find_dump_files([path], "20261101").files == (DumpFile(path, "20261101", kind),)


def test_a_file_that_is_no_dump_is_refused(tmp_path):
    path = write(tmp_path, "feed.xml", b"<rss></rss>")
    assert "<rss> where one of <artists>, " in refused(BadInput, path, dump="20261101")


@pytest.mark.parametrize("dump", ["2026", "november", "2026-11-01", "20261101.", ""])
def test_a_dump_is_eight_digits(tmp_path, dump):
    dump_file(tmp_path, "labels")
    assert "eight digits" in refused(UsageError, tmp_path, dump=dump)


def test_two_files_of_a_kind_are_refused(tmp_path):
    packed, plain = dump_file(tmp_path, "labels"), dump_file(tmp_path, "labels", end=".xml")
    message = refused(UsageError, tmp_path)
    assert str(packed) in message
    assert str(plain) in message
    assert "both hold labels of dump 20261101" in message


def test_a_folder_without_dump_files_is_refused(tmp_path):
    write(tmp_path, "notes.txt")
    assert refused(UsageError, tmp_path).startswith(f"{tmp_path}: no dump files")


def test_a_path_that_is_not_there_is_refused(tmp_path):
    assert refused(BadInput, tmp_path / "x").startswith(f"{tmp_path / 'x'}: there is no such file")


def test_nothing_is_refused():
    assert "no dump files" in refused(UsageError)


A, B = "a" * 64, "B" * 64


def test_checksums_in_any_order_and_with_one_space_or_two(tmp_path):
    path = write(
        tmp_path,
        "discogs_20261101_CHECKSUM.txt",
        f"{B} discogs_20261101_releases.xml.gz\n\n{A}  discogs_20261101_labels.xml.gz\r\n"
        f"{A} *discogs_20261101_masters.xml.gz".encode(),
    )
    assert read_checksums(path) == {
        "discogs_20261101_releases.xml.gz": B.lower(),
        "discogs_20261101_labels.xml.gz": A,
        "discogs_20261101_masters.xml.gz": A,
    }
    labels = DumpFile(dump_file(tmp_path, "labels"), "20261101", Kind.LABELS)
    artists = DumpFile(dump_file(tmp_path, "artists"), "20261101", Kind.ARTISTS)
    assert (expected_hash(labels), expected_hash(artists)) == (A, None)


def test_no_checksum_file_states_no_hash(tmp_path):
    file = DumpFile(dump_file(tmp_path, "labels"), "20261101", Kind.LABELS)
    assert expected_hash(file) is None


@pytest.mark.parametrize(
    "content", [b"<html>", b"a" * 63 + b" x", b"g" * 64 + b" x", b"a" * 64, b"a" * 64 + b" x y"]
)
def test_a_malformed_checksum_line_is_refused(tmp_path, content):
    path = write(tmp_path, "discogs_20261101_CHECKSUM.txt", f"{A} good\n".encode() + content)
    with pytest.raises(BadInput, match="line 2 is not"):
        read_checksums(path)


def test_a_checksum_file_that_is_no_text_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_checksums(write(tmp_path, "sums", b"\xff\xfe"))


def test_the_hash_of_a_file_is_taken_piece_by_piece(tmp_path):
    content = os.urandom(3_000_000)
    seen = []
    path = write(tmp_path, "x", content)
    assert sha256_of(path, seen.append) == hashlib.sha256(content).hexdigest()
    assert len(seen) > 1
    assert seen == sorted(seen)
    assert seen[-1] == len(content)


def test_the_hash_of_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        sha256_of(tmp_path / "x")
