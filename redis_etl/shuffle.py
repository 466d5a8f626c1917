"""A seeded random order that needs no list: the i-th place of a permutation, computed alone."""

from __future__ import annotations

_MASK = 0xFFFFFFFF
_ROUNDS = 4


def shuffled(place: int, size: int, seed: int) -> int:
    """Which of ``size`` things stands at ``place`` in the order that ``seed`` names.

    For one size and seed, the places 0 … size-1 give each of 0 … size-1 exactly once: a Feistel
    network permutes the next even power of two, and results outside the range walk on.
    """
    half = max(1, ((size - 1).bit_length() + 1) // 2)
    while True:
        place = _feistel(place, half, seed)
        if place < size:
            return place


def _feistel(number: int, half: int, seed: int) -> int:
    mask = (1 << half) - 1
    left, right = number >> half, number & mask
    for turn in range(_ROUNDS):
        left, right = right, left ^ (_mixed(right, seed, turn) & mask)
    return left << half | right


def _mixed(value: int, seed: int, turn: int) -> int:
    """A 32-bit hash; multiply and fold, with constants of murmur3's finaliser."""
    mixed = (value * 0x9E3779B1 + seed * 0x85EBCA6B + turn * 0xC2B2AE35) & _MASK
    mixed = (mixed ^ mixed >> 16) * 0x85EBCA6B & _MASK
    mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35 & _MASK
    return mixed ^ mixed >> 16
