"""Documents as blobs: msgpack, compressed by zstandard with a dictionary learnt from the first.

Each blob is one standard zstandard frame. Its header says whether it needs the dictionary, so
blobs written before there was one stay readable beside later ones, and its checksum turns a
damaged blob into an error instead of a wrong document.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
import zstandard

from domain.documents import Document

#: Documents to learn a dictionary from; with fewer there is none, and little to save.
ENOUGH_TO_LEARN_FROM = 1000
_DICTIONARY_BYTES = 112_640  # zstd's own default
# One giant text teaches nothing and would push out the rest.
_LARGEST_SAMPLE = 1 << 16
_LEVEL = 3
# SQLite holds no larger blob; a damaged header must not make us allocate more.
_LARGEST_DOCUMENT = 2**30

_to_msgpack = msgspec.msgpack.Encoder().encode
_from_msgpack = msgspec.msgpack.Decoder(dict).decode
_value = msgspec.msgpack.Decoder().decode
_top_level = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode


class Unholdable(ValueError):
    """The document has a value that no store can hold: an int over 64 bits, half a surrogate."""


class CorruptBlob(ValueError):
    """The bytes are not a blob this codec wrote, or not with this dictionary."""


class Encoder:
    """Turns documents into blobs; learns a dictionary from the first ones unless given one.

    Not to be used by two threads at once.
    """

    def __init__(self, dictionary: bytes | None = None) -> None:
        self._samples: list[bytes] = []
        self._use(dictionary)

    def _use(self, dictionary: bytes | None) -> None:
        self.dictionary = dictionary
        data = None
        if dictionary is not None:
            data = zstandard.ZstdCompressionDict(dictionary)
            data.precompute_compress(level=_LEVEL)
        self._compressor = zstandard.ZstdCompressor(
            level=_LEVEL, dict_data=data, write_checksum=True
        )

    def learn(self, documents: Sequence[Document]) -> None:
        """Look at documents about to be encoded; ``dictionary`` is set once they are enough."""
        if self.dictionary is not None:
            return
        self._samples += samples_of(documents[: ENOUGH_TO_LEARN_FROM - len(self._samples)])
        if len(self._samples) >= ENOUGH_TO_LEARN_FROM:
            self._use(train(self._samples))
            self._samples = []

    def encode(self, document: Document) -> bytes:
        """The document as a blob.

        Raises:
            Unholdable: one of its values cannot be stored.
        """
        return self._compressor.compress(_packed(document))


class Decoder:
    """Turns blobs back into documents. Not to be used by two threads at once."""

    def __init__(self, dictionary: bytes | None = None) -> None:
        self._plain = zstandard.ZstdDecompressor()
        self._dictionary_id = 0
        if dictionary is not None:
            data = zstandard.ZstdCompressionDict(dictionary)
            self._dictionary_id = data.dict_id()
            self._with_dictionary = zstandard.ZstdDecompressor(dict_data=data)

    def decode(self, blob: bytes, fields: Collection[str] | None = None) -> Document:
        """The document in a blob, or only these top-level keys of it, at half the cost.

        Raises:
            CorruptBlob: the blob is damaged or needs another dictionary.
        """
        try:
            frame = zstandard.get_frame_parameters(blob)
            if frame.content_size > _LARGEST_DOCUMENT:
                raise CorruptBlob(f"it claims to hold {frame.content_size} bytes")
            packed = self._decompressor(frame.dict_id).decompress(blob)
            if fields is not None:
                parts = _top_level(packed)
                return {key: _value(part) for key, part in parts.items() if key in fields}
            document: Document = _from_msgpack(packed)
        except (zstandard.ZstdError, msgspec.MsgspecError) as exc:
            raise CorruptBlob(str(exc)) from exc
        return document

    def _decompressor(self, dictionary_id: int) -> zstandard.ZstdDecompressor:
        if dictionary_id == 0:
            return self._plain
        if dictionary_id == self._dictionary_id:
            return self._with_dictionary
        raise CorruptBlob(f"it needs the dictionary {dictionary_id}")


def samples_of(documents: Sequence[Document]) -> list[bytes]:
    """The documents that can be packed, packed, for ``train``."""
    samples = []
    for document in documents:
        try:
            samples.append(_packed(document))
        except Unholdable:
            continue  # whoever encodes it reports it
    return samples


def train(samples: list[bytes]) -> bytes | None:
    """A dictionary for documents like these, or None if they have too little in common."""
    kept: list[bytes | bytearray | memoryview[int]] = [
        sample for sample in samples if len(sample) <= _LARGEST_SAMPLE
    ]
    try:
        return zstandard.train_dictionary(_DICTIONARY_BYTES, kept).as_bytes()
    except zstandard.ZstdError:
        return None


def _packed(document: Document) -> bytes:
    try:
        return _to_msgpack(document)
    except (OverflowError, UnicodeEncodeError) as exc:
        raise Unholdable(str(exc)) from exc
