"""Run a local stand-in's HTTP server beside the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer

#: Seconds between two looks at whether it is to stop.
_LOOK = 0.02


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[None]:
    """The server answers while the block runs, and is gone afterwards."""
    thread = threading.Thread(target=server.serve_forever, args=(_LOOK,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
