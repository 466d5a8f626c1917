"""Invented names: the n-th name of a kind, computed from n alone.

A kind of name is a few patterns; each pattern numbers its combinations, so names need no table and
none is given out twice: when combinations run out, or for every twentieth name on purpose, a number
in parentheses tells namesakes apart, as Discogs does.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple
from zlib import crc32

from dataget.sample import words
from dataget.sample.mixing import coprime_near, mix

#: One name in this many is a namesake of an earlier one.
_NAMESAKE_EVERY = 20

Pattern = tuple[str | Sequence[str], ...]


class _Numbered(NamedTuple):
    """A pattern whose combinations are numbered, and shuffled by a step and an offset."""

    template: str
    choices: tuple[Sequence[str], ...]
    size: int
    step: int
    offset: int


class NameMaker:
    """All names of one kind; ``maker[n]`` is the n-th."""

    def __init__(self, patterns: Sequence[Pattern], seed: int) -> None:
        self._patterns = tuple(_numbered(pattern, seed) for pattern in patterns)

    def __getitem__(self, number: int) -> str:
        group, at = divmod(number, _NAMESAKE_EVERY)
        namesake = at == _NAMESAKE_EVERY - 1
        if namesake:
            at = mix(group) % (_NAMESAKE_EVERY - 1)
        base = group * (_NAMESAKE_EVERY - 1) + at
        within, which = divmod(base, len(self._patterns))
        template, choices, size, step, offset = self._patterns[which]
        turn, within = divmod(within, size)
        within = (within * step + offset) % size
        parts = []
        for choice in choices:
            within, part = divmod(within, len(choice))
            parts.append(choice[part])
        name = template % tuple(parts)
        bearer = 2 * turn + 1 + namesake
        return f"{name} ({bearer})" if bearer > 1 else name


def _numbered(pattern: Pattern, seed: int) -> _Numbered:
    template = "".join(part if isinstance(part, str) else "%s" for part in pattern)
    choices = tuple(tuple(part) for part in pattern if not isinstance(part, str))
    size = prod(map(len, choices))
    # Kinds share words, so each begins elsewhere in its own order.
    start = mix(seed ^ crc32(repr(pattern).encode()) << 20, 7) % size
    return _Numbered(template, choices, size, coprime_near(int(size * 0.618) + 1, size), start)


def credited_name(name: str) -> str:
    """A name as printed on a record: without the number that tells namesakes apart."""
    return name.rpartition(" (")[0] if name.endswith(")") else name


def printed_otherwise(name: str) -> str:
    """A name as a sleeve might print it instead."""
    plain = credited_name(name)
    first, _, rest = plain.partition(" ")
    if not rest:
        return plain.upper()
    return rest if first == "The" else f"{first[0]}. {rest}"


_TOWN: Pattern = (words.TOWNS, words.TOWN_ENDS)
_PERSONS: dict[str, tuple[Pattern, ...]] = {
    nation: ((words.FIRST_NAMES[nation], "" if nation == "jp" else " ", words.LAST_NAMES[nation]),)
    for nation in words.FIRST_NAMES
}
_PERSONS["jp"] = (
    (words.LAST_NAMES["jp"], words.FIRST_NAMES["jp"]),
    (
        ("Kenji", "Yuko", "Takeshi", "Mika", "Shinobu", "Haruka", "Ryo", "Naoko", "Daisuke", "Emi"),
        " ",
        ("Asakura", "Kiryu", "Mizuno", "Shiraishi", "Hayakawa", "Morishita", "Onishi", "Kitahara",
         "Katagiri", "Kurosawa-Abe"),
    ),
)  # fmt: skip
_BANDS: dict[str, tuple[Pattern, ...]] = {
    nation: ((leads, "" if nation in {"nordic", "jp"} else " ", ends),)
    for nation, (leads, ends) in words.BAND_WORDS.items()
}

#: Patterns of every kind of artist's name; a kind shares no combination with another.
ARTIST_KINDS: dict[str, tuple[Pattern, ...]] = {
    **{f"person/{nation}": patterns for nation, patterns in _PERSONS.items()},
    **{f"band/{nation}": patterns for nation, patterns in _BANDS.items()},
    "rock": (
        ("The ", words.RACY, " ", words.THINGS, "s"),
        (words.RACY, " ", words.THINGS),
        (words.THINGS, " ", words.CREATURES),
    ),
    "metal": ((words.GRIM, words.GRIM_ENDS),),
    "electronic": (
        (words.TECH, words.TECH_ENDS),
        (words.TECH, words.TECH_ENDS, " ", ("One", "II", "303", "909", "X", "74", "Unit", "1200")),
        (words.RACY, " ", words.LABS),
        (words.LABS, " ", ("Works", "Department", "Society", "System", "Unit", "Collective")),
        ("DJ ", words.TECH, words.TECH_ENDS),
    ),
    "alias": ((words.BLOCKS,), (words.BLOCKS, " ", words.LABS)),
    "hiphop": (
        (words.STREET, " ", words.STREET_ENDS),
        ("MC ", words.STREET, ("", "-T", "-Ski", "-E", " D", " One")),
        ("DJ ", words.STREET, ("", "-T", "-Ski", "-E", " D", " One")),
        (words.STREET, " & ", words.BLOCKS),
    ),
    "reggae": (
        (words.ROOTS, " ", words.ROOTS_ENDS),
        (("Prince", "King", "Jah", "Ras", "Sister", "Ranking"), " ", words.FIRST_NAMES["en"]),
    ),
    "soul": (
        ("The ", words.SOULFUL, " ", words.SOULFUL_ENDS),
        (words.FIRST_NAMES["en"], " & The ", words.SOULFUL_ENDS),
    ),
    "jazz": (
        (words.FIRST_NAMES["en"], " ", words.LAST_NAMES["en"], " ",
         ("Trio", "Quartet", "Quintet", "And His Orchestra", "Septet", "Big Band")),
        (words.FIRST_NAMES["de"], " ", words.LAST_NAMES["de"], " ",
         ("Trio", "Quartett", "Sextett")),
    ),
    "ensemble": (
        (*_TOWN, " ", ("Chamber Orchestra", "Philharmonic", "Symphony Orchestra", "Singers",
                       "String Quartet", "Consort", "Baroque Soloists", "Bach Choir")),
    ),
    "latin": (
        (("Orquesta", "Sonora", "Conjunto", "Septeto", "Trío"), " ", words.LAST_NAMES["es"]),
        (words.FIRST_NAMES["es"], " ", words.LAST_NAMES["es"], " Y Su ",
         ("Conjunto", "Orquesta", "Combo", "Mariachi")),
    ),
    "folk": (
        ("The ", *_TOWN, " ", words.CREATURES),
        (words.FIRST_NAMES["en"], " & ", words.FIRST_NAMES["nordic"]),
    ),
    "blues": ((words.NICKNAMES, " ", words.FIRST_NAMES["en"], " ", words.LAST_NAMES["en"]),),
    "brass": ((*_TOWN, " ", ("Colliery Band", "Silver Band", "Brass", "Military Band")),),
    "children": (
        (("Uncle", "Auntie", "Grandpa", "Captain"), " ", words.FIRST_NAMES["en"]),
        ("The ", *_TOWN, " Children's Choir"),
    ),
    "speech": ((*_TOWN, " ", ("Sound Library", "Radio Players", "Comedy Club", "Theatre")),),
}  # fmt: skip

#: Patterns of labels by the genre they lean to, and of series and companies.
LABEL_KINDS: dict[str, tuple[Pattern, ...]] = {
    "Rock": ((words.RACY, " ", words.THINGS, " Records"), (words.THINGS, " House Records"),
             (words.THINGS, "back Records")),
    "Electronic": ((words.TECH, words.LABS, " Recordings"), (words.TECH, " Trax"),
                   (words.LABS, " ", words.BLOCKS), (words.BLOCKS, " Musik"),
                   (words.TECH, words.TECH_ENDS, " Rec.")),
    "Pop": ((words.BLOCKS, " Records"), (words.THINGS, " Discs")),
    "Folk, World, & Country": ((*_TOWN, " Records"),),
    "label/de": ((words.BAND_WORDS["de"][1], " Schallplatten"),
                 (words.LAST_NAMES["de"], " Tonträger")),
    "label/fr": (("Disques ", words.BAND_WORDS["fr"][1]), ("Disques ", words.LAST_NAMES["fr"])),
    "label/it": (("Edizioni ", words.BAND_WORDS["it"][1]), ("Dischi ", words.LAST_NAMES["it"])),
    "label/es": (("Discos ", words.BAND_WORDS["es"][1]),),
    "label/pt": (("Gravadora ", words.LAST_NAMES["pt"]), ("Som ", words.BAND_WORDS["pt"][1])),
    "label/nl": ((words.BAND_WORDS["nl"][1], " Platen"),),
    "label/nordic": ((words.BAND_WORDS["nordic"][0], "musik"),
                     (words.LAST_NAMES["nordic"], " Musik")),
    "label/east": (("Wytwórnia ", words.BAND_WORDS["east"][1]),
                   ("Edition ", words.LAST_NAMES["east"])),
    "label/jp": ((words.BLOCKS, " Records Japan"), (words.LAST_NAMES["jp"], "レコード")),
    "label/ru": (("Мелодии ", words.LAST_NAMES["ru"]),),
    "Classical": ((words.BLOCKS, " Classics"), (*_TOWN, " Grammophon")),
    "Jazz": ((words.RACY, " Note Jazz"), (words.LAST_NAMES["en"], " Jazz")),
    "Hip Hop": ((words.STREET, " ", words.STREET_ENDS, " Entertainment"),
                (words.STREET, " Cuts")),
    "Funk / Soul": ((words.SOULFUL, " Soul Records"), (words.SOULFUL, " ", words.BLOCKS)),
    "Latin": (("Discos ", words.LAST_NAMES["es"]), ("Fonográfica ", words.BLOCKS)),
    "Stage & Screen": ((words.BLOCKS, " Screen Music"),),
    "Reggae": ((words.ROOTS, " Hi-Fi"), (words.ROOTS_ENDS, " Sounds")),
    "Blues": ((words.NICKNAMES, " Blues Records"),),
    "Non-Music": ((words.BLOCKS, " Spoken"),),
    "Children's": ((words.BLOCKS, " Junior"),),
    "Brass & Military": ((*_TOWN, " Bandstand"),),
    "series": ((words.BLOCKS, " Series"), (words.LABS, " Sessions"),
               (words.SOULFUL, " Collection"), (words.RACY, " Nights")),
    "studio": ((words.LAST_NAMES["en"], " Studios"), ("Studio ", words.BLOCKS),
               (*_TOWN, " Mastering")),
    "studio/de": (("Tonstudio ", words.LAST_NAMES["de"]),),
    "plant": ((*_TOWN, " Pressing"), (words.BLOCKS, " Optical Discs")),
    "plant/de": ((words.LAST_NAMES["de"], " Presswerk"),),
    "publisher": ((words.LAST_NAMES["en"], " Music Publishing"), (words.BLOCKS, " Songs"),
                  (words.THINGS, " Music Ltd.")),
    "publisher/fr": (("Éditions ", words.LAST_NAMES["fr"]),),
    "owner": ((words.BLOCKS, " Entertainment, Inc."), (words.THINGS, " Records Ltd."),
              (words.LABS, " Music Group, Inc.")),
    "distributor": ((words.BLOCKS, " Distribution"), (words.LAST_NAMES["nl"], " Vertrieb")),
}  # fmt: skip
