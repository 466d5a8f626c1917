"""Run a command as a process of its own and measure what it cost."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True)
class Cost:
    """CPU seconds (user and system), wall seconds, and peak resident memory in bytes."""

    cpu: float
    wall: float
    peak: int


def measured(command: Sequence[str], env: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Memory is that of the process itself, not of its children."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed with {process.returncode}: {' '.join(command)}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        int(statistics.median(cost.peak for cost in costs)),
    )


def machine(*packages: str) -> str:
    """What the figures were taken on."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {python}, {versions}"
