"""Invented titles of works and tracks, in the language and manner of who plays them."""

from __future__ import annotations

from dataget.sample import words
from dataget.sample.mixing import Chance, pick

_NUMERALS = ("II", "III", "IV", "Vol. 1", "Vol. 2", "Vol. 3", "1", "2")
_SERIES_WORDS = ("Hits", "Classics", "Sessions", "Nights", "Grooves", "Anthems", "Party", "Moods")


def work_title(chance: Chance, genre: str, nation: str, performer: str, kind: str) -> str:
    """The title of a release."""
    draw = chance()
    if kind == "compilation":
        if draw < 0.35:
            return f"The Best Of {performer}"
        if draw < 0.5:
            return f"{performer}: Greatest Hits"
    elif draw < 0.05:
        return performer
    elif draw < 0.07 and genre == "Electronic":
        return f"Untitled {int(chance() * 9) + 1:02d}"
    if genre == "Classical":
        return _classical_work(chance)
    title = track_title(chance, "", nation)
    if kind == "ep" and draw > 0.55:
        return f"{title} E.P." if draw > 0.75 else f"{title} EP"
    return f"{title} {pick(chance, _NUMERALS)}" if draw > 0.97 else title


def various_title(chance: Chance, style: str) -> str:
    """The title of a compilation of various artists."""
    lead = pick(chance, words.TITLE_LEADS)
    base = f"{lead} {style} {pick(chance, _SERIES_WORDS)}"
    return f"{base} {pick(chance, _NUMERALS)}" if chance() < 0.5 else base


def track_title(chance: Chance, genre: str, nation: str) -> str:
    """The title of a track."""
    if genre == "Classical":
        return pick(chance, words.CLASSICAL_PARTS)
    draw = chance()
    local = words.TITLE_LOCAL.get(nation)
    if local and draw < 0.75:
        title = pick(chance, local)
        if draw < 0.25 and nation not in {"jp", "ru"}:
            title = f"{title} {pick(chance, local)}"
        return title
    draw = chance()
    if draw < 0.34:
        return f"{pick(chance, words.TITLE_LEADS)} {pick(chance, words.TITLE_THINGS)}"
    if draw < 0.52:
        return pick(chance, words.TITLE_PHRASES)
    if draw < 0.68:
        return pick(chance, words.TITLE_THINGS)
    if draw < 0.78:
        return f"The {pick(chance, words.TITLE_THINGS)}"
    if draw < 0.9:
        return f"{pick(chance, words.TITLE_THINGS)} Of {pick(chance, words.TITLE_THINGS)}"
    if draw < 0.97:
        return f"{pick(chance, words.TITLE_THINGS)} & {pick(chance, words.TITLE_THINGS)}"
    return f"{pick(chance, words.TITLE_PHRASES)} (Part {int(chance() * 2) + 1})"


def mix_name(chance: Chance) -> str:
    """What stands behind the title of a dance track: ``(Dub)``."""
    return f"({pick(chance, words.MIXES)})"


def _classical_work(chance: Chance) -> str:
    form, key = pick(chance, words.CLASSICAL_WORKS), pick(chance, words.KEYS)
    return f"{form} No. {int(chance() * 9) + 1} In {key}, Op. {int(chance() * 120) + 1}"
