"""The live generation, as readers see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from redis import Redis
from redis import exceptions as driver

from domain.errors import NoCatalogue
from redis_etl.connection import translated_errors
from redis_etl.generations import live_generation
from redis_etl.index import FacetIndex


class LiveIndex:
    """Hands out the live generation; a flipped pointer is seen by the next reader.

    Safe to share by threads: two that meet a new generation at once both open it, one stays.
    """

    def __init__(self, redis: Redis, url: str, revive: Callable[[], None] | None = None) -> None:
        """Read from a Redis.

        Args:
            redis: a client for it.
            url: its address, for error messages.
            revive: called when it does not answer, to start it again; then it is asked once more.
        """
        self._redis = redis
        self._url = url
        self._revive = revive
        self._index: FacetIndex | None = None

    @contextmanager
    def reading(self) -> Iterator[FacetIndex]:
        """The live generation, for one request.

        Raises:
            NoCatalogue: none is live.
            Unavailable: Redis does not answer.
            IndexBroken: a piece of it is missing.
        """
        with translated_errors(self._url):
            yield self._current()

    def _current(self) -> FacetIndex:
        generation = self._live_generation()
        if generation is None:
            raise NoCatalogue
        index = self._index
        if index is None or index.manifest.generation != generation:
            index = self._index = FacetIndex.open(self._redis, generation)
        return index

    def _live_generation(self) -> str | None:
        try:
            return live_generation(self._redis)
        except (driver.ConnectionError, driver.TimeoutError):
            if self._revive is None:
                raise
            self._revive()
            return live_generation(self._redis)
