"""A name for each request, in its answer and in the log, so that one can be found by the other."""

from __future__ import annotations

import re
import uuid

from flask import Flask, Response, g, request

HEADER = "X-Request-Id"

# What a proxy in front may send; anything else could forge lines in the log.
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def install(app: Flask) -> None:
    """Give every request an id and every answer the header with it."""
    app.after_request(_sign)


def request_id() -> str:
    """The id of the request being answered: the proxy's if it sent a safe one, else our own."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _SAFE.fullmatch(given) else uuid.uuid4().hex
    return str(g.request_id)


def _sign(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    return response
