"""A sample is a whole dump on disk, read like a real one, or it is not there at all."""

from __future__ import annotations

import gzip
import hashlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import xmltodict

from dataget.sample import Plan, iter_documents, write_sample
from dataget.stream import iter_batches
from domain.documents import Document, Kind
from domain.errors import ConfigurationError, UsageError

DUMP = "20261101"
RELEASES = 300


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, RELEASES, seed=7)
    return folder


def _path(folder: Path, kind: Kind) -> Path:
    return folder / f"discogs_{DUMP}_{kind}.xml.gz"


def _read(folder: Path, kind: Kind) -> list[Document]:
    documents = []
    for batch in iter_batches(_path(folder, kind), kind, DUMP):
        assert not batch.skipped
        assert not batch.unknown
        documents += batch.documents
    return documents


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("kind", Kind)
def test_what_is_read_is_what_was_made(sample: Path, kind: Kind) -> None:
    read = _read(sample, kind)
    for document in read:
        document.pop("derived", None)
    assert read == list(iter_documents(Plan(RELEASES, 7, DUMP), kind))


@pytest.mark.parametrize("kind", Kind)
def test_files_have_the_form_of_the_real_ones(sample: Path, kind: Kind) -> None:
    text = gzip.decompress(_path(sample, kind).read_bytes())
    assert text.startswith(f"<{kind}>\n<{kind.record}".encode())
    assert text.endswith(f"</{kind.record}>\n</{kind}>\n".encode())
    parsed = xmltodict.parse(text, force_list=(kind.record,))
    records = parsed[kind.value][kind.record]
    ids = [int(record.get("@id") or record["id"]) for record in records]
    assert ids == sorted(set(ids))
    assert len(ids) == len(_read(sample, kind))


def test_checksum_lists_each_file_with_one_space(sample: Path) -> None:
    lines = (sample / f"discogs_{DUMP}_CHECKSUM.txt").read_text().splitlines()
    assert sorted(lines) == sorted(
        f"{hashlib.sha256(_path(sample, kind).read_bytes()).hexdigest()} {_path(sample, kind).name}"
        for kind in Kind
    )


def test_gzip_headers_hold_no_name_and_no_time(sample: Path) -> None:
    for kind in Kind:
        assert _path(sample, kind).read_bytes()[3:8] == bytes(5)


def test_the_same_arguments_give_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path / "again", RELEASES, seed=7)
    write_sample(tmp_path / "other", RELEASES, seed=8)
    again, other = _contents(tmp_path / "again"), _contents(tmp_path / "other")
    assert again == _contents(sample)
    assert other.keys() == again.keys()
    assert all(other[name] != again[name] for name in other)


def test_every_reference_resolves(sample: Path) -> None:
    read = {kind: {d["_id"]: d for d in _read(sample, kind)} for kind in Kind}
    artists = {number: artist["name"] for number, artist in read[Kind.ARTISTS].items()}
    labels = {number: label["name"] for number, label in read[Kind.LABELS].items()}
    unlinked = linked = 0
    for release in read[Kind.RELEASES].values():
        tracks = release["tracklist"]
        credits = [release, *tracks]
        for credit in (c for part in credits for c in part.get("artists", ())):
            assert artists.get(credit["id"], "Various") == credit["name"]
        for credit in (c for part in credits for c in part.get("extraartists", ())):
            if "id" in credit:
                assert artists[credit["id"]] == credit["name"]
                linked += 1
            else:
                unlinked += 1
        for key in ("labels", "series", "companies"):
            for entry in release.get(key, ()):
                assert labels[entry["id"]] == entry["name"]
        if "master_id" in release:
            assert release["master_id"] in read[Kind.MASTERS]
    assert unlinked < 0.05 * linked
    for master in read[Kind.MASTERS].values():
        assert read[Kind.RELEASES][master["main_release"]]["master_id"] == master["_id"]
        assert all(c["id"] in artists or c["id"] == 194 for c in master["artists"])


@pytest.mark.parametrize("releases", [1, 2, 37, 101])
def test_a_sample_may_be_as_small_as_one_release(tmp_path: Path, releases: int) -> None:
    write_sample(tmp_path, releases)
    assert len(_read(tmp_path, Kind.RELEASES)) == releases
    assert _read(tmp_path, Kind.MASTERS)


def test_progress_ends_with_all_records_of_each_file(tmp_path: Path) -> None:
    told: dict[Kind, tuple[int, int]] = {}
    write_sample(
        tmp_path, 1500, progress=lambda kind, done, total: told.update({kind: (done, total)})
    )
    assert {kind: total for kind, (_, total) in told.items()} == {
        kind: len(_read(tmp_path, kind)) for kind in Kind
    }
    assert all(done == total for done, total in told.values())


def test_a_dump_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    write_sample(tmp_path, 5)
    before = _contents(tmp_path)
    with pytest.raises(UsageError, match=r"artists\.xml\.gz is already there"):
        write_sample(tmp_path, 6)
    assert _contents(tmp_path) == before
    write_sample(tmp_path, 6, overwrite=True)
    assert _contents(tmp_path) != before
    write_sample(tmp_path, 6, dump="20261201")


def test_a_path_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("here")
    with pytest.raises(ConfigurationError, match="cannot be written there"):
        write_sample(file, 5)
    assert file.read_text() == "here"


def test_a_folder_one_may_not_write_to_is_refused(
    tmp_path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    tmp_path.chmod(0o555)
    with unprivileged(), pytest.raises(ConfigurationError, match="cannot be written there"):
        write_sample(tmp_path, 5)


@pytest.mark.parametrize(
    "arguments",
    [{"releases": 0}, {"seed": -1}, {"dump": "2026"}, {"dump": "18500101"}, {"video_ids": "all"}],
)
def test_arguments_that_make_no_sense_are_refused(
    tmp_path: Path, arguments: dict[str, object]
) -> None:
    with pytest.raises(UsageError):
        write_sample(tmp_path / "new", **arguments)  # type: ignore[arg-type]
    assert not (tmp_path / "new").exists()


def test_an_interrupted_sample_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(kind: Kind, done: int, total: int) -> None:
        if kind is Kind.RELEASES:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sample(tmp_path, 1200, progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_sample_leaves_no_file_under_its_name_and_can_run_again(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from dataget.sample import write_sample;"
        " write_sample(Path(sys.argv[1]), 10**7)"
    )
    process = subprocess.Popen([sys.executable, "-c", program, tmp_path])
    try:
        deadline = time.monotonic() + 30
        while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    names = [path.name for path in tmp_path.iterdir()]
    assert names
    assert all(name.endswith(".part") for name in names)
    write_sample(tmp_path, 5)
    assert sorted(_contents(tmp_path)) == sorted(
        [f"discogs_{DUMP}_{kind}.xml.gz" for kind in Kind] + [f"discogs_{DUMP}_CHECKSUM.txt"]
    )


def test_made_up_videos_are_hardly_ever_the_same(tmp_path: Path) -> None:
    write_sample(tmp_path, 200, video_ids="unique")
    ids = [
        v for r in _read(tmp_path, Kind.RELEASES) for v in r.get("derived", {}).get("video_ids", ())
    ]
    assert len(ids) > 200
    assert len(set(ids)) > 0.9 * len(ids)
