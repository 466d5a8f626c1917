"""Progress of long work: on stderr, and only where a person can see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

#: Called with what is being done, how much of it is done, and how much there is (None: unknown).
Advance = Callable[[str, int, int | None], None]


class _Rate(ProgressColumn):
    """Records per second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="progress.data.speed")


@contextmanager
def progress_bars(*, in_bytes: bool = False) -> Iterator[Advance]:
    """Bars with rate and time left, one for each thing that is done.

    Nothing is shown if stderr is not a terminal.

    Args:
        in_bytes: whether amounts are bytes rather than records.
    """
    amounts = (
        (DownloadColumn(), TransferSpeedColumn()) if in_bytes else (MofNCompleteColumn(), _Rate())
    )
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *amounts,
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    tasks: dict[str, TaskID] = {}

    def advance(title: str, done: int, total: int | None) -> None:
        if title not in tasks:
            tasks[title] = bars.add_task(title)
        bars.update(tasks[title], completed=done, total=total)

    with bars:
        yield advance
