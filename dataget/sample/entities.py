"""Artists and labels of a sample, as clean documents; what one says of another, both say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dataget.sample.mixing import deck
from dataget.sample.names import credited_name, printed_otherwise
from dataget.sample.plan import NOT_ON_LABEL, Plan
from dataget.sample.slots import ARTIST_SLOTS, LABEL_SLOTS
from dataget.sample.vocabulary import ARTIST_QUALITY, LABEL_QUALITY
from domain.documents import Document

_ARTIST_QUALITY = deck(ARTIST_QUALITY)
_LABEL_QUALITY = deck(LABEL_QUALITY)
_GROUP_KINDS = frozenset({"rock", "metal", "soul", "reggae", "jazz", "latin", "folk"})


def _band_slots() -> tuple[int, ...]:
    return tuple(
        at
        for at, slot in enumerate(ARTIST_SLOTS)
        if slot.kind in _GROUP_KINDS or slot.kind.startswith("band/")
    )


def _memberships() -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Who may play in which band of the same block: by band, and by person."""
    members: dict[int, list[int]] = {}
    groups: dict[int, list[int]] = {}
    staff = [at for at, slot in enumerate(ARTIST_SLOTS) if not slot.genre]
    for turn, band in enumerate(_band_slots()):
        near = [at for at in staff if ARTIST_SLOTS[at].nation == ARTIST_SLOTS[band].nation]
        pool = near or staff
        for seat in range(min(4, len(pool))):
            person = pool[(turn * 3 + seat) % len(pool)]
            members.setdefault(band, []).append(person)
            groups.setdefault(person, []).append(band)
    return members, groups


def _pairs(slots: list[int]) -> dict[int, int]:
    """Partners: the first with the second, the third with the fourth."""
    partners = {}
    for one, other in zip(slots[::2], slots[1::2], strict=False):
        partners[one], partners[other] = other, one
    return partners


_MEMBERS, _GROUPS = _memberships()
_ALIASES = _pairs(
    [at for at, slot in enumerate(ARTIST_SLOTS) if slot.kind in {"alias", "electronic", "hiphop"}]
)
#: Parent by child, both of one genre.
_PARENTS = {
    child: slots[at - at % 5]
    for slots in (
        [at for at, slot in enumerate(LABEL_SLOTS) if slot.genre == genre]
        for genre in ("Rock", "Electronic", "Pop", "Jazz", "Classical", "Folk, World, & Country")
    )
    for at, child in enumerate(slots)
    if at % 5
}
_CHILDREN: dict[int, list[int]] = {}
for _child, _parent in _PARENTS.items():
    _CHILDREN.setdefault(_parent, []).append(_child)


def artist(plan: Plan, number: int) -> Document:
    """The artist with this number."""
    block, slot = divmod(number, len(ARTIST_SLOTS))
    bits = plan.bits(number, 41)
    trade = ARTIST_SLOTS[slot]
    name = plan.artist_name(number)
    plain = credited_name(name)
    document: Document = {"_id": plan.artist_id(number), "name": name}
    if bits & 7 < 3 and trade.kind.startswith("person/"):
        document["realname"] = plain if bits & 8 else f"{plain} {plain[0]}."
    if bits >> 4 & 7 < 2:
        document["profile"] = _profile(plan, number, plain)
    document["data_quality"] = _ARTIST_QUALITY[(bits >> 8 & 0xFFFF) * len(_ARTIST_QUALITY) >> 16]
    if bits >> 24 & 7 < 2:
        document["urls"] = _urls(plain, bits >> 27 & 3)
    if bits >> 30 & 7 < 3:
        variations = {plain.upper(), plain.replace(" ", ""), printed_otherwise(plain)} - {plain}
        if variations:
            document["namevariations"] = sorted(variations)
    start = block * len(ARTIST_SLOTS)
    partner = _ALIASES.get(slot)
    if partner is not None and _linked(plan, block, min(slot, partner), max(slot, partner), 42):
        document["aliases"] = _artist_references(plan, [start + partner])
    members = [
        start + person
        for person in _MEMBERS.get(slot, ())
        if _linked(plan, block, slot, person, 43)
    ]
    if members:
        document["members"] = _artist_references(plan, members)
    groups = [
        start + band for band in _GROUPS.get(slot, ()) if _linked(plan, block, band, slot, 43)
    ]
    if groups:
        document["groups"] = _artist_references(plan, groups)
    return document


def label(plan: Plan, number: int) -> Document:
    """The label, series or company with this number."""
    block, slot = divmod(number, len(LABEL_SLOTS))
    bits = plan.bits(number, 44)
    name = plan.label_name(number)
    plain = credited_name(name)
    country = plan.label_country(number)
    document: Document = {"_id": plan.label_id(number), "name": name}
    if bits & 15 < 3:
        document["contactinfo"] = (
            f"{plain}\r\nP.O. Box {bits >> 20 & 1023}\r\n{country}\r\n\r\n"
            f"info@{_host(plain)}.example"
        )
    if bits >> 4 & 7 < 3:
        document["profile"] = _label_profile(LABEL_SLOTS[slot].genre, country, plain)
    document["data_quality"] = _LABEL_QUALITY[(bits >> 8 & 0xFFFF) * len(_LABEL_QUALITY) >> 16]
    start = block * len(LABEL_SLOTS)
    parent = _PARENTS.get(slot)
    if parent is not None and _linked(plan, block, parent, slot, 45):
        document["parentLabel"] = _label_reference(plan, start + parent)
    if bits >> 24 & 7 < 2:
        document["urls"] = _urls(plain, bits >> 27 & 3)
    children = [
        start + child for child in _CHILDREN.get(slot, ()) if _linked(plan, block, slot, child, 45)
    ]
    if children:
        document["sublabels"] = [_label_reference(plan, child) for child in children]
    return document


def not_on_label() -> Document:
    """The label that stands for none."""
    return {
        "_id": NOT_ON_LABEL,
        "name": "Not On Label",
        "profile": "Stands for releases that came out without any label.",
        "data_quality": "Correct",
    }


def _linked(plan: Plan, block: int, one: int, other: int, salt: int) -> bool:
    """Whether two that may belong together do, in this block."""
    return plan.bits((block << 20) + (one << 10) + other, salt) & 7 < 5


def _artist_references(plan: Plan, numbers: Iterable[int]) -> list[dict[str, Any]]:
    return [{"id": plan.artist_id(number), "name": plan.artist_name(number)} for number in numbers]


def _label_reference(plan: Plan, number: int) -> dict[str, Any]:
    return {"id": plan.label_id(number), "name": plan.label_name(number)}


def _profile(plan: Plan, number: int, name: str) -> str:
    performer = plan.performer(number)
    if not ARTIST_SLOTS[number % len(ARTIST_SLOTS)].genre:
        return f"Credited on records from {performer.country} since {performer.debut}."
    style = performer.styles[0].name if performer.styles else performer.genre
    profile = f"{style} from {performer.country}, active since {performer.debut}."
    if performer.name != name:
        profile += f'\r\n\r\nNot to be confused with others called "{name}".'
    return profile


def _label_profile(trade: str, country: str, name: str) -> str:
    if trade[0].isupper():
        return f"{trade} label from {country}.\r\nDemos & orders: see the contact of {name}."
    return f"{trade.capitalize()}, {country}."


def _urls(name: str, count: int) -> list[str]:
    host = _host(name)
    return [
        f"https://{site}{host}.example/" for site in ("", "music.", "shop.", "www.")[: count + 1]
    ]


def _host(name: str) -> str:
    return "".join(char for char in name.lower() if char.isascii() and char.isalnum()) or "music"
