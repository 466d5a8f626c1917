"""Tell the operator that a run nobody watched has failed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import Busy
from waxlist.options import say
from waxlist.settings import Settings

_SECONDS = 60


@contextmanager
def told_of_failure(settings: Settings) -> Iterator[None]:
    """Run the operator's command if the block fails; the failure goes on its way.

    To be asked to try later is no failure: the next day's run will.
    """
    try:
        yield
    except Busy:
        raise
    except Exception as error:
        if settings.failure_command:
            _run(settings.failure_command, f"waxlist refresh failed: {error}\n")
        raise


def _run(command: str, message: str) -> None:
    try:
        # The operator wrote this command for a shell; nothing from outside gets into its words.
        subprocess.run(  # noqa: S602
            command, shell=True, input=message, text=True, timeout=_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        say(f"warning: WAXLIST_FAILURE_COMMAND itself failed: {error}")
