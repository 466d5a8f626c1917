"""Files to bytes: gzip or plain XML, recognised by how the file starts, not by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from isal import igzip, igzip_lib

from domain.errors import BadInput

#: Bytes of XML handed on at a time.
CHUNK_SIZE = 256 * 1024

_GZIP_MAGIC = b"\x1f\x8b"
_UTF8_BOM = b"\xef\xbb\xbf"
_ISAL_ERROR: Any = igzip_lib.IsalError  # its stub takes the class for an instance
_DAMAGED: tuple[type[Exception], ...] = (igzip.BadGzipFile, _ISAL_ERROR)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


#: Told the number of bytes of the file read so far, compressed ones where it is compressed.
OnRead = Callable[[int], None]


def iter_bytes(path: Path, on_read: OnRead | None = None) -> Iterator[bytes]:
    """The uncompressed content of a dump file, in chunks of at most CHUNK_SIZE.

    A gzip file may have several members. ``on_read`` is called after each chunk.

    Raises:
        BadInput: the file cannot be read, is empty, is neither gzip nor XML, or is a gzip file
            that is cut short or damaged.
    """
    try:
        with path.open("rb") as file:
            unpacked = _unpacked(path, file)
            while chunk := unpacked.read(CHUNK_SIZE):
                if on_read is not None:
                    on_read(file.tell())
                yield chunk
    except EOFError as error:
        raise BadInput(
            path, "the gzip file is cut short or has something after its end; fetch it again"
        ) from error
    except _DAMAGED as error:
        raise BadInput(path, f"the gzip file is damaged ({error}); fetch it again") from error
    except OSError as error:
        raise BadInput(path, f"the file cannot be read: {error.strerror or error}") from error


def _unpacked(path: Path, file: IO[bytes]) -> _Readable:
    """The file as a stream of XML."""
    start = file.read(64)
    file.seek(0)
    if not start:
        raise BadInput(path, "the file is empty")
    if start.startswith(_GZIP_MAGIC):
        unpacked: _Readable = igzip.IGzipFile(fileobj=file)  # type: ignore[no-untyped-call]
        return unpacked
    text = start.removeprefix(_UTF8_BOM).lstrip()
    if text and not text.startswith(b"<"):
        raise BadInput(path, f"the file is neither gzip nor XML; it starts with {start[:16]!r}")
    return file
