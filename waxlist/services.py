"""The composition root: the one place that knows which adapter stands behind which port."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from typing import Self

from redis import Redis

from apis.catalogue import Catalogue
from redis_etl.connection import connect
from redis_etl.live import LiveIndex
from redis_etl.server import PrivateRedis
from storage import open_store
from storage.base import Store
from waxlist.changes import ChangeLog
from waxlist.settings import Settings


class Services:
    """What commands work with, each opened when it is first asked for. A context manager.

    Leaving it closes everything in reverse order; the private Redis stops if nobody else uses it.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._opened = ExitStack()

    @cached_property
    def store(self) -> Store:
        """The documents."""
        return self._opened.enter_context(open_store(self.settings.effective_store_url))

    @cached_property
    def _private_redis(self) -> PrivateRedis:
        return self._opened.enter_context(PrivateRedis(self.settings.data / "redis"))

    @cached_property
    def redis_url(self) -> str:
        """The address of Redis; asking for it starts the private server if there is no other."""
        if self.settings.redis_url is not None:
            return self.settings.redis_url.get_secret_value()
        return self._private_redis.url

    @cached_property
    def redis(self) -> Redis:
        """A client for the facet index."""
        client = connect(self.redis_url)
        self._opened.callback(client.close)
        return client

    @cached_property
    def changes(self) -> ChangeLog:
        """What each month changed."""
        return ChangeLog(self.settings.data / "changes")

    @cached_property
    def catalogue(self) -> Catalogue:
        """The read service."""
        revive = None if self.settings.redis_url else self._private_redis.revive
        return Catalogue(self.store, LiveIndex(self.redis, self.redis_url, revive))

    def close(self) -> None:
        """Let go of everything."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
