"""The pages that list dumps: HTML → which files there are, how large, at which address.

Read are the pages of data.discogs.com (a root with years, a page for each year) and the plain
index pages that web servers make of a folder. A page is hostile until read: only links that stay on
its own host and lead to a file with the exact name of a dump file count; all else is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml import etree

from domain.documents import Kind
from domain.errors import Unavailable

_NAME = re.compile(
    r"discogs_([0-9]{8})_(?:(artists|labels|masters|releases)\.xml\.gz|CHECKSUM\.txt)"
)
_YEAR = re.compile(r"(?:data/)?((?:19|20)[0-9]{2})/?")
_DATE = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[A-Z][a-z]{2}-[0-9]{4})[ T]*[0-9:]{0,8}"
)
_SIZE = re.compile(r"(?<![\w.,])([0-9]{1,15}(?:\.[0-9]{1,3})?) ?([KMGTkmgt]?)(?:i?[Bb])?(?![\w.])")
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_LONGEST_HREF = 2_000


@dataclass(frozen=True)
class ListedFile:
    """A file of a dump as a page lists it.

    ``kind`` is None for the CHECKSUM file. ``size`` is in bytes, as exact as it was printed, None
    where it was not.
    """

    name: str
    dump: str
    kind: Kind | None
    size: int | None
    url: str


@dataclass(frozen=True)
class Listing:
    """What a page lists: files by name, and the addresses of the pages of single years."""

    files: dict[str, ListedFile] = field(default_factory=dict)
    years: dict[int, str] = field(default_factory=dict)


def dump_file_name(name: str) -> tuple[str, Kind | None] | None:
    """The dump and the kind (None: CHECKSUM) that an exact file name states; None for others."""
    match = _NAME.fullmatch(name)
    if match is None or not _is_date(match[1]):
        return None
    return match[1], Kind(match[2]) if match[2] else None


def parse_listing(page: bytes, url: str) -> Listing:
    """Read one page; one in which nothing is known gives an empty listing.

    Args:
        page: the HTML.
        url: where it came from; links are relative to it.
    """
    listing = Listing()
    for href, text in _links(page):
        address = _on_same_host(href, url)
        if address is None:
            continue
        for words in _last_words(address):
            named = dump_file_name(words)
            year = _YEAR.fullmatch(words)
            if named is not None:
                _add(listing, ListedFile(words, *named, _size(text), address))
                break
            if year is not None:
                listing.years.setdefault(int(year[1]), address)
                break
    return listing


def nothing_known(url: str) -> Unavailable:
    """The error for a page that should list something: better to say so than "nothing new"."""
    return Unavailable(
        f"{url}: the page lists nothing it is known to list (years, or files named"
        " discogs_YYYYMMDD_…); its form may have changed: fetch the files by other means and pass"
        " them with --from"
    )


def _is_date(digits: str) -> bool:
    try:
        datetime.strptime(digits, "%Y%m%d")
    except ValueError:
        return False
    return True


def _links(page: bytes) -> Iterator[tuple[str, str]]:
    """Each link's address, and the text of the row it stands in."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True)
    try:
        root = etree.fromstring(page, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    for link in root.iter("a"):
        href = link.get("href")
        if href and len(href) <= _LONGEST_HREF:
            yield href, _row_text(link)


def _row_text(link: etree._Element) -> str:
    """What stands in the link's row: of a table, else of the lines of text around it."""
    row = next(link.iterancestors("tr"), None)
    if row is not None:
        return " ".join(str(text) for text in row.itertext())
    previous, parent = link.getprevious(), link.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else None
    line_before = (before or "").rsplit("\n", 1)[-1]
    line_after = (link.tail or "").split("\n", 1)[0]
    return f"{line_before} {line_after}"


def _on_same_host(href: str, url: str) -> str | None:
    """The whole address of a link, if it stays on the host of its page."""
    try:
        address = urljoin(url, href.strip())
        there, here = urlsplit(address), urlsplit(url)
    except ValueError:
        return None
    if (there.scheme, there.netloc) != (here.scheme, here.netloc):
        return None
    return address


def _last_words(address: str) -> Iterator[str]:
    """What a link may lead to: the values of its query, or the end of its path."""
    parts = urlsplit(address)
    for _, value in parse_qsl(parts.query):
        yield value.rsplit("/", 1)[-1] if not value.endswith("/") else value
    if not parts.query:
        yield unquote(parts.path).rstrip("/").rsplit("/", 1)[-1]


def _size(text: str) -> int | None:
    """The size a row states; sizes are powers of 1024 though printed MB or GB."""
    rest = _DATE.sub(" ", text)
    for number, unit in _SIZE.findall(rest):
        return int(float(number) * 1024 ** _POWERS[unit.lower()])
    return None


def _add(listing: Listing, file: ListedFile) -> None:
    known = listing.files.get(file.name)
    if known is None or known.size is None:
        listing.files[file.name] = file
