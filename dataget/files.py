"""Which dump files there are, which dump they belong to, and what their CHECKSUM file says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from dataget.head import read_head
from dataget.unpack import CHUNK_SIZE, iter_bytes
from domain.documents import Kind, is_dump
from domain.errors import BadInput, UsageError

_NAME = re.compile(r"discogs_([0-9]{8})_(artists|labels|masters|releases)\.xml(?:\.gz)?")
_CHECKSUM_NAME = re.compile(r"discogs_[0-9]{8}_CHECKSUM\.txt")
_CHECKSUM_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]?(\S+)")


@dataclass(frozen=True)
class DumpFile:
    """A file with the records of one kind of one dump."""

    path: Path
    dump: str
    kind: Kind


@dataclass(frozen=True)
class DumpSet:
    """The files of one dump, at most one of each kind, in the order of the kinds."""

    dump: str
    files: tuple[DumpFile, ...]


@dataclass(frozen=True)
class _Candidate:
    path: Path
    dump: str | None
    kind: Kind | None


def find_dump_files(paths: Iterable[Path], dump: str | None = None) -> DumpSet:
    """The dump files among files and in folders (not in folders within them).

    A file's name tells its dump and kind: ``discogs_20261101_releases.xml.gz``. A file with
    another name is told by its root element, and ``dump`` must be given. Of files of several dumps
    ``dump`` picks one.

    Raises:
        UsageError: there is no dump file, there are files of several dumps or several of a kind,
            or a dump's date is missing.
        BadInput: a path cannot be read, or a file with another name is not a dump.
    """
    if dump is not None and not is_dump(dump):
        raise UsageError(f"--dump {dump}: a dump is named by eight digits, like 20261101")
    asked = list(paths)
    candidates = {found.path.resolve(): found for path in asked for found in _candidates(path)}
    if not candidates:
        where = ", ".join(map(str, asked)) or "no path"
        raise UsageError(f"{where}: no dump files (discogs_YYYYMMDD_<kind>.xml.gz) there")
    chosen = _choose_dump(list(candidates.values()), dump)
    files = [
        DumpFile(found.path, chosen, found.kind or _kind_inside(found.path))
        for found in candidates.values()
        if found.dump in (chosen, None)
    ]
    return DumpSet(chosen, tuple(_one_of_each(files)))


def _candidates(path: Path) -> Iterator[_Candidate]:
    """The dump files that a path stands for; any file but a CHECKSUM is taken for one."""
    try:
        if path.is_dir():
            for inside in sorted(path.iterdir()):
                if _NAME.fullmatch(inside.name) and inside.is_file():
                    yield _candidate(inside)
            return
        path.stat()
    except FileNotFoundError as error:
        raise BadInput(path, "there is no such file or folder") from error
    except OSError as error:
        raise BadInput(path, f"it cannot be read: {error.strerror or error}") from error
    if not _CHECKSUM_NAME.fullmatch(path.name):
        yield _candidate(path)


def _candidate(path: Path) -> _Candidate:
    name = _NAME.fullmatch(path.name)
    return _Candidate(path, name[1], Kind(name[2])) if name else _Candidate(path, None, None)


def _choose_dump(candidates: Sequence[_Candidate], dump: str | None) -> str:
    found = sorted({candidate.dump for candidate in candidates if candidate.dump})
    undated = next((candidate.path for candidate in candidates if not candidate.dump), None)
    if dump is not None:
        if dump not in found and undated is None:
            raise UsageError(f"there are no files of dump {dump} there, only of {_list(found)}")
        return dump
    if undated is not None:
        raise UsageError(
            f"{undated}: the name does not tell the date of the dump; name it like"
            " discogs_YYYYMMDD_releases.xml.gz, or use `waxlist load --dump YYYYMMDD`"
        )
    if len(found) > 1:
        raise UsageError(
            f"these are files of the dumps {_list(found)};"
            " choose one with `waxlist load --dump YYYYMMDD`"
        )
    return found[0]


def _list(words: Sequence[str]) -> str:
    return " and ".join(words)


def _kind_inside(path: Path) -> Kind:
    root = read_head(iter_bytes(path), path).root
    try:
        return Kind(root)
    except ValueError:
        expected = ", ".join(f"<{kind}>" for kind in Kind)
        raise BadInput(path, f"the file holds <{root}> where one of {expected} was expected") from (
            None
        )


def _one_of_each(files: Iterable[DumpFile]) -> Iterator[DumpFile]:
    order = list(Kind)
    ordered = sorted(files, key=lambda file: (order.index(file.kind), file.path))
    for kind, same in groupby(ordered, key=lambda file: file.kind):
        first, *others = same
        if others:
            both = f"{first.path} and {others[0].path}"
            raise UsageError(f"{both} both hold {kind} of dump {first.dump}; pass one of them")
        yield first


def expected_hash(file: DumpFile) -> str | None:
    """The SHA-256 (hex) that the CHECKSUM file beside a dump file states.

    None if there is no CHECKSUM file or if it does not name this file.

    Raises:
        BadInput: the CHECKSUM file cannot be read or is not one.
    """
    beside = file.path.with_name(f"discogs_{file.dump}_CHECKSUM.txt")
    return read_checksums(beside).get(file.path.name) if beside.exists() else None


def read_checksums(path: Path) -> dict[str, str]:
    """The SHA-256 (hex, lower case) by file name that a CHECKSUM file states.

    Raises:
        BadInput: the file cannot be read or has a line of another form.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(path, f"the CHECKSUM file cannot be read: {error}") from error
    hashes = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            stated = _CHECKSUM_LINE.fullmatch(line.strip())
            if stated is None:
                raise BadInput(path, f"line {number} is not '<SHA-256> <file name>': {line[:40]!r}")
            hashes[stated[2]] = stated[1].lower()
    return hashes


def sha256_of(path: Path, on_bytes: Callable[[int], None] | None = None) -> str:
    """The SHA-256 (hex) of a file; ``on_bytes`` is told how many bytes were hashed so far.

    Raises:
        BadInput: the file cannot be read.
    """
    digest, done = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(4 * CHUNK_SIZE):
                digest.update(chunk)
                done += len(chunk)
                if on_bytes is not None:
                    on_bytes(done)
    except OSError as error:
        raise BadInput(path, f"the file cannot be read: {error.strerror or error}") from error
    return digest.hexdigest()
