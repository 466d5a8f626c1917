"""Bad files, full disks, closed folders: one clear line, and what is live stays."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from uuid import uuid4

import pytest


def test_two_records_with_one_id_the_later_stands_and_is_counted(installation, tmp_path):
    path = tmp_path / "discogs_20261101_labels.xml"
    records = "".join(
        f"<label><id>{number}</id><name>{name}</name></label>\n"
        for number, name in [(1, "first"), (2, "other"), (1, "second")]
    )
    path.write_text(f"<labels>\n{records}</labels>\n")
    assert "1 replaced by a later record" in installation.ok("load", path)
    _, documents = installation.documents("20261101")["labels"]
    assert [document["name"] for document in documents] == ["second", "other"]


def test_bad_records_cost_one_record_each_and_are_reported(installation, tmp_path):
    """Broken entity, control character, unclosed record: each by id, offset and reason."""
    good = '<release id="{}"><title>fine</title></release>\n'
    broken = [
        '<release id="11"><title>a &broken; entity</title></release>\n',
        '<release id="12"><title>control \x01 character</title></release>\n',
        '<release id="13"><title>unclosed</title>\n',
    ]
    parts = [good.format(1), broken[0], good.format(2), broken[1], broken[2], good.format(3)]
    path = tmp_path / "discogs_20261101_releases.xml.gz"
    text = "<releases>\n" + "".join(parts) + "</releases>\n"
    path.write_bytes(gzip.compress(text.encode()))
    out = installation.ok("load", path)
    assert "3 documents" in out
    assert "3 records skipped" in out
    report = installation.data / "reports" / "load-20261101-releases.jsonl"
    skipped = [json.loads(line) for line in report.read_text().splitlines()]
    assert [record["id"] for record in skipped] == [11, 12, 13]
    raw = text.encode()
    assert [raw[record["offset"] :][:16] for record in skipped] == [
        b'<release id="11"',
        b'<release id="12"',
        b'<release id="13"',
    ]
    assert all(record["reason"] for record in skipped)


def test_a_text_of_ten_megabytes_loads(installation, tmp_path):
    path = tmp_path / "discogs_20261101_releases.xml"
    notes = "long " * 2_100_000
    path.write_text(
        f'<releases>\n<release id="1"><title>t</title><notes>{notes}</notes></release>\n</releases>'
    )
    assert "1 documents" in installation.ok("load", path)
    assert installation.documents("20261101")["releases"][1][0]["notes"] == notes


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def _html(path: Path) -> None:
    path.write_bytes(gzip.compress(b"<!DOCTYPE html><html><body>429 Too Many Requests</body>"))


def _wrong_root(path: Path) -> None:
    path.write_bytes(gzip.compress(b"<masters>\n</masters>"))


def _cut_xml(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())[:-500]))


DAMAGES = {
    "not gzip": (lambda path: path.write_bytes(b"PK\x03\x04 something else"), "neither gzip nor"),
    "truncated gzip": (_truncated, "cut short"),
    "empty file": (lambda path: path.write_bytes(b""), "empty"),
    "HTML instead of XML": (_html, "HTML"),
    "wrong root": (_wrong_root, "masters"),
    "cut XML": (_cut_xml, "cut short"),
    "no records": (lambda path: path.write_bytes(b"<releases></releases>"), "no release"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_bad_file_is_one_clear_line_and_the_live_catalogue_stays(
    installation, sample, tmp_path, damage
):
    """Exit code 1, the file's name and what is wrong; search answers as before."""
    installation.ok("load", sample)
    installation.ok("index")
    before = installation.search("genre=Rock")["results"], installation.documents("20261101")
    target = tmp_path / "discogs_20261101_releases.xml.gz"
    target.write_bytes(next(sample.glob("*releases*")).read_bytes())
    spoil, words = DAMAGES[damage]
    spoil(target)
    done = installation.run("load", target)
    assert done.returncode == 1, done.stderr
    errors = [line for line in done.stderr.splitlines() if not line.startswith("warning")]
    assert len(errors) == 1, done.stderr
    assert target.name in errors[0]
    assert words in errors[0]
    after = installation.search("genre=Rock")["results"], installation.documents("20261101")
    assert after == before


def test_a_bad_file_of_a_new_dump_leaves_nothing(installation, tmp_path):
    path = tmp_path / "discogs_20261201_releases.xml"
    path.write_text("<releases>\n<release id='1'><title>cut")
    assert installation.run("load", path).returncode == 1
    assert list((installation.data / "documents").iterdir()) == []


def test_a_wrong_checksum_stops_everything_before_it_starts(installation, sample, tmp_path):
    """All files are proven before the first one is loaded."""
    for path in sample.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    releases = next(tmp_path.glob("*releases*"))
    changed = bytearray(releases.read_bytes())
    changed[5000] ^= 1
    releases.write_bytes(changed)
    done = installation.run("load", tmp_path)
    assert done.returncode == 1
    assert "SHA-256" in done.stderr
    assert releases.name in done.stderr
    assert json.loads(installation.ok("status", "--json"))["dumps"] == {}


def test_a_missing_checksum_is_a_warning(installation, sample, tmp_path):
    labels = next(sample.glob("*labels*"))
    (tmp_path / labels.name).write_bytes(labels.read_bytes())
    done = installation.run("load", tmp_path)
    assert done.returncode == 0
    assert "warning" in done.stderr
    assert "CHECKSUM" in done.stderr


def test_a_folder_with_two_dumps_asks_which(installation, fragments, tmp_path):
    for dump in ("20200806", "20260401"):
        for path in (fragments / dump).iterdir():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    done = installation.run("load", tmp_path)
    assert done.returncode == 2
    assert "20200806" in done.stderr
    assert "20260401" in done.stderr
    assert "--dump" in done.stderr
    installation.ok("load", tmp_path, "--dump", "20200806")
    assert list(json.loads(installation.ok("status", "--json"))["dumps"]) == ["20200806"]


def test_a_data_folder_one_may_not_write_to_is_a_matter_of_configuration(installation, sample):
    """Even root cannot make a folder in /proc."""
    installation.data = Path("/proc/waxlist")
    for arguments in (["load", sample], ["status"], ["serve"]):
        done = installation.run(*arguments)
        assert done.returncode == 78, done.stderr
        assert "WAXLIST_DATA" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_full_disk_is_one_clear_line_and_the_load_goes_on_afterwards(
    installation, sample, small_disk
):
    """With room again, the same command ends as if nothing had happened."""
    installation.data = small_disk / "data"
    installation.data.mkdir()
    filler = small_disk / "filler"
    with filler.open("wb") as file:
        free = os.statvfs(small_disk)
        file.write(b"\0" * (free.f_bavail * free.f_frsize - 300_000))
    done = installation.run("load", sample)
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "space" in done.stderr
    filler.unlink()
    installation.ok("load", sample)
    installation.ok("index")
    assert installation.search("")["total"] == 600


def test_servers_that_do_not_answer_are_named_without_their_passwords(installation, sample):
    secret = uuid4().hex
    installation.environment["WAXLIST_REDIS_URL"] = f"redis://:{secret}@127.0.0.1:1/0"
    installation.ok("load", sample)
    done = installation.run("index")
    assert done.returncode == 69
    assert "127.0.0.1:1" in done.stderr
    assert secret not in done.stderr
    installation.environment["WAXLIST_STORE_URL"] = f"mongodb://user:{secret}@127.0.0.1:1"
    done = installation.run("load", sample)
    assert done.returncode == 69
    assert "127.0.0.1:1" in done.stderr
    assert secret not in done.stderr


def test_on_a_full_disk_every_command_says_so_and_leaves_no_server(
    installation, sample, small_disk
):
    """Not "a file", not "see the log": the folder, and that its disk is full."""
    installation.data = small_disk / "data"
    installation.ok("load", sample)
    disk = os.statvfs(small_disk)
    with (small_disk / "filler").open("wb") as file:
        file.write(b"\0" * (disk.f_bavail * disk.f_frsize))
    for command in ("index", "status", "prune"):
        done = installation.run(command)
        assert done.returncode == 1, done.stderr
        assert str(installation.data) in done.stderr
        assert "full" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    (small_disk / "filler").unlink()
    assert "600 releases is live" in installation.ok("index")
