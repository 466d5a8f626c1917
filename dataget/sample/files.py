"""A whole sample dump on disk: four gzipped files and their CHECKSUM, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from isal import isal_zlib

from dataget.sample import entities
from dataget.sample.plan import NOT_ON_LABEL, Plan
from dataget.sample.releases import ReleaseWriter
from dataget.sample.videos import VideoIds
from dataget.write import record_xml, root_close, root_open
from domain.documents import Document, Kind, is_dump
from domain.errors import ConfigurationError, UsageError

#: Called with the kind, the records written so far and the records there will be.
Progress = Callable[[Kind, int, int], None]

_CHUNK = 1 << 18
_REPORT_EVERY = 1000
_PART = ".part"


def write_sample(
    folder: Path,
    releases: int = 2000,
    seed: int = 1,
    dump: str = "20261101",
    progress: Progress | None = None,
    *,
    video_ids: VideoIds | str = VideoIds.LASTING,
    overwrite: bool = False,
) -> Path:
    """Write a whole invented dump into a folder, which is made if need be.

    The same releases, seed, dump and video ids give the same bytes; memory does not grow with the
    number of releases. The files appear under their names when all are whole, CHECKSUM last.

    Args:
        folder: where the files go.
        releases: how many; about half as many artists, an eighth as many labels and masters.
        seed: another seed gives another dump.
        dump: the date in the files' names; nothing in the dump is from a later year.
        progress: told now and then how far each file is.
        video_ids: ``lasting`` for videos that play, ``unique`` for measurements.
        overwrite: whether files of this dump in the folder may be replaced.

    Returns:
        The CHECKSUM file.

    Raises:
        UsageError: the arguments make no sense, or the dump is already there.
        ConfigurationError: the folder cannot be written.
    """
    plan = _checked_plan(releases, seed, dump)
    ids = _checked_ids(video_ids)
    targets = {kind: folder / f"discogs_{dump}_{kind}.xml.gz" for kind in Kind}
    checksum = folder / f"discogs_{dump}_CHECKSUM.txt"
    parts = [path.with_name(path.name + _PART) for path in (*targets.values(), checksum)]
    try:
        if not overwrite:
            _refuse_to_replace([*targets.values(), checksum])
        folder.mkdir(parents=True, exist_ok=True)
        lines = []
        for (kind, target), part in zip(targets.items(), parts, strict=False):
            total, documents = _documents(plan, kind, ids)
            watched = _watched(documents, kind, total, progress)
            lines.append(f"{_write_file(part, kind, watched)} {target.name}\n")
        parts[-1].write_text("".join(lines), encoding="ascii")
        checksum.unlink(missing_ok=True)  # what stands beside it is about to change
        for part, target in zip(parts, (*targets.values(), checksum), strict=True):
            part.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigurationError(
            f"{folder}: the sample cannot be written there ({reason}); choose another folder"
        ) from error
    finally:
        _remove(parts)
    return checksum


def iter_documents(
    plan: Plan, kind: Kind, video_ids: VideoIds = VideoIds.LASTING
) -> Iterator[Document]:
    """All documents of a kind by ascending id, each made when it is asked for."""
    return _documents(plan, kind, video_ids)[1]


def _documents(plan: Plan, kind: Kind, ids: VideoIds) -> tuple[int, Iterator[Document]]:
    writer = ReleaseWriter(plan, ids)
    if kind is Kind.ARTISTS:
        return plan.artists, (entities.artist(plan, number) for number in range(plan.artists))
    if kind is Kind.LABELS:
        return plan.labels + 1, _labels(plan)
    if kind is Kind.MASTERS:
        return plan.masters, map(writer.master, range(plan.masters))
    return plan.releases, map(writer.release, range(plan.releases))


def _labels(plan: Plan) -> Iterator[Document]:
    """The labels, with Not On Label where its id belongs."""
    below = min(plan.labels, NOT_ON_LABEL // 2)
    for number in range(below):
        yield entities.label(plan, number)
    yield entities.not_on_label()
    for number in range(below, plan.labels):
        yield entities.label(plan, number)


def _watched(
    documents: Iterable[Document], kind: Kind, total: int, progress: Progress | None
) -> Iterator[Document]:
    done = 0
    for document in documents:
        yield document
        done += 1
        if progress and done % _REPORT_EVERY == 0:
            progress(kind, done, total)
    if progress:
        progress(kind, done, total)


def _write_file(path: Path, kind: Kind, documents: Iterable[Document]) -> str:
    """Write one gzipped file and return its SHA-256."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for data in _gzipped(_chunks(kind, documents)):
            digest.update(data)
            file.write(data)
    return digest.hexdigest()


def _chunks(kind: Kind, documents: Iterable[Document]) -> Iterator[bytes]:
    pending = [root_open(kind)]
    size = 0
    for document in documents:
        record = record_xml(kind, document)
        pending.append(record)
        size += len(record)
        if size >= _CHUNK:
            yield b"".join(pending)
            pending.clear()
            size = 0
    pending.append(root_close(kind))
    yield b"".join(pending)


def _gzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip without a name or a time in its header, so that equal input gives equal output."""
    compressor = isal_zlib.compressobj(2, isal_zlib.DEFLATED, 31)
    for chunk in chunks:
        yield compressor.compress(chunk)
    yield compressor.flush()


def _checked_plan(releases: int, seed: int, dump: str) -> Plan:
    if releases < 1:
        raise UsageError(f"a sample has at least 1 release, not {releases}")
    if seed < 0:
        raise UsageError(f"a seed is 0 or more, not {seed}")
    if not is_dump(dump) or int(dump[:4]) < 2000:
        raise UsageError(f"a dump is named by its date from 2000 on, like 20261101, not {dump!r}")
    return Plan(releases, seed, dump)


def _checked_ids(video_ids: VideoIds | str) -> VideoIds:
    try:
        return VideoIds(video_ids)
    except ValueError:
        known = " or ".join(VideoIds)
        raise UsageError(f"video ids are {known}, not {video_ids!r}") from None


def _refuse_to_replace(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.exists():
            raise UsageError(
                f"{path} is already there; choose another folder, or overwrite it with --overwrite"
            )


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:  # the folder itself is the problem, and already reported
            continue
