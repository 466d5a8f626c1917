"""The plan of a sample: who and what exists, computed from ids alone.

Nothing is kept: every fact about an artist, a label or a release is a function of the plan and a
number, so a sample of millions takes no more memory than one of hundreds, and two files that speak
of one thing agree. Numbers count from 0 within a kind; ids are numbers spread over twice the range.

Artists and labels come in equal blocks; a slot of a block has a fixed trade (which genre, which
kind of name), so artists of a genre are found without a search and names are numbered densely.
Releases are laid out in rounds of 100: which of them are editions of one master is fixed there;
a multiplication spreads the places of a round over all ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from dataget.sample import vocabulary
from dataget.sample.mixing import coprime_near, deck, mix
from dataget.sample.names import ARTIST_KINDS, LABEL_KINDS, NameMaker
from domain.documents import FIRST_YEAR

#: Names that credits use but no file holds, as in the real dumps.
VARIOUS, UNKNOWN_ARTIST, NO_ARTIST = 194, 355, 118760
NOT_ON_LABEL = 1818

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
_HOME_DECKS = {nation: deck(shares, 200) for nation, shares in _HOMES.items()}
#: Where a label presses for others, or an artist's foreign labels are.
_EXPORT = deck(
    {"US": 7, "Germany": 9, "Japan": 15, "UK": 4, "Europe": 18, "France": 9, "Italy": 11,
     "Netherlands": 8, "Spain": 8, "Canada": 4, "Australia": 4, "Greece": 4, "Yugoslavia": 3,
     "UK & Europe": 3, "South Africa": 2, "Taiwan": 2, "USSR": 3, "South Korea": 2, "Israel": 1,
     "Turkey": 2, "Portugal": 2, "Scandinavia": 1, "USA & Canada": 2},
    300,
)  # fmt: skip
_NAMED_NATIONS = {"reggae": "jm", "latin": "latin", "metal": "metal", "electronic": "world",
                  "alias": "world"}  # fmt: skip
_DEBUTS = {genre: deck(decades) for genre, decades in vocabulary.DEBUTS.items()}
_GENRE_DECK = deck(vocabulary.LEADING_GENRES)

# Editions of the masters of one round; their sum is the number of releases with a master.
_EDITIONS = (17, 8, 6, 5, 4, 3, 3, 3, 2, 2, 2, 2, 2)
_ROUND = 100

# Caches are small on purpose: memory must not depend on the size of the sample.
_CACHED = 4096


class Slot(NamedTuple):
    """A fixed place in a block: what its artists play and how they are called."""

    genre: str
    kind: str
    nation: str


class Name(NamedTuple):
    """An artist as credits see them."""

    id: int
    name: str
    nation: str


class Performer(NamedTuple):
    """An artist as releases see them."""

    number: int
    id: int
    name: str
    genre: str
    kind: str
    nation: str
    country: str
    debut: int
    styles: tuple[vocabulary.Style, ...]
    labels: tuple[int, ...]


class Imprint(NamedTuple):
    """A label as releases see it."""

    number: int
    id: int
    name: str
    country: str
    prefix: str
    pattern: int
    founded: int


class Place(NamedTuple):
    """A release's place: which work it is an edition of.

    ``work`` is the number of the work's first release; ``master`` counts masters, None without.
    """

    number: int
    work: int
    edition: int
    master: int | None


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
_SLOTS_OF_GENRE = {
    genre: tuple(at for at, slot in enumerate(ARTIST_SLOTS) if slot.genre == genre)
    for genre in _TRADES
}
_STAFF_OF_NATION = {
    nation: tuple(
        at for at, slot in enumerate(ARTIST_SLOTS) if not slot.genre and slot.nation == nation
    )
    or tuple(at for at, slot in enumerate(ARTIST_SLOTS) if not slot.genre and slot.nation == "en")
    for nation in _HOMES
}
_SLOTS_OF_TRADE = {
    trade: tuple(at for at, slot in enumerate(LABEL_SLOTS) if slot.genre == trade)
    for trade in _LABEL_TRADES
}
_SLOTS_AT_HOME = {
    (trade, nation): tuple(at for at in slots if LABEL_SLOTS[at].nation == nation) or slots
    for trade, slots in _SLOTS_OF_TRADE.items()
    for nation in _HOMES
}


def _places_among_kind(kinds: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """For each slot: how many earlier slots share its kind of name, and how many there are."""
    return tuple((kinds[:at].count(kind), kinds.count(kind)) for at, kind in enumerate(kinds))


_ARTIST_PLACES = _places_among_kind(tuple(slot.kind for slot in ARTIST_SLOTS))
_LABEL_PLACES = _places_among_kind(tuple(slot.kind for slot in LABEL_SLOTS))


def _round_layout() -> tuple[tuple[tuple[int, int, int], ...], tuple[int, ...]]:
    """Per place of a round: start of its work, edition, master (-1 without); starts of masters."""
    places: list[tuple[int, int, int]] = []
    starts = []
    for master, editions in enumerate(_EDITIONS):
        starts.append(len(places))
        places += [(starts[-1], edition, master) for edition in range(editions)]
        # Works without a master stand between, so that a cut round has its share of both.
        places += [(len(places) + at, 0, -1) for at in range((editions * 7 + 4) // 10)]
    while len(places) < _ROUND:
        places.append((len(places), 0, -1))
    return tuple(places[:_ROUND]), tuple(start for start in starts if start < _ROUND)


_LAYOUT, _MASTER_STARTS = _round_layout()


@dataclass(frozen=True)
class Plan:
    """A sample's plan; everything follows from these three values."""

    releases: int
    seed: int
    dump: str
    year: int = field(init=False)
    _artist_names: dict[str, NameMaker] = field(init=False, repr=False, compare=False)
    _label_names: dict[str, NameMaker] = field(init=False, repr=False, compare=False)
    _artist_blocks: int = field(init=False, repr=False, compare=False)
    _label_blocks: int = field(init=False, repr=False, compare=False)
    _seed_bits: int = field(init=False, repr=False, compare=False)
    _step: int = field(init=False, repr=False, compare=False)
    _back: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        makers = {kind: NameMaker(found, self.seed) for kind, found in ARTIST_KINDS.items()}
        label_makers = {kind: NameMaker(found, self.seed) for kind, found in LABEL_KINDS.items()}
        put = object.__setattr__
        put(self, "year", int(self.dump[:4]))
        put(self, "_seed_bits", self.seed << 40)
        put(self, "_artist_names", makers)
        put(self, "_label_names", label_makers)
        put(self, "performer", lru_cache(_CACHED)(self.performer))
        put(self, "artist_name", lru_cache(_CACHED)(self.artist_name))
        put(self, "imprint", lru_cache(_CACHED)(self.imprint))
        put(self, "_artist_blocks", max(1, round(self.releases * 0.525 / len(ARTIST_SLOTS))))
        put(self, "_label_blocks", max(1, round(self.releases * 0.125 / len(LABEL_SLOTS))))
        step = coprime_near(int(self.releases * 0.6180339887) + 1, self.releases)
        put(self, "_step", step % self.releases)
        put(self, "_back", pow(step, -1, self.releases) if self.releases > 1 else 0)

    # -- how much there is ---------------------------------------------------------------------

    @property
    def artists(self) -> int:
        """How many artists there are; about half as many as releases."""
        return self._artist_blocks * len(ARTIST_SLOTS)

    @property
    def labels(self) -> int:
        """How many labels there are besides Not On Label; about an eighth as many as releases."""
        return self._label_blocks * len(LABEL_SLOTS)

    @property
    def masters(self) -> int:
        """How many masters there are."""
        rounds, rest = divmod(self.releases, _ROUND)
        return rounds * len(_MASTER_STARTS) + sum(start < rest for start in _MASTER_STARTS)

    # -- ids -----------------------------------------------------------------------------------

    def spread(self, number: int, salt: int, *reserved: int) -> int:
        """The id of a number: ascending, every other one used, never a reserved one."""
        # One bit of chance needs no thorough mixing, and ids are asked for all the time.
        chance = (number + 977 * salt + 7919 * self.seed) * 0x9E3779B97F4A7C15 >> 31
        found = 2 * number + 1 + (chance & 1)
        return (found - 1 ^ 1) + 1 if found in reserved else found

    def artist_id(self, number: int) -> int:
        """The id of an artist."""
        return self.spread(number, 1, VARIOUS, UNKNOWN_ARTIST, NO_ARTIST)

    def label_id(self, number: int) -> int:
        """The id of a label."""
        return self.spread(number, 2, NOT_ON_LABEL)

    def master_id(self, number: int) -> int:
        """The id of a master."""
        return self.spread(number, 3)

    def release_id(self, number: int) -> int:
        """The id of a release."""
        return self.spread(number, 4)

    def bits(self, number: int, salt: int) -> int:
        """64 bits that stand for one fact about one number."""
        return mix(number ^ self._seed_bits, salt)

    # -- releases and masters --------------------------------------------------------------------

    def place(self, number: int) -> Place:
        """Where the release stands: releases of one work are far apart in ids."""
        at = number * self._step % self.releases
        whole, within = divmod(at, _ROUND)
        start, edition, master = _LAYOUT[within]
        first = whole * _ROUND + start
        return Place(
            number,
            self.release_at(first),
            edition,
            None if master < 0 else whole * len(_MASTER_STARTS) + master,
        )

    def release_at(self, at: int) -> int:
        """The number of the release at a place of the layout."""
        return at * self._back % self.releases

    def master_place(self, master: int) -> Place:
        """Where a master's main release stands."""
        whole, within = divmod(master, len(_MASTER_STARTS))
        return self.place(self.release_at(whole * _ROUND + _MASTER_STARTS[within]))

    # -- artists -------------------------------------------------------------------------------

    def artist_of(self, genre: str, popularity: float, which: float) -> int:
        """An artist of the genre; most releases are by few of them."""
        slots = _SLOTS_OF_GENRE[genre]
        block = int(self._artist_blocks * popularity * popularity)
        return block * len(ARTIST_SLOTS) + slots[int(which * len(slots))]

    def staff_of(self, performer: Performer, far: float, which: float) -> int:
        """Someone credited on the performer's records: often from nearby, else from anywhere."""
        slots = _STAFF_OF_NATION[performer.nation]
        block = performer.number // len(ARTIST_SLOTS)
        if far > 0.6:
            block = int(self._artist_blocks * (far - 0.6) / 0.4 * which)
        return block * len(ARTIST_SLOTS) + slots[int(which * len(slots))]

    def artist_name(self, number: int) -> str:
        """An artist's name, with the number that tells namesakes apart."""
        block, slot = divmod(number, len(ARTIST_SLOTS))
        before, among = _ARTIST_PLACES[slot]
        return self._artist_names[ARTIST_SLOTS[slot].kind][block * among + before]

    def named(self, number: int) -> Name:
        """An artist with what a credit needs to know."""
        nation = ARTIST_SLOTS[number % len(ARTIST_SLOTS)].nation
        return Name(self.artist_id(number), self.artist_name(number), nation)

    def performer(self, number: int) -> Performer:
        """An artist with what a release needs to know."""
        slot = ARTIST_SLOTS[number % len(ARTIST_SLOTS)]
        genre = slot.genre or "Rock"
        bits = self.bits(number, 11)
        decade = _DEBUTS[genre][(bits & 0xFFFF) * len(_DEBUTS[genre]) >> 16]
        homes = _HOME_DECKS[slot.nation]
        country = homes[(bits >> 16 & 0xFFFF) * len(homes) >> 16]
        span = max(1, min(10, self.year - decade + 1))
        debut = min(decade + (bits >> 32 & 0xFF) * span // 256, self.year)
        return Performer(
            number,
            self.artist_id(number),
            self.artist_name(number),
            genre,
            slot.kind,
            slot.nation,
            country,
            debut,
            self._styles(number, genre, slot.nation, debut),
            self._labels_of(number, genre, slot.nation),
        )

    def _styles(
        self, number: int, genre: str, nation: str, debut: int
    ) -> tuple[vocabulary.Style, ...]:
        """The styles an artist keeps to: up to four that fit the time and place of the debut."""
        fitting = fitting_styles(genre, debut)
        if not fitting:
            return ()
        bits = self.bits(number, 12)
        drawn = []
        for shift in (0, 16, 32, 48):
            chance = (bits >> shift & 0xFFFF) / 65536
            style = fitting[int(len(fitting) * chance**1.9)]
            if is_played(style, nation):
                drawn.append(style)
        return tuple(dict.fromkeys(drawn))

    def _labels_of(self, number: int, genre: str, nation: str) -> tuple[int, ...]:
        """The labels an artist records for: two at home where there are any, and one other."""
        bits = self.bits(number, 13)
        found = []
        for slots in (_SLOTS_AT_HOME[genre, nation],) * 2 + (_SLOTS_OF_TRADE[genre],):
            chance = (bits & 0xFFF) / 4096
            block = int(self._label_blocks * chance * chance)
            found.append(block * len(LABEL_SLOTS) + slots[(bits >> 12 & 0xFF) % len(slots)])
            bits >>= 20
        return tuple(found)

    # -- labels --------------------------------------------------------------------------------

    def label_name(self, number: int) -> str:
        """A label's, series' or company's name."""
        block, slot = divmod(number, len(LABEL_SLOTS))
        before, among = _LABEL_PLACES[slot]
        return self._label_names[LABEL_SLOTS[slot].kind][block * among + before]

    def label_of(self, trade: str, popularity: float, which: float) -> int:
        """A label of the genre, or a company of the trade; a few do most of the work."""
        slots = _SLOTS_OF_TRADE[trade]
        block = int(self._label_blocks * popularity * popularity)
        return block * len(LABEL_SLOTS) + slots[int(which * len(slots))]

    def label_country(self, number: int) -> str:
        """Where a label is at home."""
        homes = _HOME_DECKS[LABEL_SLOTS[number % len(LABEL_SLOTS)].nation]
        return homes[(self.bits(number, 21) & 0xFFFF) * len(homes) >> 16]

    def imprint(self, number: int) -> Imprint:
        """A label with what a release needs to know."""
        name = self.label_name(number)
        bits = self.bits(number, 22)
        trade = LABEL_SLOTS[number % len(LABEL_SLOTS)].genre
        decades = _DEBUTS.get(trade) or _DEBUTS["Pop"]
        founded = decades[(bits & 0xFFFF) * len(decades) >> 16] + (bits >> 16 & 7)
        return Imprint(
            number,
            self.label_id(number),
            name,
            self.label_country(number),
            _prefix(name, bits >> 20 & 3),
            bits >> 24 & 7,
            max(founded, FIRST_YEAR),
        )

    def export_country(self, chance: float) -> str:
        """A country that an edition for elsewhere is pressed in."""
        return _EXPORT[int(chance * len(_EXPORT))]

    def leading_genre(self, chance: float) -> str:
        """The genre that leads a work."""
        return _GENRE_DECK[int(chance * len(_GENRE_DECK))]


@lru_cache(2048)
def fitting_styles(genre: str, year: int) -> tuple[vocabulary.Style, ...]:
    """The styles of a genre that somebody who starts that year may take up."""
    return tuple(
        style
        for style in vocabulary.STYLES[genre]
        if style.first <= year + 2 and style.last >= year
    )


def is_played(style: vocabulary.Style, nation: str) -> bool:
    """Whether artists of that language play the style."""
    return vocabulary.LOCAL_STYLES.get(style.name, nation) == nation


def _prefix(name: str, way: int) -> str:
    """The letters a label's catalogue numbers begin with."""
    parts = [part for part in name.upper().split() if part[0].isalpha()]
    initials = "".join(part[0] for part in parts[:3])
    if way < 2 and len(initials) > 1:
        return initials
    bare = "".join(char for char in parts[0] if char not in "AEIOUÄÖÜÉÈ'&-")
    return bare[: 3 + way // 3] or initials
