"""Where the player comes from: addresses for the page's script and for its security policy."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

#: YouTube's own script, and the hosts its frames come from.
YOUTUBE_API = "https://www.youtube.com/iframe_api"
YOUTUBE = "https://www.youtube.com"
#: The frame's host sets no cookies until a video plays.
YOUTUBE_NOCOOKIE = "https://www.youtube-nocookie.com"
THUMBNAILS = "https://i.ytimg.com"


@dataclass(frozen=True)
class PlayerPlace:
    """The player's addresses. Another ``api_url`` than YouTube's brings its own frames."""

    api_url: str = YOUTUBE_API

    @property
    def _origin(self) -> str:
        parts = urlsplit(self.api_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def _frame_origin(self) -> str:
        return YOUTUBE_NOCOOKIE if self._origin == YOUTUBE else self._origin

    @property
    def embed_url(self) -> str:
        """What a video's id is put behind."""
        return f"{self._frame_origin}/embed/"

    @property
    def script_sources(self) -> list[str]:
        """Origins that scripts may come from besides our own."""
        return list(dict.fromkeys([YOUTUBE, self._origin]))

    @property
    def frame_sources(self) -> list[str]:
        """Origins that frames may come from."""
        return list(dict.fromkeys([YOUTUBE, YOUTUBE_NOCOOKIE, self._frame_origin]))
