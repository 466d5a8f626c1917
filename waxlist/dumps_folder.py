"""The folder that holds dump files: one folder in it for each dump, ``20261001``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dataget.download import proven_hash
from dataget.files import read_checksums
from domain.documents import Kind, is_dump
from domain.errors import BadInput, ConfigurationError


@dataclass(frozen=True)
class DumpsFolder:
    """Says what is held by looking at what is there; nothing else remembers it."""

    path: Path

    def of(self, dump: str) -> Path:
        """The folder of a dump."""
        return self.path / dump

    def make(self, dump: str) -> Path:
        """The folder of a dump, made if it is not there.

        Raises:
            ConfigurationError: it cannot be.
        """
        folder = self.of(dump)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(
                f"{folder}: cannot be made ({error.strerror}); set WAXLIST_DATA to a folder that"
                " can be written"
            ) from error
        return folder

    def files(self, dump: str, kinds: Iterable[Kind]) -> tuple[Path, ...]:
        """Where a dump's files stand or will stand."""
        return tuple(self.of(dump) / f"discogs_{dump}_{kind}.xml.gz" for kind in kinds)

    def holds(self, dump: str, kinds: Iterable[Kind]) -> bool:
        """Whether all these files are here, each proven by its sidecar to be what CHECKSUM says."""
        try:
            stated = read_checksums(self.of(dump) / f"discogs_{dump}_CHECKSUM.txt")
        except BadInput:
            return False
        return all(
            path.name in stated and proven_hash(path) == stated[path.name]
            for path in self.files(dump, kinds)
        )

    def newest(self, kinds: Iterable[Kind], prefix: str = "") -> str | None:
        """The newest dump held with all these kinds, of those whose date begins so."""
        wanted = tuple(kinds)
        try:
            names = sorted(path.name for path in self.path.iterdir() if is_dump(path.name))
        except OSError:
            return None
        held = (
            name for name in reversed(names) if name.startswith(prefix) and self.holds(name, wanted)
        )
        return next(held, None)
