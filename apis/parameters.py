"""Reading a request's query string strictly: what cannot be read is an error, never a guess."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from domain.errors import QueryError

Pairs = list[tuple[str, str]]

#: More than the grammar takes, so that its own message about too many values is the one seen.
MAX_FIELDS = 1000

_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def read_pairs(query_string: bytes) -> Pairs:
    """The parameters of a query string, in order, repeats and empty values kept.

    Raises:
        QueryError: it is not percent-encoded UTF-8, or holds too many parameters.
    """
    try:
        text = query_string.decode()
        if _BROKEN_ESCAPE.search(text):
            raise ValueError
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise QueryError("query", "is not valid percent-encoded UTF-8") from error
    if len(pairs) > MAX_FIELDS:
        raise QueryError("query", f"has at most {MAX_FIELDS} parameters")
    return pairs


def take(pairs: Pairs, name: str) -> tuple[str | None, Pairs]:
    """The one value of a parameter (None if absent or empty), and the parameters without it.

    Raises:
        QueryError: it is given with several values.
    """
    values = {value for key, value in pairs if key == name and value}
    if len(values) > 1:
        raise QueryError(name, "is given twice")
    return next(iter(values), None), [pair for pair in pairs if pair[0] != name]


def take_number(pairs: Pairs, name: str, default: int, first: int, last: int) -> tuple[int, Pairs]:
    """A whole number between ``first`` and ``last``, and the parameters without it.

    Raises:
        QueryError: it is not one.
    """
    value, rest = take(pairs, name)
    if value is None:
        return default, rest
    if not (value.isascii() and value.isdigit() and len(value) <= 12):
        raise QueryError(name, f"{value[:40]!r} is not a whole number")
    if not first <= int(value) <= last:
        raise QueryError(name, f"is a whole number from {first} to {last}")
    return int(value), rest
