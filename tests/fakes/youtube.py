"""A local stand-in for YouTube's IFrame API: a real HTTP server with a script and player frames.

The script defines ``window.YT.Player`` as the real one does, over the frame the page made. What
the frame "plays" ends after ``VIDEO_SECONDS``; ids in ``broken`` report an error code instead.
The server notes every path it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.fakes.serving import running

SCRIPT = Path(__file__).with_name("youtube.js")


@dataclass
class FakeYouTube:
    """Where it stands, which videos fail and how, and what it was asked for."""

    url: str = ""
    broken: dict[str, int] = field(default_factory=dict)
    seconds: float = 60.0
    asked: list[str] = field(default_factory=list)

    @property
    def api_url(self) -> str:
        return f"{self.url}/iframe_api"

    def script(self) -> str:
        settings = json.dumps({"broken": self.broken, "seconds": self.seconds})
        return SCRIPT.read_text().replace("/* settings */", settings)


@contextmanager
def fake_youtube() -> Iterator[FakeYouTube]:
    fake = FakeYouTube()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.asked.append(self.path)
            script = self.path.startswith("/iframe_api")
            body = fake.script() if script else "<!doctype html><title>playing</title>"
            self.send_response(200)
            kind = "text/javascript" if script else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    with running(server):
        yield fake
