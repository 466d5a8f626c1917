"""Which months are complete: the files of a listing, put together to dumps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dataget.listing import ListedFile
from domain.documents import Kind
from domain.errors import NotFound, UsageError

_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class ListedDump:
    """The files of one dump that a listing has; ``checksum`` is None until it is uploaded."""

    dump: str
    files: dict[Kind, ListedFile]
    checksum: ListedFile | None

    def lacks(self, kinds: Iterable[Kind]) -> list[str]:
        """What is missing for these kinds to be complete; CHECKSUM is written last by the host."""
        missing = [kind.value for kind in kinds if kind not in self.files]
        return missing if self.checksum else [*missing, "CHECKSUM"]


def dumps_in(files: Iterable[ListedFile]) -> list[ListedDump]:
    """The dumps that files belong to, complete or not, newest first."""
    kinds: dict[str, dict[Kind, ListedFile]] = defaultdict(dict)
    checksums: dict[str, ListedFile] = {}
    for file in files:
        if file.kind is None:
            checksums[file.dump] = file
        else:
            kinds[file.dump][file.kind] = file
    return [
        ListedDump(dump, kinds[dump], checksums.get(dump))
        for dump in sorted({*kinds, *checksums}, reverse=True)
    ]


def newest_complete(dumps: Iterable[ListedDump], kinds: Collection[Kind]) -> ListedDump | None:
    """The newest dump with all these kinds and CHECKSUM, whatever day its date names."""
    complete = [dump for dump in dumps if not dump.lacks(kinds)]
    return max(complete, key=lambda dump: dump.dump, default=None)


def of_month(dumps: Sequence[ListedDump], month: str, kinds: Collection[Kind]) -> ListedDump:
    """The newest complete dump of a month (``2026-10``).

    Raises:
        UsageError: this names no month.
        NotFound: the month is not there or not complete; the message names those that are.
    """
    prefix = month_prefix(month)
    there = [dump for dump in dumps if dump.dump.startswith(prefix)]
    chosen = newest_complete(there, kinds)
    if chosen is not None:
        return chosen
    months = sorted({month_of(dump.dump) for dump in dumps if not dump.lacks(kinds)})
    known = f"complete are {', '.join(months)}" if months else "none is complete in its year"
    if there:
        missing = ", ".join(there[0].lacks(kinds))
        raise NotFound(f"the dump of {month} is not complete, it lacks {missing}; {known}")
    raise NotFound(f"there is no dump of {month}; {known}")


def month_of(dump: str) -> str:
    """The month of a dump: ``20261001`` → ``2026-10``."""
    return f"{dump[:4]}-{dump[4:6]}"


def month_prefix(month: str) -> str:
    """How the dumps of a month begin: ``2026-10`` → ``202610``.

    Raises:
        UsageError: this names no month.
    """
    match = _MONTH.fullmatch(month)
    if match is None:
        raise UsageError(f"--month {month}: a month is written like 2026-10")
    return match[1] + match[2]
