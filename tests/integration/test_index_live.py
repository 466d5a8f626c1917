"""Readers follow the pointer; what goes wrong at Redis reaches them in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from domain.documents import Kind
from domain.errors import ConfigurationError, IndexBroken, NoCatalogue, Unavailable
from redis_etl import generations
from redis_etl.build import build_generation
from redis_etl.connection import connect, translated_errors
from redis_etl.facets import FacetRow, facet_row
from redis_etl.generations import Manifest
from redis_etl.live import LiveIndex
from redis_etl.spool import Spool


class Rows:
    dump, kind = "20261101", Kind.RELEASES

    def __init__(self, records: int) -> None:
        self._records = records
        self.fingerprint = str(records)

    def rows(self, after: int) -> Iterator[FacetRow]:
        return (facet_row({"_id": record}) for record in range(after + 1, self._records + 1))


def publish(redis: Redis, folder: Path, records: int) -> Manifest:
    manifest = build_generation(redis, Rows(records), Spool(folder), lambda *_: None, 4)
    generations.publish(redis, manifest)
    return manifest


@pytest.fixture
def live(redis: Redis) -> LiveIndex:
    return LiveIndex(redis, "redis://example:6379")


def test_without_a_live_generation_there_is_no_catalogue(live: LiveIndex) -> None:
    with pytest.raises(NoCatalogue, match="waxlist load"), live.reading():
        pass


def test_the_next_reader_sees_a_flipped_pointer(
    redis: Redis, live: LiveIndex, tmp_path: Path
) -> None:
    publish(redis, tmp_path, 3)
    with live.reading() as before:
        publish(redis, tmp_path, 5)
        assert before.manifest.total == 3
        assert list(before.all_ids()) == [1, 2, 3]
    with live.reading() as after:
        assert after.manifest.total == 5


def test_one_generation_is_opened_once(redis: Redis, live: LiveIndex, tmp_path: Path) -> None:
    publish(redis, tmp_path, 3)
    with live.reading() as first, live.reading() as second:
        assert first is second


def test_a_rolled_back_pointer_is_followed_too(
    redis: Redis, live: LiveIndex, tmp_path: Path
) -> None:
    first = publish(redis, tmp_path, 3)
    publish(redis, tmp_path, 5)
    generations.publish(redis, first)
    with live.reading() as index:
        assert index.manifest.total == 3


def test_a_pointer_to_nothing_is_a_broken_index(
    redis: Redis, live: LiveIndex, tmp_path: Path
) -> None:
    redis.delete(publish(redis, tmp_path, 3).keys.manifest)
    with pytest.raises(IndexBroken, match="waxlist index --rebuild"), live.reading():
        pass


def test_a_server_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    url = f"unix://{tmp_path}/nobody.sock"
    with (
        connect(url) as client,
        pytest.raises(Unavailable, match=r"nobody\.sock does not answer"),
        LiveIndex(client, url).reading(),
    ):
        pass


def test_a_wrong_password_is_a_matter_of_configuration_and_stays_secret(redis: Redis) -> None:
    redis.config_set("requirepass", "right")
    socket = redis.connection_pool.connection_kwargs["path"]
    try:
        url = f"unix://:wrong-secret@{socket}"
        with (
            connect(url) as client,
            pytest.raises(ConfigurationError) as caught,
            translated_errors(url),
        ):
            client.ping()
        assert "wrong-secret" not in str(caught.value)
        without = f"unix://{socket}"
        with (
            connect(without) as client,
            pytest.raises(ConfigurationError),
            translated_errors(without),
        ):
            client.ping()
    finally:
        redis.execute_command("AUTH", "right")
        redis.config_set("requirepass", "")


@pytest.mark.parametrize("url", ["mongodb://localhost", "localhost:6379", "redis://host:port", ""])
def test_an_address_that_is_none_is_a_matter_of_configuration(url: str) -> None:
    with pytest.raises(ConfigurationError, match="WAXLIST_REDIS_URL"):
        connect(url)


def test_a_password_is_not_in_the_message_of_a_silent_server() -> None:
    url = "redis://user:hidden@127.0.0.1:1/0"
    with connect(url) as client, pytest.raises(Unavailable) as caught, translated_errors(url):
        client.ping()
    assert "127.0.0.1:1 " in str(caught.value)
    assert "hidden" not in str(caught.value)
