"""The whole way from a file to documents, and the part of it that a worker does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dataget.blocks import Batch, Block, Skipped
from dataget.build import build_document
from dataget.cut import cut_blocks
from dataget.parse import parse_block
from dataget.tags import count_records
from dataget.unpack import OnRead, iter_bytes
from domain.documents import Kind, derive


def read_batch(block: Block, kind: Kind, dump: str) -> Batch:
    """The documents of a block, with what was skipped and what was unknown in it."""
    batch = Batch(block.end, starts=count_records(block.data, kind))
    derives = kind in (Kind.RELEASES, Kind.MASTERS)
    for record in parse_block(block, kind):
        if isinstance(record, Skipped):
            batch.skipped.append(record)
            continue
        document = build_document(record, kind, batch.unknown)
        if derives:
            derive(document, dump)
        batch.documents.append(document)
    return batch


def iter_batches(
    path: Path, kind: Kind, dump: str, start: int = 0, on_read: OnRead | None = None
) -> Iterator[Batch]:
    """A dump file's documents, a block at a time, from ``start`` (an earlier batch's end) on.

    ``on_read`` is told how many bytes of the file were read so far.

    Raises:
        BadInput: the file is not a whole dump file of this kind.
    """
    for block in cut_blocks(iter_bytes(path, on_read), kind, path, start):
        yield read_batch(block, kind, dump)
