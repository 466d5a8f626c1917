"""The small picture beside each record, drawn from its own numbers rather than fetched.

The carrier gives the shape, the first genre the colour, the id everything else, so that a record
always looks the same and neighbours differ.
"""

from __future__ import annotations

from dataclasses import dataclass

from apis.summary import Summary

# Genres that stand near each other in a shop have colours that do, too.
_HUES = {
    "Electronic": 196,
    "Hip Hop": 268,
    "Rock": 8,
    "Pop": 332,
    "Jazz": 218,
    "Blues": 232,
    "Funk / Soul": 28,
    "Latin": 44,
    "Reggae": 140,
    "Folk, World, & Country": 86,
    "Classical": 356,
    "Stage & Screen": 292,
    "Children's": 52,
    "Non-Music": 176,
    "Brass & Military": 16,
}
_CARRIERS = {
    "Vinyl": "disc",
    "Lathe Cut": "disc",
    "Acetate": "disc",
    "Flexi-disc": "disc",
    "Shellac": "disc",
    "CD": "compact",
    "CDr": "compact",
    "DVD": "compact",
    "SACD": "compact",
    "Cassette": "tape",
    "File": "file",
}
_PATTERNS = 6
#: A large odd number: neighbouring ids get patterns and angles far apart.
_SPREAD = 2654435761


@dataclass(frozen=True)
class Sleeve:
    """What the drawing needs: shape, pattern, three colours, an angle, the size of the hole."""

    carrier: str
    pattern: int
    light: str
    middle: str
    deep: str
    angle: int
    hole: float


def sleeve(record: Summary) -> Sleeve:
    """The drawing of a record."""
    mixed = record["id"] * _SPREAD % 2**32
    hue = (_HUES.get(next(iter(record.get("genres", [])), ""), 24) + mixed // 64 % 25 - 12) % 360
    line = record.get("format", "")
    first = line.split(" × ")[-1].split(",")[0].split(" + ")[0].strip()
    return Sleeve(
        carrier=_CARRIERS.get(first, "disc"),
        pattern=mixed // 4096 % _PATTERNS,
        light=f"hsl({hue} 52% 84%)",
        middle=f"hsl({hue} 58% 54%)",
        deep=f"hsl({(hue + 22) % 360} 62% 34%)",
        angle=mixed // 2**20 % 360,
        hole=6.5 if '7"' in line else 2.4,
    )
