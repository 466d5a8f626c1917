"""A result as the page lists it: a record in brief, its drawing, its playable videos."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from apis.catalogue import Page
from apis.summary import Summary, SummaryVideo, summarise
from website.links import WATCH_IDS
from website.sleeve import Sleeve, sleeve

#: A row shows so many tags; a release with forty styles must not bury its neighbours.
MAX_TAGS = 6


@dataclass(frozen=True)
class Card:
    """A record with what is drawn and listed of it."""

    record: Summary
    sleeve: Sleeve
    tags: list[tuple[str, str]]

    @property
    def videos(self) -> list[SummaryVideo]:
        """The playable videos, in the record's order."""
        return self.record.get("videos", [])

    @property
    def title(self) -> str:
        """The title; some records have none."""
        return self.record.get("title", "Untitled")

    @property
    def labels(self) -> list[dict[str, Any]]:
        """The labels, each once with all of its catalogue numbers."""
        merged: dict[object, dict[str, Any]] = {}
        for entry in self.record.get("labels", []):
            key = entry.get("id", entry.get("name"))
            known = merged.setdefault(key, {**entry, "catnos": []})
            if entry.get("catno") and entry["catno"] not in known["catnos"]:
                known["catnos"].append(entry["catno"])
        return list(merged.values())


def cards(page: Page) -> list[Card]:
    """The page's records."""
    return [card(summarise(page.kind, document)) for document in page.documents]


def card(record: Summary) -> Card:
    """One record."""
    return Card(record, sleeve(record), _tags(record)[:MAX_TAGS])


def _tags(record: Summary) -> list[tuple[str, str]]:
    """Genres, then styles; of a genre and a style of one name (Reggae) the narrower."""
    styles = record.get("styles", [])
    genres = [value for value in record.get("genres", []) if value not in styles]
    return [*(("genre", value) for value in genres), *(("style", value) for value in styles)]


def playlist(shown: Iterable[Card]) -> list[str]:
    """The first ids of all videos on the page, each once, as many as YouTube takes at a time."""
    ids = dict.fromkeys(video["id"] for one in shown for video in one.videos)
    return list(ids)[:WATCH_IDS]
