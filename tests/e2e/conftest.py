"""A real server over a generated sample, a real browser, a local stand-in for YouTube."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dataget.sample import write_sample
from tests.fakes.youtube import fake_youtube

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def youtube_server() -> Iterator[Any]:
    with fake_youtube() as fake:
        yield fake


@pytest.fixture
def youtube(youtube_server: Any) -> Any:
    """The stand-in, with nothing broken and nothing asked yet."""
    youtube_server.broken = {}
    youtube_server.seconds = 60.0
    youtube_server.asked.clear()
    return youtube_server


@pytest.fixture(scope="session")
def site(
    youtube_server: Any, tmp_path_factory: pytest.TempPathFactory, private_redis: None
) -> Iterator[str]:
    """The address of ``waxlist serve`` over a sample of its own."""
    folder = tmp_path_factory.mktemp("e2e")
    write_sample(folder / "dump", releases=1200, seed=11)
    outside = {k: v for k, v in os.environ.items() if not k.startswith("WAXLIST_")}
    env = outside | {
        "WAXLIST_DATA": str(folder / "data"),
        "WAXLIST_PLAYER_API_URL": youtube_server.api_url,
        "WAXLIST_WEB_WORKERS": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }

    def command(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "waxlist", *arguments]

    for arguments in (("load", str(folder / "dump")), ("index",)):
        subprocess.run(command(*arguments), env=env, check=True, capture_output=True)
    port = _free_port()
    with subprocess.Popen(
        command("serve", "--port", str(port)), env=env, stdout=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(f"http://localhost:{port}/readyz", server)
            yield f"http://localhost:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A browser tab at the site, with what it complained about and whom it asked."""

    tab: Any
    site: str
    complaints: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    def open(self, address: str = "/") -> None:
        self.tab.goto(self.site + address)

    def count(self) -> int:
        return int(self.tab.locator("#page [role=status] b").inner_text().replace(",", ""))

    def facet_counts(self, facet: str) -> dict[str, int]:
        found: dict[str, int] = self.tab.evaluate(
            """facet => Object.fromEntries(
                 [...document.querySelectorAll(`#facet-${facet} li`)].map(row => [
                   row.querySelector(".tick").innerText.trim(),
                   Number(row.querySelector("data").value)]))""",
            facet,
        )
        return found

    def video_ids(self) -> list[str]:
        """Ids of the videos on the page, in order, repeats and all."""
        found: list[str] = self.tab.evaluate(
            "[...document.querySelectorAll('#page [data-video]')].map(a => a.dataset.video)"
        )
        return found

    def played(self) -> list[str]:
        """What the stand-in was told to play so far."""
        found: list[str] = self.tab.evaluate("window.played ?? []")
        return found

    def wait_until_played(self, number: int) -> list[str]:
        self.tab.wait_for_function("n => (window.played ?? []).length >= n", arg=number)
        return self.played()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Any]:
    """Make visitors; at the end none may have met an error in the console."""
    visitors: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        context.set_default_timeout(10_000)
        tab = context.new_page()
        visitor = Visitor(tab, site)
        tab.on(
            "console",
            lambda m: m.type in ("error", "warning") and visitor.complaints.append(m.text),
        )
        tab.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        tab.on("request", lambda request: visitor.hosts.append(request.url.split("/")[2]))
        visitors.append(visitor)
        return visitor

    yield make
    for visitor in visitors:
        visitor.tab.context.close()
        assert visitor.complaints == []
