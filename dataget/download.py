"""One file from a host to disk: whole and with the right SHA-256, or not at all.

The bytes go to ``<name>.part`` and are hashed as they come. Only a file with the hash that CHECKSUM
states gets its name; beside it, ``<name>.sha256`` proves it from then on (``sha256sum -c`` reads
it). What a broken answer left in the ``.part`` file is continued where the host can do that, else
begun again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from dataget.files import read_checksums, sha256_of
from dataget.host import CHUNK, Host, Interrupted
from dataget.listing import ListedFile
from domain.errors import BadInput, ChecksumMismatch, ConfigurationError, StoreFull, Unavailable

#: Called with what is fetched, the bytes of it that are here, and how many there are (None:
#: unknown).
Advance = Callable[[str, int, int | None], None]

_PART = ".part"
_SIDECAR = ".sha256"
_SIDECAR_TEXT = re.compile(r"# size=([0-9]+) mtime_ns=([0-9]+)\n([0-9a-f]{64})  (\S+)\n")
_CONTENT_RANGE = re.compile(r"bytes ([0-9]+)-[0-9]+/(?:[0-9]+|\*)")
# Pages print sizes in as few as two figures (10G); further apart than this is another size.
_ROUNDING = 0.06


def part_of(path: Path) -> Path:
    """Where a file grows until it is whole."""
    return path.with_name(path.name + _PART)


def proven_hash(path: Path) -> str | None:
    """The SHA-256 that the sidecar proves, if the file is still the one it was written for."""
    try:
        match = _SIDECAR_TEXT.fullmatch(path.with_name(path.name + _SIDECAR).read_text("utf-8"))
        state = path.stat()
    except (OSError, UnicodeDecodeError):
        return None
    if match is None or match[4] != path.name:
        return None
    same = (int(match[1]), int(match[2])) == (state.st_size, state.st_mtime_ns)
    return match[3] if same else None


def write_proof(path: Path, sha256: str) -> None:
    """Write the sidecar of a file whose hash was just computed."""
    state = path.stat()
    sidecar = path.with_name(path.name + _SIDECAR)
    draft = part_of(sidecar)
    with writing(draft):
        # sha256sum passes over lines that begin with a hash sign.
        draft.write_text(
            f"# size={state.st_size} mtime_ns={state.st_mtime_ns}\n{sha256}  {path.name}\n", "utf-8"
        )
        draft.replace(sidecar)


def is_here(path: Path, sha256: str, advance: Advance) -> bool:
    """Whether the file is here with this hash; it is read only where no sidecar proves it."""
    if not path.is_file():
        return False
    known = proven_hash(path)
    if known is None:
        size = path.stat().st_size
        known = sha256_of(path, lambda done: advance(f"check {path.name}", done, size))
        if known == sha256:
            write_proof(path, sha256)
    return known == sha256


def download_checksums(
    host: Host, file: ListedFile, folder: Path, names: Collection[str]
) -> dict[str, str]:
    """Fetch the CHECKSUM file; the SHA-256 by name that it states.

    Raises:
        BadInput: it is not one, or does not name all these files.
        Unavailable, Throttled: it cannot be had.
    """
    target = folder / file.name
    draft = part_of(target)

    def attempt() -> dict[str, str]:
        content, _ = host.page(file.url)
        if content.lstrip().startswith(b"<"):
            raise BadInput(target, "the host answers with a page in place of it; look again later")
        with writing(draft):
            draft.write_bytes(content)
        try:
            return keep_checksums(draft, target, names)
        except BadInput as error:
            raise BadInput(target, error.reason) from error

    try:
        try:
            return attempt()
        except BadInput:  # an answer cut short shows only so
            return attempt()
    finally:
        draft.unlink(missing_ok=True)


def keep_checksums(source: Path, target: Path, names: Collection[str]) -> dict[str, str]:
    """Read a CHECKSUM file and, if it names all these files, put a copy of it in place.

    Raises:
        BadInput: it is not a CHECKSUM file, or does not name all of them.
    """
    stated = read_checksums(source)
    for name in names:
        if name not in stated:
            raise BadInput(
                source.with_name(target.name), f"it does not name {name}; look again later"
            )
    draft = part_of(target)
    if source != draft:
        with writing(draft):
            shutil.copyfile(source, draft)
    _put(draft, target)
    return stated


def download(host: Host, file: ListedFile, folder: Path, sha256: str, advance: Advance) -> Path:
    """Fetch one file of a dump into a folder.

    Args:
        host: whom to ask.
        file: what a listing says of it.
        folder: where it goes; it exists.
        sha256: what CHECKSUM states.
        advance: told how far it is.

    Raises:
        ChecksumMismatch: what comes is not what CHECKSUM states, each time again.
        StoreFull: the disk is full.
        Gone, Throttled, Unavailable: it cannot be had; what came of it is kept for another run.
    """
    target = folder / file.name
    part = part_of(target)
    actual = ""
    for _ in range(host.manners.hashes):
        actual = host.patiently(lambda: _attempt(host, file, part, sha256, advance))
        if actual == sha256:
            _put(part, target)
            write_proof(target, sha256)
            return target
        part.unlink(missing_ok=True)
    raise ChecksumMismatch(target, sha256, actual)


def _attempt(host: Host, file: ListedFile, part: Path, sha256: str, advance: Advance) -> str:
    """Ask once, and bring the .part file as far as the answer goes; its SHA-256 then."""
    offset = part.stat().st_size if part.exists() else 0
    with host.answer(file.url, offset) as answer:
        if answer.status_code == 416:  # nothing stands behind what is here: the hash will tell
            return sha256_of(part)
        _refuse_pages(answer, file)
        continued = answer.status_code == 206
        if continued and _first_byte(answer) != offset:
            part.unlink(missing_ok=True)
            raise Interrupted(f"{file.url}: the host continues at another byte than asked for")
        digest = hashlib.sha256()
        if continued:
            _hash_into(digest, part)
        total = _total(answer, file, offset if continued else 0)
        done = offset if continued else 0
        with writing(part), part.open("ab" if continued else "wb") as output:
            for chunk in host.chunks(answer):
                output.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                advance(f"fetch {file.name}", done, total)
                _refuse_too_much(file, done)
            output.flush()
            os.fsync(output.fileno())
    actual = digest.hexdigest()
    if actual != sha256 and file.size is not None and done < file.size * (1 - _ROUNDING):
        # A stream can be cut without an error; what came of it may be continued.
        raise Interrupted(f"{file.url}: the answer ended early, after {done:,} bytes")
    return actual


def _refuse_pages(answer: requests.Response, file: ListedFile) -> None:
    """The host answers an address it does not know with its front page, and status 200."""
    if answer.headers.get("Content-Type", "").lower().startswith("text/html"):
        raise Interrupted(f"{file.url}: the host answers with a page in place of the file")


def _refuse_too_much(file: ListedFile, done: int) -> None:
    if file.size is not None and done > file.size * (1 + _ROUNDING) + CHUNK:
        raise Unavailable(
            f"{file.url}: more comes than the {file.size:,} bytes listed; look again later"
        )


def _first_byte(answer: requests.Response) -> int | None:
    match = _CONTENT_RANGE.match(answer.headers.get("Content-Range", ""))
    return int(match[1]) if match else None


def _total(answer: requests.Response, file: ListedFile, offset: int) -> int | None:
    length = answer.headers.get("Content-Length", "")
    return offset + int(length) if length.isascii() and length.isdigit() else file.size


def _hash_into(digest: hashlib._Hash, part: Path) -> None:
    with writing(part), part.open("rb") as file:
        while chunk := file.read(4 * CHUNK):
            digest.update(chunk)


def _put(draft: Path, target: Path) -> None:
    """Give a whole file its name, so that a power cut leaves it whole or not there."""
    with writing(target):
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def bring_from_folder(source: Path, target: Path, sha256: str, advance: Advance) -> Path:
    """Hash a file from another folder and put it in place: hard-linked, else copied.

    Raises:
        ChecksumMismatch: it is not what CHECKSUM states.
        BadInput: it cannot be read.
        StoreFull: the disk is full.
    """
    size = source.stat().st_size
    actual = sha256_of(source, lambda done: advance(f"check {source.name}", done, size))
    if actual != sha256:
        raise ChecksumMismatch(source, sha256, actual)
    part = part_of(target)
    part.unlink(missing_ok=True)
    try:
        os.link(source, part)
    except OSError:  # another file system, or one that knows no links
        with writing(part):
            shutil.copyfile(source, part)
        if sha256_of(part) != sha256:
            part.unlink()
            raise BadInput(source, "the file changed while it was copied; try again") from None
    _put(part, target)
    write_proof(target, sha256)
    return target


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Explain what the system says of a file that cannot be written."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise StoreFull(
                f"{path.parent}: the disk is full; free space and run the same command again"
            ) from error
        raise ConfigurationError(
            f"{path}: cannot be written ({error.strerror or error}); set WAXLIST_DATA to a folder"
            " that can be"
        ) from error
