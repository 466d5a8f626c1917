"""Folding of names and titles: how two spellings of one word become the same word."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_WORD = re.compile(r"[^\W_]+")
#: Kana voicing marks are letters' parts, not accents: か and が are different words.
_KEPT_MARKS = frozenset("\u3099\u309a")


def fold(text: str) -> str:
    """Lower case without diacritics: ``Björk Guðmundsdóttir`` becomes ``bjork gudmundsdottir``."""
    if text.isascii():
        return text.lower()
    # casefold after decomposition, so that İ and ẞ lose their marks too
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_UNDECOMPOSED)
    bare = "".join(
        char for char in decomposed if char in _KEPT_MARKS or not unicodedata.combining(char)
    )
    return unicodedata.normalize("NFC", bare)


def words(text: str) -> list[str]:
    """The folded words of the text, in order: ``The A.D. Mix`` gives ``["the", "a", "d", "mix"]``.

    Apostrophes join (``Don't`` is ``dont``), every other mark parts.
    """
    joined = fold(text).replace("'", "").replace("’", "")
    # What an apostrophe kept apart may compose now (Korean letters do).
    return _WORD.findall(joined if joined.isascii() else unicodedata.normalize("NFC", joined))
