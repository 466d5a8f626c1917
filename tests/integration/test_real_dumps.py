"""Every record of the real fragments, against an independent reading with xmltodict.

The conversion below shares nothing with ``dataget.build``: it works on xmltodict's dicts, and says
in its own words what a clean document is.
"""

import gzip
import json
import re
from pathlib import Path

import pytest
import xmltodict

from dataget.files import expected_hash, find_dump_files, sha256_of
from dataget.stream import iter_batches
from domain.documents import Kind

DATA = Path(__file__).parents[2].parent / "shared" / "data"
DUMPS = ("20200806", "20260401")

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real dump fragments (../shared/data) are not here"
)


def real_files():
    return [file for dump in DUMPS for file in find_dump_files([DATA / dump]).files]


def name_of(file):
    return file.path.name


def by_file(test):
    files = real_files() if DATA.is_dir() else []
    return pytest.mark.parametrize("file", files, ids=name_of)(test)


# The independent conversion.


def several(node, tag):
    found = node.get(tag) if isinstance(node, dict) else None
    return found if isinstance(found, list) else [found]


def without_nothing(pairs):
    nothing = (None, "", [], {})
    kept = {}
    for key, value in pairs.items():
        # A track or an artist may be an element with nothing in it: not an entry either.
        full = (
            [entry for entry in value if entry not in nothing] if isinstance(value, list) else value
        )
        if full not in nothing:
            kept[key] = full
    return kept


def whole(text):
    return int(text) if re.fullmatch(r"0|[1-9][0-9]{0,8}", text or "") else text


def pointer(text):
    return None if text == "0" else whole(text)


def strings(node, tag):
    return [text for text in several(node, tag) if text]


def linked(node, tag):
    named = []
    for entry in several(node, tag):
        if isinstance(entry, dict):
            named.append(
                without_nothing({"id": pointer(entry.get("@id")), "name": entry.get("#text")})
            )
        elif entry:
            named.append({"name": entry})
    bare = [pointer(text) for text in (several(node, "id") if tag == "name" else [])]
    carried = [entry.get("id") for entry in named]
    return named + [{"id": number} for number in bare if number and number not in carried]


def credits(node):
    return [
        without_nothing(
            {"id": pointer(artist.get("id"))}
            | {key: artist.get(key) for key in ("name", "anv", "join", "role", "tracks")}
        )
        for artist in several(node, "artist")
        if artist
    ]


def tracks(node):
    return [
        without_nothing(
            {key: track.get(key) for key in ("position", "title", "duration")}
            | {
                "artists": credits(track.get("artists")),
                "extraartists": credits(track.get("extraartists")),
                "sub_tracks": tracks(track.get("sub_tracks")),
            }
        )
        for track in several(node, "track")
        if track
    ]


def attributes(node, tag, *names):
    return [
        without_nothing({name: entry.get(f"@{name}") for name in names})
        for entry in several(node, tag)
        if entry
    ]


def numbered(entries, key, read):
    return [without_nothing({**entry, key: read(entry.get(key))}) for entry in entries]


def videos(node):
    found = []
    for video in several(node, "video"):
        if video:
            entry = without_nothing(
                {
                    "src": video["@src"],
                    "title": video.get("title"),
                    "description": video.get("description"),
                }
            )
            entry["duration"] = whole(video["@duration"])
            entry["embed"] = {"true": True, "false": False}[video["@embed"]]
            found.append(entry)
    return found


def formats(node):
    found = []
    for entry in several(node, "format"):
        plain = {name: entry.get(f"@{name}") for name in ("name", "text")}
        listed = strings(entry.get("descriptions"), "description")
        plain |= {"qty": whole(entry.get("@qty")), "descriptions": listed}
        found.append(without_nothing(plain))
    return found


def companies(node):
    keys = ("id", "name", "catno", "entity_type", "entity_type_name")
    found = [
        without_nothing({key: company.get(key) for key in keys})
        for company in several(node, "company")
        if company
    ]
    return numbered(numbered(found, "id", pointer), "entity_type", whole)


def derived(record, date, dump):
    year = re.match(r"([0-9]{4})(?:[0-9]{4})?(?![0-9])", date or "")
    addresses = [video.get("src", "") for video in videos(record.get("videos"))]
    ids = [address[-11:] for address in addresses if "youtube.com/watch?v=" in address]
    return without_nothing(
        {
            "year": int(year[1]) if year and 1860 <= int(year[1]) <= int(dump[:4]) + 1 else None,
            "video_ids": sorted(set(ids), key=ids.index),
        }
    )


def release(record, dump):
    master = record.get("master_id") or {}
    master_id = pointer(master.get("#text"))
    labels = numbered(attributes(record["labels"], "label", "name", "catno", "id"), "id", pointer)
    series = attributes(record.get("series"), "series", "name", "catno", "id")
    texts = ("title", "country", "released", "notes", "data_quality")
    return {key: record.get(key) for key in texts} | {
        "_id": int(record["@id"]),
        "artists": credits(record["artists"]),
        "extraartists": credits(record.get("extraartists")),
        "labels": labels,
        "series": numbered(series, "id", pointer),
        "formats": formats(record["formats"]),
        "genres": strings(record["genres"], "genre"),
        "styles": strings(record.get("styles"), "style"),
        "master_id": master_id,
        "is_main_release": master.get("@is_main_release") == "true" if master_id else None,
        "tracklist": tracks(record["tracklist"]),
        "identifiers": attributes(
            record.get("identifiers"), "identifier", "type", "description", "value"
        ),
        "videos": videos(record.get("videos")),
        "companies": companies(record.get("companies")),
        "derived": derived(record, record.get("released"), dump),
    }


def master(record, dump):
    return {key: record.get(key) for key in ("title", "notes", "data_quality")} | {
        "_id": int(record["@id"]),
        "main_release": whole(record["main_release"]),
        "artists": credits(record["artists"]),
        "genres": strings(record["genres"], "genre"),
        "styles": strings(record.get("styles"), "style"),
        "year": pointer(record["year"]),
        "videos": videos(record.get("videos")),
        "derived": derived(record, record["year"], dump),
    }


def artist(record, _dump):
    return {key: record.get(key) for key in ("name", "realname", "profile", "data_quality")} | {
        "_id": int(record["id"]),
        "urls": strings(record.get("urls"), "url"),
        "namevariations": strings(record.get("namevariations"), "name"),
        "aliases": linked(record.get("aliases"), "name"),
        "groups": linked(record.get("groups"), "name"),
        "members": linked(record.get("members"), "name"),
    }


def label(record, _dump):
    parents = linked(record, "parentLabel")
    return {key: record.get(key) for key in ("name", "contactinfo", "profile", "data_quality")} | {
        "_id": int(record["id"]),
        "urls": strings(record.get("urls"), "url"),
        "sublabels": linked(record.get("sublabels"), "label"),
        "parentLabel": parents[0] if parents else None,
    }


CONVERSIONS = {
    Kind.RELEASES: release,
    Kind.MASTERS: master,
    Kind.ARTISTS: artist,
    Kind.LABELS: label,
}


def independent_documents(file):
    content = gzip.decompress(file.path.read_bytes())
    records = xmltodict.parse(content, strip_whitespace=False)[file.kind][file.kind.record]
    return [without_nothing(CONVERSIONS[file.kind](record, file.dump)) for record in records]


@by_file
def test_every_record_equals_an_independent_reading(file):
    batches = list(iter_batches(file.path, file.kind, file.dump))
    documents = [document for batch in batches for document in batch.documents]
    expected = independent_documents(file)
    assert len(documents) == len(expected) > 100
    for document, independent in zip(documents, expected, strict=True):
        assert document == independent
        # To Python 1 equals True; to JSON it does not.
        assert json.dumps(document, sort_keys=True) == json.dumps(independent, sort_keys=True)
    assert [skipped for batch in batches for skipped in batch.skipped] == []


@by_file
def test_nothing_in_the_real_files_is_unknown(file):
    unknown = [batch.unknown for batch in iter_batches(file.path, file.kind, file.dump)]
    assert [counts for counts in unknown if counts] == []


@by_file
def test_a_load_broken_off_at_any_batch_goes_on_there(file):
    batches = list(iter_batches(file.path, file.kind, file.dump))
    for number, batch in enumerate(batches, 1):
        rest = list(iter_batches(file.path, file.kind, file.dump, batch.end))
        assert [document for later in rest for document in later.documents] == [
            document for later in batches[number:] for document in later.documents
        ]


@by_file
def test_progress_ends_at_the_size_of_the_file(file):
    seen = []
    for _ in iter_batches(file.path, file.kind, file.dump, on_read=seen.append):
        pass
    assert seen == sorted(seen)
    assert seen[-1] == file.path.stat().st_size


@by_file
def test_the_files_have_the_hash_their_checksum_file_states(file):
    assert expected_hash(file) == sha256_of(file.path)


def test_both_vintages_hold_the_kinds_they_came_with():
    assert [(file.dump, file.kind.value) for file in real_files()] == [
        *(("20200806", kind) for kind in ("artists", "labels", "masters", "releases")),
        *(("20260401", kind) for kind in ("artists", "masters", "releases")),
    ]
