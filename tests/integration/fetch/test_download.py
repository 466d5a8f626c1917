"""Each fault of the host, over a real connection: the right bytes, or a clear message."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from dataget.host import Manners, Throttled
from domain.errors import ChecksumMismatch, StoreFull, Unavailable, WaxlistError
from waxlist.exit_codes import exit_code

RELEASES = "discogs_20261001_releases.xml.gz"


def refused(error, fetcher, **options):
    with pytest.raises(error) as caught:
        fetcher(**options)
    assert "\n" not in str(caught.value)
    assert fetcher.unproven() == []
    return caught.value


@pytest.mark.parametrize(
    "fault", ["cut", "chunked", "short", "reset", "stall", "wrong", "page", "fail"]
)
def test_a_fault_that_passes_ends_in_the_right_bytes(fetcher, host, fault):
    host.faults[fault] = 1
    fetched = fetcher()
    assert fetched.new
    assert fetcher.right(fetched)
    assert host.faults[fault] == 0
    assert not list(fetcher.data.rglob("*.part"))


@pytest.mark.parametrize("fault", ["cut", "chunked", "short", "reset", "stall", "page", "fail"])
def test_a_fault_that_stays_ends_in_a_clear_message_and_no_file(fetcher, host, fault):
    host.faults[fault] = 99
    error = refused(Unavailable, fetcher, kinds="masters")
    assert exit_code(error) == 69
    assert "tried 3 times" in str(error)
    assert not list(fetcher.data.rglob("discogs_*.gz"))
    host.faults.clear()
    assert fetcher.right(fetcher(kinds="masters"))


def test_a_file_that_stays_wrong_is_refused_after_two_fetches_and_removed(fetcher, host):
    host.faults["wrong"] = 99
    error = refused(ChecksumMismatch, fetcher, kinds="releases")
    assert host.downloads().count(RELEASES) == 2
    assert RELEASES in str(error)
    assert [path.name for path in fetcher.data.rglob(f"{RELEASES}*")] == []


def test_a_file_that_does_not_end_is_given_up(fetcher, host):
    host.faults["endless"] = 99
    assert "more comes than" in str(refused(Unavailable, fetcher, kinds="labels"))


def test_a_slow_file_arrives(fetcher, host):
    host.faults["slow"] = 4
    assert fetcher.right(fetcher(manners=Manners(gap=0, idle=0.3)))


def test_a_host_that_refuses_the_machine_is_asked_once_and_explained(fetcher, host):
    host.faults["forbid"] = 99
    message = str(refused(Unavailable, fetcher))
    assert "403" in message
    assert "--from" in message
    assert len(host.asked) == 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//[", "gopher://127.0.0.1:1/"]
)
def test_a_redirect_to_anything_but_the_web_is_refused(fetcher, host, target):
    host.target = target
    host.faults["redirect"] = 99
    assert "redirect" in str(refused(Unavailable, fetcher, kinds="labels"))


def test_a_redirect_within_the_web_is_followed(fetcher, host):
    host.target = f"{host.url}?download=data%2F2026%2Fdiscogs_20261001_labels.xml.gz"
    host.faults["redirect"] = 1
    assert fetcher.right(fetcher(kinds="labels"))


def test_a_redirect_in_circles_ends(fetcher, host):
    host.target = f"{host.url}?download=data%2F2026%2Fdiscogs_20261001_labels.xml.gz"
    host.faults["redirect"] = 99
    assert "circles" in str(refused(Unavailable, fetcher, kinds="labels"))


@pytest.fixture
def certificate(tmp_path):
    """A certificate for 127.0.0.1 that nobody has signed, with its key."""
    pem = tmp_path / "own.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=own"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(pem), "-out", "-"]
    if shutil.which("openssl") is None:
        pytest.skip("no openssl program to make a certificate with")
    made = subprocess.run(command, capture_output=True, check=True)
    pem.write_bytes(pem.read_bytes() + made.stdout)
    return pem


def test_a_host_whose_certificate_proves_nothing_is_refused(
    fetcher, serve, certificate, monkeypatch
):
    with serve(fetcher.offered, certificate=certificate) as fetcher.host:
        assert "certificate" in str(refused(Unavailable, fetcher, kinds="labels"))
        assert fetcher.host.asked == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        assert fetcher.right(fetcher(kinds="labels"))


def test_a_redirect_from_https_to_http_is_refused(fetcher, serve, host, certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with serve(fetcher.offered, certificate=certificate) as fetcher.host:
        fetcher.host.target = f"{host.url}?download=data%2F2026%2Fdiscogs_20261001_labels.xml.gz"
        fetcher.host.faults["redirect"] = 1
        assert "redirect" in str(refused(Unavailable, fetcher, kinds="labels"))
    assert host.asked == []


def test_waiting_as_long_as_the_host_asks_ends_in_the_right_bytes(fetcher, host):
    host.faults["throttle"] = 2
    started = time.monotonic()
    fetched = fetcher(kinds="labels")
    assert time.monotonic() - started >= 2
    assert fetcher.right(fetched)
    assert sum("asks to wait" in line for line in fetcher.said) == 2


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_an_hour_is_waited_for_in_process(fetcher, host, form):
    until = datetime.now(UTC) + timedelta(seconds=3574)
    host.retry_after = "3574" if form == "seconds" else format_datetime(until, usegmt=True)
    host.faults["throttle"] = 1
    slept: list[float] = []
    fetched = fetcher(kinds="labels", manners=Manners(gap=0, sleep=slept.append))
    assert fetcher.right(fetched)
    assert slept == [pytest.approx(3574, abs=3)]


@pytest.mark.parametrize("stated", ["3574", "0", "nonsense", "-1", "9" * 500])
def test_a_host_that_throttles_for_ever_ends_with_try_later(fetcher, host, stated):
    host.retry_after = stated
    host.faults["throttle"] = 10**9
    slept: list[float] = []
    manners = Manners(gap=0, patience=7200, unstated_wait=600, sleep=slept.append)
    error = refused(Throttled, fetcher, manners=manners)
    assert exit_code(error) == 75
    assert sum(slept) <= 7200
    assert len(host.asked) < 30
    assert "again after 20" in str(error)


def test_a_host_that_wants_to_be_left_alone_is_left_alone_by_the_next_run(fetcher, host):
    host.retry_after = "9000"
    host.faults["throttle"] = 1
    fetcher.now = datetime.now(UTC)
    refused(Throttled, fetcher)
    host.asked.clear()
    refused(Throttled, fetcher)
    assert host.asked == []
    assert fetcher.right(fetcher(force=True))


def test_requests_keep_their_gap_and_say_who_asks(fetcher, host):
    slept: list[float] = []
    fetcher(kinds="labels", manners=Manners(gap=30, sleep=slept.append))
    assert len(host.asked) == 4  # root, year, CHECKSUM, labels
    assert slept == [pytest.approx(30, abs=2)] * 3
    assert {asked.method for asked in host.asked} == {"GET"}
    for asked in host.asked:
        assert asked.headers["User-Agent"].startswith("Waxlist")
        assert "(+me@example.org)" in asked.headers["User-Agent"]


def test_a_mirror_with_range_is_resumed(fetcher, host):
    host.mirror = True
    host.faults["short"] = 1
    fetched = fetcher(kinds="releases", source=host.url)
    assert fetcher.right(fetched)
    ranges = [asked.headers.get("Range") for asked in host.asked if RELEASES in asked.path]
    half = (fetcher.offered / RELEASES).stat().st_size // 2
    assert ranges == [None, f"bytes={half}-"]


def test_a_mirror_that_continues_elsewhere_is_begun_again(fetcher, host):
    host.mirror = True
    host.faults.update(short=1, shifted=1)
    assert fetcher.right(fetcher(kinds="releases", source=host.url))
    assert any("continues at another byte" in line for line in fetcher.said)


@pytest.mark.parametrize("left", ["half", "all", "more", "other"])
def test_what_an_earlier_run_left_is_never_trusted_unhashed(fetcher, host, left):
    host.mirror = True
    whole = (fetcher.offered / RELEASES).read_bytes()
    part = fetcher.data / "dumps" / "20261001" / f"{RELEASES}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(
        {
            "half": whole[: len(whole) // 2],
            "all": whole,
            "more": whole + b"more",
            "other": b"?" * (len(whole) // 2),
        }[left]
    )
    assert fetcher.right(fetcher(kinds="releases", source=host.url))
    assert not part.exists()


def test_a_killed_download_leaves_no_file_and_the_next_run_brings_it(fetcher, host, tmp_path):
    host.stall = 20
    host.faults["stall"] = 1
    script = tmp_path / "fetch.py"
    script.write_text(
        "import sys; from pathlib import Path\n"
        "from dataget.host import Manners\n"
        "from domain.documents import Kind\n"
        "from waxlist.fetching import fetch\n"
        "from waxlist.settings import Settings\n"
        "settings = Settings(data=Path(sys.argv[1]), dumps_url=sys.argv[2])\n"
        "fetch(settings, kinds=list(Kind), advance=lambda *_: print('on', flush=True),\n"
        "      say=print, manners=Manners(gap=0))\n"
    )
    command = [sys.executable, str(script), str(fetcher.data), host.url]
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=root, env={"PYTHONPATH": str(root)}
    ) as process:
        part = fetcher.data / "dumps" / "20261001" / "discogs_20261001_artists.xml.gz.part"
        deadline = time.monotonic() + 20
        while not part.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        message = str(refused(WaxlistError, fetcher))
        process.kill()
    assert f"process {process.pid}" in message
    assert part.exists()
    assert fetcher.unproven() == []
    fetched = fetcher()
    assert fetched.new
    assert fetcher.right(fetched)
    assert not part.exists()


def test_a_disk_without_room_is_told_before_anything_is_fetched(fetcher, host, small_disk):
    fetcher.data = small_disk / "data"
    error = refused(StoreFull, fetcher)
    assert "needs" in str(error)
    assert "are free" in str(error)
    assert not [name for name in host.downloads() if name.endswith(".gz")]


def test_a_disk_that_fills_on_the_way_is_told(fetcher, host, small_disk, monkeypatch):
    host.sizes = False
    host.faults["endless"] = 99
    monkeypatch.setattr("waxlist.fetching.SPARE", 0)
    fetcher.data = small_disk / "data"
    assert "disk is full" in str(refused(StoreFull, fetcher, kinds="labels"))
    assert not list(small_disk.rglob("*.part"))


def test_manners_are_polite_unless_told_otherwise():
    manners = Manners()
    assert manners.gap >= 2
    assert manners.patience == 7200
    assert manners.idle == 60
