"""Every error is one line of one tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain import errors
from domain.errors import (
    BadInput,
    ChecksumMismatch,
    NoCatalogue,
    NotFound,
    QueryError,
    UnknownDump,
    UnknownRecord,
    UsageError,
    WaxlistError,
)


def test_all_errors_are_in_one_tree() -> None:
    found = [value for value in vars(errors).values() if isinstance(value, type)]
    raised = [value for value in found if issubclass(value, Exception)]
    assert len(raised) > 10
    assert all(issubclass(value, WaxlistError) for value in raised)


def test_a_query_error_names_its_parameter_and_suggests() -> None:
    error = QueryError("style", "'Tehcno' is not in this catalogue", ["Techno", "Tech House"])
    assert isinstance(error, UsageError)
    assert (error.parameter, error.nearest) == ("style", ("Techno", "Tech House"))
    assert str(error) == (
        "style: 'Tehcno' is not in this catalogue; did you mean 'Techno' or 'Tech House'?"
    )


@pytest.mark.parametrize("parameter", ["a\nb", "a\x1b[31mb", "a\u2028b", ""])
def test_a_parameter_that_cannot_be_printed_does_not_break_the_line(parameter: str) -> None:
    error = QueryError(parameter, "no such parameter")
    assert error.parameter == parameter
    assert str(error).isprintable()
    assert not str(error).startswith(":")


def test_lookups_are_lookup_errors() -> None:
    for error in (NoCatalogue(), UnknownDump("20261101"), UnknownRecord("releases", 7)):
        assert isinstance(error, NotFound)
        assert isinstance(error, LookupError)


def test_messages_say_what_where_and_what_to_do() -> None:
    assert str(BadInput(Path("a.xml"), "is empty")) == "a.xml: is empty"
    mismatch = str(ChecksumMismatch(Path("a.xml.gz"), "0" * 64, "f" * 64))
    assert "000000000000" in mismatch
    assert "ffffffffffff" in mismatch
    assert "waxlist load" in str(NoCatalogue())
    assert str(UnknownDump("20261101", ["20260901"])).endswith("(held: 20260901)")
    assert str(UnknownDump("20261101")).endswith("(held: none)")
    assert "no release has the id 7" in str(UnknownRecord("releases", 7))
