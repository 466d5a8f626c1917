"""Invented titles of works and tracks, in the language and manner of who plays them."""

from __future__ import annotations

from dataget.sample import words
from dataget.sample.mixing import Chance, deck, pick

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
    return pick(chance, pick(chance, _TITLES.get(nation, _ENGLISH)))


def mix_name(chance: Chance) -> str:
    """What stands behind the title of a dance track: ``(Dub)``."""
    return f"({pick(chance, words.MIXES)})"


def _classical_work(chance: Chance) -> str:
    form, key = pick(chance, words.CLASSICAL_WORKS), pick(chance, words.KEYS)
    return f"{form} No. {int(chance() * 9) + 1} In {key}, Op. {int(chance() * 120) + 1}"


def _english_titles() -> tuple[tuple[str, ...], ...]:
    """Lists of titles of one manner each, repeated in proportion."""
    leads, things, phrases = words.TITLE_LEADS, words.TITLE_THINGS, words.TITLE_PHRASES
    pairs = [(one, other) for one in things for other in things if one != other]
    return deck(
        {
            tuple(f"{lead} {thing}" for lead in leads for thing in things): 34,
            phrases: 18,
            things: 16,
            tuple(f"The {thing}" for thing in things): 10,
            tuple(f"{one} Of {other}" for one, other in pairs): 12,
            tuple(f"{one} & {other}" for one, other in pairs): 7,
            tuple(f"{phrase} (Part {part})" for phrase in phrases for part in (1, 2)): 3,
        },
        100,
    )


def _local_titles(nation: str) -> tuple[tuple[str, ...], ...]:
    titles = words.TITLE_LOCAL[nation]
    pairs = tuple(f"{one} {other}" for one in titles for other in titles if one != other)
    own = (titles,) if nation in {"jp", "ru"} else (titles, titles, pairs)
    # A quarter of the titles is in English everywhere.
    return own * (3 * len(_ENGLISH) // len(own)) + _ENGLISH


_ENGLISH = _english_titles()
_TITLES = {nation: _local_titles(nation) for nation in words.TITLE_LOCAL}
