"""Carriers: what a release is pressed on, how its tracks are counted, what is stamped on it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from dataget.sample.mixing import Chance, deck, pick
from dataget.sample.plan import Imprint
from dataget.sample.vocabulary import CARRIERS
from dataget.sample.works import Work

_TURNS = tuple(CARRIERS)
_CARRIER_DECKS = tuple(deck(shares, 300) for shares in CARRIERS.values())
_TEXTS = ("180g", "Gatefold", "Clear", "Red", "Blue Translucent", "Digipak", "Jewel Case",
          "White Label", "Cardboard Sleeve", "Red Labels", "Numbered", "Solid Centre")  # fmt: skip
_EXTRAS = ("Limited Edition", "Promo", "Stereo", "Reissue", "Remastered", "Repress",
           "Unofficial Release", "Mono", "Test Pressing", "White Label", "Numbered",
           "Special Edition")  # fmt: skip
_FILE_KINDS = ("MP3", "MP3", "FLAC", "WAV", "AAC")
_KIND_WORDS = {"album": "Album", "compilation": "Compilation", "single": "Single", "ep": "EP"}
_LONG = frozenset({"album", "compilation"})
_OPTICAL = frozenset({"CD", "CDr", "DVD"})


def draw_carrier(chance: Chance, work: Work, year: int) -> str:
    """What an edition of that year is on."""
    at = max(0, bisect_right(_TURNS, year) - 1)
    carrier = pick(chance, _CARRIER_DECKS[at])
    if carrier == "Shellac" and work.kind != "single":
        return "Vinyl"
    dance = work.kind in {"single", "ep"} and "Electronic" in work.genres
    if carrier == "CD" and dance and chance() < 0.7:
        return "Vinyl"
    if carrier == "Vinyl" and 1988 <= year < 2014 and work.kind in _LONG and chance() < 0.55:
        return "CD"
    return carrier


def draw_formats(chance: Chance, work: Work, carrier: str, year: int, number: int) -> list[Any]:
    """The ``formats`` of a release."""
    discs: int | str = 1
    if work.kind in _LONG and carrier != "File":
        draw = chance()
        discs = 2 if draw < 0.12 else 3 if draw < 0.135 else 4 if draw < 0.14 else 1
    if number % 5000 == 2999:
        discs = "1" * 64  # as somebody once typed
    elif carrier == "File":
        discs = len(work.pieces)
    carrier_format: dict[str, Any] = {"name": carrier, "qty": discs}
    if chance() < 0.1:
        carrier_format["text"] = pick(chance, _TEXTS)
    descriptions = [*_descriptions(chance, work, carrier, year)]
    if chance() < 0.28:
        extra = pick(chance, _EXTRAS)
        if extra not in {"Reissue", "Repress", "Remastered"} or year > work.year:
            descriptions.append(extra)
    elif year > work.year + 3:
        descriptions.append("Reissue")
    if descriptions:
        carrier_format["descriptions"] = descriptions
    if chance() < 0.012 and year > 1990:
        return [{"name": "Box Set", "qty": 1}, carrier_format, {"name": "DVD", "qty": 1}]
    return [carrier_format]


def _descriptions(chance: Chance, work: Work, carrier: str, year: int) -> Iterator[str]:
    kind = work.kind
    if carrier == "Vinyl":
        yield from _vinyl_descriptions(chance, work, year)
    elif carrier == "Shellac":
        yield '10"'
        yield "78 RPM"
    elif carrier == "File":
        yield pick(chance, _FILE_KINDS)
        if chance() < 0.3:
            yield "320 kbps"
        if chance() < 0.8:
            yield _KIND_WORDS[kind]
    elif kind == "single":
        yield "Single" if chance() < 0.55 else "Maxi-Single"
    elif kind == "compilation" or chance() < 0.85:
        yield _KIND_WORDS[kind]


def _vinyl_descriptions(chance: Chance, work: Work, year: int) -> Iterator[str]:
    kind = work.kind
    if kind in _LONG:
        yield "LP"
        if kind == "compilation" or chance() < 0.86:
            yield _KIND_WORDS[kind]
    elif kind == "ep" and (year < 1978 or chance() < 0.2):
        yield '7"'
        yield "45 RPM"
        yield "EP"
    elif kind == "single" and (year < 1977 or chance() < _seven_inch(work)):
        yield '7"'
        if chance() < 0.85:
            yield "45 RPM"
        if chance() < 0.55:
            yield "Single"
    else:
        yield '12"'
        draw = chance()
        if draw < 0.65:
            yield "33 ⅓ RPM" if draw < 0.35 else "45 RPM"
        if kind == "ep":
            yield "EP"
        elif chance() < 0.3:
            yield "Single" if chance() < 0.3 else "Maxi-Single"


def _seven_inch(work: Work) -> float:
    return 0.08 if "Electronic" in work.genres else 0.2 if "Hip Hop" in work.genres else 0.72


def positions(carrier: str, count: int, discs: int | str) -> list[str]:
    """The positions of tracks: ``A1`` …, ``1`` …, ``1-1`` …"""
    if carrier in {"Vinyl", "Cassette", "Shellac", "8-Track Cartridge", "Reel-To-Reel"}:
        sides = 2 * discs if isinstance(discs, int) and discs < 5 else 2
        if count <= sides:
            return [chr(65 + at) for at in range(count)]
        each = -(-count // sides)
        return [f"{chr(65 + at // each)}{at % each + 1}" for at in range(count)]
    if carrier in _OPTICAL and isinstance(discs, int) and discs > 1:
        each = -(-count // discs)
        return [f"{at // each + 1}-{at % each + 1}" for at in range(count)]
    return [str(at + 1) for at in range(count)]


def catalogue_number(chance: Chance, imprint: Imprint, carrier: str, year: int) -> str:
    """A catalogue number in the label's own manner: ``HK 014``."""
    age = max(0, year - imprint.founded)
    number = age * 7 % 480 + int(chance() * 9) + 1
    prefix, way = imprint.prefix, imprint.pattern
    if way == 0:
        return f"{prefix} {number:03d}"
    if way == 1:
        return f"{prefix}-{number:03d}"
    if way == 2:
        return f"{prefix}{number:03d}"
    if way == 3:
        return f"{prefix} {2000 + number}"
    if way == 4:
        return f"{imprint.number % 899 + 100} {number:03d}-{2 if carrier in _OPTICAL else 1}"
    if way == 5:
        return f"{prefix}.{number:03d}"
    if way == 6:
        ending = "CD" if carrier in _OPTICAL else "LP" if carrier == "Vinyl" else "D"
        return f"{prefix}{number:03d}{ending}"
    return f"{prefix} {number:02d}-{year % 100:02d}"


def draw_identifiers(
    chance: Chance, carrier: str, year: int, catnos: Sequence[str]
) -> list[dict[str, str]]:
    """Barcode, runouts and the rest."""
    found: list[dict[str, str]] = []
    if year >= 1981 and chance() < (0.65 if carrier == "CD" else 0.3):
        code = f"{int(chance() * 1e12):012d}"
        spaced = f"{code[0]} {code[1:6]} {code[6:11]} {code[11]}"
        if chance() < 0.5:
            found.append({"type": "Barcode", "description": "Text", "value": spaced})
            found.append({"type": "Barcode", "description": "String", "value": code})
        else:
            found.append({"type": "Barcode", "value": spaced if chance() < 0.5 else code})
    if carrier != "File" and chance() < 0.33:
        stamp = catnos[0].upper()
        if carrier == "Vinyl":
            for side in "AB":
                found.append(
                    {
                        "type": "Matrix / Runout",
                        "description": f"Side {side} runout, etched",
                        "value": f"{stamp} {side}1",
                    }
                )
        elif carrier in _OPTICAL:
            found.append({"type": "Matrix / Runout", "value": f"{stamp} @ 1 {int(chance() * 99)}"})
            if chance() < 0.3:
                code = f"{int(chance() * 10000):04X}"
                found.append({"type": "Mastering SID Code", "value": f"IFPI L{code[:3]}"})
                found.append({"type": "Mould SID Code", "value": f"IFPI {code}"})
    if chance() < 0.24:
        society = pick(
            chance, ("GEMA", "BIEM", "SACEM", "SIAE", "JASRAC", "ASCAP", "BMI", "STEMRA")
        )
        found.append({"type": "Rights Society", "value": society})
    if chance() < 0.08:
        found.append({"type": "Label Code", "value": f"LC {int(chance() * 30000):05d}"})
    return found
