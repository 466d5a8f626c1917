"""``GET /api/v1``: the addresses there are."""

from __future__ import annotations

from flask import Blueprint, Response, request

from apis.reply import json_response
from domain.documents import Kind

_SEARCH = (
    "the records a query finds, a page at a time; limit and offset, and the page's own grammar"
)


def add_routes(blueprint: Blueprint) -> None:
    """Put the list of addresses into a blueprint, with and without a slash at its end."""

    @blueprint.get("/", strict_slashes=False)
    def index() -> Response:
        return json_response({"endpoints": endpoints(request.path.rstrip("/"))})


def endpoints(prefix: str) -> dict[str, str]:
    """Each address, as a URI template, with what it answers."""
    records = {f"{prefix}/{kind}/{{id}}": f"one {kind.record}, whole" for kind in Kind}
    return {f"{prefix}/search": _SEARCH, **records}
