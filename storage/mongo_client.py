"""The connection to MongoDB: its URL, one client per process, and what its errors mean."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

from bson import CodecOptions
from bson.codec_options import TypeDecoder, TypeRegistry
from bson.int64 import Int64
from pymongo import MongoClient, ReadPreference, errors
from pymongo.database import Database
from pymongo.uri_parser import parse_uri

from domain.errors import ConfigurationError, StoreError, StoreFull, Unavailable, WaxlistError

_PREFIX = "discogs_"
# MongoDB's codes: 13 Unauthorized, 18 AuthenticationFailed, 8000 Atlas's own for either.
_REFUSED = {13, 18, 8000}
_OUT_OF_DISK_SPACE = 14031
_HOST = r"(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d+)?"
_HOSTS = re.compile(rf"{_HOST}(?:,{_HOST})*")

MongoDatabase = Database[dict[str, Any]]


class _PlainInt(TypeDecoder):
    """Large ints come back as the ints they were written as, not as bson's own subclass."""

    bson_type = Int64

    def transform_bson(self, value: int) -> int:
        return int(value)


_OPTIONS: CodecOptions[dict[str, Any]] = CodecOptions(type_registry=TypeRegistry([_PlainInt()]))


class Server:
    """A MongoDB server, or several, by URL. A client is made when first needed in a process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.address = address_in(url)
        # A client's connections and threads do not survive a fork: each process has its own.
        self._clients: dict[int, MongoClient[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._closed = False
        if url.startswith("mongodb://"):  # the other form takes the network to read
            with self._reading_the_url():
                parse_uri(url)

    def database(self, dump: str) -> MongoDatabase:
        """The dump's database, which exists once something is written into it."""
        return self._client().get_database(_PREFIX + dump, codec_options=_OPTIONS)

    def primary(self, dump: str) -> MongoDatabase:
        """The dump's database, read where it is written whatever the URL prefers."""
        return self.database(dump).with_options(read_preference=ReadPreference.PRIMARY)

    def names(self) -> list[str]:
        """What the databases named like a dump's have after ``discogs_``."""
        found = self._client().list_database_names()
        return [name.removeprefix(_PREFIX) for name in found if name.startswith(_PREFIX)]

    def drop(self, dump: str) -> None:
        """Remove the dump's database."""
        self._client().drop_database(_PREFIX + dump)

    def close(self) -> None:
        """Close this process's client and make no more."""
        self._closed = True
        client = self._clients.pop(os.getpid(), None)
        if client is not None:
            client.close()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn the driver's errors into ours, which name the server but never its password."""
        try:
            yield
        except (errors.InvalidURI, errors.ConfigurationError):
            raise self._unreadable() from None
        except errors.PyMongoError as exc:
            raise _of_driver(exc, self.address) from exc

    @contextmanager
    def _reading_the_url(self) -> Iterator[None]:
        try:
            yield
        except (errors.InvalidURI, errors.ConfigurationError, ValueError):
            # Not `from` the driver's error: its text can repeat parts of the URL.
            raise self._unreadable() from None

    def _unreadable(self) -> ConfigurationError:
        return ConfigurationError(
            f"MongoDB at {self.address}: its URL cannot be read or resolved;"
            " check WAXLIST_STORE_URL (in names and passwords, @ : / ? % are written %40 …)"
        )

    def _client(self) -> MongoClient[dict[str, Any]]:
        if self._closed:
            raise StoreError(f"the store at {self.address} is closed; open it again")
        pid = os.getpid()
        client = self._clients.get(pid)
        if client is None:
            with self._lock:
                client = self._clients.get(pid)
                if client is None:
                    with self._reading_the_url():
                        client = MongoClient(self._url, **_defaults(self._url))
                    self._clients[pid] = client
        return client


def address_in(url: str) -> str:
    """Hosts and ports of a URL, without anything that could be a password."""
    # Up to the last @, because a password may hold one, or a slash, where it should not.
    hosts = url.partition("://")[2].partition("?")[0].rpartition("@")[2].partition("/")[0]
    return hosts if _HOSTS.fullmatch(hosts) else "an unreadable address"


def _defaults(url: str) -> dict[str, Any]:
    """Settings the URL leaves open; a keyword would win over what the URL says."""
    defaults = {"w": "majority", "serverSelectionTimeoutMS": 5000, "appname": "waxlist"}
    given = {name.lower() for name, _ in parse_qsl(url.partition("?")[2], keep_blank_values=True)}
    return {name: value for name, value in defaults.items() if name.lower() not in given}


def _of_driver(exc: errors.PyMongoError, address: str) -> WaxlistError:
    if isinstance(exc, errors.ConnectionFailure):  # AutoReconnect and no server found are two
        return Unavailable(
            f"MongoDB at {address} does not answer; check that it runs and WAXLIST_STORE_URL"
        )
    code = getattr(exc, "code", None)
    if code in _REFUSED:
        return ConfigurationError(
            f"MongoDB at {address} refuses this user (code {code});"
            " check name, password and rights in WAXLIST_STORE_URL"
        )
    if code == _OUT_OF_DISK_SPACE:
        return StoreFull(
            f"MongoDB at {address}: its disk is full; free space and run the same command again"
        )
    return StoreError(f"MongoDB at {address}: {_first_line(exc)}")


def _first_line(exc: errors.PyMongoError) -> str:
    """What went wrong, without the documents a bulk error carries along."""
    if isinstance(exc, errors.BulkWriteError):
        written = exc.details or {}
        problems = written.get("writeErrors") or written.get("writeConcernErrors") or [{}]
        return f"{len(problems)} writes failed, the first with {problems[0].get('errmsg', exc)}"
    return (str(exc).splitlines() or [type(exc).__name__])[0]
