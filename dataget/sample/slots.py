"""The fixed layout of a sample: who plays what in a block of artists, which releases go together.

Artists and labels come in equal blocks; a slot of a block has a fixed trade (which genre, which
kind of name), so artists of a genre are found without a search and names are numbered densely.
Releases are laid out in rounds of 100, in which it is fixed who is an edition of which master.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dataget.sample import vocabulary
from dataget.sample.mixing import coprime_near, deck
from dataget.sample.names import LABEL_KINDS

# How many slots of an artist block play what, under which kind of name.
_TRADES = {
    "Rock": "rock 15 metal 4 person/en 4 band/de 3 band/fr 2 band/it 2 band/es 3 band/jp 2"
    " person/jp 1 band/ru 1 band/nordic 2 band/pt 1 band/east 1 band/nl 1",
    "Electronic": "electronic 13 alias 5 person/en 3 person/de 3 person/nl 1 person/fr 1"
    " person/it 1 person/nordic 1 person/jp 1",
    "Pop": "person/en 4 soul 1 person/de 2 person/fr 2 person/it 2 person/es 2 person/jp 2"
    " person/ru 1 person/nl 1 person/east 1 person/nordic 1 band/fr 1 band/it 1",
    "Folk, World, & Country": "folk 4 person/en 3 person/es 1 person/fr 1 person/de 1 person/pt 1"
    " person/nordic 2 person/east 1 band/es 1 band/ru 1",
    "Classical": "ensemble 4 person/de 2 person/it 1 person/fr 1 person/east 1 person/ru 1",
    "Jazz": "jazz 5 person/en 2 person/nordic 1 person/jp 1",
    "Hip Hop": "hiphop 5 person/fr 1",
    "Funk / Soul": "soul 4 person/en 2",
    "Latin": "latin 3 band/pt 2",
    "Stage & Screen": "person/en 2 person/it 1 person/fr 1",
    "Reggae": "reggae 3",
    "Blues": "blues 3",
    "Non-Music": "speech 1 person/en 1",
    "Children's": "children 2",
    "Brass & Military": "brass 1",
    # People known by their credits only: writers, engineers, photographers.
    "": "person/en 22 person/de 7 person/fr 4 person/it 4 person/es 5 person/jp 3 person/nordic 4"
    " person/pt 2 person/ru 2 person/nl 3 person/east 2",
}
# Labels likewise; the nation says where they are at home and in which manner they are called.
_LABEL_TRADES = {
    "Rock": "en 10 de 2 fr 1 it 1 es 1 jp 1 nordic 2 east 1 pt 1",
    "Electronic": "world 12 de 2 nl 1 en 2",
    "Pop": "en 3 de 1 fr 1 it 1 es 1 jp 1 ru 1",
    "Folk, World, & Country": "en 3 es 1 nordic 1 fr 1 east 1",
    "Classical": "en 2 de 2",
    "Jazz": "en 3 de 1",
    "Hip Hop": "en 3",
    "Funk / Soul": "en 3",
    "Latin": "latin 2 pt 1",
    "Stage & Screen": "en 1 it 1",
    "Reggae": "jm 2",
    "Blues": "en 1",
    "Non-Music": "en 1",
    "Children's": "en 1",
    "Brass & Military": "en 1",
    "series": "en 6",
    "studio": "en 8 de 3 world 1",
    "plant": "de 2 en 3",
    "publisher": "en 7 fr 3",
    "owner": "en 5",
    "distributor": "world 2 nl 2",
}

_HOMES = {
    "en": {"US": 55, "UK": 20, "Canada": 11, "Australia": 10, "Ireland": 4},
    "de": {"Germany": 88, "Austria": 7, "Switzerland": 5},
    "fr": {"France": 84, "Belgium": 12, "Canada": 4},
    "it": {"Italy": 100},
    "es": {"Spain": 45, "Mexico": 17, "Argentina": 14, "Colombia": 9, "Chile": 6, "Peru": 5,
           "Venezuela": 4},
    "pt": {"Brazil": 75, "Portugal": 25},
    "nl": {"Netherlands": 85, "Belgium": 15},
    "nordic": {"Sweden": 40, "Finland": 24, "Norway": 17, "Denmark": 16, "Iceland": 3},
    "east": {"Poland": 35, "Czech Republic": 22, "Hungary": 18, "Serbia": 14, "Croatia": 11},
    "jp": {"Japan": 100},
    "ru": {"Russia": 85, "Ukraine": 15},
    "jm": {"Jamaica": 72, "UK": 20, "US": 8},
    "latin": {"US": 20, "Mexico": 20, "Cuba": 14, "Puerto Rico": 14, "Colombia": 14, "Spain": 10,
              "Venezuela": 8},
    "metal": {"US": 35, "Sweden": 14, "Norway": 12, "Finland": 12, "Germany": 14, "Poland": 7,
              "Brazil": 6},
    "world": {"US": 20, "UK": 14, "Germany": 26, "Netherlands": 7, "France": 6, "Italy": 5,
              "Belgium": 4, "Japan": 4},
}  # fmt: skip
HOME_DECKS = {nation: deck(shares, 200) for nation, shares in _HOMES.items()}
#: Where a label presses for others, or an artist's foreign labels are.
EXPORT = deck(
    {"US": 7, "Germany": 9, "Japan": 15, "UK": 4, "Europe": 18, "France": 9, "Italy": 11,
     "Netherlands": 8, "Spain": 8, "Canada": 4, "Australia": 4, "Greece": 4, "Yugoslavia": 3,
     "UK & Europe": 3, "South Africa": 2, "Taiwan": 2, "USSR": 3, "South Korea": 2, "Israel": 1,
     "Turkey": 2, "Portugal": 2, "Scandinavia": 1, "USA & Canada": 2},
    300,
)  # fmt: skip
_NAMED_NATIONS = {"reggae": "jm", "latin": "latin", "metal": "metal", "electronic": "world",
                  "alias": "world"}  # fmt: skip
# Editions of the masters of one round; their sum is the number of releases with a master.
_EDITIONS = (17, 8, 6, 5, 4, 3, 3, 3, 2, 2, 2, 2, 2)
ROUND = 100


class Slot(NamedTuple):
    """A fixed place in a block: what its artists play and how they are called."""

    genre: str
    kind: str
    nation: str


def _nation(kind: str) -> str:
    _, _, nation = kind.partition("/")
    return nation or _NAMED_NATIONS.get(kind, "en")


def _shuffled(slots: list[Slot]) -> tuple[Slot, ...]:
    """The slots in an order in which not all neighbours play rock."""
    step = coprime_near(int(len(slots) * 0.618), len(slots))
    return tuple(slots[at * step % len(slots)] for at in range(len(slots)))


def _counted(text: str) -> Iterator[str]:
    """The words of ``person/en 2 band/de 1``, each as often as the number after it says."""
    fields = text.split()
    for word, count in zip(fields[::2], fields[1::2], strict=True):
        yield from [word] * int(count)


def _artist_slots() -> Iterator[Slot]:
    for genre, text in _TRADES.items():
        for kind in _counted(text):
            yield Slot(genre, kind, _nation(kind))


def _label_slots() -> Iterator[Slot]:
    for trade, text in _LABEL_TRADES.items():
        for nation in _counted(text):
            yield Slot(trade, _label_kind(trade, nation), nation)


def _label_kind(trade: str, nation: str) -> str:
    """The kind of name: of the trade there, else any label's there, else the trade's anywhere."""
    is_genre = trade in vocabulary.LEADING_GENRES
    for kind in (f"{trade}/{nation}", f"label/{nation}" if is_genre else trade):
        if kind in LABEL_KINDS:
            return kind
    return trade


ARTIST_SLOTS = _shuffled(list(_artist_slots()))
LABEL_SLOTS = _shuffled(list(_label_slots()))
SLOTS_OF_GENRE = {
    genre: tuple(at for at, slot in enumerate(ARTIST_SLOTS) if slot.genre == genre)
    for genre in _TRADES
}
STAFF_OF_NATION = {
    nation: tuple(
        at for at, slot in enumerate(ARTIST_SLOTS) if not slot.genre and slot.nation == nation
    )
    or tuple(at for at, slot in enumerate(ARTIST_SLOTS) if not slot.genre and slot.nation == "en")
    for nation in _HOMES
}
SLOTS_OF_TRADE = {
    trade: tuple(at for at, slot in enumerate(LABEL_SLOTS) if slot.genre == trade)
    for trade in _LABEL_TRADES
}
SLOTS_AT_HOME = {
    (trade, nation): tuple(at for at in slots if LABEL_SLOTS[at].nation == nation) or slots
    for trade, slots in SLOTS_OF_TRADE.items()
    for nation in _HOMES
}


def _places_among_kind(kinds: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """For each slot: how many earlier slots share its kind of name, and how many there are."""
    return tuple((kinds[:at].count(kind), kinds.count(kind)) for at, kind in enumerate(kinds))


ARTIST_PLACES = _places_among_kind(tuple(slot.kind for slot in ARTIST_SLOTS))
LABEL_PLACES = _places_among_kind(tuple(slot.kind for slot in LABEL_SLOTS))


def _round_layout() -> tuple[tuple[tuple[int, int, int], ...], tuple[int, ...]]:
    """Per place of a round: start of its work, edition, master (-1 without); starts of masters."""
    places: list[tuple[int, int, int]] = []
    starts = []
    for master, editions in enumerate(_EDITIONS):
        starts.append(len(places))
        places += [(starts[-1], edition, master) for edition in range(editions)]
        # Works without a master stand between, so that a cut round has its share of both.
        places += [(len(places) + at, 0, -1) for at in range((editions * 7 + 4) // 10)]
    while len(places) < ROUND:
        places.append((len(places), 0, -1))
    return tuple(places[:ROUND]), tuple(start for start in starts if start < ROUND)


LAYOUT, MASTER_STARTS = _round_layout()
