"""A record in brief: what a list shows of a release or master, the same for page, API and CLI."""

from __future__ import annotations

from typing import Any, TypedDict

from domain.documents import Document, Kind
from domain.videos import video_id

#: The document keys a summary is made from.
FIELDS = (
    "title",
    "artists",
    "labels",
    "country",
    "formats",
    "genres",
    "styles",
    "videos",
    "released",
    "master_id",
    "derived",
)


class SummaryVideo(TypedDict):
    """A playable video: YouTube id, its title there, seconds (0 where unknown)."""

    id: str
    title: str
    duration: int


class Summary(TypedDict, total=False):
    """A record in brief; keys without a value are absent."""

    id: int
    kind: str
    title: str
    artist: str
    artists: list[dict[str, Any]]
    labels: list[dict[str, Any]]
    country: str
    released: str
    year: int
    format: str
    genres: list[str]
    styles: list[str]
    master_id: int
    videos: list[SummaryVideo]
    discogs_url: str


def summarise(kind: Kind, document: Document) -> Summary:
    """The brief form of a release or master."""
    summary: dict[str, Any] = {
        "id": document["_id"],
        "kind": kind.record,
        "title": document.get("title"),
        "artist": artist_line(document),
        "year": document.get("derived", {}).get("year"),
        "format": format_line(document),
        "videos": playable_videos(document),
        "discogs_url": f"https://www.discogs.com/{kind.record}/{document['_id']}",
    }
    for key in ("artists", "labels", "country", "released", "genres", "styles", "master_id"):
        summary[key] = document.get(key)
    return {key: value for key, value in summary.items() if value}  # type: ignore[return-value]


def artist_line(document: Document) -> str:
    """The artists as printed on the record: ``Ella Fitzgerald & Louis Armstrong``."""
    artists = document.get("artists", [])
    parts: list[str] = []
    for place, artist in enumerate(artists):
        parts.append(artist.get("anv") or artist.get("name", ""))
        if place < len(artists) - 1:
            join = artist.get("join", ",")
            parts.append(", " if join == "," else f" {join} ")
    return "".join(parts)


def format_line(document: Document) -> str:
    """The carriers in one line: ``2 × Vinyl, LP, Album + CD``."""
    return " + ".join(_carrier(carrier) for carrier in document.get("formats", []))


def _carrier(carrier: dict[str, Any]) -> str:
    quantity = carrier.get("qty", 1)
    several = f"{quantity} × " if isinstance(quantity, int) and quantity > 1 else ""
    details = [*carrier.get("descriptions", []), carrier.get("text", "")]
    return several + ", ".join(filter(None, [carrier.get("name", ""), *details]))


def playable_videos(document: Document) -> list[SummaryVideo]:
    """The record's YouTube videos, each id once, in order."""
    videos: dict[str, SummaryVideo] = {}
    for video in document.get("videos", []):
        found = video_id(video.get("src", ""))
        if found and found not in videos:
            duration = video.get("duration")
            videos[found] = {
                "id": found,
                "title": video.get("title", ""),
                "duration": duration if isinstance(duration, int) else 0,
            }
    return list(videos.values())
