"""The newest complete dump, brought here: settings → look → download, one run at a time.

Files stand in ``<data>/dumps/<YYYYMMDD>/``, each proven by its sidecar; what is held is read from
there, never from memory. ``<data>/fetch/state.json`` remembers the last look at the host.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from dataget.download import is_here, proven_hash
from dataget.host import Host, Manners, Throttled
from dataget.listing import ListedFile
from dataget.months import ListedDump, month_prefix
from dataget.sources import FolderSource, Source, WebSource, check_address
from domain.documents import Kind
from domain.errors import ConfigurationError, NotFound, StoreFull, UsageError
from waxlist.dumps_folder import DumpsFolder
from waxlist.locks import exclusive
from waxlist.looking import LastLook
from waxlist.progress import Advance
from waxlist.settings import Settings

#: Bytes that stay free on the disk after a download.
SPARE = 64 * 1024 * 1024
#: Dumps come every month, at the worst after six weeks.
OLD = timedelta(days=75)

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Fetched:
    """What a run came to.

    ``files`` are the dump's files of the kinds asked for, whether they were fetched or held
    before; ``new`` says whether any was fetched (with ``dry_run``: would be), ``bytes`` how many
    bytes those have. ``note`` says it all in a line.
    """

    dump: str
    files: tuple[Path, ...]
    new: bool
    bytes: int
    note: str


def parse_kinds(text: str) -> tuple[Kind, ...]:
    """The kinds that a list like ``masters,releases`` names.

    Raises:
        UsageError: it names something else, or nothing.
    """
    words = {word.strip() for word in text.split(",")} - {""}
    unknown = sorted(words - set(Kind))
    if unknown or not words:
        known = ", ".join(Kind)
        raise UsageError(f"--kinds {text}: name some of {known}, with commas between them")
    return tuple(kind for kind in Kind if kind.value in words)


def fetched_facts(fetched: Fetched) -> dict[str, Any]:
    """A fetch as JSON-able facts."""
    return {
        "dump": fetched.dump,
        "files": [str(path) for path in fetched.files],
        "new": fetched.new,
        "bytes": fetched.bytes,
        "note": fetched.note,
    }


def fetch(
    settings: Settings,
    *,
    kinds: Collection[Kind],
    month: str | None = None,
    source: str | None = None,
    dry_run: bool = False,
    force: bool = False,
    advance: Advance,
    say: Say,
    now: datetime | None = None,
    manners: Manners | None = None,
) -> Fetched:
    """Bring the newest complete dump here, unless it is here already.

    The host is looked at once a day (UTC); a day on which nothing is new costs one request.

    Args:
        settings: the data folder, and the address of the host.
        kinds: which files are wanted; a dump is complete with these and CHECKSUM.
        month: the dump of this month (``2026-10``) instead of the newest.
        source: a folder, or the address of a mirror, instead of the host.
        dry_run: only say what would be fetched.
        force: look again even if this day was looked at, or the host wants to be left alone.
        advance: told how far each file is, in bytes.
        say: told in a line what is waited for.
        now: the time, in UTC.
        manners: how the host is treated, if not as usual.

    Raises:
        NotFound: there is no such month, or no complete dump.
        Busy: another fetch is running, or the host wants more patience than two hours.
        Unavailable: the host does not answer, refuses, or lists nothing known.
        StoreFull: the disk has no room for it.
        BadInput, ChecksumMismatch: what came is not what CHECKSUM states.
        UsageError, ConfigurationError: as their names say.
    """
    wanted = tuple(kind for kind in Kind if kind in kinds)
    if not wanted:
        raise UsageError("no kind of file is asked for")
    if month is not None:
        month_prefix(month)
    run = _Run(settings, wanted, now or datetime.now(UTC), advance)
    with exclusive(settings.data / "fetch.lock", "fetch"):
        if source is None:
            return run.from_host(month, dry_run, force, say, manners)
        with _opened(source, settings, say, manners) as opened:
            chosen = opened.of_month(month, wanted) if month else _newest(opened, run, source)
            return run.bring(opened, chosen, dry_run)


def _newest(source: Source, run: _Run, name: str) -> ListedDump:
    newest = source.newest(run.kinds, None, run.now.year)
    if newest is None:
        raise NotFound(f"{name}: there is no complete dump of {', '.join(run.kinds)} (yet)")
    return newest


@contextmanager
def _opened(source: str, settings: Settings, say: Say, manners: Manners | None) -> Iterator[Source]:
    """A folder, or the address of a mirror."""
    if not _ADDRESS.match(source):
        if not Path(source).is_dir():
            raise UsageError(f"--from {source}: there is no such folder")
        yield FolderSource(Path(source))
        return
    address = check_address(source)
    with _host(settings, say, manners) as host:
        yield WebSource(host, address)


def _host(settings: Settings, say: Say, manners: Manners | None) -> Host:
    try:
        program = f"Waxlist/{version('waxlist')}"
    except PackageNotFoundError:  # run from a checkout that is not installed
        program = "Waxlist"
    contact = settings.contact or "a private catalogue of Discogs dumps; no contact set"
    return Host(f"{program} (+{contact})", manners or Manners(gap=settings.dumps_gap), say)


@dataclass(frozen=True)
class _Run:
    """One run: what is wanted, and where things stand."""

    settings: Settings
    kinds: tuple[Kind, ...]
    now: datetime
    advance: Advance

    @property
    def _dumps(self) -> DumpsFolder:
        return DumpsFolder(self.settings.data / "dumps")

    def from_host(
        self, month: str | None, dry_run: bool, force: bool, say: Say, manners: Manners | None
    ) -> Fetched:
        """Look at the host, unless what is known from before answers the question."""
        try:
            url = check_address(self.settings.dumps_url)
        except UsageError as error:
            raise ConfigurationError(f"WAXLIST_DUMPS_URL: {error}") from error
        path = self.settings.data / "fetch" / "state.json"
        look = LastLook.read(path, url)
        held = self._dumps.newest(self.kinds, month_prefix(month) if month else "")
        if not force:
            known = self._known(look, month, held)
            if known is not None:
                return known
        page = (look.year, look.year_page) if look.year and look.year_page else None
        with _host(self.settings, say, manners) as host:
            source = WebSource(host, url, page)
            try:
                if month:
                    chosen: ListedDump | None = source.of_month(month, self.kinds)
                else:
                    chosen = source.newest(self.kinds, held, self.now.year)
                    look.looked_at, look.kinds = self.now, self.kinds
                    look.newest = chosen.dump if chosen else held
                    _warn_if_old(look.newest, self.now, say)
                if source.year_page is not None:
                    look.year, look.year_page = source.year_page
                look.retry_at = None
                look.write(path)
                return self._answer(source, chosen, held, dry_run)
            except Throttled as error:
                look.retry_at = error.retry_at
                look.write(path)
                raise

    def _known(self, look: LastLook, month: str | None, held: str | None) -> Fetched | None:
        """The answer that needs no request, if there is one."""
        if month and held:
            return self._held(held, f"the dump of {month} is here already: {held}")
        if look.retry_at is not None and self.now < look.retry_at:
            raise Throttled(self.settings.dumps_url, look.retry_at)
        if month or not look.was_today(self.now, self.kinds) or look.looked_at is None:
            return None
        time = f"looked today at {look.looked_at:%H:%M} UTC"
        if held is not None and (look.newest is None or held >= look.newest):
            return self._held(held, f"{time}: nothing newer than dump {held}")
        if held is None and look.newest is None:
            raise NotFound(f"{time}: no complete dump is listed yet; --force looks again")
        return None

    def _answer(
        self, source: Source, chosen: ListedDump | None, held: str | None, dry_run: bool
    ) -> Fetched:
        if chosen is not None:
            return self.bring(source, chosen, dry_run)
        if held is not None:
            return self._held(held, f"nothing newer than dump {held}")
        raise NotFound(
            f"{self.settings.dumps_url}: no complete dump of {', '.join(self.kinds)} is listed yet;"
            " look again tomorrow"
        )

    def bring(self, source: Source, chosen: ListedDump, dry_run: bool) -> Fetched:
        """Bring those files of a dump that are not here."""
        here_already = f"dump {chosen.dump} is here already"
        if self._dumps.holds(chosen.dump, self.kinds):
            return self._held(chosen.dump, here_already)
        if dry_run:
            return self._plan(source, chosen)
        folder = self._dumps.make(chosen.dump)
        targets = self._dumps.files(chosen.dump, self.kinds)
        hashes = source.checksums(chosen, folder, [path.name for path in targets])
        missing = [
            chosen.files[kind]
            for kind, path in zip(self.kinds, targets, strict=True)
            if not is_here(path, hashes[path.name], self.advance)
        ]
        _check_space(source, missing, folder, chosen.dump)
        fetched = [source.bring(file, folder, hashes[file.name], self.advance) for file in missing]
        size = sum(path.stat().st_size for path in fetched)
        note = here_already
        if fetched:
            what = ", ".join(file.kind for file in missing if file.kind)
            note = f"dump {chosen.dump}: fetched {what} ({_size(size)}) to {folder}"
        return Fetched(chosen.dump, targets, bool(fetched), size, note)

    def _plan(self, source: Source, chosen: ListedDump) -> Fetched:
        folder = self._dumps.of(chosen.dump)
        files = [chosen.files[kind] for kind in self.kinds]
        missing = [file for file in files if proven_hash(folder / file.name) is None]
        listed = ", ".join(f"{file.kind} {_size(file.size)}" for file in missing)
        need = sum(source.space_for(file, folder) for file in missing)
        free = shutil.disk_usage(self.settings.data).free
        note = (
            f"would fetch dump {chosen.dump}: {listed or 'nothing'}; takes about {_size(need)} in"
            f" {folder}, {_size(free)} are free"
        )
        size = sum(file.size or 0 for file in missing)
        targets = self._dumps.files(chosen.dump, self.kinds)
        return Fetched(chosen.dump, targets, bool(missing), size, note)

    def _held(self, dump: str, note: str) -> Fetched:
        files = self._dumps.files(dump, self.kinds)
        return Fetched(dump, files, False, 0, note)


def _warn_if_old(newest: str | None, now: datetime, say: Say) -> None:
    """Names in a new form would be passed over for ever; months without a dump tell."""
    if newest is None or now.date() - date.fromisoformat(newest) < OLD:
        return
    say(
        f"warning: the newest complete dump listed is {newest}; if the host has newer ones, its"
        " pages have changed: fetch the files by other means and pass them with --from"
    )


def _check_space(source: Source, files: Sequence[ListedFile], folder: Path, dump: str) -> None:
    need = sum(source.space_for(file, folder) for file in files)
    free = shutil.disk_usage(folder).free
    if need and need + SPARE > free:
        raise StoreFull(
            f"{folder}: dump {dump} needs {_size(need + SPARE)} of space, {_size(free)} are free;"
            " free some, or set WAXLIST_DATA to a folder on another disk"
        )


def _size(size: int | None) -> str:
    if size is None:
        return "of unknown size"
    amount, unit = float(size), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
