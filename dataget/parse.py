"""Blocks to elements: one lxml element a record; a record that is broken costs only itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from dataget.blocks import Block, Skipped
from dataget.oddities import own_text
from dataget.shapes import number
from dataget.tags import mask, record_starts
from domain.documents import Kind

#: Elements nested deeper than this are no record (libxml2's own limit for ordinary documents).
DEPTH_LIMIT = 256


def _parser(*, huge_tree: bool) -> etree.XMLParser:
    return etree.XMLParser(
        huge_tree=huge_tree,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


# Huge texts are left to the slow path, because libxml2 lifts its limit on depth with them.
_PARSER = _parser(huge_tree=False)
_HUGE_PARSER = _parser(huge_tree=True)
_WRAPPER = (b"<dump>", b"</dump>")
_POSITION = re.compile(r", line \d+, column \d+$")
_ID_ATTRIBUTE = re.compile(rb"""<\w+(?:\s[^<>]*?)?\sid\s*=\s*["'](\d{1,9})["']""")
_RECORD_TAGS = {
    kind: re.compile(rf"<(/?){kind.record}(?:\s[^<>]*?)?(/?)>".encode()) for kind in Kind
}
_ID_ELEMENT = re.compile(rb"<id>(\d{1,9})</id>")


def parse_block(block: Block, kind: Kind) -> Iterator[etree._Element | Skipped]:
    """The records of a block, in order, each as an element, or as Skipped if it is broken.

    What stands between records and is none is Skipped as well.
    """
    records = _parse_whole(block.data, kind)
    return iter(records) if records is not None else _parse_each(block, kind)


def record_id(record: etree._Element, kind: Kind) -> int | None:
    """The Discogs id of a record, an attribute or an element by kind; None if it has no valid one.

    Valid is a plain decimal number from 1 to 999,999,999.
    """
    if kind in (Kind.RELEASES, Kind.MASTERS):
        text = record.get("id")
    else:
        text = None
        for child in record.iterchildren("id"):
            text = own_text(child) or text
    value = number(text) if text else None
    return value if isinstance(value, int) and value > 0 else None


def _parse_whole(data: bytes, kind: Kind) -> list[etree._Element] | None:
    """The records of a block that is in order throughout, else None: the way of nearly all."""
    try:
        root = etree.fromstring(data.join(_WRAPPER), _PARSER)
    except etree.XMLSyntaxError:
        return None
    records = list(root)
    if _is_text(root.text):
        return None
    tag = kind.record
    for record in records:
        if record.tag != tag or _is_text(record.tail) or record_id(record, kind) is None:
            return None
    return records


def _is_text(text: str | None) -> bool:
    return text is not None and not text.isspace()


def _parse_each(block: Block, kind: Kind) -> Iterator[etree._Element | Skipped]:
    """The records of a block one by one, cut apart at their start tags."""
    masked = mask(block.data, open_ended=False)
    starts = record_starts(masked, kind)
    first = starts[0] if starts else len(masked)
    yield from _stray(masked[:first], block.offset)
    for start, end in pairwise([*starts, len(masked)]):
        piece = Block(block.offset + start, block.data[start:end])
        yield from _parse_one(piece, masked[start:end], kind)


def _parse_one(piece: Block, masked: bytes, kind: Kind) -> Iterator[etree._Element | Skipped]:
    """A record and what stands between it and the next."""
    size = _record_size(masked, kind)
    try:
        record = etree.fromstring(piece.data[:size].join(_WRAPPER), _HUGE_PARSER)[0]
    except etree.XMLSyntaxError as error:
        yield Skipped(_id_in(piece.data, kind), piece.offset, _reason(error))
        return
    if record_id(record, kind) is None:
        yield Skipped(None, piece.offset, f"the {kind.record} has no valid id")
    elif _deeper_than(DEPTH_LIMIT, record):
        reason = f"elements are nested more than {DEPTH_LIMIT} deep"
        yield Skipped(record_id(record, kind), piece.offset, reason)
    else:
        yield record
    yield from _stray(masked[size:], piece.offset + size)


def _record_size(masked: bytes, kind: Kind) -> int:
    """Where the record at the start of the data ends: all of the data if it is not closed."""
    depth = 0
    for tag in _RECORD_TAGS[kind].finditer(masked):
        closes, empty = tag.groups()
        depth += -1 if closes else 0 if empty else 1
        if depth <= 0:
            return tag.end()
    return len(masked)


def _stray(masked: bytes, offset: int) -> Iterator[Skipped]:
    stray = masked.strip()
    if stray:
        shown = ascii(stray[:40].decode("utf-8", "replace"))
        where = offset + len(masked) - len(masked.lstrip())
        yield Skipped(None, where, f"{len(stray)} bytes between records: {shown}")


def _reason(error: etree.XMLSyntaxError) -> str:
    return " ".join(_POSITION.sub("", error.msg or "it is not well-formed XML").split())


def _id_in(data: bytes, kind: Kind) -> int | None:
    """The id of a record that cannot be parsed, if it stands where an id does."""
    if kind in (Kind.RELEASES, Kind.MASTERS):
        found = _ID_ATTRIBUTE.match(data)
    else:
        # Members have ids too, but an artist's own one stands before its name.
        name = data.find(b"<name")
        found = _ID_ELEMENT.search(data, 0, name if name >= 0 else len(data))
    return int(found[1]) if found else None


def _deeper_than(limit: int, record: etree._Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(record, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False
