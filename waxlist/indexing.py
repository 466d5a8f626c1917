"""Documents in the store → the live facet index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from domain.documents import Document, Kind, is_dump
from domain.errors import IndexBroken, NoCatalogue, UnknownDump, UsageError
from domain.facets import NEW_CHANGED, NEW_THIS
from redis_etl import generations
from redis_etl.build import abandon, build_generation
from redis_etl.connection import translated_errors
from redis_etl.facets import FacetRow, facet_row
from redis_etl.generations import INDEX_VERSION, Manifest
from redis_etl.index import FacetIndex
from redis_etl.spool import Spool
from redis_etl.verify import verify
from storage.base import Store
from waxlist.changes import Changes
from waxlist.locks import exclusive
from waxlist.progress import Advance
from waxlist.services import Services

#: A catalogue is built from the first of these that a dump has.
CATALOGUE_KINDS = (Kind.RELEASES, Kind.MASTERS)


@dataclass(frozen=True)
class StoredRows:
    """Facet rows made from the documents of one kind of a dump in the store."""

    store: Store
    dump: str
    kind: Kind
    changes: Changes | None

    @property
    def fingerprint(self) -> str:
        """What the documents were loaded from, and the dump they were compared with."""
        since = self.changes.since if self.changes else "nothing"
        return f"{self.store.loaded(self.dump)[self.kind].source} since {since}"

    @property
    def count(self) -> int:
        """How many documents there are."""
        return self.store.loaded(self.dump)[self.kind].count

    @cached_property
    def _news(self) -> dict[str, BitMap]:
        if self.changes is None:
            return {}
        return {
            NEW_THIS: BitMap(self.changes.new),
            NEW_CHANGED: BitMap(self.changes.changed),
        }

    def _row(self, document: Document) -> FacetRow:
        news = (value for value, ids in self._news.items() if document["_id"] in ids)
        return facet_row(document, news)

    def rows(self, after: int) -> Iterator[FacetRow]:
        """The rows of records behind an id."""
        return map(self._row, self.store.scan(self.dump, self.kind, after))

    def rows_of(self, ids: Sequence[int]) -> Iterator[FacetRow]:
        """The rows of single records."""
        return map(self._row, self.store.get_many(self.dump, self.kind, ids))


@dataclass(frozen=True)
class Indexed:
    """What an indexing came to; ``switched`` is False if the live index was already right."""

    manifest: Manifest
    switched: bool


def catalogue_source(services: Services, dump: str | None) -> StoredRows:
    """What a catalogue is to be built from.

    Of the dump named, or else of the newest that has them: the releases; masters only if there are
    no releases at all.

    Raises:
        UsageError: what is named is not the date of a dump.
        UnknownDump: the dump named is not in the store, or holds neither releases nor masters.
        NoCatalogue: no dump in the store does.
    """
    store = services.store
    if dump is not None and not is_dump(dump):
        raise UsageError(f"--dump {dump}: a dump is named by the eight digits of its date")
    held = store.dumps()
    candidates = held[::-1] if dump is None else [dump]
    for kind in CATALOGUE_KINDS:
        for candidate in candidates:
            if kind in store.loaded(candidate):
                return StoredRows(store, candidate, kind, _changes(services, candidate, kind))
    if dump is None:
        raise NoCatalogue("the store has no releases and no masters")
    raise UnknownDump(dump, held)


def _changes(services: Services, dump: str, kind: Kind) -> Changes | None:
    """What changed since the newest older dump in the store, if that can be told."""
    store = services.store
    older = [d for d in store.dumps() if d < dump and kind in store.loaded(d)]
    return services.changes.changes(dump, older[-1], kind) if older else None


def index_dump(services: Services, dump: str | None, *, rebuild: bool, advance: Advance) -> Indexed:
    """Build, verify and publish the index of a dump; killed and run again, it goes on.

    Args:
        services: store and Redis.
        dump: the dump, or None for the newest.
        rebuild: build even if the live index was made from the same documents.
        advance: shows progress, in rows.

    Raises:
        IndexBroken: the finished index is not true to the documents; the live one stays.
    """
    source = catalogue_source(services, dump)
    redis = services.redis
    count = source.count

    def on_progress(phase: str, done: int) -> None:
        advance(f"index: {phase}", done, count if phase == "rows" else None)

    with (
        exclusive(services.settings.data / "index.lock", "index"),
        translated_errors(services.redis_url),
    ):
        live = _manifest(services, generations.live_generation(redis))
        if not rebuild and live is not None and _made_from(live, source):
            return Indexed(live, switched=False)
        previous = _manifest(services, generations.previous_generation(redis))
        if not rebuild and previous is not None and _made_from(previous, source):
            return Indexed(generations.roll_back(redis), switched=True)
        spool = Spool(services.settings.data / "index-build")
        manifest = build_generation(redis, source, spool, on_progress)
        try:
            verify(FacetIndex(redis, manifest), count, source.rows_of)
        except IndexBroken:
            abandon(redis, spool)
            generations.drop_unused(redis)
            raise
        if source.changes is not None:
            services.changes.keep(source.changes)
        generations.publish(redis, manifest)
        generations.drop_unused(redis)
        spool.clear()
    return Indexed(manifest, switched=True)


def _manifest(services: Services, generation: str | None) -> Manifest | None:
    if generation is None:
        return None
    try:
        return generations.read_manifest(services.redis, generation)
    except IndexBroken:
        return None  # this build is what mends it


def _made_from(manifest: Manifest, source: StoredRows) -> bool:
    return (manifest.dump, manifest.kind, manifest.source, manifest.version) == (
        source.dump,
        source.kind,
        source.fingerprint,
        INDEX_VERSION,
    )
