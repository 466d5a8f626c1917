"""What one run remembers of the host for the next, so that a quiet day costs one request."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from domain.documents import Kind
from domain.errors import ConfigurationError


@dataclass
class LastLook:
    """The last look at the host.

    ``newest`` is the newest complete dump that was known then, None if there was none; ``kinds``
    are those it was complete in. Before ``retry_at`` the host wants to be left alone. ``year_page``
    is the page that listed the dumps of ``year``.
    """

    url: str
    looked_at: datetime | None = None
    kinds: tuple[str, ...] = ()
    newest: str | None = None
    retry_at: datetime | None = None
    year: int | None = None
    year_page: str | None = None

    @classmethod
    def read(cls, path: Path, url: str) -> Self:
        """What a file says of this address; a file that is not there or of no use says nothing."""
        try:
            facts = json.loads(path.read_text("utf-8"))
            if facts["url"] != url:
                return cls(url)
            return cls(
                url=url,
                looked_at=_time(facts["looked_at"]),
                kinds=tuple(str(kind) for kind in facts["kinds"]),
                newest=facts["newest"] and str(facts["newest"]),
                retry_at=_time(facts["retry_at"]),
                year=facts["year"] and int(facts["year"]),
                year_page=facts["year_page"] and str(facts["year_page"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return cls(url)

    def write(self, path: Path) -> None:
        """Keep it.

        Raises:
            ConfigurationError: the file cannot be written.
        """
        facts: dict[str, Any] = asdict(self)
        for name in ("looked_at", "retry_at"):
            facts[name] = facts[name] and facts[name].isoformat()
        draft = path.with_name(f"{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")
            draft.replace(path)
        except OSError as error:
            raise ConfigurationError(
                f"{path}: cannot be written ({error.strerror}); set WAXLIST_DATA to a folder that"
                " can be"
            ) from error

    def was_today(self, now: datetime, kinds: Collection[Kind]) -> bool:
        """Whether these kinds were looked for on this day (UTC)."""
        return (
            self.looked_at is not None
            and self.looked_at.date() == now.date()
            and set(self.kinds) == {kind.value for kind in kinds}
        )


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
