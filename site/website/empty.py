"""Why nothing was found: what each filter costs, and whether only the videos are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from apis.catalogue import Catalogue
from domain.query import Query
from website.chips import Chip

#: More filters than this are not taken off one by one: each costs an evaluation.
MAX_TRIALS = 20


@dataclass(frozen=True)
class Trial:
    """A filter and how many records there would be without it."""

    chip: Chip
    total: int


@dataclass(frozen=True)
class Emptiness:
    """``without_videos`` counts the records that would be found if videos were not asked for."""

    trials: list[Trial]
    without_videos: int


def explain_emptiness(catalogue: Catalogue, query: Query, active: Sequence[Chip]) -> Emptiness:
    """Take each filter off in turn, the one that gives most first."""
    trials = [Trial(chip, _total(catalogue, chip.without)) for chip in active[:MAX_TRIALS]]
    trials.sort(key=lambda trial: -trial.total)
    without_videos = _total(catalogue, replace(query, video=None)) if query.video else 0
    return Emptiness(trials, without_videos)


def _total(catalogue: Catalogue, query: Query) -> int:
    return catalogue.search(query, limit=0).total
