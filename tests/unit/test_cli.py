"""The command line's own manners: help, exit codes, suggestions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from domain import errors
from waxlist.cli import cli
from waxlist.exit_codes import exit_code


@pytest.mark.parametrize("command", [None, *sorted(cli.commands)])
def test_every_command_explains_itself(command):
    """--help says what a command does, and what each option is for."""
    result = CliRunner().invoke(cli, [command, "--help"] if command else ["--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 5


def test_the_readme_and_the_help_know_the_same_commands():
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    for command in cli.commands:
        assert re.search(rf"waxlist {command}\b", readme), command


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.QueryError("style", "no"), 2),
        (errors.BadInput(Path("x"), "no"), 1),
        (errors.StoreFull("no"), 1),
        (errors.Unavailable("no"), 69),
        (errors.Busy("no"), 75),
        (errors.ConfigurationError("no"), 78),
    ],
)
def test_exit_codes_are_those_documented(error, code):
    assert exit_code(error) == code


def test_an_unknown_command_is_a_usage_error():
    result = CliRunner().invoke(cli, ["serch"])
    assert result.exit_code == 2
    assert "serch" in result.output
