"""How the page says things: dates, numbers, durations, terms of a query."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.documents import Kind
from domain.facets import NEW, NEW_CHANGED, NEW_THIS
from domain.query import MAX_YEAR, Span, Term

_NEWS = {NEW_THIS: "New since the last dump", NEW_CHANGED: "Changed since the last dump"}


def dump_date(dump: str) -> str:
    """``20261101`` becomes ``1 November 2026``."""
    try:
        date = datetime.strptime(dump, "%Y%m%d")
    except ValueError:
        return dump
    return f"{date.day} {date:%B %Y}"


def moment(text: str) -> str:
    """``2026-11-21T03:14:13+01:00`` becomes ``21 November 2026, 02:14 UTC``."""
    try:
        then = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return text
    return f"{then.day} {then:%B %Y, %H:%M} UTC"


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


def spell(facet: str, term: Term) -> str:
    """A facet's term as people read it: a span of years with a dash, news in words."""
    if facet == NEW.name:
        return _NEWS.get(str(term), str(term))
    if not isinstance(term, Span):
        return str(term)
    if term.first == term.last:
        return str(term.first)
    if term.last >= MAX_YEAR:
        return f"from {term.first}"
    return f"up to {term.last}" if term.first <= 0 else f"{term.first}–{term.last}"


def sentence(text: str) -> str:
    """The text with a capital and a full stop; our errors have neither."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def counted(number: int, kind: Kind) -> str:
    """``1 release``, ``1,234 releases``."""
    return f"{number:,} {kind.record if number == 1 else kind.value}"
