"""JSON answers with the headers every answer about the catalogue carries."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from flask import Response, request

#: The dump's date, on answers whose body is a document and has no place for it.
DUMP_HEADER = "X-Waxlist-Dump"


def json_response(body: Any, status: int = 200, mimetype: str = "application/json") -> Response:
    """A JSON answer; keys keep their order."""
    return Response(msgspec.json.encode(body), status=status, mimetype=mimetype)


def tag(*parts: object) -> str:
    """An entity tag: equal for the same generation and the same question."""
    text = "\n".join(map(str, parts))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def unchanged(etag: str) -> Response | None:
    """304 if the client holds what the tag stands for already, else None."""
    if request.if_none_match.contains_weak(etag):
        return tagged(Response(status=304), etag)
    return None


def tagged(response: Response, etag: str) -> Response:
    """The answer with its tag. It is weak: the time an answer took differs each time."""
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response
