"""From dump files to answers, by the command line, on both stores."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sys
import time
from pathlib import Path
from urllib.request import urlopen

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


def test_a_second_load_at_the_same_time_is_told_to_wait(installation, sample):
    """75, and the holder's process id."""
    from waxlist.locks import exclusive

    with exclusive(installation.data / "load.lock", "load"):
        done = installation.run("load", sample)
    assert done.returncode == 75
    assert str(os.getpid()) in done.stderr


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
    port = free_port()
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _total(port: int) -> int:
    with urlopen(f"http://127.0.0.1:{port}/api/v1/search", timeout=30) as answer:
        return int(json.load(answer)["total"])


def test_the_demo_takes_a_list_of_real_files(installation, sample):
    """`--dump A B`, as a shell's wildcard writes it; files without --dump are a usage error."""
    files = [next(sample.glob(f"*{kind}*")) for kind in ("releases", "artists")]
    assert installation.run("demo", *files).returncode == 2
    demo = installation.start("demo", "--dump", *files, "--port", free_port())
    try:
        assert "Waxlist is at" in demo.stdout.readline()
    finally:
        demo.terminate()
        demo.communicate(timeout=30)
    loaded = json.loads(installation.ok("status", "--json"))["dumps"]["20261101"]
    assert set(loaded) == {"artists", "releases"}
