"""The head of a dump file: everything up to and including the start tag of its root element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from domain.errors import BadInput

#: The root element must have started by then; in real files it is the first thing.
HEAD_LIMIT = 1024 * 1024

_BOM = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["']([^"']*)["']""")
_ROOT = re.compile(rb"""<([A-Za-z_][\w.:-]*)((?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*)?/?)>""")
_UTF8 = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_PASSED_OVER = ((b"<!--", b"-->"), (b"<?", b"?>"))


class Head(NamedTuple):
    """The root element's name, and what of the file was read after its start tag.

    ``offset`` is where ``rest`` starts in the file.
    """

    root: str
    offset: int
    rest: bytes


def read_head(chunks: Iterator[bytes], path: Path) -> Head:
    """Take the head off the chunks of a file.

    Raises:
        BadInput: the file holds nothing, is HTML, is not in UTF-8, or has no root element.
    """
    data = b""
    for chunk in chunks:
        data += chunk
        position = _after_prolog(data, path)
        root = _ROOT.match(data, position)
        if root:
            return _head(data, root)
        if len(data) > HEAD_LIMIT:
            break
    if not data.strip():
        raise BadInput(path, "the file holds nothing")
    raise _no_root(data, path)


def _head(data: bytes, root: re.Match[bytes]) -> Head:
    name, attributes = root.groups()
    rest = data[root.end() :]
    if attributes.endswith(b"/"):
        # <releases/> says the same as <releases></releases>, which the next stage knows.
        rest = b"</" + name + b">" + rest
    return Head(name.decode("ascii", "replace"), root.end(), rest)


def _after_prolog(data: bytes, path: Path) -> int:
    """Where the prolog (XML declaration, comments, white space) ends, as far as it was read."""
    position = len(_BOM) if data.startswith(_BOM) else 0
    while True:
        position = len(data) - len(data[position:].lstrip())
        for start, end in _PASSED_OVER:
            if data.startswith(start, position):
                found = data.find(end, position)
                if found < 0:
                    return position
                _check_encoding(data[position:found], path)
                position = found + len(end)
                break
        else:
            return position


def _check_encoding(markup: bytes, path: Path) -> None:
    if not markup.startswith(b"<?xml"):
        return
    encoding = _ENCODING.search(markup)
    if encoding and encoding[1].lower() not in _UTF8:
        name = encoding[1].decode("ascii", "replace")
        raise BadInput(path, f"the file is in {name}, but Discogs dumps are in UTF-8")


def _no_root(data: bytes, path: Path) -> BadInput:
    start = data[_after_prolog(data, path) :][:40]
    if start.lower().startswith(b"<!doctype html"):
        return BadInput(path, "the file is an HTML page, not a Discogs dump; fetch it again")
    if start.lower().startswith(b"<!doctype"):
        return BadInput(path, "the file declares a document type, which no Discogs dump does")
    return BadInput(path, f"the file is not a Discogs dump; it starts with {start!r}")
