"""A seed names one order of any number of things, in which each stands once."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redis_etl.shuffle import shuffled

ORDER_OF_TEN = [7, 6, 3, 5, 8, 9, 4, 2, 1, 0]
_seeds = st.integers(0, 2**32 - 1)


def order(size: int, seed: int) -> list[int]:
    return [shuffled(place, size, seed) for place in range(size)]


@given(st.integers(1, 400), _seeds)
def test_each_place_holds_another_of_the_things(size: int, seed: int) -> None:
    assert sorted(order(size, seed)) == list(range(size))


@given(st.integers(2**20, 40_000_000), _seeds, st.integers(0, 2**20 - 50))
def test_places_of_a_large_order_are_within_it_and_apart(size: int, seed: int, start: int) -> None:
    found = [shuffled(place, size, seed) for place in range(start, start + 50)]
    assert len(set(found)) == 50
    assert all(0 <= place < size for place in found)


def test_an_order_never_changes() -> None:
    """It stands in links people keep."""
    assert order(10, 1) == ORDER_OF_TEN


@pytest.mark.parametrize("size", [5, 100])
def test_seeds_name_different_orders(size: int) -> None:
    orders = {tuple(order(size, seed)) for seed in range(200)}
    assert len(orders) > (60 if size == 5 else 199)


@pytest.mark.parametrize("size", [2, 3, 7, 50])
def test_each_thing_comes_first_about_equally_often(size: int) -> None:
    seeds = 400 * size
    first = Counter(shuffled(0, size, seed) for seed in range(seeds))
    assert set(first) == set(range(size))
    assert all(280 < count < 520 for count in first.values())


def test_neighbours_are_torn_apart() -> None:
    """An order that kept runs of neighbours would play one label after another."""
    found = order(10_000, 12345)
    near = sum(abs(one - other) < 10 for one, other in pairwise(found))
    assert near < 100
