"""Invented names are all different, and namesakes are told apart."""

from __future__ import annotations

import pytest

from dataget.sample.names import (
    ARTIST_KINDS,
    LABEL_KINDS,
    NameMaker,
    credited_name,
    printed_otherwise,
)
from dataget.sample.plan import Plan

PLAN = Plan(60_000, 3, "20261101")


@pytest.mark.parametrize("kind", [*ARTIST_KINDS])
def test_a_kind_of_artist_name_never_repeats(kind: str) -> None:
    maker = NameMaker(ARTIST_KINDS[kind], 1)
    names = [maker[number] for number in range(3000)]
    assert len(set(names)) == len(names)


def test_no_two_artists_have_one_name() -> None:
    names = [PLAN.artist_name(number) for number in range(PLAN.artists)]
    assert len(set(names)) == len(names) == PLAN.artists


def test_no_two_labels_have_one_name() -> None:
    names = [PLAN.label_name(number) for number in range(PLAN.labels)]
    assert len(set(names)) == len(names) == PLAN.labels


def test_some_artists_are_namesakes_with_a_number() -> None:
    names = {PLAN.artist_name(number) for number in range(5000)}
    seconds = [name for name in names if name.endswith(" (2)")]
    assert 100 < len(seconds) < 600
    assert all(name.removesuffix(" (2)") in names for name in seconds)


def test_names_of_other_scripts_are_among_them() -> None:
    names = [PLAN.artist_name(number) for number in range(2000)]
    assert any("А" <= char <= "я" for name in names for char in name)
    assert any("一" <= char <= "龥" for name in names for char in name)
    assert 0.6 < sum(name.isascii() for name in names) / len(names) < 0.95


@pytest.mark.parametrize("kind", [*LABEL_KINDS])
def test_another_seed_gives_names_in_another_order(kind: str) -> None:
    makers = [NameMaker(LABEL_KINDS[kind], seed) for seed in range(6)]
    assert len({tuple(maker[number] for number in range(10)) for maker in makers}) > 3


def test_a_number_of_namesakes_is_not_printed() -> None:
    assert credited_name("Nova (3)") == "Nova"
    assert credited_name("Nova") == "Nova"


def test_a_sleeve_may_print_a_name_otherwise() -> None:
    assert printed_otherwise("The Paper Comets (2)") == "Paper Comets"
    assert printed_otherwise("Anna Lake") == "A. Lake"
    assert printed_otherwise("Nova") == "NOVA"
