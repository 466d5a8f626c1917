"""Chance that can be looked up: numbers that depend on nothing but what they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import gcd
from typing import TypeVar

T = TypeVar("T")
#: A source of floats from 0 up to 1: ``random.Random(key).random``.
Chance = Callable[[], float]

_MASK = (1 << 64) - 1


def mix(key: int, salt: int = 0) -> int:
    """64 well-mixed bits that stand for the key; another salt gives other bits."""
    bits = ((key << 6 | salt) * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & _MASK
    bits = ((bits ^ bits >> 32) * 0xD6E8FEB86659FD93) & _MASK
    bits = ((bits ^ bits >> 32) * 0xD6E8FEB86659FD93) & _MASK
    return bits ^ bits >> 32


def pick(chance: Chance, values: Sequence[T]) -> T:
    """One of the values, each as likely as any other."""
    return values[int(chance() * len(values))]


def deck(weights: Mapping[T, float], size: int = 1000) -> tuple[T, ...]:
    """Values repeated in proportion to their weights, to pick from evenly; each at least once."""
    whole = sum(weights.values())
    return tuple(
        value
        for value, weight in weights.items()
        for _ in range(max(1, round(size * weight / whole)))
    )


def coprime_near(target: int, modulus: int) -> int:
    """The smallest number from ``target`` on that shares no factor with ``modulus``."""
    while gcd(target, modulus) != 1:
        target += 1
    return target
