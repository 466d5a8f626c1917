"""Documents at rest: ``open_store`` opens a store by URL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from domain.errors import ConfigurationError
from storage.base import Store

_FORMS = "sqlite:///absolute/folder, mongodb://host:port or mongodb+srv://host"


def open_store(url: str) -> Store:
    """The store at a URL: ``sqlite:///absolute/folder``, ``mongodb://…`` or ``mongodb+srv://…``.

    Nothing is connected to or created before it is used. In an SQLite URL, ``%XX`` stands for a
    character as in any URL.

    Raises:
        ConfigurationError: the URL has none of these forms.
    """
    scheme, separator, rest = url.partition("://")
    if separator and scheme == "sqlite" and rest.startswith("/"):
        from storage.sqlite import SqliteStore

        return SqliteStore(Path(unquote(rest)))
    if separator and scheme in {"mongodb", "mongodb+srv"} and rest:
        # pymongo takes a while to import; the embedded default never needs it.
        from storage.mongo import MongoStore

        return MongoStore(url)
    # The URL itself stays unsaid: it may hold a password.
    raise ConfigurationError(f"WAXLIST_STORE_URL has an unknown form; it takes {_FORMS}")
