"""Errors as pages: what went wrong, in words, and where to go from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, make_response, render_template, request, url_for

from apis import app as api
from apis import problem
from apis.parameters import Pairs, read_pairs
from apis.request_id import request_id
from domain.errors import NoCatalogue, QueryError
from domain.grammar import PARAMETERS
from website.request import with_video_stated, with_years_joined

_MACHINES = (api.PREFIX, "/livez", "/readyz")


@dataclass(frozen=True)
class WayOut:
    """A link that repairs a query: what it says and where it leads."""

    text: str
    url: str


def install(app: Flask) -> None:
    """Answer every error: programs with a problem document, people with a page."""

    @app.errorhandler(Exception)
    def answer(error: Exception) -> Response:
        if request.path.startswith(_MACHINES):
            return problem.answer(error)
        problem.record(error)
        return _page(error)


def _page(error: Exception) -> Response:
    status = problem.status_of(error)
    body = render_template(
        "error.html",
        status=status,
        detail=problem.explain(error),
        request_id=request_id(),
        not_loaded=isinstance(error, NoCatalogue),
        query_error=error if isinstance(error, QueryError) else None,
        ways_out=list(ways_out(error)) if isinstance(error, QueryError) else [],
    )
    response = make_response(body, status.value)
    response.headers["Cache-Control"] = "no-store"
    return response


def ways_out(error: QueryError) -> Iterator[WayOut]:
    """Links that put each suggestion in place of what could not be read, and one that drops it."""
    try:
        pairs = with_years_joined(read_pairs(request.query_string))
    except QueryError:
        return
    at = _place(pairs, error)
    if at is None:
        return
    name, value = pairs[at]
    for near in error.nearest:
        mended = (near, value) if name not in PARAMETERS else (name, near)
        yield WayOut(near, _address([*pairs[:at], mended, *pairs[at + 1 :]]))
    yield WayOut("leave it out", _address(pairs[:at] + pairs[at + 1 :]))


def _place(pairs: Pairs, error: QueryError) -> int | None:
    """Which parameter the error is about: the one of that name whose value it quotes."""
    named = [i for i, (name, _) in enumerate(pairs) if name[:80] == error.parameter]
    quoted = [i for i in named if repr(pairs[i][1]) in error.reason]
    return next(iter(quoted or named), None)


def _address(pairs: Pairs) -> str:
    given = [(name, value) for name, value in pairs if value]
    return f"{url_for('dig.page')}?{urlencode(with_video_stated(given))}"
