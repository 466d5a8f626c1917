"""Records are printed in the very form of the dumps, and read back as they were."""

from __future__ import annotations

from typing import Any

import pytest
import xmltodict
from hypothesis import given, settings
from hypothesis import strategies as st

from dataget.blocks import Block
from dataget.stream import read_batch
from dataget.write import record_xml, root_close, root_open
from domain.documents import Document, Kind

DUMP = "20261101"

# What XML 1.0 allows; line ends and entities are likelier than chance would have them.
_characters = st.one_of(
    st.sampled_from("\r\n\t&<>\"' é漢;#"),
    st.characters(codec="utf-8", min_codepoint=0x20, exclude_characters="\ufffe\uffff"),
)
_texts = st.text(_characters, min_size=1, max_size=20).filter(lambda text: text.strip())
_ids = st.integers(1, 999_999_999)


def _listed(item: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(item, min_size=1, max_size=3)


def _some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=optional).filter(bool)


_credits = _listed(_some(id=_ids, name=_texts, anv=_texts, join=_texts, role=_texts, tracks=_texts))
_entries = _listed(_some(name=_texts, catno=_texts, id=_ids))
_references = _listed(st.fixed_dictionaries({"name": _texts}, optional={"id": _ids}))
_plain_track = {"position": _texts, "title": _texts, "duration": _texts}
_tracks = _listed(
    _some(
        **_plain_track,
        artists=_credits,
        extraartists=_credits,
        sub_tracks=_listed(_some(**_plain_track)),
    )
)
_formats = _listed(
    _some(
        name=_texts,
        qty=st.one_of(st.integers(0, 99), st.just("x")),
        text=_texts,
        descriptions=_listed(_texts),
    )
)
_videos = _listed(
    _some(
        src=_texts.map("https://example.org/".__add__),
        duration=st.integers(0, 9999),
        embed=st.booleans(),
        title=_texts,
        description=_texts,
    )
)
_numbered = {"_id": _ids}
_documents = {
    Kind.RELEASES: st.fixed_dictionaries(
        _numbered,
        optional={
            "title": _texts,
            "artists": _credits,
            "extraartists": _credits,
            "labels": _entries,
            "series": _entries,
            "formats": _formats,
            "genres": _listed(_texts),
            "styles": _listed(_texts),
            "country": _texts,
            "released": _texts,
            "notes": _texts,
            "data_quality": _texts,
            "tracklist": _tracks,
            "identifiers": _listed(_some(type=_texts, description=_texts, value=_texts)),
            "videos": _videos,
            "companies": _listed(
                _some(
                    id=_ids,
                    name=_texts,
                    catno=_texts,
                    entity_type=st.integers(1, 40),
                    entity_type_name=_texts,
                )
            ),
        },
    ),
    Kind.MASTERS: st.fixed_dictionaries(
        _numbered,
        optional={
            "main_release": _ids,
            "title": _texts,
            "artists": _credits,
            "genres": _listed(_texts),
            "styles": _listed(_texts),
            "year": st.integers(1, 2027),
            "notes": _texts,
            "data_quality": _texts,
            "videos": _videos,
        },
    ),
    Kind.ARTISTS: st.fixed_dictionaries(
        _numbered,
        optional={
            "name": _texts,
            "realname": _texts,
            "profile": _texts,
            "data_quality": _texts,
            "urls": _listed(_texts),
            "namevariations": _listed(_texts),
            "aliases": _references,
            "groups": _references,
            "members": _references,
        },
    ),
    Kind.LABELS: st.fixed_dictionaries(
        _numbered,
        optional={
            "name": _texts,
            "contactinfo": _texts,
            "profile": _texts,
            "data_quality": _texts,
            "parentLabel": st.fixed_dictionaries({"name": _texts}, optional={"id": _ids}),
            "sublabels": _references,
            "urls": _listed(_texts),
        },
    ),
}


def _read_back(kind: Kind, *records: bytes) -> list[Document]:
    batch = read_batch(Block(0, b"".join(records)), kind, DUMP)
    assert not batch.skipped
    assert not batch.unknown
    for document in batch.documents:
        document.pop("derived", None)
    return batch.documents


@pytest.mark.parametrize("kind", Kind)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_reading_a_printed_record_gives_the_document_again(kind: Kind, data: st.DataObject) -> None:
    document = data.draw(_documents[kind])
    if kind is Kind.RELEASES and data.draw(st.booleans()):
        document |= {"master_id": data.draw(_ids), "is_main_release": data.draw(st.booleans())}
    assert _read_back(kind, record_xml(kind, document)) == [document]


def test_a_release_is_printed_in_the_form_of_2026() -> None:
    release = {
        "_id": 7,
        "artists": [{"id": 1, "name": "A & B", "anv": "A", "join": "/"}, {"name": "<C>"}],
        "title": 'Say "Yes"',
        "labels": [{"name": 'The "Label"', "catno": "L 1", "id": 5}],
        "series": [{"name": "Series", "id": 6}],
        "extraartists": [{"id": 2, "name": "D", "role": "Producer", "tracks": "A1"}],
        "formats": [{"name": "Vinyl", "qty": 2, "descriptions": ['12"']}, {"name": "CD", "qty": 1}],
        "genres": ["Electronic"],
        "styles": ["Techno"],
        "country": "US",
        "released": "1999-03-00",
        "notes": "one\r\ntwo",
        "data_quality": "Correct",
        "tracklist": [{"title": "Side"}, {"position": "A", "title": "T", "duration": "4:45"}],
        "identifiers": [{"type": "Barcode", "value": "1"}],
        "videos": [{"src": "https://x/?a=1&b=2", "duration": 0, "embed": True, "title": "V"}],
        "companies": [{"id": 9, "name": "P", "entity_type": 17, "entity_type_name": "Pressed By"}],
        "derived": {"year": 1999},
    }
    assert record_xml(Kind.RELEASES, release).decode() == (
        '<release id="7"><artists><artist><id>1</id><name>A &amp; B</name><anv>A</anv>'
        "<join>/</join></artist><artist><name>&lt;C&gt;</name></artist></artists>"
        '<title>Say "Yes"</title>'
        '<labels><label name="The &quot;Label&quot;" catno="L 1" id="5"/></labels>'
        '<series><series name="Series" catno="" id="6"/></series>'
        "<extraartists><artist><id>2</id><name>D</name><role>Producer</role><tracks>A1</tracks>"
        "</artist></extraartists>"
        '<formats><format name="Vinyl" qty="2" text=""><descriptions><description>12"'
        '</description></descriptions></format><format name="CD" qty="1" text=""/></formats>'
        "<genres><genre>Electronic</genre></genres><styles><style>Techno</style></styles>"
        "<country>US</country><released>1999-03-00</released><notes>one&#13;\ntwo</notes>"
        "<data_quality>Correct</data_quality>"
        '<master_id is_main_release="false">0</master_id>'
        "<tracklist><track><title>Side</title></track><track><position>A</position><title>T"
        "</title><duration>4:45</duration></track></tracklist>"
        '<identifiers><identifier type="Barcode" description="" value="1"/></identifiers>'
        '<videos><video src="https://x/?a=1&amp;b=2" duration="0" embed="true"><title>V</title>'
        "</video></videos>"
        "<companies><company><id>9</id><name>P</name><entity_type>17</entity_type>"
        "<entity_type_name>Pressed By</entity_type_name></company></companies></release>\n"
    )


def test_a_release_of_a_master_says_whether_it_is_the_main_one() -> None:
    main = record_xml(Kind.RELEASES, {"_id": 1, "master_id": 3, "is_main_release": True})
    other = record_xml(Kind.RELEASES, {"_id": 2, "master_id": 3, "is_main_release": False})
    assert b'<master_id is_main_release="true">3</master_id>' in main
    assert b'<master_id is_main_release="false">3</master_id>' in other


def test_a_master_of_an_unknown_year_is_printed_with_the_year_0() -> None:
    assert record_xml(Kind.MASTERS, {"_id": 3, "main_release": 9, "title": "T"}) == (
        b'<master id="3"><main_release>9</main_release><year>0</year><title>T</title></master>\n'
    )


def test_labels_nest_as_in_the_dumps() -> None:
    label = {
        "_id": 4,
        "name": "Parent",
        "parentLabel": {"id": 3, "name": "Grand"},
        "urls": ["http://a"],
        "sublabels": [{"id": 5, "name": "Child"}],
    }
    assert record_xml(Kind.LABELS, label) == (
        b'<label><id>4</id><name>Parent</name><parentLabel id="3">Grand</parentLabel>'
        b'<urls><url>http://a</url></urls><sublabels><label id="5">Child</label></sublabels>'
        b"</label>\n"
    )


def test_an_artist_is_printed_in_the_form_of_2026() -> None:
    artist = {
        "_id": 2,
        "name": "Band",
        "realname": "R",
        "members": [{"id": 3, "name": "M"}],
        "groups": [{"id": 4, "name": "G"}],
        "aliases": [{"id": 5, "name": "A"}],
        "namevariations": ["B."],
    }
    assert record_xml(Kind.ARTISTS, artist) == (
        b"<artist><id>2</id><name>Band</name><realname>R</realname>"
        b"<namevariations><name>B.</name></namevariations>"
        b'<aliases><name id="5">A</name></aliases><members><name id="3">M</name></members>'
        b'<groups><name id="4">G</name></groups></artist>\n'
    )


@pytest.mark.parametrize("kind", Kind)
def test_a_file_of_printed_records_is_well_formed(kind: Kind) -> None:
    records = [record_xml(kind, {"_id": number, "data_quality": "Correct"}) for number in (1, 2)]
    parsed = xmltodict.parse(root_open(kind) + b"".join(records) + root_close(kind))
    assert len(parsed[kind.value][kind.record]) == 2
