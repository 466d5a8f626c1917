"""The monthly switch: from new files to the live catalogue, and back."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dataget.sample import write_sample
from tests.fakes.dumps import fake_dumps

OLD, NEW = "20261001", "20261101"


@pytest.fixture(scope="module")
def months(tmp_path_factory) -> Path:
    """Two dumps, the later one with a few releases more."""
    folder = tmp_path_factory.mktemp("months")
    write_sample(folder / OLD, releases=400, dump=OLD)
    write_sample(folder / NEW, releases=410, dump=NEW)
    write_sample(folder / "shrunk", releases=300, dump="20261201")
    return folder


def test_a_month_replaces_the_other_and_says_what_changed(installation, months):
    """fetch → load → index → switch; a second run has nothing to do."""
    first = json.loads(installation.ok("refresh", "--from", months / OLD, "--json"))
    assert (first["dump"], first["switched"]) == (OLD, True)
    assert installation.search("new=this")["total"] == 0
    installation.ok("refresh", "--from", months / NEW)
    assert installation.search("")["dump"] == NEW
    state = json.loads(installation.ok("status", "--json"))
    before, now = (
        {d["_id"]: d for d in installation.documents(dump)["releases"][1]} for dump in (OLD, NEW)
    )
    stated = state["changes"][NEW]
    same = {i for i in now.keys() & before.keys() if _content(now[i]) == _content(before[i])}
    assert stated == {
        "since": OLD,
        "new": len(now.keys() - before.keys()),
        "changed": len(now.keys() & before.keys() - same),
        "vanished": len(before.keys() - now.keys()),
    }
    assert stated["new"] >= 10
    found = installation.search("new=this", "--limit", "1000")
    assert {r["id"] for r in found["results"]} == now.keys() - before.keys()
    assert installation.search("new=changed")["total"] == stated["changed"]
    assert "nothing to do" in installation.ok("refresh", "--from", months / NEW)
    assert installation.ok("refresh", "--from", months / NEW, "--quiet") == ""


def _content(document):
    return {key: value for key, value in document.items() if key != "derived"}


def test_rollback_is_one_command_and_stays(installation, months):
    """The next refresh does not bring the same dump back; forced, it does, without a rebuild."""
    for month in (OLD, NEW):
        installation.ok("refresh", "--from", months / month)
    assert OLD in installation.ok("rollback")
    assert installation.search("")["dump"] == OLD
    assert "nothing to do" in installation.ok("refresh", "--from", months / NEW)
    assert installation.search("")["dump"] == OLD
    installation.ok("refresh", "--from", months / NEW, "--force")
    assert installation.search("")["dump"] == NEW
    assert OLD in installation.ok("rollback")
    assert NEW in installation.ok("rollback")


def test_rollback_without_a_generation_before_says_so(installation, months):
    assert installation.run("rollback").returncode == 1
    installation.ok("refresh", "--from", months / OLD)
    done = installation.run("rollback")
    assert done.returncode == 1
    assert "before" in done.stderr


def test_prune_keeps_what_live_and_the_one_before_need(installation, months):
    """The third month lets go of the first; its changes stay in the status."""
    for month in (OLD, NEW, "shrunk"):
        installation.ok("refresh", "--from", months / month, "--force")
    planned = installation.ok("prune", "--dry-run")
    assert f"would remove dump {OLD}" in planned
    assert OLD in json.loads(installation.ok("status", "--json"))["dumps"]
    removed = json.loads(installation.ok("prune", "--json"))
    assert removed["dumps"] == [OLD]
    assert not (installation.data / "dumps" / OLD).exists()
    state = json.loads(installation.ok("status", "--json"))
    assert list(state["dumps"]) == [NEW, "20261201"]
    assert list(state["changes"]) == [NEW, "20261201"]
    assert "nothing to remove" in installation.ok("prune")
    assert NEW in installation.ok("rollback")


def test_a_dump_that_lost_records_does_not_go_live(installation, months):
    """Over 2 % fewer of a kind stops the run, unless it is forced."""
    installation.ok("refresh", "--from", months / NEW)
    done = installation.run("refresh", "--from", months / "shrunk")
    assert done.returncode == 1
    assert "--force" in done.stderr
    assert installation.search("")["dump"] == NEW
    installation.ok("refresh", "--from", months / "shrunk", "--force")
    assert installation.search("")["dump"] == "20261201"


def test_killed_at_any_moment_it_ends_as_if_undisturbed(installation, months, tmp_path):
    """kill -9 at many moments: what is live is whole after each, and the end is the same."""
    undisturbed = type(installation)(tmp_path / "undisturbed")
    for each in (installation, undisturbed):
        each.ok("refresh", "--from", months / OLD)
    started = time.monotonic()
    undisturbed.ok("refresh", "--from", months / NEW)
    duration = time.monotonic() - started
    moments = random.Random(11)
    for _ in range(6):
        process = installation.start("refresh", "--from", months / NEW, start_new_session=True)
        time.sleep(moments.uniform(0.3, 0.98) * duration)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        page = installation.search("")
        assert (page["dump"], page["total"]) in {(OLD, 400), (NEW, 410)}
    installation.ok("refresh", "--from", months / NEW)
    assert installation.documents(NEW) == undisturbed.documents(NEW)
    assert installation.index_content() == undisturbed.index_content()


def test_too_little_room_is_said_before_anything_is_done(installation, months, small_disk):
    installation.data = small_disk / "data"
    installation.data.mkdir()
    files = sum(path.stat().st_size for path in (months / OLD).iterdir())
    disk = os.statvfs(small_disk)
    with (small_disk / "filler").open("wb") as file:
        file.write(b"\0" * (disk.f_bavail * disk.f_frsize - files * 3 // 2))
    done = installation.run("refresh", "--from", months / OLD)
    assert done.returncode == 1
    assert "GB" in done.stderr or "MB" in done.stderr
    assert not (installation.data / "documents").exists()


def test_a_failure_is_told_to_the_operator(installation, months, tmp_path):
    """The command gets what went wrong on its standard input; the exit status stays."""
    told = tmp_path / "told"
    installation.environment["WAXLIST_FAILURE_COMMAND"] = f"cat > {told}"
    done = installation.run("refresh", "--from", tmp_path / "missing")
    assert done.returncode == 2
    assert "missing" in told.read_text()
    told.unlink()
    installation.ok("refresh", "--from", months / OLD)
    assert not told.exists()


def test_cron_over_a_local_host_and_a_day_without_news(installation, months):
    """From the listing to the live catalogue; the next day costs one request and says nothing."""
    with fake_dumps(months / OLD) as host:
        installation.environment |= {"WAXLIST_DUMPS_URL": host.url, "WAXLIST_DUMPS_GAP": "0"}
        assert f"of dump {OLD}" in installation.ok("refresh", "--quiet")
        host.asked.clear()
        assert installation.ok("refresh", "--quiet") == ""
        assert host.asked == []  # looked today
        _make_yesterday(installation.data / "fetch" / "state.json")
        assert installation.ok("refresh", "--quiet") == ""
        assert len(host.asked) == 1


def test_a_fault_of_the_host_never_makes_half_a_month_live(installation, months):
    """Wrong bytes to the end of patience: the month before serves on."""
    installation.ok("refresh", "--from", months / OLD)
    with fake_dumps(months / NEW) as host:
        installation.environment |= {"WAXLIST_DUMPS_URL": host.url, "WAXLIST_DUMPS_GAP": "0"}
        host.hidden.add(f"discogs_{NEW}_labels.xml.gz")
        assert installation.run("refresh").returncode in (0, 1)
        assert installation.search("")["dump"] == OLD
        host.hidden.clear()
        host.faults["forbid"] = 1
        done = installation.run("refresh", "--force")
        assert done.returncode == 69
        assert "403" in done.stderr
        assert installation.search("")["dump"] == OLD
        installation.ok("refresh", "--force")
        assert installation.search("")["dump"] == NEW


def _make_yesterday(state: Path) -> None:
    """Set back what the fetch remembers of its last look by a day."""
    facts = json.loads(state.read_text())
    looked = datetime.fromisoformat(facts["looked_at"]) - timedelta(days=1)
    state.write_text(json.dumps(facts | {"looked_at": looked.isoformat()}))


def test_a_failure_is_a_json_object_too_where_json_is_asked_for(installation, tmp_path):
    done = installation.run("refresh", "--from", tmp_path / "missing", "--json")
    facts = json.loads(done.stdout)
    assert facts["exit_code"] == done.returncode == 2
    assert "missing" in facts["error"]


def test_the_quick_start_grows_into_the_whole_dump(installation, months):
    """Masters alone first; the same dump with all kinds is news to that catalogue."""
    installation.ok("refresh", "--from", months / OLD, "--kinds", "masters")
    assert installation.search("", "--limit", "1")["results"][0]["kind"] == "master"
    assert "nothing to do" in installation.ok(
        "refresh", "--from", months / OLD, "--kinds", "masters"
    )
    installation.ok("refresh", "--from", months / OLD)
    assert installation.search("")["total"] == 400
    assert "nothing to do" in installation.ok(
        "refresh", "--from", months / OLD, "--kinds", "masters"
    )


def test_prune_leaves_alone_what_is_no_dump(installation, months):
    """A folder or file of the operator's among the dumps is none of its business."""
    for month in (OLD, NEW, "shrunk"):
        installation.ok("refresh", "--from", months / month, "--force")
    dumps = installation.data / "dumps"
    (dumps / "0-mine").mkdir()
    (dumps / "0-mine" / "kept").write_text("precious")
    (dumps / "1-note").write_text("precious")
    installation.ok("prune")
    assert {path.name for path in dumps.iterdir()} == {"0-mine", "1-note", NEW, "20261201"}
    assert (dumps / "0-mine" / "kept").read_text() == "precious"
