"""Addresses of the digging page: the query grammar, plus page and unfolded facet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from domain.query import Query, Sort
from website import edits

#: At most so many ids does YouTube take in one address.
WATCH_IDS = 50


def page_parameters(query: Query) -> list[tuple[str, str]]:
    """The query as the page writes it: what is wished of videos is always said.

    Without it the page would take ``video=1`` and the API ``video=any``; with it an address means
    the same to both.
    """
    wish = "any" if query.video is None else "1" if query.video else "0"
    stated = replace(query, video=True).parameters()
    return [(name, wish if name == "video" else value) for name, value in stated]


@dataclass(frozen=True)
class Links:
    """Makes the links of one page: ``home`` is the digging page's path, ``query`` what it shows."""

    home: str
    query: Query

    def to(self, query: Query, page: int = 1, more: str = "", at: str = "") -> str:
        """The address of another query's page."""
        pairs = page_parameters(query)
        if page > 1:
            pairs.append(("page", str(page)))
        if more:
            pairs.append(("more", more))
        address = f"{self.home}?{urlencode(pairs)}"
        return f"{address}#{at}" if at else address

    def page(self, number: int) -> str:
        """Another page of the same results."""
        return self.to(self.query, number)

    def only(self, facet: str, value: object) -> str:
        """The same query narrowed to one value of a facet."""
        return self.to(edits.only(self.query, facet, edits.term_of(facet, str(value))))

    def ordered(self, sort: Sort, seed: int = 0) -> str:
        """The same records in another order."""
        return self.to(self.query.ordered(sort, seed))

    def with_video(self, video: bool | None) -> str:
        """The same query with another wish about videos."""
        return self.to(replace(self.query, video=video))


def watch_videos_url(videos: list[str]) -> str:
    """A passing playlist on YouTube, which needs no account; it takes the first WATCH_IDS."""
    return "https://www.youtube.com/watch_videos?video_ids=" + ",".join(videos[:WATCH_IDS])
