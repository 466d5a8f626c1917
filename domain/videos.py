"""YouTube video ids: the one place where a video's address becomes an id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_WATCH_HOSTS = frozenset(
    {
        "youtube.com",
        "www.youtube.com",
        "m.youtube.com",
        "music.youtube.com",
        "youtube-nocookie.com",
        "www.youtube-nocookie.com",
    }
)
_SHORT_HOSTS = frozenset({"youtu.be", "www.youtu.be"})
_PATH_FORMS = frozenset({"embed", "v", "shorts", "live"})
# Nearly every address in the dumps has this very form; it needs no URL parser.
_USUAL = re.compile(r"https?://www\.youtube\.com/watch\?v=([A-Za-z0-9_-]{11})")


def video_id(address: str) -> str | None:
    """The 11-character id in a YouTube address, or None if it is not one.

    Hosts are compared whole, so ``youtube.com.evil.example`` has no id; ids are case-sensitive.
    """
    usual = _USUAL.fullmatch(address)
    if usual:
        return usual[1]
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or host is None:
        return None
    steps = [step for step in parts.path.split("/") if step]
    if host in _SHORT_HOSTS:
        candidate = steps[0] if steps else ""
    elif host not in _WATCH_HOSTS:
        return None
    elif len(steps) >= 2 and steps[0] in _PATH_FORMS:
        candidate = steps[1]
    elif steps == ["watch"]:
        candidate = parse_qs(parts.query).get("v", [""])[0]
    else:
        return None
    return candidate if _ID.fullmatch(candidate) else None


def distinct_video_ids(addresses: Iterable[str]) -> list[str]:
    """The ids of the addresses that have one, each once, in order of first appearance."""
    ids = (video_id(address) for address in addresses)
    return list(dict.fromkeys(found for found in ids if found))


def watch_address(video: str) -> str:
    """The address a person opens to watch the video."""
    return f"https://www.youtube.com/watch?v={video}"
