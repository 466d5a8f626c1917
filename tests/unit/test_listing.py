from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataget.listing import Listing, dump_file_name, parse_listing
from dataget.months import dumps_in, newest_complete, of_month
from domain.documents import Kind
from domain.errors import NotFound, UsageError

HOST = "https://data.discogs.com/"
YEAR = f"{HOST}?prefix=data%2F2026%2F"
ROOT_PAGE = b"""<!DOCTYPE html><html><body><h1>Data</h1><pre>
Last Modified   Size   Key
<a href="?prefix=data%2F2025%2F">2025/</a>
<a href="?prefix=data%2F2026%2F">2026/</a>
</pre><a href="https://www.discogs.com/2019/">blog</a></body></html>"""
ROWS = """
2026-10-01 09:12:01  474.1 MB <a href="?download=@20261001_artists.xml.gz">x</a>
2026-10-01 09:30:12   86.4 MB <a href="?download=@20261001_labels.xml.gz">x</a>
2026-10-01 10:02:44  596.8 MB <a href="?download=@20261001_masters.xml.gz">x</a>
2026-10-01 19:41:07   10.5 GB <a href="?download=@20261001_releases.xml.gz">x</a>
2026-10-01 19:50:33     412 B <a href="?download=@20261001_CHECKSUM.txt">x</a>
2026-11-01 09:12:01  480.0 MB <a href="?download=@20261101_artists.xml.gz">x</a>
""".replace("@", "data%2F2026%2Fdiscogs_")
YEAR_PAGE = f"""<html><body><pre>
           <a href="?prefix=data%2F">../</a>{ROWS}</pre></body></html>""".encode()


def listed(*names):
    links = "\n".join(f'<a href="{name}">x</a>' for name in names)
    return parse_listing(f"<pre>{links}</pre>".encode(), "http://mirror/dumps/")


def whole(dump, kinds=Kind):
    return [f"discogs_{dump}_{kind}.xml.gz" for kind in kinds] + [f"discogs_{dump}_CHECKSUM.txt"]


def test_the_root_page_lists_the_pages_of_years_on_its_own_host():
    assert parse_listing(ROOT_PAGE, HOST) == Listing(
        years={2025: f"{HOST}?prefix=data%2F2025%2F", 2026: YEAR}
    )


def test_a_year_page_lists_files_with_sizes_in_powers_of_1024():
    files = parse_listing(YEAR_PAGE, YEAR).files
    assert len(files) == 6
    releases = files["discogs_20261001_releases.xml.gz"]
    assert releases.size == int(10.5 * 1024**3)
    assert releases.url == f"{HOST}?download=data%2F2026%2Fdiscogs_20261001_releases.xml.gz"
    assert (releases.dump, releases.kind) == ("20261001", Kind.RELEASES)
    checksum = files["discogs_20261001_CHECKSUM.txt"]
    assert (checksum.size, checksum.kind) == (412, None)


@pytest.mark.parametrize(
    ("row", "size"),
    [
        ('<a href="{}">{}</a>   2020-08-07 10:11  402M', 402 * 1024**2),
        ('<img src="x"> <a href="{}">discogs_2020..&gt;</a> 2020-08-07 10:11  1.5G', 3 * 2**29),
        ('<a href="{}">{}</a>   07-Aug-2020 10:11    83123456', 83123456),
        ('<a href="{}">{}</a>   2020-08-07 10:11    -', None),
        ('<a href="{}">{}</a>', None),
        (
            "<table><tr><td><a href='{}'>{}</a></td><td>2020-08-07 10:11</td><td>86.4 MiB</td></tr>"
            "</table>",
            int(86.4 * 1024**2),
        ),
    ],
)
def test_the_index_pages_of_web_servers_are_read_too(row, size):
    name = "discogs_20200806_labels.xml.gz"
    page = f"<pre>\n{row.format(name, name)}\n</pre>".encode()
    assert parse_listing(page, "http://mirror/dumps/").files[name].size == size


@pytest.mark.parametrize(
    "href",
    [
        "https://evil.example/discogs_20261001_labels.xml.gz",
        "//evil.example/discogs_20261001_labels.xml.gz",
        "file:///discogs_20261001_labels.xml.gz",
        "javascript:discogs_20261001_labels.xml.gz",
        "http://mirror:81/discogs_20261001_labels.xml.gz",
        "http://[",
        "discogs_20261001_labels.xml.gz.torrent",
        "discogs_20261001_songs.xml.gz",
        "discogs_20261301_labels.xml.gz",
        "discogs_2026100_labels.xml.gz",
        "discogs_２０２６１００１_labels.xml.gz",
        "discogs_20261001_labels.xml.gz%0A",
        "?download=discogs_20261001_labels.xml.gz%00",
        "?download=..%2F..%2Fdiscogs_20261001_labels.xml.gz%2F..",
        "x" * 10_000,
        "",
    ],
)
def test_links_elsewhere_and_to_other_names_are_passed_over(href):
    assert listed(href) == Listing()


def test_a_name_is_only_the_end_of_a_path():
    assert list(listed("?download=..%2F..%2Fdiscogs_20261001_labels.xml.gz").files) == [
        "discogs_20261001_labels.xml.gz"
    ]


@given(st.binary(max_size=300) | st.text("<a href=\"'>/&?=%0discogs_261xml.gz\n", max_size=300))
@settings(max_examples=60)
def test_no_page_whatever_breaks_the_reader(page):
    content = page if isinstance(page, bytes) else page.encode()
    listing = parse_listing(content, HOST)
    assert all(dump_file_name(name) for name in listing.files)
    assert all(Path(name).name == name for name in listing.files)


def test_a_dump_is_complete_with_the_kinds_asked_for_and_checksum():
    dumps = dumps_in(parse_listing(YEAR_PAGE, YEAR).files.values())
    assert [dump.dump for dump in dumps] == ["20261101", "20261001"]
    assert dumps[0].lacks(Kind) == ["labels", "masters", "releases", "CHECKSUM"]
    newest = newest_complete(dumps, list(Kind))
    assert newest is not None
    assert newest.dump == "20261001"


def test_checksum_alone_makes_no_dump_complete():
    dumps = dumps_in(listed("discogs_20261001_CHECKSUM.txt").files.values())
    assert newest_complete(dumps, [Kind.LABELS]) is None


@pytest.mark.parametrize("day", ["01", "02", "15", "06"])
def test_a_month_is_found_whatever_day_its_date_names(day):
    dumps = dumps_in(listed(*whole(f"202608{day}"), *whole("20260901")).files.values())
    assert of_month(dumps, "2026-08", list(Kind)).dump == f"202608{day}"


def test_of_several_dumps_in_a_month_the_latest_complete_one_counts():
    names = [*whole("20260801"), *whole("20260815"), "discogs_20260820_labels.xml.gz"]
    dumps = dumps_in(listed(*names).files.values())
    assert of_month(dumps, "2026-08", list(Kind)).dump == "20260815"


def test_a_month_that_is_not_there_is_answered_with_the_complete_ones():
    dumps = dumps_in(listed(*whole("20260801"), "discogs_20260901_labels.xml.gz").files.values())
    with pytest.raises(NotFound, match="no dump of 2026-07; complete are 2026-08"):
        of_month(dumps, "2026-07", list(Kind))
    with pytest.raises(NotFound, match="2026-09 is not complete, it lacks artists, masters"):
        of_month(dumps, "2026-09", list(Kind))
    with pytest.raises(UsageError, match="2026-10"):
        of_month(dumps, "2026-9", list(Kind))
