"""Which dump is fetched, from where, and how often the host is asked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest

from dataget.host import Host, Manners
from dataget.sample import write_sample
from domain.errors import (
    BadInput,
    Busy,
    ChecksumMismatch,
    ConfigurationError,
    NotFound,
    Unavailable,
    UsageError,
)
from waxlist.fetching import fetched_facts
from waxlist.locks import exclusive

OCTOBER, SEPTEMBER = "20261001", "20260901"


def refused(error, fetcher, **options):
    with pytest.raises(error) as caught:
        fetcher(**options)
    assert "\n" not in str(caught.value)
    assert fetcher.unproven() == []
    return str(caught.value)


def test_the_newest_dump_comes_whole_and_proven(fetcher, host):
    fetched = fetcher()
    assert fetched.dump == OCTOBER
    assert fetched.new
    assert fetcher.right(fetched)
    assert fetched.bytes == sum(path.stat().st_size for path in fetched.files)
    assert [path.parent for path in fetched.files] == [fetcher.data / "dumps" / OCTOBER] * 4
    assert len(host.asked) == 7  # root, year, CHECKSUM, four files
    title, done, total = fetcher.progress[-1]
    assert title == "fetch discogs_20261001_releases.xml.gz"
    assert done == fetched.files[-1].stat().st_size
    assert total == pytest.approx(done, rel=0.05)
    for path in fetched.files:
        sidecar = path.with_name(f"{path.name}.sha256").read_text()
        assert hashlib.sha256(path.read_bytes()).hexdigest() in sidecar
    json.dumps(fetched_facts(fetched))


def test_sha256sum_reads_the_sidecars(fetcher):
    folder = fetcher().files[0].parent
    sidecars = sorted(path.name for path in folder.glob("*.sha256"))
    assert len(sidecars) == 4
    command = ["sha256sum", "--check", "--strict", "--quiet", *sidecars]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_second_look_on_the_same_day_asks_nothing(fetcher, host):
    first = fetcher()
    host.asked.clear()
    second = fetcher()
    assert host.asked == []
    assert not second.new
    assert second.files == first.files
    assert "looked today at 06:00 UTC" in second.note


def test_a_day_without_news_costs_one_request_and_no_time(fetcher, host):
    fetcher()
    fetcher.tomorrow()
    started = time.monotonic()
    fetched = fetcher()
    assert time.monotonic() - started < 2
    assert host.paths() == ["/?prefix=data%2F2026%2F"]
    assert not fetched.new
    assert fetcher.right(fetched)


def test_force_looks_again_on_the_same_day(fetcher, host):
    fetcher()
    host.asked.clear()
    assert not fetcher(force=True).new
    assert len(host.asked) == 1


def test_another_choice_of_kinds_on_the_same_day_is_another_question(fetcher, host):
    assert len(fetcher("masters").files) == 1
    host.asked.clear()
    fetched = fetcher()
    assert fetched.new
    assert fetcher.right(fetched)
    assert not [name for name in host.downloads() if "masters" in name]


def test_a_dump_half_uploaded_waits_and_the_month_before_is_taken(fetcher, host):
    host.hidden = {"discogs_20261001_releases.xml.gz"}
    assert fetcher().dump == SEPTEMBER
    fetcher.tomorrow()
    fetched = fetcher()
    assert (fetched.dump, fetched.new) == (SEPTEMBER, False)
    host.hidden = set()
    fetcher.tomorrow()
    fetched = fetcher()
    assert (fetched.dump, fetched.new) == (OCTOBER, True)
    assert fetcher.right(fetched)


@pytest.mark.parametrize("late", ["CHECKSUM.txt", "artists.xml.gz"])
def test_checksum_and_files_may_arrive_in_any_order(fetcher, host, late):
    host.hidden = {f"discogs_20261001_{late}"}
    assert fetcher().dump == SEPTEMBER
    host.hidden = set()
    fetcher.tomorrow()
    assert fetcher().dump == OCTOBER


def test_kinds_that_are_there_need_not_wait_for_the_others(fetcher, host):
    host.hidden = {"discogs_20261001_releases.xml.gz"}
    fetched = fetcher("masters")
    assert fetched.dump == OCTOBER
    assert fetcher.right(fetched)


def test_what_was_looked_for_today_is_no_answer_for_other_kinds(fetcher, host):
    host.hidden = {"discogs_20261001_releases.xml.gz"}
    assert fetcher().dump == SEPTEMBER
    assert fetcher("masters").dump == OCTOBER


def test_a_checksum_file_that_does_not_name_a_file_is_no_proof(tmp_path, fetcher, serve):
    folder = tmp_path / "offered"
    checksum = write_sample(folder, releases=10, dump="20260802")
    lines = checksum.read_text().splitlines(keepends=True)
    checksum.write_text("".join(lines[:3]))
    with serve(folder) as fetcher.host:
        fetcher.offered = folder
        assert "does not name" in refused(BadInput, fetcher)
        assert not list(fetcher.data.rglob("discogs_*"))
        checksum.write_text("".join(lines))
        assert fetcher().dump == "20260802"


def test_of_two_dumps_in_a_month_the_later_is_taken(tmp_path, fetcher, serve):
    for dump in ("20260801", "20260815"):
        write_sample(tmp_path / "offered", releases=10, dump=dump)
    with serve(tmp_path / "offered") as fetcher.host:
        assert fetcher("labels", month="2026-08").dump == "20260815"
        assert fetcher("labels").dump == "20260815"


def test_in_january_the_dump_of_december_is_taken_and_a_quiet_day_costs_one_request(
    tmp_path, fetcher, serve
):
    offered = tmp_path / "offered"
    write_sample(offered, releases=10, dump="20251201")
    with serve(offered) as fetcher.host:
        fetcher.offered = offered
        fetcher.now = datetime(2026, 1, 1, 7, tzinfo=UTC)
        assert fetcher("labels").dump == "20251201"
        fetcher.tomorrow()
        assert not fetcher("labels").new
        assert fetcher.host.paths() == ["/"]
        write_sample(offered, releases=10, dump="20260101")
        fetcher.host.hidden = {"discogs_20260101_CHECKSUM.txt"}
        fetcher.tomorrow()
        assert not fetcher("labels").new
        fetcher.host.hidden = set()
        fetcher.tomorrow()
        assert fetcher("labels").dump == "20260101"
        fetcher.tomorrow()
        assert not fetcher("labels").new
        assert fetcher.host.paths() == ["/?prefix=data%2F2026%2F"]


def test_a_month_may_be_chosen_and_is_not_asked_for_twice(fetcher, host):
    fetched = fetcher("labels", month="2026-09")
    assert fetched.dump == SEPTEMBER
    assert fetcher.right(fetched)
    host.asked.clear()
    assert not fetcher("labels", month="2026-09").new
    assert host.asked == []
    assert fetcher("labels", month="2020-08").dump == "20200806"


@pytest.mark.parametrize("month", ["2026-07", "2019-01"])
def test_a_month_that_is_not_there_is_answered_with_those_that_are(fetcher, month):
    message = refused(NotFound, fetcher, month=month)
    assert month in message
    assert ("2026-09, 2026-10" if month == "2026-07" else "2020, 2026") in message


def test_a_chosen_month_that_is_not_complete_says_what_lacks(fetcher, host):
    host.hidden = {"discogs_20261001_labels.xml.gz", "discogs_20261001_CHECKSUM.txt"}
    assert "lacks labels, CHECKSUM" in refused(NotFound, fetcher, month="2026-10")


@pytest.mark.parametrize("month", ["2026-13", "202610", "october", "2026-1", ""])
def test_a_month_is_written_in_one_way(fetcher, host, month):
    assert "2026-10" in refused(UsageError, fetcher, month=month or " ")
    assert host.asked == []


def test_a_dry_run_says_what_would_come_and_fetches_nothing(fetcher, host):
    fetched = fetcher(dry_run=True)
    assert fetched.new
    assert host.downloads() == []
    for words in ("would fetch dump 20261001", "releases", "are free"):
        assert words in fetched.note
    assert not (fetcher.data / "dumps").exists()
    assert fetcher().new


def test_other_names_of_columns_and_parameters_do_no_harm(fetcher, host):
    host.faults["renamed"] = 10**9
    assert fetcher.right(fetcher())


@pytest.mark.parametrize("known", [False, True])
def test_a_page_of_an_unknown_form_is_an_error_and_not_nothing_new(fetcher, host, known):
    if known:
        fetcher()
        fetcher.tomorrow()
    host.faults["unknown"] = 10**9
    message = refused(Unavailable, fetcher)
    assert "nothing it is known to list" in message
    assert host.url in message
    host.faults.clear()
    assert fetcher().dump == OCTOBER


def test_a_year_page_alone_of_an_unknown_form_is_an_error_too(fetcher, host):
    fetcher()
    fetcher.tomorrow()
    host.faults["unknown"] = 1
    assert "nothing it is known to list" in refused(Unavailable, fetcher)
    assert len(host.asked) == 2


def test_a_file_here_with_the_right_hash_is_not_fetched_again(fetcher, host):
    folder = fetcher.data / "dumps" / OCTOBER
    folder.mkdir(parents=True)
    for kind in ("artists", "releases"):
        shutil.copy(fetcher.offered / f"discogs_20261001_{kind}.xml.gz", folder)
    (folder / "discogs_20261001_labels.xml.gz").write_bytes(b"half a file")
    fetched = fetcher()
    assert fetcher.right(fetched)
    brought = [name.split("_")[2].split(".")[0] for name in host.downloads()]
    assert brought == ["CHECKSUM", "labels", "masters"]


def test_a_file_changed_behind_its_sidecar_is_fetched_again(fetcher, host):
    path = fetcher("labels").files[0]
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    host.asked.clear()
    fetched = fetcher("labels")
    assert fetched.new
    assert fetcher.right(fetched)


def test_a_second_fetch_at_once_says_who_is_at_it(fetcher, host):
    with exclusive(fetcher.data / "fetch.lock", "fetch"):
        assert f"process {os.getpid()}" in refused(Busy, fetcher)
    assert host.asked == []


def test_months_without_a_dump_are_told(fetcher):
    fetcher()
    assert fetcher.said == []
    for days, warned in ((40, False), (40, True)):
        fetcher.now += timedelta(days=days)
        fetcher()
        assert (
            any("20261001; if the host has newer ones" in line for line in fetcher.said) == warned
        )


def test_a_page_in_place_of_checksum_is_told(tmp_path, fetcher, serve):
    folder = fetcher.offered = tmp_path / "offered"
    write_sample(folder, releases=10, dump=OCTOBER).write_text("<html>Just a moment…</html>")
    with serve(folder) as fetcher.host:
        assert "page in place" in refused(BadInput, fetcher)
    assert not list(fetcher.data.rglob("discogs_*"))


def test_a_state_file_of_no_use_is_passed_over(fetcher):
    state = fetcher.data / "fetch" / "state.json"
    for content in ("", "{", "[]", '{"url": 1}', json.dumps({"url": fetcher.host.url})):
        state.parent.mkdir(parents=True, exist_ok=True)
        state.write_text(content)
        assert fetcher("labels").dump == OCTOBER


def test_nothing_complete_is_not_looked_for_twice_a_day(fetcher, host):
    host.hidden = {path.name for path in fetcher.offered.glob("*CHECKSUM*")}
    assert "no complete dump" in refused(NotFound, fetcher)
    host.asked.clear()
    assert "--force looks again" in refused(NotFound, fetcher)
    assert host.asked == []


def test_a_folder_of_files_got_by_other_means_is_linked_in(fetcher, host):
    fetched = fetcher(source=str(fetcher.offered))
    assert fetched.dump == OCTOBER
    assert fetcher.right(fetched)
    assert host.asked == []
    assert all(path.stat().st_nlink > 1 for path in fetched.files)
    assert not fetcher(source=str(fetcher.offered)).new
    fetcher.tomorrow()
    assert not fetcher().new
    assert fetcher("labels", source=str(fetcher.offered), month="2020-08").dump == "20200806"


def test_a_folder_that_is_not_whole_says_what_lacks(fetcher, tmp_path):
    folder = fetcher.offered = tmp_path / "got"
    write_sample(folder, releases=10, dump=OCTOBER).unlink()
    assert "lacks CHECKSUM" in refused(NotFound, fetcher, source=str(folder))
    assert "no dump files" in refused(NotFound, fetcher, source=str(tmp_path))
    assert "no such folder" in refused(UsageError, fetcher, source=str(tmp_path / "none"))


def test_a_folder_with_a_damaged_file_is_refused(fetcher, tmp_path):
    folder = fetcher.offered = tmp_path / "got"
    write_sample(folder, releases=10, dump=OCTOBER)
    damaged = folder / "discogs_20261001_masters.xml.gz"
    damaged.write_bytes(b"cut")
    assert str(damaged) in refused(ChecksumMismatch, fetcher, source=str(folder))
    assert not list(fetcher.data.rglob(damaged.name))


def test_the_dumps_folder_itself_may_be_the_source(fetcher):
    folder = fetcher.data / "dumps" / OCTOBER
    write_sample(folder, releases=10, dump=OCTOBER)
    fetched = fetcher(source=str(folder))
    assert not fetched.new
    assert len(list(folder.glob("*.sha256"))) == 4


def test_a_mirror_with_a_plain_index_page_will_do(fetcher, host):
    host.mirror = True
    fetched = fetcher(source=host.url)
    assert fetched.dump == OCTOBER
    assert fetcher.right(fetched)


def test_a_mirror_in_the_form_of_the_host_will_do(fetcher, host):
    assert fetcher.right(fetcher(source=host.url))


@pytest.mark.parametrize("address", ["file:///etc", "ftp://x/y", "http://", "http://u:p@h/"])
def test_only_plain_addresses_of_the_web_are_taken(fetcher, address):
    refused(UsageError, fetcher, source=address)
    assert "WAXLIST_DUMPS_URL" in refused(ConfigurationError, fetcher, url=address)


def test_a_host_that_is_not_there_is_told(fetcher):
    message = refused(Unavailable, fetcher, url="http://127.0.0.1:9/")
    assert "cannot be reached" in message


@pytest.mark.parametrize("contact", ["a\nX-Evil: 1", "mé@example.org"])
def test_a_contact_that_would_break_a_request_is_told(contact):
    with pytest.raises(ConfigurationError, match="WAXLIST_CONTACT"):
        Host(f"Waxlist (+{contact})", Manners(), print)
