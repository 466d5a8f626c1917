"""A store of each kind, empty before and after a test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage import open_store
from storage.base import Store

#: Dumps that nobody loads in earnest: the tests may run against a server that holds others.
DUMPS = ("19010101", "19010201", "19010301")


@pytest.fixture(params=["sqlite", "mongo"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a store without any of DUMPS."""
    if request.param == "sqlite":
        yield f"sqlite://{tmp_path / 'documents'}"
        return
    url = os.environ.get("WAXLIST_TEST_MONGO_URL")
    if url is None:
        pytest.skip(
            "WAXLIST_TEST_MONGO_URL is not set: start a MongoDB-compatible server and set it"
        )
    with open_store(url) as store:
        _empty(store)
        yield url
        _empty(store)


@pytest.fixture
def another(store_url: str) -> Iterator[Callable[[], Store]]:
    """Opens one more Store on the same documents, as another process would."""
    opened: list[Store] = []

    def open_another() -> Store:
        opened.append(open_store(store_url))
        return opened[-1]

    yield open_another
    for store in opened:
        store.close()


@pytest.fixture
def store(another: Callable[[], Store]) -> Store:
    return another()


def _empty(store: Store) -> None:
    for dump in DUMPS:
        store.drop(dump)
