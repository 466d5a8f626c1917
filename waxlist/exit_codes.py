"""What the program's exit status says; the one table from errors to codes.

====  ==========================================================================
0     done, or nothing to do
1     failed: a bad input file, a full disk, a broken index …
2     the command line or a query makes no sense
69    a server we need does not answer
75    try later: another process is at it
78    a setting, a folder's permission or a missing program
130   interrupted (Ctrl-C); 143 terminated: run the same command again to go on
====  ==========================================================================
"""

from __future__ import annotations

from domain import errors

INTERRUPTED = 130
TERMINATED = 143

# The first class that fits counts.
_CODES: tuple[tuple[type[errors.WaxlistError], int], ...] = (
    (errors.UsageError, 2),
    (errors.Unavailable, 69),
    (errors.Busy, 75),
    (errors.ConfigurationError, 78),
)


def exit_code(error: errors.WaxlistError) -> int:
    """The exit status for an error."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), 1)
