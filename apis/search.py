"""``GET /search``: the records a query finds, a page at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from apis.catalogue import Catalogue, Page
from apis.parameters import read_pairs, take_number
from apis.reply import json_response, tag, tagged, unchanged
from apis.summary import FIELDS, summarise
from domain.grammar import query_from_parameters

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MAX_OFFSET = 10**9


def add_routes(blueprint: Blueprint, catalogue: Catalogue) -> None:
    """Put the search into a blueprint."""

    @blueprint.get("/search")
    def search() -> Response:
        pairs = read_pairs(request.query_string)
        limit, pairs = take_number(pairs, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
        offset, pairs = take_number(pairs, "offset", 0, 0, MAX_OFFSET)
        query = query_from_parameters(pairs)
        asked = (query, limit, offset)
        held = unchanged(tag(catalogue.standing().generation, *asked))
        if held is not None:
            return held
        page = catalogue.search(query, limit, offset, FIELDS)
        # The generation may have changed since: the tag is that of the one that answered.
        return tagged(_response(page), tag(page.generation, *asked))


def _response(page: Page) -> Response:
    body: dict[str, Any] = {
        "total": page.total,
        "dump": page.dump,
        "query": str(page.query),
        "took_ms": page.took_ms,
        "offset": page.offset,
        "limit": page.limit,
        "results": [summarise(page.kind, document) for document in page.documents],
    }
    following = next_url(page)
    if following is not None:
        body["next"] = following
    response = json_response(body)
    if following is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def next_url(page: Page) -> str | None:
    """The address, on this host, of the results after these; None after the last."""
    offset = page.offset + page.limit
    if offset >= page.total:
        return None
    rest = [*page.query.parameters(), ("limit", str(page.limit)), ("offset", str(offset))]
    return f"{url_for('api.search')}?{urlencode(rest)}"
