"""Bytes to blocks: a file cut into pieces of whole records, without parsing them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from dataget.blocks import Block
from dataget.head import read_head
from dataget.tags import last_boundary, mask
from domain.documents import Kind
from domain.errors import BadInput

#: A block is about this large, or as large as its one record.
BLOCK_SIZE = 256 * 1024
#: A file with more than this between two record ends is not a dump.
RECORD_LIMIT = 64 * 1024 * 1024


def cut_blocks(chunks: Iterable[bytes], kind: Kind, path: Path, start: int = 0) -> Iterator[Block]:
    """Cut the uncompressed content of a dump file into blocks of whole records.

    Args:
        chunks: the content, cut anywhere.
        kind: what the file should hold.
        path: the file, for messages.
        start: the ``end`` of an earlier block; only what follows it is yielded.

    Raises:
        BadInput: the file is not of this kind, is cut short, or goes on after its end.
    """
    source = iter(chunks)
    head = read_head(source, path)
    if head.root != kind.value:
        found = "an HTML page" if head.root.lower() == "html" else f"<{head.root}>"
        raise BadInput(path, f"the file holds {found} where <{kind}> was expected")
    offset = max(start, head.offset)
    rest = _after(head.rest, source, offset - head.offset, path)
    yield from _blocks(rest, source, offset, kind, path)


def _after(data: bytes, source: Iterator[bytes], count: int, path: Path) -> bytes:
    """Drop ``count`` bytes from data and what follows it; what is left of the last chunk."""
    while count > len(data):
        count -= len(data)
        chunk = next(source, None)
        if chunk is None:
            raise BadInput(path, "the file is shorter than when loading it was broken off")
        data = chunk
    return data[count:]


def _blocks(
    data: bytes, source: Iterator[bytes], offset: int, kind: Kind, path: Path
) -> Iterator[Block]:
    parts, size, wanted = [data], len(data), BLOCK_SIZE
    for chunk in source:
        parts.append(chunk)
        size += len(chunk)
        if size < wanted:
            continue
        data = b"".join(parts)
        end = _boundary(data, kind, path, offset)
        if end:
            yield Block(offset, data[:end])
            offset += end
            data = data[end:]
            wanted = BLOCK_SIZE
        else:
            # Gathering twice as much before looking again keeps a huge record linear.
            wanted = min(2 * size, RECORD_LIMIT + 1)
        parts, size = [data], len(data)
    yield from _last_blocks(b"".join(parts), offset, kind, path)


def _boundary(data: bytes, kind: Kind, path: Path, offset: int) -> int:
    end = last_boundary(mask(data, open_ended=True), kind)
    if not end and len(data) > RECORD_LIMIT:
        # A broken record may hold a comment that never ends; it must not hide the others.
        end = last_boundary(data, kind)
        if not end:
            limit = RECORD_LIMIT // 2**20
            raise BadInput(path, f"no {kind.record} ends in the {limit} MiB from byte {offset} on")
    return end


def _last_blocks(data: bytes, offset: int, kind: Kind, path: Path) -> Iterator[Block]:
    """What stands before the end tag of the root, which must be there with nothing after it."""
    for view in (mask(data, open_ended=True), data):
        closing = _last_root_end(view, kind)
        if closing:
            break
    else:
        whole = last_boundary(mask(data, open_ended=True), kind)
        if whole:
            yield Block(offset, data[:whole])
        raise _cut_short(data[whole:], kind, path)
    if view[closing.end() :].strip():
        where = offset + closing.end()
        raise BadInput(path, f"the file goes on after </{kind}> at byte {where}; fetch it again")
    if data[: closing.start()].strip():
        yield Block(offset, data[: closing.start()])


def _last_root_end(view: bytes, kind: Kind) -> re.Match[bytes] | None:
    position = view.rfind(f"</{kind}".encode())
    return re.compile(rf"</{kind}\s*>".encode()).match(view, position) if position >= 0 else None


def _cut_short(tail: bytes, kind: Kind, path: Path) -> BadInput:
    inside = f"<{kind.record}".encode() in tail
    where = f"in the middle of a {kind.record}" if inside else f"without </{kind}>"
    return BadInput(path, f"the file is cut short: it ends {where}; fetch it again")
