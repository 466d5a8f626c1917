"""Where a dump may come from: the host of the dumps, a mirror of it, or a folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from dataget.download import (
    Advance,
    bring_from_folder,
    download,
    download_checksums,
    keep_checksums,
)
from dataget.host import Gone, Host
from dataget.listing import (
    ListedFile,
    Listing,
    dump_file_name,
    nothing_known,
    parse_listing,
)
from dataget.months import ListedDump, dumps_in, month_prefix, newest_complete, of_month
from domain.documents import Kind
from domain.errors import NotFound, UsageError

# A listed size is rounded; a bit more may come.
_ROUNDED_UP = 1.05


class Source(Protocol):
    """Something that lists dumps and hands out their files."""

    def newest(self, kinds: Collection[Kind], held: str | None, year: int) -> ListedDump | None:
        """The newest dump with all these kinds, None if there is none newer than ``held``.

        ``year`` is the present one: where dumps stand by year, it is looked at first.
        """

    def of_month(self, month: str, kinds: Collection[Kind]) -> ListedDump:
        """The newest dump of a month (``2026-10``) with all these kinds; NotFound if none."""

    def checksums(self, dump: ListedDump, folder: Path, names: Collection[str]) -> dict[str, str]:
        """The SHA-256 by name that the dump's CHECKSUM file states; it is kept in the folder."""

    def bring(self, file: ListedFile, folder: Path, sha256: str, advance: Advance) -> Path:
        """Put a file with this hash into the folder."""

    def space_for(self, file: ListedFile, folder: Path) -> int:
        """Bytes that bringing the file into the folder will take."""


@dataclass
class WebSource:
    """The host of the dumps, or a mirror.

    ``year_page`` is the year and the address of the last page of a year that listed files: knowing
    it saves asking for the root page.
    """

    host: Host
    base: str
    year_page: tuple[int, str] | None = None

    def newest(self, kinds: Collection[Kind], held: str | None, year: int) -> ListedDump | None:
        """See Source. Asks for one page if the year's page is known and nothing is new."""
        last_asked = None
        found_any = False
        for url, listing in self._pages(year, held):
            last_asked = last_asked or url
            found_any = found_any or bool(listing.files)
            newest = newest_complete(dumps_in(listing.files.values()), kinds)
            if newest is not None:
                return newest if held is None or newest.dump > held else None
        if last_asked is not None and not found_any:
            raise nothing_known(last_asked)
        return None

    def _pages(self, year: int, held: str | None) -> Iterator[tuple[str, Listing]]:
        """The pages on which something newer than ``held`` may stand, the newest first."""
        asked, listing = None, Listing()
        if self.year_page is not None and self.year_page[0] == year:
            asked = self.year_page[1]
            listing = self._year(year, asked)
            if listing.files:
                yield asked, listing
                if not _may_list_newer(year - 1, held):
                    return
        root_url, root = self._root()
        if root.files:
            yield root_url, root
        for listed in sorted(root.years, reverse=True)[:2]:
            url = root.years[listed]
            if url == asked and not listing.files:
                raise nothing_known(url)
            if _may_list_newer(listed, held) and url != asked:
                yield url, self._year(listed, url)

    def of_month(self, month: str, kinds: Collection[Kind]) -> ListedDump:
        """See Source."""
        year = int(month_prefix(month)[:4])
        listing, url = Listing(), self.base
        if self.year_page is not None and self.year_page[0] == year:
            url = self.year_page[1]
            listing = self._year(year, url)
        if not listing.files:
            url, root = self._root()
            listing = root
            if year in root.years:
                url = root.years[year]
                listing = self._year(year, url)
                if not listing.files:
                    raise nothing_known(url)
            elif not root.files:
                years = ", ".join(map(str, sorted(root.years)))
                raise NotFound(f"{url}: there is no dump of {month}; listed are the years {years}")
        return of_month(dumps_in(listing.files.values()), month, kinds)

    def _root(self) -> tuple[str, Listing]:
        page, url = self.host.page(self.base)
        listing = parse_listing(page, url)
        if not (listing.files or listing.years):
            raise nothing_known(url)
        return url, listing

    def _year(self, year: int, url: str) -> Listing:
        try:
            page, came_from = self.host.page(url)
        except Gone:
            return Listing()
        listing = parse_listing(page, came_from)
        if listing.files:
            self.year_page = (year, url)
        return listing

    def checksums(self, dump: ListedDump, folder: Path, names: Collection[str]) -> dict[str, str]:
        """See Source."""
        return download_checksums(self.host, _checksum_of(dump), folder, names)

    def bring(self, file: ListedFile, folder: Path, sha256: str, advance: Advance) -> Path:
        """See Source."""
        return download(self.host, file, folder, sha256, advance)

    def space_for(self, file: ListedFile, folder: Path) -> int:
        """See Source. What an earlier run left of the file takes no space again."""
        part = folder / f"{file.name}.part"
        here = part.stat().st_size if part.exists() else 0
        return max(0, int((file.size or 0) * _ROUNDED_UP) - here)


@dataclass(frozen=True)
class FolderSource:
    """A folder with files got by other means; they are hard-linked, or copied where need be."""

    folder: Path

    def newest(
        self,
        kinds: Collection[Kind],
        held: str | None,
        year: int,  # noqa: ARG002
    ) -> ListedDump | None:
        """See Source.

        Raises:
            NotFound: no dump there has all these kinds and CHECKSUM; the message says what lacks.
        """
        dumps = self._dumps()
        newest = newest_complete(dumps, kinds)
        if newest is None:
            what = ", ".join(dumps[0].lacks(kinds)) if dumps else ""
            why = f"dump {dumps[0].dump} lacks {what}" if dumps else "it holds no dump files"
            raise NotFound(f"{self.folder}: there is no complete dump: {why}")
        return newest if held is None or newest.dump > held else None

    def of_month(self, month: str, kinds: Collection[Kind]) -> ListedDump:
        """See Source."""
        return of_month(self._dumps(), month, kinds)

    def _dumps(self) -> list[ListedDump]:
        try:
            return dumps_in(list(self._files()))
        except OSError as error:
            raise NotFound(f"{self.folder}: it cannot be read ({error.strerror})") from error

    def _files(self) -> Iterator[ListedFile]:
        for path in self.folder.iterdir():
            named = dump_file_name(path.name)
            if named is not None and path.is_file():
                yield ListedFile(path.name, *named, path.stat().st_size, str(path))

    def checksums(self, dump: ListedDump, folder: Path, names: Collection[str]) -> dict[str, str]:
        """See Source."""
        file = _checksum_of(dump)
        return keep_checksums(self.folder / file.name, folder / file.name, names)

    def bring(self, file: ListedFile, folder: Path, sha256: str, advance: Advance) -> Path:
        """See Source."""
        return bring_from_folder(self.folder / file.name, folder / file.name, sha256, advance)

    def space_for(self, file: ListedFile, folder: Path) -> int:
        """See Source. A hard link takes none."""
        there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        linked = self.folder.stat().st_dev == there.stat().st_dev
        return 0 if linked else file.size or 0


def check_address(address: str) -> str:
    """An address of the web that dumps may come from.

    Raises:
        UsageError: it is none, or holds a password (which would end up in logs).
    """
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"{address}: not an address that starts with https:// or http://")
    if "@" in parts.netloc:
        raise UsageError(
            "the address of the dumps holds a user name; put name and password into ~/.netrc"
        )
    return address if parts.query or parts.path.endswith("/") else f"{address}/"


def _checksum_of(dump: ListedDump) -> ListedFile:
    if dump.checksum is None:
        raise NotFound(f"dump {dump.dump} has no CHECKSUM file (yet)")
    return dump.checksum


def _may_list_newer(year: int, held: str | None) -> bool:
    """Whether a dump of this year can be newer than the one held: not than its December's."""
    return held is None or f"{year}12" > held[:6]
