"""After a refresh: back to the generation before, and away with what nobody needs any more."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from domain.documents import is_dump
from redis_etl import generations
from redis_etl.connection import translated_errors
from redis_etl.generations import Manifest
from waxlist.locks import exclusive
from waxlist.services import Services


def rollback(services: Services) -> Manifest:
    """Make the generation before the live one live again; a second time switches back.

    The dump rolled back from is not made live again by the next refresh, unless it is forced.

    Raises:
        NoCatalogue: there is none before.
        IndexBroken: it is not whole.
    """
    with (
        exclusive(services.settings.data / "index.lock", "index"),
        translated_errors(services.redis_url),
    ):
        return generations.roll_back(services.redis)


@dataclass(frozen=True)
class Pruned:
    """What was removed: dumps from the store, generations of the index, files and folders."""

    dumps: list[str]
    generations: list[str]
    files: list[str]


def prune(services: Services, *, dry_run: bool) -> Pruned:
    """Remove what is older than anything the live generation and the one before it need.

    Nothing is removed while nothing is live. The numbers of what each month changed are kept.

    Args:
        services: store and Redis.
        dry_run: only say what would be removed.
    """
    data = services.settings.data
    with (
        exclusive(data / "index.lock", "index"),
        exclusive(data / "load.lock", "load"),
        translated_errors(services.redis_url),
    ):
        needed = generations.needed_dumps(services.redis)
        if not needed:
            return Pruned([], [], [])
        oldest = min(needed)
        dumps = [dump for dump in services.store.dumps() if dump < oldest]
        fetched = sorted((data / "dumps").glob("*"))
        folders = [path for path in fetched if is_dump(path.name) and path.name < oldest]
        unused = generations.unused(services.redis)
        hashes = services.changes.hashes_before(oldest)
        if not dry_run:
            for dump in dumps:
                services.store.drop(dump)
            generations.drop_unused(services.redis)
            for folder in folders:
                shutil.rmtree(folder)
            for path in hashes:
                path.unlink()
    return Pruned(dumps, unused, [str(path) for path in (*folders, *hashes)])
