"""Documents to blobs and back."""

from __future__ import annotations

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.documents import Document
from storage.codec import (
    ENOUGH_TO_LEARN_FROM,
    CorruptBlob,
    Decoder,
    Encoder,
    Unholdable,
    train,
)

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
_values = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**64 - 1) | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=10,
)
documents = st.dictionaries(_texts, _values, max_size=5)


def release(number: int) -> Document:
    return {
        "_id": number,
        "title": f"The {number * 7919 % 977} Sessions",
        "artists": [{"id": number % 31, "name": f"Artist {number % 31}"}],
        "formats": [{"name": "Vinyl", "qty": 1, "descriptions": ["LP", "Album"]}],
        "tracklist": [{"position": f"A{n}", "title": f"Song {number * n}"} for n in range(4)],
    }


RELEASES = [release(number) for number in range(ENOUGH_TO_LEARN_FROM)]


@pytest.fixture(scope="module")
def learned() -> Encoder:
    encoder = Encoder()
    encoder.learn(RELEASES)
    return encoder


@settings(max_examples=50)
@given(documents)
def test_a_document_survives_with_and_without_a_dictionary(document: Document) -> None:
    assert Decoder().decode(Encoder().encode(document)) == document
    dictionary = _dictionary()
    assert Decoder(dictionary).decode(Encoder(dictionary).encode(document)) == document


_kept: list[bytes] = []


def _dictionary() -> bytes:
    if not _kept:
        encoder = Encoder()
        encoder.learn(RELEASES)
        assert encoder.dictionary is not None
        _kept.append(encoder.dictionary)
    return _kept[0]


def test_a_dictionary_is_learnt_from_the_first_documents_over_several_batches() -> None:
    encoder = Encoder()
    encoder.learn(RELEASES[:-1])
    assert encoder.dictionary is None
    encoder.learn(RELEASES[-1:])
    assert encoder.dictionary is not None


def test_a_dictionary_saves_space(learned: Encoder) -> None:
    plain = Encoder().encode(release(5000))
    assert len(learned.encode(release(5000))) < len(plain) / 2


def test_blobs_from_before_the_dictionary_are_read_beside_later_ones(learned: Encoder) -> None:
    decoder = Decoder(learned.dictionary)
    assert decoder.decode(Encoder().encode(release(1))) == release(1)
    assert decoder.decode(learned.encode(release(2))) == release(2)


def test_only_the_fields_asked_for_are_decoded(learned: Encoder) -> None:
    blob = learned.encode(release(3))
    assert Decoder(learned.dictionary).decode(blob, {"_id", "formats", "absent"}) == {
        "_id": 3,
        "formats": release(3)["formats"],
    }


def test_documents_with_nothing_in_common_need_no_dictionary() -> None:
    assert train([b"a", b"b"]) is None


def test_a_giant_document_does_not_hinder_learning() -> None:
    encoder = Encoder()
    encoder.learn([{"_id": 0, "notes": "x" * 10_000_000}, {"_id": 1, "qty": 2**70}, *RELEASES])
    encoder.learn(RELEASES[:1])
    assert encoder.dictionary is not None


@pytest.mark.parametrize("value", [2**64, -(2**63) - 1, 10**64, "\ud800"])
def test_what_no_store_can_hold_is_refused(value: object) -> None:
    with pytest.raises(Unholdable):
        Encoder().encode({"_id": 1, "deep": [{"value": value}]})


def test_a_blob_damaged_anywhere_is_noticed(learned: Encoder) -> None:
    blob = learned.encode(release(3))
    decoder = Decoder(learned.dictionary)
    for position in range(len(blob)):
        damaged = bytearray(blob)
        damaged[position] ^= 0x5A
        # The header has bits that change nothing; a wrong document is what must never come.
        try:
            assert decoder.decode(bytes(damaged)) == release(3)
        except CorruptBlob:
            continue


@pytest.mark.parametrize("length", [0, 3, 9, -1])
def test_a_blob_cut_short_is_noticed(learned: Encoder, length: int) -> None:
    with pytest.raises(CorruptBlob):
        Decoder(learned.dictionary).decode(learned.encode(release(3))[:length])


def test_a_blob_that_holds_something_else_is_noticed() -> None:
    with pytest.raises(CorruptBlob):
        Decoder().decode(zstandard.compress(b"\x93\x01\x02\x03"))
    with pytest.raises(CorruptBlob):
        Decoder().decode(zstandard.compress(b"<html>"))


def test_a_missing_or_wrong_dictionary_is_noticed(learned: Encoder) -> None:
    blob = learned.encode(release(3))
    other = train([repr(release(number)).encode() for number in range(200)])
    for decoder in (Decoder(), Decoder(other)):
        with pytest.raises(CorruptBlob, match="dictionary"):
            decoder.decode(blob)


def test_a_header_that_claims_a_giant_document_is_not_believed() -> None:
    # A frame header by hand: magic, single segment with an 8-byte size of 2**40.
    blob = bytes.fromhex("28b52ffd") + b"\xe0" + (2**40).to_bytes(8, "little") + b"\x01\x00\x00"
    with pytest.raises(CorruptBlob, match="claims"):
        Decoder().decode(blob)
