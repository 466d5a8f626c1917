"""Spellings of one word become one word; words that differ stay apart."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.text import fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Björk Guðmundsdóttir", "bjork gudmundsdottir"),
        ("Røyksopp", "royksopp"),
        ("Łona", "lona"),
        ("Weiße STRASSE", "weisse strasse"),
        ("WEIẞE", "weisse"),
        ("Æther", "aether"),
        ("Œuvre", "oeuvre"),
        ("Đorđe", "dorde"),
        ("Þórir", "thorir"),
        ("İstanbul", "istanbul"),
        ("ısı", "isi"),
        ("Ħal", "hal"),
        ("Ёлка", "елка"),
        ("Dvořák", "dvorak"),
        ("Dvor\u030ca\u0301k", "dvorak"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("Ｆｕｌｌ", "full"),
        ("ﬁlm", "film"),
    ],
)
def test_case_and_accents_fall_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_voiced_kana_are_letters_of_their_own() -> None:
    assert fold("か") != fold("が")
    assert fold("は") != fold("ば") != fold("ぱ")
    assert fold("ｶﾞ") == fold("ガ")
    assert words("がっこう") == ["がっこう"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The A.D. Mix", ["the", "a", "d", "mix"]),
        ("Don't", ["dont"]),
        ("D’Angelo", ["dangelo"]),
        ("D'Angelo", ["dangelo"]),
        ("AC/DC", ["ac", "dc"]),
        ("Prince (2)", ["prince", "2"]),
        ("under_score", ["under", "score"]),
        ("Blue-Eyed", ["blue", "eyed"]),
        ("音楽 1999", ["音楽", "1999"]),
        ("!!!", []),
        ("", []),
    ],
)
def test_marks_part_words_and_apostrophes_join_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
@example("ᄀ'ᅡ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert words(" ".join(words(text))) == words(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_only_lowered(text: str) -> None:
    assert fold(text) == text.lower()
