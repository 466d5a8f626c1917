from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from dataget.build import build_document
from dataget.shapes import number
from domain.documents import Kind


def build(record, kind=Kind.RELEASES, unknown=None):
    root = etree.fromstring(f"<dump>{record}</dump>")
    return build_document(root[0], kind, Counter() if unknown is None else unknown)


def release(inside, unknown=None, attributes=""):
    """A release's document without its id."""
    document = build(f'<release id="1"{attributes}>{inside}</release>', unknown=unknown)
    assert document.pop("_id") == 1
    return document


def counted(record, kind=Kind.RELEASES):
    unknown = Counter()
    document = build(record, kind, unknown)
    return document, dict(unknown)


def odd(inside, attributes=""):
    unknown = Counter()
    return release(inside, unknown, attributes), dict(unknown)


def test_a_release_with_everything():
    document = release(
        """<artists><artist><id>1</id><name>The Persuader</name><anv>P</anv><join>&amp;</join>
        </artist><artist><name>Unlinked</name><role>Remix</role><tracks>A1</tracks></artist>
        </artists><title>Stockholm</title><labels><label name="Svek" catno="SK032" id="5"/></labels>
        <series><series name="Best" catno="3" id="9"/></series>
        <extraartists><artist><id>0</id><name>Y</name></artist></extraartists>
        <formats><format name="Vinyl" qty="2" text="Red"><descriptions><description>LP</description>
        <description>Album</description></descriptions></format></formats>
        <genres><genre>Electronic</genre></genres><styles><style>Techno</style><style>IDM</style>
        </styles><country>Sweden</country><released>1999-03-00</released><notes>N</notes>
        <data_quality>Correct</data_quality><master_id is_main_release="true">713738</master_id>
        <tracklist><track><title>Side A</title></track><track><position>A</position><title>T</title>
        <duration>4:45</duration><artists><artist><id>2</id><name>B</name></artist></artists>
        <extraartists><artist><name>C</name></artist></extraartists><sub_tracks><track>
        <position>A.1</position><title>S</title></track></sub_tracks></track></tracklist>
        <identifiers><identifier type="Barcode" description="Text" value="5 012"/></identifiers>
        <videos><video src="https://www.youtube.com/watch?v=MpmbntGDyNE" duration="290"
        embed="true"><title>V</title><description>D</description></video></videos>
        <companies><company><id>271046</id><name>Globe</name><catno>G1</catno><entity_type>23
        </entity_type><entity_type_name>Recorded At</entity_type_name></company></companies>"""
    )
    assert document == {
        "artists": [
            {"id": 1, "name": "The Persuader", "anv": "P", "join": "&"},
            {"name": "Unlinked", "role": "Remix", "tracks": "A1"},
        ],
        "title": "Stockholm",
        "labels": [{"name": "Svek", "catno": "SK032", "id": 5}],
        "series": [{"name": "Best", "catno": "3", "id": 9}],
        "extraartists": [{"name": "Y"}],
        "formats": [{"name": "Vinyl", "qty": 2, "text": "Red", "descriptions": ["LP", "Album"]}],
        "genres": ["Electronic"],
        "styles": ["Techno", "IDM"],
        "country": "Sweden",
        "released": "1999-03-00",
        "notes": "N",
        "data_quality": "Correct",
        "master_id": 713738,
        "is_main_release": True,
        "tracklist": [
            {"title": "Side A"},
            {
                "position": "A",
                "title": "T",
                "duration": "4:45",
                "artists": [{"id": 2, "name": "B"}],
                "extraartists": [{"name": "C"}],
                "sub_tracks": [{"position": "A.1", "title": "S"}],
            },
        ],
        "identifiers": [{"type": "Barcode", "description": "Text", "value": "5 012"}],
        "videos": [
            {
                "src": "https://www.youtube.com/watch?v=MpmbntGDyNE",
                "duration": 290,
                "embed": True,
                "title": "V",
                "description": "D",
            }
        ],
        "companies": [
            {
                "id": 271046,
                "name": "Globe",
                "catno": "G1",
                "entity_type": "23\n        ",
                "entity_type_name": "Recorded At",
            }
        ],
    }


def test_the_id_alone_makes_a_document():
    assert build('<release id="12"/>') == {"_id": 12}
    assert build("<artist><id>12</id></artist>", Kind.ARTISTS) == {"_id": 12}


def test_a_master():
    master = """<master id="113"><main_release>116925</main_release><images><image uri=""/>
        </images><artists><artist><id>3225</id><name>W</name></artist></artists><year>{}</year><title>M</title>
        <genres/><styles><style>Techno</style></styles><notes>N</notes></master>"""
    expected = {
        "_id": 113,
        "main_release": 116925,
        "artists": [{"id": 3225, "name": "W"}],
        "year": 2002,
        "title": "M",
        "styles": ["Techno"],
        "notes": "N",
    }
    assert build(master.format(2002), Kind.MASTERS) == expected
    del expected["year"]
    assert build(master.format(0), Kind.MASTERS) == expected


def test_an_artist_of_the_older_form_with_ids_beside_the_names():
    document, unknown = counted(
        """<artist><images/><id>2</id><name>Mr. James Barth</name><realname/><urls><url>u</url>
        <url/></urls><namevariations><name>Mr Barth</name></namevariations><aliases>
        <name id="2470">Puente Latino</name><name id="0">Nobody</name><name>Unlinked</name>
        </aliases><members><id>26</id><name id="26">Alexi</name><id>27</id><id>0</id></members>
        <groups><name id="9"/></groups></artist>""",
        Kind.ARTISTS,
    )
    assert document == {
        "_id": 2,
        "name": "Mr. James Barth",
        "urls": ["u"],
        "namevariations": ["Mr Barth"],
        "aliases": [
            {"id": 2470, "name": "Puente Latino"},
            {"name": "Nobody"},
            {"name": "Unlinked"},
        ],
        "members": [{"id": 26, "name": "Alexi"}, {"id": 27}],
        "groups": [{"id": 9}],
    }
    assert unknown == {}


def test_a_label():
    document, unknown = counted(
        """<label><id>1</id><name>Planet E</name><contactinfo>a&#13;
b</contactinfo><parentLabel id="5">P</parentLabel><sublabels><label/><label id="6">Six</label>
        <label>Seven</label></sublabels><urls/></label>""",
        Kind.LABELS,
    )
    assert document == {
        "_id": 1,
        "name": "Planet E",
        "contactinfo": "a\r\nb",
        "parentLabel": {"id": 5, "name": "P"},
        "sublabels": [{"id": 6, "name": "Six"}, {"name": "Seven"}],
    }
    assert unknown == {}


@pytest.mark.parametrize(
    "text",
    ["a\r\nb\tc", "  leading and trailing  ", "Jesper Dahlbäck", "日本", "a<b>&\"'", " ", "\n"],
)
@pytest.mark.parametrize("tag", ["title", "notes"])
def test_text_is_never_changed(text, tag):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;")
    assert release(f"<{tag}>{escaped}</{tag}>") == {tag: text}


@pytest.mark.parametrize(
    "nothing",
    [
        "<title/>",
        "<title></title>",
        "<artists/>",
        "<artists> </artists>",
        "<artists><artist/></artists>",
        "<artists><artist><id>0</id><name/><anv></anv></artist></artists>",
        "<genres><genre/></genres>",
        '<formats><format qty=""><descriptions><description/></descriptions></format></formats>',
        "<tracklist><track><position/><title/><sub_tracks><track/></sub_tracks></track></tracklist>",
        '<labels><label id="0" name=""/></labels>',
        "<images><image uri='x'><deep/></image></images>",
        '<master_id is_main_release="true">0</master_id>',
        '<master_id is_main_release="false"/>',
        "<master_id>0</master_id>",
        "<companies><company><resource_url>http</resource_url></company></companies>",
        "\n\t ",
    ],
)
def test_what_is_empty_is_absent(nothing):
    assert odd(nothing) == ({}, {})
    assert odd(nothing, ' status="Accepted"') == ({}, {})


@pytest.mark.parametrize(
    ("text", "flag"), [("true", True), ("false", False), ("TRUE", "TRUE"), ("1", "1")]
)
def test_flags_are_true_false_or_text(text, flag):
    found = release(f'<master_id is_main_release="{text}">5</master_id>')["is_main_release"]
    assert (type(found), found) == (type(flag), flag)
    (video,) = release(f'<videos><video embed="{text}"/></videos>')["videos"]
    assert (type(video["embed"]), video["embed"]) == (type(flag), flag)


@pytest.mark.parametrize("text", ["0", "1", "10", "999999999", "-5"])
def test_a_plain_decimal_is_a_number(text):
    assert number(text) == int(text)
    assert release(f'<formats><format qty="{text}"/></formats>') == {
        "formats": [{"qty": int(text)}]
    }


NO_NUMBERS = ["01", "00", "+1", " 1", "1 ", "1.0", "1_0", "1e3", "-0", "-", "²", "٣", "", "x"]
TOO_LONG = ["1000000000", "-1000000000", "1" * 64, "9" * 5000]


@pytest.mark.parametrize("text", [*NO_NUMBERS, *TOO_LONG])
def test_anything_else_stays_text(text):
    assert number(text) == text
    assert isinstance(number(text), str)


@given(st.integers(-(10**12), 10**12))
def test_a_number_is_an_int_up_to_nine_digits(value):
    assert number(str(value)) == (value if abs(value) < 10**9 else str(value))


def test_zero_is_a_number_where_it_is_one():
    assert release('<videos><video duration="0"/></videos>') == {"videos": [{"duration": 0}]}


def test_ids_that_are_no_numbers_are_kept():
    document = release("<artists><artist><id>x1</id></artist></artists><master_id>5 </master_id>")
    assert document == {"artists": [{"id": "x1"}], "master_id": "5 "}


@pytest.mark.parametrize(
    ("inside", "document", "unknown"),
    [
        ("<mood>dark</mood>", {"mood": "dark"}, {"release/mood": 1}),
        ("<mood/>", {}, {"release/mood": 1}),
        ("<mood>a</mood><mood>b</mood>", {"mood": ["a", "b"]}, {"release/mood": 2}),
        (
            '<mood level="3"><a>1</a><a>2</a><b><c>x</c>\n</b>own</mood>',
            {"mood": {"level": "3", "a": ["1", "2"], "b": {"c": "x"}, "#text": "own"}},
            {"release/mood": 1},
        ),
        (
            "<tracklist><track><isrc>X</isrc></track><track><isrc>Y</isrc></track></tracklist>",
            {"tracklist": [{"isrc": "X"}, {"isrc": "Y"}]},
            {"release/tracklist/track/isrc": 2},
        ),
        (
            '<videos><video id="3"/></videos>',
            {"videos": [{"id": "3"}]},
            {"release/videos/video@id": 1},
        ),
        # What has no place in a bare text or list is kept beside it.
        (
            '<title lang="sv">T</title>',
            {"title": "T", "title@lang": "sv"},
            {"release/title@lang": 1},
        ),
        (
            "<notes>a <b>bold</b> c</notes>",
            {"notes": "a  c", "notes/b": "bold"},
            {"release/notes/b": 1},
        ),
        (
            '<genres of="x"><genre main="yes">Rock</genre><other>O</other>loose</genres>',
            {
                "genres": ["Rock"],
                "genres@of": "x",
                "genres/genre@main": "yes",
                "genres/other": "O",
                "genres/#text": "loose",
            },
            {
                "release/genres@of": 1,
                "release/genres/genre@main": 1,
                "release/genres/other": 1,
                "release/genres/#text": 1,
            },
        ),
        (
            "<tracklist total='2'><track><title x='y'>T</title></track></tracklist>",
            {"tracklist": [{"title": "T", "title@x": "y"}], "tracklist@total": "2"},
            {"release/tracklist@total": 1, "release/tracklist/track/title@x": 1},
        ),
        (
            '<master_id score="9">5</master_id>',
            {"master_id": 5, "master_id@score": "9"},
            {"release/master_id@score": 1},
        ),
        ("text<title>T</title>", {"title": "T", "#text": "text"}, {"release/#text": 1}),
        # An unknown part does not take the place of a known one, or of one we make.
        (
            "<_id>7</_id><derived>x</derived>",
            {"/_id": "7", "/derived": "x"},
            {"release/_id": 1, "release/derived": 1},
        ),
        (
            "<formats><format name='CD'><name>x</name></format></formats>",
            {"formats": [{"name": "CD", "/name": "x"}]},
            {"release/formats/format/name": 1},
        ),
        # The later of two stands, and lists grow; nothing of it goes unnoticed.
        ("<title>A</title><title>B</title>", {"title": "B"}, {"release/title (repeated)": 1}),
        (
            "<genres><genre>A</genre></genres><genres><genre>B</genre></genres>",
            {"genres": ["A", "B"]},
            {"release/genres (repeated)": 1},
        ),
        (
            "<master_id>1</master_id><master_id>2</master_id>",
            {"master_id": 2},
            {"release/master_id (repeated)": 1},
        ),
    ],
)
def test_what_is_not_described_is_kept_and_counted(inside, document, unknown):
    assert odd(inside) == (document, unknown)


def test_unknown_attributes_of_a_record():
    assert odd("", ' foo="a" title="b" bar=""') == (
        {"foo": "a", "@title": "b"},
        {"release@foo": 1, "release@title": 1, "release@bar": 1},
    )


def test_unknown_parts_of_references():
    document, unknown = counted(
        '<artist><id>1</id><members of="x"><name id="2" since="1990">A<b>B</b></name><role>R</role>'
        '<id>2</id><name was="C"/></members></artist>',
        Kind.ARTISTS,
    )
    assert document == {
        "_id": 1,
        "members": [{"id": 2, "name": "A", "since": "1990", "b": "B"}, {"was": "C"}],
        "members@of": "x",
        "members/role": "R",
    }
    assert unknown == {
        "artist/members@of": 1,
        "artist/members/role": 1,
        "artist/members/name@since": 1,
        "artist/members/name/b": 1,
        "artist/members/name@was": 1,
    }


def test_tracks_may_nest_deeper_than_known():
    inside = "<title>deepest</title>"
    for _ in range(30):
        inside = f"<sub_tracks><track>{inside}</track></sub_tracks>"
    document, unknown = odd(f"<tracklist><track>{inside}</track></tracklist>")
    (track,) = document["tracklist"]
    for _ in range(30):
        (track,) = track["sub_tracks"]
    assert (track, unknown) == ({"title": "deepest"}, {})


TAGS = st.sampled_from(
    [
        "release",
        "artists",
        "artist",
        "id",
        "name",
        "members",
        "title",
        "labels",
        "label",
        "formats",
        "format",
        "descriptions",
        "description",
        "genres",
        "genre",
        "master_id",
        "tracklist",
        "track",
        "sub_tracks",
        "videos",
        "video",
        "parentLabel",
        "sublabels",
        "urls",
        "url",
        "derived",
        "_id",
        "other",
    ]
)
TEXTS = st.sampled_from(["", " ", "0", "7", "text", "&amp;", "true"])


@st.composite
def elements(draw, inside):
    tag, text = draw(TAGS), draw(TEXTS)
    names = draw(st.lists(st.sampled_from(["id", "name", "qty", "foo"]), unique=True, max_size=2))
    attributes = "".join(f' {name}="{draw(TEXTS)}"' for name in names)
    children = "".join(child + draw(TEXTS) for child in draw(st.lists(inside, max_size=4)))
    return f"<{tag}{attributes}>{text}{children}</{tag}>"


TREES = st.recursive(st.just("<name>n</name>"), elements, max_leaves=12)


def nothing_empty(value):
    if isinstance(value, dict):
        return bool(value) and all(map(nothing_empty, value.values()))
    if isinstance(value, list):
        return bool(value) and all(map(nothing_empty, value))
    return value not in (None, "")


@pytest.mark.parametrize("kind", list(Kind))
@given(inside=st.lists(TREES, max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_tree_becomes_a_document_without_anything_empty(kind, inside):
    own = ' id="1">' if kind in (Kind.RELEASES, Kind.MASTERS) else "><id>1</id>"
    document = build(f"<{kind.record}{own}{''.join(inside)}</{kind.record}>", kind)
    assert nothing_empty(document)
    assert isinstance(document["_id"], int | str)


@pytest.mark.parametrize("kind", list(Kind))
@given(inside=st.lists(TREES, max_size=5))
@settings(max_examples=100, deadline=None)
def test_no_text_is_lost(kind, inside):
    """Every marked text is somewhere in the document, but for what is dropped on purpose."""
    own = ' id="1">' if kind in (Kind.RELEASES, Kind.MASTERS) else "><id>1</id>"
    marked = "".join(inside).replace(">text", ">mark").replace('"text"', '"mark"')
    unknown = Counter()
    document = build(f"<{kind.record}{own}{marked}</{kind.record}>", kind, unknown)
    repeated = any("(repeated)" in path for path in unknown)
    if not repeated:
        assert repr(document).count("mark") == marked.count("mark")
