"""What all editions of one work share: who plays it, what it is called, what is on it."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from dataget.sample.mixing import Chance, deck, pick
from dataget.sample.plan import Name, Performer, Place, Plan, fitting_styles, is_played
from dataget.sample.titles import mix_name, track_title, various_title, work_title
from dataget.sample.vocabulary import SECOND_GENRES

_KINDS = {
    "Rock": {"album": 48, "single": 36, "ep": 9, "compilation": 7},
    "Electronic": {"album": 26, "single": 51, "ep": 17, "compilation": 6},
    "Pop": {"album": 44, "single": 44, "ep": 3, "compilation": 9},
    "Folk, World, & Country": {"album": 58, "single": 26, "ep": 5, "compilation": 11},
    "Classical": {"album": 94, "single": 1, "ep": 1, "compilation": 4},
    "Jazz": {"album": 80, "single": 8, "ep": 4, "compilation": 8},
    "Hip Hop": {"album": 46, "single": 39, "ep": 12, "compilation": 3},
    "Funk / Soul": {"album": 37, "single": 52, "ep": 2, "compilation": 9},
    "Reggae": {"album": 36, "single": 55, "ep": 3, "compilation": 6},
}
_KIND_DECKS = {genre: deck(shares, 100) for genre, shares in _KINDS.items()}
_OTHER_KINDS = deck({"album": 72, "single": 14, "ep": 5, "compilation": 9}, 100)
_SECOND_DECKS = {genre: deck(shares, 200) for genre, shares in SECOND_GENRES.items()}
_STYLE_COUNTS = deck({0: 15, 1: 40, 2: 28, 3: 13, 4: 4}, 200)
_TRACK_COUNTS = {
    "single": (2, 2, 2, 2, 2, 2, 2, 3, 3, 4),
    "ep": (3, 4, 4, 4, 4, 5, 5, 6),
    "album": (7, 8, 8, 9, 10, 10, 10, 11, 11, 12, 12, 13, 14, 16),
    "compilation": (10, 12, 12, 14, 14, 16, 18, 20),
}
_JOINS = ("&", "&", "&", ",", "/", "Feat.", "And", "vs.", "With")


class Piece(NamedTuple):
    """A track: what it is called and how many seconds it lasts; whose, on a compilation."""

    title: str
    seconds: int
    credited: Name | None


class Work(NamedTuple):
    """A work; ``performer`` sets its manner even where various artists play."""

    genres: list[str]
    styles: list[str]
    performer: Performer
    partners: list[Name]
    join: str
    various: bool
    title: str
    kind: str
    year: int
    pieces: list[Piece]


def draw_work(plan: Plan, rng: Random, place: Place) -> Work:
    """The work a release is an edition of; ``rng`` is reseeded."""
    rng.seed(plan.bits(place.work, 31))
    chance = rng.random
    genre = plan.leading_genre(chance())
    performer = plan.performer(plan.artist_of(genre, chance(), chance()))
    span = min(22, plan.year - performer.debut + 1)
    year = performer.debut + int(chance() * chance() * span)
    various = chance() < 0.065 and genre != "Classical" and year > 1955
    kind = "compilation" if various else _kind(chance, genre, year)
    second = pick(chance, _SECOND_DECKS[genre]) if chance() < 0.31 else None
    styles = _styles(chance, performer, second, year)
    if various:
        style = styles[0] if styles else genre.partition(",")[0]
        title = various_title(chance, style)
    else:
        title = work_title(chance, genre, performer.nation, performer.name, kind)
    partners = [] if various else _partners(plan, chance, genre, performer)
    return Work(
        sorted({genre, second}) if second else [genre],
        styles,
        performer,
        partners,
        pick(chance, _JOINS) if partners else "",
        various,
        title,
        kind,
        year,
        _pieces(plan, chance, genre, performer, kind, various, title),
    )


def _kind(chance: Chance, genre: str, year: int) -> str:
    if year < 1949:
        return "single"
    kind = pick(chance, _KIND_DECKS.get(genre, _OTHER_KINDS))
    return "album" if kind == "ep" and year < 1953 else kind


def _styles(chance: Chance, performer: Performer, second: str | None, year: int) -> list[str]:
    """Up to four of the performer's styles, and perhaps one of the second genre."""
    count = pick(chance, _STYLE_COUNTS)
    if not count:
        return []
    own = [style.name for style in performer.styles if style.last >= year]
    start = int(chance() * len(own))
    styles = (own[start:] + own[:start])[:count]
    if second and (chance() < 0.5 or not styles):
        fitting = fitting_styles(second, year)
        style = fitting[int(len(fitting) * chance() ** 2)] if fitting else None
        if style and is_played(style, performer.nation):
            styles.append(style.name)
    return list(dict.fromkeys(styles))


def _partners(plan: Plan, chance: Chance, genre: str, performer: Performer) -> list[Name]:
    draw = chance()
    if draw > 0.2:
        return []
    partners: list[Name] = []
    for _ in range(2 if draw < 0.05 else 1):
        partner = plan.named(plan.artist_of(genre, chance(), chance()))
        if partner.id != performer.id and partner not in partners:
            partners.append(partner)
    return partners


def _pieces(
    plan: Plan,
    chance: Chance,
    genre: str,
    performer: Performer,
    kind: str,
    various: bool,
    title: str,
) -> list[Piece]:
    count = pick(chance, _TRACK_COUNTS[kind])
    long = genre in {"Electronic", "Classical", "Jazz"} or kind == "ep"
    pieces = []
    nation = performer.nation
    for at in range(count):
        whose = None
        if various:
            whose = plan.named(plan.artist_of(genre, chance(), chance()))
            nation = whose.nation
        if at == 0 and kind == "single":
            name = title
        elif kind == "single" and genre == "Electronic" and chance() < 0.45:
            name = f"{title} {mix_name(chance)}"
        else:
            name = track_title(chance, genre, nation)
        spread = chance() + chance() + chance()
        seconds = int(160 + 130 * spread) if long else int(110 + 85 * spread)
        pieces.append(Piece(name, seconds, whose))
    return pieces
