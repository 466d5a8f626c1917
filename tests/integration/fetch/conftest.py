"""A local host of the dumps for every test, and three generated dumps for it to offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dataget.host import Manners
from dataget.sample import write_sample
from domain.documents import Kind
from tests.fakes.dumps import fake_dumps
from waxlist.fetching import Fetched, fetch
from waxlist.settings import Settings

#: As patient as usual, at a hundredth of the time.
QUICK = Manners(
    gap=0, patience=2.5, idle=0.4, tries=3, backoff=0.01, longest_backoff=0.02, unstated_wait=1
)
OCTOBER = "20261001"
SEPTEMBER = "20260901"


@pytest.fixture(scope="session")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated dumps of September and October 2026, and one of 2020 with another day."""
    folder = tmp_path_factory.mktemp("offered")
    for seed, dump in enumerate((SEPTEMBER, OCTOBER, "20200806"), 1):
        write_sample(folder, releases=120, seed=seed, dump=dump)
    return folder


@pytest.fixture
def host(offered: Path) -> Iterator[Any]:
    with fake_dumps(offered) as fake:
        yield fake


@pytest.fixture
def serve() -> Any:
    """Starts a host over another folder: ``with serve(folder) as fake``."""
    return fake_dumps


@dataclass
class Fetcher:
    """Runs ``fetch`` as on a day of October 2026, and keeps what it says."""

    data: Path
    host: Any
    offered: Path
    now: datetime = datetime(2026, 10, 20, 6, tzinfo=UTC)
    said: list[str] = field(default_factory=list)
    progress: list[tuple[str, int, int | None]] = field(default_factory=list)

    def __call__(self, kinds: str = "artists labels masters releases", **options: Any) -> Fetched:
        settings = Settings(
            data=self.data, dumps_url=options.pop("url", self.host.url), contact="me@example.org"
        )
        return fetch(
            settings,
            kinds=[Kind(kind) for kind in kinds.split()],
            advance=lambda *facts: self.progress.append(facts),
            say=self.said.append,
            now=self.now,
            **{"manners": QUICK, **options},
        )

    def tomorrow(self) -> None:
        self.now += timedelta(days=1)
        self.host.asked.clear()

    def right(self, fetched: Fetched) -> bool:
        """Whether the files are what the host offers, to the byte."""
        return bool(fetched.files) and all(
            path.read_bytes() == (self.offered / path.name).read_bytes() for path in fetched.files
        )

    def unproven(self) -> list[str]:
        """Files under a final name that differ from what the host offers; there must be none."""
        return [
            path.name
            for path in (self.data / "dumps").rglob("discogs_*")
            if path.suffix in {".gz", ".txt"}
            and path.read_bytes() != (self.offered / path.name).read_bytes()
        ]


@pytest.fixture
def fetcher(tmp_path: Path, host: Any, offered: Path) -> Fetcher:
    return Fetcher(tmp_path / "data", host, offered)
