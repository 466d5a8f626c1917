"""``/``: the digging page."""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from apis.catalogue import Catalogue, Page
from apis.search import next_url
from apis.summary import FIELDS
from domain.facets import YEAR
from domain.query import Query, Sort
from website import edits
from website.cards import cards, playlist
from website.chips import chips, entity_names
from website.empty import explain_emptiness
from website.links import Links, watch_videos_url
from website.panels import SHOWN, TOP, panels
from website.request import DigRequest, read_dig_request
from website.years import histogram, year_fields

PER_PAGE = 50


@dataclass(frozen=True)
class Paging:
    """Where in the results a page stands; numbers start at 1."""

    number: int
    last: int

    @property
    def around(self) -> list[int]:
        """Page numbers worth a link: the first, the last, and those near."""
        near = range(self.number - 2, self.number + 3)
        return sorted({n for n in (1, *near, self.last) if 1 <= n <= self.last})


def dig_blueprint(catalogue: Catalogue) -> Blueprint:
    """The digging page over a catalogue."""
    blueprint = Blueprint("dig", __name__)

    @blueprint.get("/")
    def page() -> Response:
        asked = read_dig_request(request.query_string)
        home = url_for("dig.page")
        if asked.untidy:
            return _see(Links(home, asked.query).to(asked.query, asked.page, asked.more))
        started = time.perf_counter()
        found = catalogue.search(asked.query, PER_PAGE, (asked.page - 1) * PER_PAGE, FIELDS)
        links = Links(home, found.query)
        paging = Paging(asked.page, max(1, -(-found.total // PER_PAGE)))
        if asked.page > paging.last:
            return _see(links.page(paging.last))
        return make_response(_render(catalogue, asked, found, links, paging, started))

    return blueprint


def _see(address: str) -> Response:
    return make_response(redirect(address, 303))


def _render(
    catalogue: Catalogue,
    asked: DigRequest,
    found: Page,
    links: Links,
    paging: Paging,
    started: float,
) -> str:
    query = found.query
    counts = catalogue.facets(query, [YEAR.name, *(facet.name for facet in SHOWN)], TOP)
    if asked.more:
        counts |= catalogue.facets(query, [asked.more], None)
    active = chips(query, entity_names(catalogue, query, found.documents))
    shown = cards(found)
    return render_template(
        "dig.html",
        page=found,
        query=query,
        links=links,
        paging=paging,
        chips=active,
        panels=panels(counts, links, asked.more),
        years=histogram(counts[YEAR.name], links),
        cards=shown,
        emptiness=None if found.total else explain_emptiness(catalogue, query, active),
        watch_all=_watch_all(playlist(shown)),
        watch_count=len(playlist(shown)),
        next_results=next_url(found),
        clear_url=links.to(edits.cleared(query)),
        carried=_carried(query),
        sorts=list(Sort),
        took_ms=max(1, round((time.perf_counter() - started) * 1000)),
    )


def _watch_all(ids: list[str]) -> str:
    return watch_videos_url(ids) if ids else ""


def _carried(query: Query) -> list[tuple[str, str]]:
    """What the form must send along because no field of its own shows it."""
    shown = {"q", "video", "sort", "dedupe"} | {facet.name for facet in SHOWN}
    if any(year_fields(query)):
        shown.add(YEAR.name)
    return [(name, value) for name, value in query.parameters() if name not in shown]
