"""How the page says things: dates, numbers, durations, terms of a query."""

from __future__ import annotations

from datetime import datetime

from domain.documents import Kind
from domain.query import MAX_YEAR, Span, Term


def dump_date(dump: str) -> str:
    """``20261101`` becomes ``1 November 2026``."""
    try:
        date = datetime.strptime(dump, "%Y%m%d")
    except ValueError:
        return dump
    return f"{date.day} {date:%B %Y}"


def thousands(number: int) -> str:
    """``1234567`` becomes ``1,234,567``."""
    return f"{number:,}"


def clock(seconds: int) -> str:
    """``282`` becomes ``4:42``; nothing where the duration is unknown."""
    if seconds <= 0:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def spell(term: Term) -> str:
    """A term as a chip shows it: a span of years with a dash."""
    if not isinstance(term, Span):
        return str(term)
    if term.first == term.last:
        return str(term.first)
    if term.last >= MAX_YEAR:
        return f"from {term.first}"
    return f"up to {term.last}" if term.first <= 0 else f"{term.first}–{term.last}"


def counted(number: int, kind: Kind) -> str:
    """``1 release``, ``1,234 releases``."""
    return f"{number:,} {kind.record if number == 1 else kind.value}"
