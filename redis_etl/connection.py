"""Connections to Redis, and what its client's errors mean to a user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from redis import Redis
from redis import exceptions as driver
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from domain.errors import ConfigurationError, StoreFull, Unavailable

# The client's own defaults (5 s, with retries) would fail on a large write to a busy server.
_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 60
_RETRIES = 2


def connect(url: str) -> Redis:
    """A client for ``redis://``, ``rediss://`` or ``unix://`` addresses; connects on first use.

    Raises:
        ConfigurationError: the address has another form.
    """
    try:
        return Redis.from_url(
            url,
            socket_connect_timeout=_CONNECT_SECONDS,
            socket_timeout=_ANSWER_SECONDS,
            retry=Retry(ExponentialBackoff(cap=1, base=0.05), _RETRIES),
        )
    except ValueError as error:
        raise ConfigurationError(
            "WAXLIST_REDIS_URL must start with redis://, rediss:// or unix://"
        ) from error


@contextmanager
def translated_errors(url: str) -> Iterator[None]:
    """Raise the client's errors as ours.

    Raises:
        Unavailable: the server does not answer.
        ConfigurationError: it refuses us.
        StoreFull: it has no memory or no disk left.
    """
    place = _without_password(url)
    try:
        yield
    except driver.AuthenticationError as error:
        raise ConfigurationError(
            f"Redis at {place} refuses the password in WAXLIST_REDIS_URL"
        ) from error
    except (driver.ConnectionError, driver.TimeoutError) as error:
        raise Unavailable(
            f"Redis at {place} does not answer; start it, or check WAXLIST_REDIS_URL"
        ) from error
    except driver.ResponseError as error:
        # In a pipeline the code is not at the start of the message.
        if isinstance(error, driver.OutOfMemoryError) or "MISCONF" in str(error):
            raise StoreFull(
                f"Redis at {place} cannot take more data ({error});"
                " give it more memory or disk and run the same command again"
            ) from error
        raise


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if not parts.hostname:
        return parts.path
    return f"{parts.hostname}:{parts.port or 6379}"
