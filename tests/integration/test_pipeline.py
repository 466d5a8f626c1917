"""From dump files to answers, by the command line, on both stores."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import socket
import sys
import time
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

import pytest

from storage import open_store

QUERIES = [
    "",
    "genre=Electronic",
    "genre=Rock&genre=Jazz&style_not=Punk&year=1960..1999",
    "video=1&sort=oldest",
    "video=0&decade=1990s&country=US",
    "format=Vinyl&description_all=LP&description_all=Album",
    "dedupe=master&sort=random&seed=9",
    "q=the",
    "artist=194",
]


def test_real_fragments_load_whole(installation, fragments):
    """Every record of both vintages, no error, and the index built from them answers."""
    for dump, counts in {
        "20200806": {"artists": 500, "labels": 500, "masters": 500, "releases": 500},
        "20260401": {"artists": 2421, "masters": 159, "releases": 202},
    }.items():
        reports = json.loads(installation.ok("load", fragments / dump, "--json"))
        assert {r["kind"]: r["documents"] for r in reports} == counts
        assert all(r["skipped"] == r["duplicates"] == 0 and not r["unknown"] for r in reports)
        installation.ok("index")
        assert installation.search("")["total"] == counts["releases"]
    assert installation.search("q=stockholm")["results"][0]["title"] == "Stockholm"
    # The newest dump is live; the other can be made live by name.
    installation.ok("index", "--dump", "20200806")
    assert installation.search("")["dump"] == "20200806"


def test_both_stores_give_the_same_answers(installation, sample, mongo_url, tmp_path):
    """load → index → search on SQLite and on a MongoDB-compatible server."""
    other = type(installation)(tmp_path / "mongo-data", {"WAXLIST_STORE_URL": mongo_url})
    with open_store(mongo_url) as store:
        store.drop("20261101")
    answers = []
    for each in (installation, other):
        each.ok("load", sample)
        each.ok("index")
        answers.append([_answer(each, query) for query in QUERIES])
    assert answers[0] == answers[1]
    assert installation.documents("20261101") == other.documents("20261101")
    with open_store(mongo_url) as store:
        store.drop("20261101")


def _answer(installation, query):
    facts = installation.search(query, "--limit", "1000", "--facets")
    del facts["took_ms"]
    return facts


def test_running_everything_again_changes_nothing(installation, sample):
    """A second load and a second index say that there is nothing to do."""
    installation.ok("load", sample)
    installation.ok("index")
    before = installation.index_content()
    assert installation.ok("load", sample).count("already loaded") == 4
    assert "nothing to do" in installation.ok("index")
    assert installation.index_content() == before


def test_masters_alone_make_a_catalogue(installation, sample):
    """The quick start: a dump without releases is dug by its masters."""
    masters = next(sample.glob("*masters*"))
    installation.ok("load", masters)
    assert "masters is live" in installation.ok("index")
    page = installation.search("genre=Electronic")
    assert page["total"] > 0
    assert page["results"][0]["kind"] == "master"


def test_a_rebuild_replaces_the_generation_and_keeps_the_one_before(installation, sample):
    """`--rebuild` builds beside; live and previous stay, older ones go."""
    installation.ok("load", sample)
    installation.ok("index")
    for _ in range(2):
        installation.ok("index", "--rebuild")
    state = json.loads(installation.ok("status", "--json"))["index"]
    assert (state["live"], state["previous"]) != (None, None)
    generations = {key.split(b":")[0] for key in installation.index_content() if key[:1] == b"g"}
    assert generations == {f"g{state['live']}".encode(), f"g{state['previous']}".encode()}


@pytest.mark.parametrize("step", ["load", "index"])
def test_killed_at_any_moment_it_ends_as_if_undisturbed(installation, sample, tmp_path, step):
    """kill -9 at many moments, the same command after each: store and index are identical."""
    undisturbed = type(installation)(tmp_path / "undisturbed")
    undisturbed.ok("load", sample)
    if step == "index":
        installation.ok("load", sample)
    arguments = ["load", sample] if step == "load" else ["index"]
    started = time.monotonic()
    if step == "index":
        undisturbed.ok("index")
    else:
        type(installation)(tmp_path / "timed").ok("load", sample)
    duration = time.monotonic() - started
    moments = random.Random(5)
    for _ in range(8):
        process = installation.start(*arguments, start_new_session=True)
        time.sleep(moments.uniform(0.25, 0.95) * duration)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    installation.ok(*arguments)
    if step == "load":
        assert installation.documents("20261101") == undisturbed.documents("20261101")
        installation.ok("index")
        undisturbed.ok("index")
    # A killed build keeps its name, so even the keys are the same.
    assert installation.index_content() == undisturbed.index_content()


def test_interrupted_it_says_how_to_go_on_and_leaves_no_server(installation, sample):
    """Ctrl-C ends at once with 130."""
    installation.ok("load", sample)
    process = installation.start("index")
    time.sleep(0.6)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode in (0, 130), errors  # 0: it was done already
    assert "Traceback" not in errors
    assert not (installation.data / "redis" / "redis.sock").exists()


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


def test_a_second_load_at_the_same_time_is_told_to_wait(installation, sample):
    """75, and the holder's process id."""
    from waxlist.locks import exclusive

    with exclusive(installation.data / "load.lock", "load"):
        done = installation.run("load", sample)
    assert done.returncode == 75
    assert str(os.getpid()) in done.stderr


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


def test_a_query_error_names_the_parameter_and_the_nearest_value(installation, sample):
    installation.ok("load", sample)
    installation.ok("index")
    done = installation.run("search", "style=Tecno")
    assert done.returncode == 2
    assert "style" in done.stderr
    assert "'Techno'" in done.stderr


def test_searching_before_anything_is_loaded_says_what_to_do(installation):
    done = installation.run("search", "")
    assert done.returncode == 1
    assert "waxlist load" in done.stderr
    assert installation.run("index").returncode == 1


def test_a_relative_data_folder_works(installation, sample, tmp_path, monkeypatch):
    """Every server and file is found again, wherever they change into."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    installation.data = Path("here/data")
    installation.ok("load", sample)
    installation.ok("index")
    assert installation.search("")["total"] == 600
    assert (tmp_path / "here" / "data" / "redis").is_dir()


def test_masters_never_stand_in_for_releases_by_accident(installation, sample, tmp_path):
    """A newer dump with masters only does not replace a catalogue of releases, unless named."""
    installation.ok("load", sample)
    installation.ok("index")
    masters = tmp_path / "discogs_20261201_masters.xml.gz"
    masters.write_bytes(next(sample.glob("*masters*")).read_bytes())
    installation.ok("load", masters)
    assert "nothing to do" in installation.ok("index")
    assert "masters is live" in installation.ok("index", "--dump", "20261201")


def test_lost_documents_are_an_error_not_an_empty_page(installation, sample):
    installation.ok("load", sample)
    installation.ok("index")
    for path in (installation.data / "documents").iterdir():
        path.unlink()
    done = installation.run("search", "")
    assert done.returncode == 1
    assert "waxlist load" in done.stderr


def test_what_is_no_dump_is_a_usage_error(installation):
    for dump in ("abc", "20261399"):
        done = installation.run("index", "--dump", dump)
        assert done.returncode == 2
        assert dump in done.stderr


def test_serving_survives_the_death_of_its_redis(installation, sample):
    """The next request starts the private server again."""
    installation.ok("load", sample)
    installation.ok("index")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = installation.start("serve", "--port", port)
    try:
        assert "Waxlist is at" in serving.stdout.readline()
        assert _total(port) == 600
        os.kill(int((installation.data / "redis" / "redis.pid").read_text()), signal.SIGKILL)
        assert _total(port) == 600
    finally:
        serving.terminate()
        serving.communicate(timeout=30)
    assert not (installation.data / "redis" / "redis.sock").exists()


def _total(port: int) -> int:
    with urlopen(f"http://127.0.0.1:{port}/api/v1/search", timeout=30) as answer:
        return int(json.load(answer)["total"])


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
