"""The plan of a sample: who and what exists, computed from ids alone.

Nothing is kept: every fact about an artist, a label or a release is a function of the plan and a
number, so a sample of millions takes no more memory than one of hundreds, and two files that speak
of one thing agree. Numbers count from 0 within a kind; ids are numbers spread over twice the range.

A multiplication spreads the editions of a master, which are laid out together, over all ids.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from dataget.sample import vocabulary
from dataget.sample.mixing import coprime_near, deck, mix
from dataget.sample.names import ARTIST_KINDS, LABEL_KINDS, NameMaker
from dataget.sample.slots import (
    ARTIST_PLACES,
    ARTIST_SLOTS,
    EXPORT,
    HOME_DECKS,
    LABEL_PLACES,
    LABEL_SLOTS,
    LAYOUT,
    MASTER_STARTS,
    ROUND,
    SLOTS_AT_HOME,
    SLOTS_OF_GENRE,
    SLOTS_OF_TRADE,
    STAFF_OF_NATION,
)
from domain.documents import FIRST_YEAR

#: Names that credits use but no file holds, as in the real dumps.
VARIOUS, UNKNOWN_ARTIST, NO_ARTIST = 194, 355, 118760
NOT_ON_LABEL = 1818


_DEBUTS = {genre: deck(decades) for genre, decades in vocabulary.DEBUTS.items()}
_GENRE_DECK = deck(vocabulary.LEADING_GENRES)


# Caches are small on purpose: memory must not depend on the size of the sample.
_CACHED = 4096


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
        rounds, rest = divmod(self.releases, ROUND)
        return rounds * len(MASTER_STARTS) + sum(start < rest for start in MASTER_STARTS)

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
        whole, within = divmod(at, ROUND)
        start, edition, master = LAYOUT[within]
        first = whole * ROUND + start
        return Place(
            number,
            self.release_at(first),
            edition,
            None if master < 0 else whole * len(MASTER_STARTS) + master,
        )

    def release_at(self, at: int) -> int:
        """The number of the release at a place of the layout."""
        return at * self._back % self.releases

    def master_place(self, master: int) -> Place:
        """Where a master's main release stands."""
        whole, within = divmod(master, len(MASTER_STARTS))
        return self.place(self.release_at(whole * ROUND + MASTER_STARTS[within]))

    # -- artists -------------------------------------------------------------------------------

    def artist_of(self, genre: str, popularity: float, which: float) -> int:
        """An artist of the genre; most releases are by few of them."""
        slots = SLOTS_OF_GENRE[genre]
        block = int(self._artist_blocks * popularity * popularity)
        return block * len(ARTIST_SLOTS) + slots[int(which * len(slots))]

    def staff_of(self, performer: Performer, far: float, which: float) -> int:
        """Someone credited on the performer's records: often from nearby, else from anywhere."""
        slots = STAFF_OF_NATION[performer.nation]
        block = performer.number // len(ARTIST_SLOTS)
        if far > 0.6:
            block = int(self._artist_blocks * (far - 0.6) / 0.4 * which)
        return block * len(ARTIST_SLOTS) + slots[int(which * len(slots))]

    def artist_name(self, number: int) -> str:
        """An artist's name, with the number that tells namesakes apart."""
        block, slot = divmod(number, len(ARTIST_SLOTS))
        before, among = ARTIST_PLACES[slot]
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
        homes = HOME_DECKS[slot.nation]
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
        for slots in (SLOTS_AT_HOME[genre, nation],) * 2 + (SLOTS_OF_TRADE[genre],):
            chance = (bits & 0xFFF) / 4096
            block = int(self._label_blocks * chance * chance)
            found.append(block * len(LABEL_SLOTS) + slots[(bits >> 12 & 0xFF) % len(slots)])
            bits >>= 20
        return tuple(found)

    # -- labels --------------------------------------------------------------------------------

    def label_name(self, number: int) -> str:
        """A label's, series' or company's name."""
        block, slot = divmod(number, len(LABEL_SLOTS))
        before, among = LABEL_PLACES[slot]
        return self._label_names[LABEL_SLOTS[slot].kind][block * among + before]

    def label_of(self, trade: str, popularity: float, which: float) -> int:
        """A label of the genre, or a company of the trade; a few do most of the work."""
        slots = SLOTS_OF_TRADE[trade]
        block = int(self._label_blocks * popularity * popularity)
        return block * len(LABEL_SLOTS) + slots[int(which * len(slots))]

    def label_country(self, number: int) -> str:
        """Where a label is at home."""
        homes = HOME_DECKS[LABEL_SLOTS[number % len(LABEL_SLOTS)].nation]
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
        return EXPORT[int(chance * len(EXPORT))]

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
