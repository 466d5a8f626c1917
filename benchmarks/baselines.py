"""How others read a releases file: ``python baselines.py CONTENDER FILE OUT``.

Each contender reads the gzip file from start to end and keeps nothing. They are our own few lines
of each idiom, as favourable to it as we could make them:

xml2db      lxml iterparse by tag, rows of ten tables through csv.writer (discogs-xml2db's way)
iterparse   lxml iterparse by tag, a plain dict for each record, nothing written
xmltodict   xmltodict streaming, nothing written
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import xmltodict
from lxml import etree

TABLES = (
    "release",
    "release_artist",
    "release_label",
    "release_genre",
    "release_style",
    "release_format",
    "release_track",
    "release_identifier",
    "release_video",
    "release_company",
)


def releases(path: Path) -> Iterator[Any]:
    with gzip.open(path) as file:
        for _, element in etree.iterparse(file, tag="release", huge_tree=True):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def text(element: Any, path: str) -> str:
    return element.findtext(path) or ""


def xml2db(path: Path, out: Path) -> None:
    with ExitStack() as files:
        write = {
            table: csv.writer(files.enter_context((out / f"{table}.csv").open("w"))).writerow
            for table in TABLES
        }
        for release in releases(path):
            key = release.get("id")
            fields = ("title", "country", "released", "notes", "data_quality", "master_id")
            write["release"]([key, *(text(release, field) for field in fields)])
            credits = release.iterfind("artists/artist"), release.iterfind("extraartists/artist")
            for extra, artists in enumerate(credits):
                for place, artist in enumerate(artists):
                    row = [text(artist, f) for f in ("id", "name", "anv", "join", "role", "tracks")]
                    write["release_artist"]([key, extra, place, *row])
            for label in release.iterfind("labels/label"):
                row = [label.get("id"), label.get("name"), label.get("catno")]
                write["release_label"]([key, *row])
            for genre in release.iterfind("genres/genre"):
                write["release_genre"]([key, genre.text])
            for style in release.iterfind("styles/style"):
                write["release_style"]([key, style.text])
            for form in release.iterfind("formats/format"):
                described = "; ".join(d.text or "" for d in form.iterfind("descriptions/"))
                row = [form.get("name"), form.get("qty"), form.get("text"), described]
                write["release_format"]([key, *row])
            for place, track in enumerate(release.iterfind("tracklist/track")):
                row = [text(track, field) for field in ("position", "title", "duration")]
                write["release_track"]([key, place, *row])
            for identifier in release.iterfind("identifiers/identifier"):
                row = [identifier.get(name) for name in ("type", "value", "description")]
                write["release_identifier"]([key, *row])
            for video in release.iterfind("videos/video"):
                row = [video.get("src"), video.get("duration"), text(video, "title")]
                write["release_video"]([key, *row])
            for company in release.iterfind("companies/company"):
                row = [text(company, f) for f in ("id", "name", "entity_type_name")]
                write["release_company"]([key, *row])


def as_dict(element: Any) -> Any:
    if not len(element):
        return element.text if not element.attrib else {**element.attrib, "#text": element.text}
    return {**element.attrib, "children": [(child.tag, as_dict(child)) for child in element]}


def iterparse(path: Path, _out: Path) -> None:
    for release in releases(path):
        as_dict(release)


def xmltodict_streaming(path: Path, _out: Path) -> None:
    with gzip.open(path) as file:
        xmltodict.parse(file, item_depth=2, item_callback=lambda _path, _item: True)


CONTENDERS = {"xml2db": xml2db, "iterparse": iterparse, "xmltodict": xmltodict_streaming}

if __name__ == "__main__":
    CONTENDERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
