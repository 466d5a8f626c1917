"""A local stand-in for data.discogs.com: a real HTTP server with the real pages' form, and faults.

As on the real host, ``Range`` is ignored, HEAD has no Content-Length, an address it does not know
gets the front page with status 200, and a stream can end without an error. As a program:

    python tests/fakes/dumps.py FOLDER --port 8099 --fault cut --times 1

A FOLDER without dump files gets a generated dump first.
"""

from __future__ import annotations

import argparse
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

from tests.fakes.serving import running

NAME = re.compile(r"discogs_([0-9]{4})[0-9]{4}_(?:[a-z]+\.xml\.gz|CHECKSUM\.txt)")

#: Every fault by name, with what it does to a request it strikes.
FAULTS = {
    "throttle": "429 with Retry-After, whatever is asked for",
    "forbid": "403 with an HTML page, whatever is asked for",
    "fail": "500, whatever is asked for",
    "reset": "a file's connection is reset halfway",
    "cut": "a file's stream ends halfway, without an error",
    "chunked": "a file's stream ends halfway with a proper last chunk",
    "short": "a file's stream ends before its Content-Length",
    "stall": "a file stops halfway and nothing comes any more",
    "slow": "a file comes slowly",
    "wrong": "a byte of a file is another",
    "page": "a file's address answers with the front page, status 200",
    "redirect": "a file's address redirects to where `target` says",
    "renamed": "the listing's columns and the parameter of its links have other names",
    "unknown": "every page is one that nobody has seen before",
    "shifted": "a mirror continues a file at another byte than asked for",
    "endless": "a file does not end",
}
_OF_FILES = {
    "reset",
    "cut",
    "chunked",
    "short",
    "stall",
    "slow",
    "wrong",
    "page",
    "redirect",
    "endless",
}


class Asked(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class FakeDumps:
    """Where it stands, what it does wrong, and what it was asked for.

    ``faults`` says how many more requests each fault strikes; those of FAULTS that concern files
    strike dump files only, never CHECKSUM. ``hidden`` are names that are not uploaded yet.
    ``mirror`` makes it a plain index page with Range and Content-Length, as web servers make one;
    ``certificate`` (with its key, in PEM) makes it speak TLS.
    """

    folder: Path
    url: str = ""
    faults: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    mirror: bool = False
    sizes: bool = True
    retry_after: str = "1"
    stall: float = 5.0
    target: str = "file:///etc/passwd"
    certificate: Path | None = None
    asked: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def strikes(self, fault: str) -> bool:
        with self.lock:
            left = self.faults.get(fault, 0)
            self.faults[fault] = max(0, left - 1)
        return left > 0

    def files(self) -> dict[str, Path]:
        found = sorted(self.folder.rglob("discogs_*"))
        names = {path.name: path for path in found if NAME.fullmatch(path.name)}
        return {name: path for name, path in names.items() if name not in self.hidden}

    def paths(self) -> list[str]:
        """The addresses asked for, without the host."""
        return [asked.path for asked in self.asked]

    def downloads(self) -> list[str]:
        """The files asked for, by name, as often as they were."""
        return [match[0] for path in self.paths() if (match := NAME.search(path))]

    def root_page(self) -> str:
        years = sorted({name[8:12] for name in self.files()})
        rows = [f'<a href="?prefix=data%2F{year}%2F">{year}/</a>' for year in years]
        return _page("\n".join(["Last Modified           Size           Key", *rows]))

    def year_page(self, year: str) -> str:
        renamed = self.faults.get("renamed", 0)
        parameter = "object" if renamed else "download"
        head = "Changed   Bytes   Name" if renamed else "Last Modified           Size           Key"
        rows = [
            f"{_stamp(path)}   {_printed(path) if self.sizes else '-':>9}"
            f' <a href="?{parameter}={quote(f"data/{year}/{name}", safe="")}">{name}</a>'
            for name, path in self.files().items()
            if name[8:12] == year
        ]
        return _page("\n".join([head, '<a href="?prefix=data%2F">../</a>', *rows]))

    def index_page(self) -> str:
        rows = [
            f'<img src="/icons/x.gif" alt="[ ]"> <a href="{name}">{name[:20]}..&gt;</a>'
            f"  {_stamp(path)[:16]}  {path.stat().st_size if self.sizes else '-'}"
            for name, path in self.files().items()
        ]
        return _page("\n".join(['<a href="?C=N;O=D">Name</a> <a href="../">Up</a>', *rows]))


def _page(rows: str) -> str:
    head = "<!DOCTYPE html>\n<html><head><title>Data</title></head>"
    return f"{head}<body><pre>\n{rows}\n</pre></body></html>"


def _stamp(path: Path) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(path.stat().st_mtime))


def _printed(path: Path) -> str:
    """Powers of 1024, printed as if they were not."""
    size, unit = float(path.stat().st_size), "B"
    for larger in ("KB", "MB", "GB"):
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"


class _Handler(BaseHTTPRequestHandler):
    """Answers as the fake says; each answer closes its connection, as a cut one has to."""

    fake: FakeDumps
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._note()
        self._head(200, "application/gzip")

    def do_GET(self) -> None:
        fake = self.fake
        self._note()
        if fake.strikes("throttle"):
            self._text(429, "<h1>Too many requests</h1>", {"Retry-After": fake.retry_after})
        elif fake.strikes("forbid"):
            self._text(403, "<html><title>Just a moment…</title>Access denied</html>")
        elif fake.strikes("fail"):
            self._text(500, "<h1>Something went wrong</h1>")
        elif fake.strikes("unknown"):
            self._text(200, '<html><body><div id="app"></div><a href="/terms">…</a></body></html>')
        else:
            self._route()

    def _route(self) -> None:
        fake, parts = self.fake, urlsplit(self.path)
        query = parse_qs(parts.query)
        named = query.get("download") or query.get("object") or [parts.path]
        path = fake.files().get(named[0].rsplit("/", 1)[-1])
        year = re.search(r"data/([0-9]{4})/", "".join(query.get("prefix", [])))
        if path is not None:
            self._file(path)
        elif fake.mirror:
            found = parts.path == "/"
            self._text(200 if found else 404, fake.index_page() if found else "not here")
        elif year is not None:
            self._text(200, fake.year_page(year[1]))
        else:
            self._text(200, fake.root_page())

    def _file(self, path: Path) -> None:
        content = path.read_bytes()
        if path.name.endswith("CHECKSUM.txt"):
            self._head(200, "text/plain")
            self.wfile.write(content)
            return
        fault = next((name for name in _OF_FILES if self.fake.strikes(name)), "")
        if fault == "page":
            self._text(200, self.fake.root_page())
        elif fault == "redirect":
            self._text(302, "elsewhere", {"Location": self.fake.target})
        else:
            self._send(content, fault)

    def _send(self, content: bytes, fault: str) -> None:
        start = self._range(len(content)) if self.fake.mirror else 0
        if start and self.fake.strikes("shifted"):
            start -= 1
        if start is None:
            self._head(416, "text/plain", {"Content-Range": f"bytes */{len(content)}"})
            return
        length = {"Content-Length": str(len(content) - start)}
        headers = length if (self.fake.mirror and fault != "cut") or fault == "short" else {}
        if fault == "chunked":
            headers = {"Transfer-Encoding": "chunked"}
        if start:
            headers = {
                **headers,
                "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}",
            }
        self._head(206 if start else 200, "application/gzip", headers)
        self._body(content[start:], fault)

    def _body(self, content: bytes, fault: str) -> None:
        half = len(content) // 2
        if fault in {"cut", "short"}:
            self.wfile.write(content[:half])
        elif fault == "chunked":
            self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (half, content[:half]))
        elif fault == "reset":
            self.wfile.write(content[:half])
            self.wfile.flush()
            # With a zero linger time, closing sends a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif fault == "stall":
            self.wfile.write(content[:half])
            self.wfile.flush()
            time.sleep(self.fake.stall)
        elif fault == "slow":
            for at in range(0, len(content), 4096):
                self.wfile.write(content[at : at + 4096])
                self.wfile.flush()
                time.sleep(0.02)
        elif fault == "wrong":
            self.wfile.write(content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :])
        elif fault == "endless":
            while True:
                self.wfile.write(content)
        else:
            self.wfile.write(content)

    def _range(self, size: int) -> int | None:
        match = re.fullmatch(r"bytes=([0-9]+)-", self.headers.get("Range", ""))
        start = int(match[1]) if match else 0
        return start if start < size else None

    def _note(self) -> None:
        with self.fake.lock:
            self.fake.asked.append(Asked(self.command, self.path, dict(self.headers)))

    def _text(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        self._head(status, "text/html; charset=utf-8", headers)
        self.wfile.write(text.encode())

    def _head(self, status: int, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Connection": "close", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Clients that leave are what this server is for."""


def _server(fake: FakeDumps, port: int) -> _Server:
    handler = type("Handler", (_Handler,), {"fake": fake})
    server = _Server(("127.0.0.1", port), handler)
    if fake.certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(fake.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if fake.certificate is None else "https"
    fake.url = f"{scheme}://127.0.0.1:{server.server_port}/"
    return server


@contextmanager
def fake_dumps(folder: Path, **options: object) -> Iterator[FakeDumps]:
    """The server over the dump files in a folder, while the block runs."""
    fake = FakeDumps(folder, **options)  # type: ignore[arg-type]
    with running(_server(fake, 0)):
        yield fake


def main(say: Callable[[str], None] = print) -> None:
    """Serve a folder until interrupted."""
    parser = argparse.ArgumentParser(
        description="A local data.discogs.com with faults.",
        epilog="; ".join(f"{name}: {meaning}" for name, meaning in FAULTS.items()),
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--fault", action="append", default=[], choices=sorted(FAULTS))
    parser.add_argument("--times", type=int, default=1, help="requests that each fault strikes")
    parser.add_argument("--hide", action="append", default=[], metavar="NAME")
    parser.add_argument("--mirror", action="store_true", help="a plain index page, with Range")
    parser.add_argument("--retry-after", default="5")
    parser.add_argument("--dump", default="20261001", help="date of the dump to generate")
    parser.add_argument("--releases", type=int, default=500, help="its releases")
    options = parser.parse_args()
    fake = FakeDumps(
        options.folder,
        faults=dict.fromkeys(options.fault, options.times),
        hidden=set(options.hide),
        mirror=options.mirror,
        retry_after=options.retry_after,
    )
    if not fake.files():
        from dataget.sample import write_sample

        write_sample(options.folder, releases=options.releases, dump=options.dump)
    server = _server(fake, options.port)
    say(f"serving {options.folder} at {fake.url} (Ctrl-C stops it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
