"""The web application with everything behind it, and the server that runs it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from domain.errors import NoCatalogue
from waxlist.services import Services
from website.app import create_app

_THREADS = 4
_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108


def build_app(services: Services) -> Flask:
    """Site and API over the live catalogue."""
    settings = services.settings
    return create_app(
        services.catalogue,
        secret_key=settings.signing_key(),
        player_api_url=settings.player_api_url,
    )


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured here rather than by a file; ``run`` returns by SystemExit.

    The index's head sets are read before the workers fork, so that they share them.
    """

    def __init__(
        self, services: Services, host: str, port: int, on_ready: Callable[[], None]
    ) -> None:
        self._services = services
        self._on_ready = on_ready
        self._bind = f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's settings."""
        stated: dict[str, Any] = {
            "bind": self._bind,
            "workers": self._services.settings.web_workers,
            "worker_class": "gthread",
            "threads": _THREADS,
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": "warning",
            "limit_request_line": 8190,  # long queries are addresses too; this is gunicorn's most
            "proc_name": "waxlist",
            "when_ready": lambda _arbiter: self._on_ready(),
        }
        if _MEMORY_FOLDER.is_dir():
            # Workers tell the master that they live through a file: better not on a disk.
            stated["worker_tmp_dir"] = str(_MEMORY_FOLDER)
        for name, value in stated.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, made once in the master process."""
        app = build_app(self._services)
        # Without a catalogue the pages say what to do; one that comes later is picked up.
        with suppress(NoCatalogue):
            self._services.catalogue.preload()
        gc.collect()
        gc.freeze()  # keeps the sets' memory shared: no worker's collector touches it
        return app
