"""A small catalogue of known records, behind a real store and a real Redis, for API and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from apis.catalogue import Catalogue
from domain.documents import Document, Kind, derive
from waxlist.indexing import index_dump
from waxlist.services import Services
from waxlist.settings import Settings

DUMP = "20261101"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def _video(number: int, title: str = "A side") -> dict[str, Any]:
    src = f"https://www.youtube.com/watch?v=video{number:06}"
    return {"src": src, "duration": 282, "embed": True, "title": title}


def _release(id_: int, **parts: Any) -> Document:
    release: Document = {
        "_id": id_,
        "title": f"Record {id_}",
        "artists": [{"id": 7, "name": "Lena Brandt"}],
        "labels": [{"id": 3, "name": "Hafenklang", "catno": f"HK {id_}"}],
        "formats": [{"name": "Vinyl", "qty": 1, "descriptions": ["LP"]}],
        "genres": ["Electronic"],
        "styles": ["Techno"],
        "country": "Germany",
        "released": "1990",
        "data_quality": "Correct",
        "videos": [_video(id_)],
    } | parts
    return {key: value for key, value in release.items() if value is not None}


def releases() -> list[Document]:
    """120 plain ones, and those that tests ask for by name."""
    found = [
        _release(
            id_,
            styles=["Techno", "Dub Techno"] if id_ % 3 == 0 else ["Techno"],
            released=str(1985 + id_ % 10),
            master_id=id_ // 2,
        )
        for id_ in range(1, 121)
    ]
    found += [
        _release(200, genres=["Jazz"], styles=["Modal"], released="1965", videos=None),
        _release(
            201,
            title=HOSTILE,
            genres=["Jazz"],
            styles=["Modal"],
            country="US",
            artists=[{"id": 8, "name": HOSTILE}],
            videos=[_video(201, HOSTILE)],
            notes=HOSTILE,
        ),
        _release(202, title="x" * 5000, genres=["Jazz"], styles=["Free Jazz"], country="US"),
        _release(
            203,
            title="שלום עולם",
            genres=["Jazz"],
            styles=["Free Jazz"],
            country="Israel",
            tracklist=[
                {
                    "position": "A",
                    "title": "Suite",
                    "sub_tracks": [{"position": "A1", "title": "First part"}],
                }
            ],
        ),
        {"_id": 204},
    ]
    for release in found:
        derive(release, DUMP)
    return found


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory, private_redis: None) -> Iterator[Services]:
    with Services(Settings(data=tmp_path_factory.mktemp("web"))) as services:
        _put(services, DUMP, Kind.RELEASES, releases())
        _put(services, DUMP, Kind.LABELS, [{"_id": 3, "name": "Hafenklang"}])
        _put(services, DUMP, Kind.ARTISTS, [{"_id": 7, "name": "Lena Brandt"}])
        index_dump(services, None, rebuild=False, advance=lambda *_: None)
        yield services


def _put(services: Services, dump: str, kind: Kind, documents: list[Document]) -> None:
    with services.store.writer(dump, kind, "test") as writer:
        writer.write(documents, {})
        writer.publish({})


@pytest.fixture(scope="session")
def catalogue(services: Services) -> Catalogue:
    return services.catalogue


@pytest.fixture(scope="session")
def catalogue_with_news(
    tmp_path_factory: pytest.TempPathFactory, private_redis: None
) -> Iterator[Catalogue]:
    """Two months: 1 stays as it was, 2 has another title, 3 and 4 are new."""
    before = [_release(1), _release(2)]
    reggae = {"genres": ["Reggae", "Pop"], "styles": ["Reggae"]}
    now = [_release(1), _release(2, title="Renamed"), _release(3), _release(4, **reggae)]
    with Services(Settings(data=tmp_path_factory.mktemp("news"))) as services:
        for dump, documents in (("20261001", before), (DUMP, now)):
            for document in documents:
                derive(document, dump)
            _put(services, dump, Kind.RELEASES, documents)
            hashes = services.changes.hashes(dump, Kind.RELEASES)
            hashes.start(0)
            hashes.append(documents)
        index_dump(services, None, rebuild=False, advance=lambda *_: None)
        yield services.catalogue


@pytest.fixture
def empty_catalogue(tmp_path: Path, private_redis: None) -> Iterator[Catalogue]:
    """A catalogue with nothing in it yet."""
    with Services(Settings(data=tmp_path)) as services:
        yield services.catalogue


@pytest.fixture
def unreachable_catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue whose Redis does not answer."""
    settings = Settings(data=tmp_path, redis_url=f"unix://{tmp_path}/nobody.sock")
    with Services(settings) as services:
        yield services.catalogue


@pytest.fixture(scope="session")
def matching() -> Callable[[Callable[[Document], bool]], list[int]]:
    """Ids of the records that a predicate holds for, newest first."""
    return lambda wanted: sorted((r["_id"] for r in releases() if wanted(r)), reverse=True)
