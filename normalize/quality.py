"""How well a text was read: the share of its words that nothing speaks against."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import regex

from normalize.marks import strip_marks
from normalize.syllable import is_syllable

# Letters, figures and what took a letter's place; signs (`«`, `¹`, private use) only where they touch a letter.
_WORD = regex.compile(r"(?:[\p{L}\p{M}\p{N}\ufffd\x80-\x84\x86-\x9f]|[\p{Co}¡-¿×÷](?=\p{L})|(?<=\p{L})[\p{Co}¡-¿×÷])+")
# What stands at the edge of a word and is none of its letters: quotes, bullets, footnote signs.
_EDGES = "«»·°¹²³º©®§"
_UNIT = regex.compile(r"(?:k|h|d|c|m)?m[²³]|°?C|n°", regex.IGNORECASE)
# A figure written up to its word: `35hộ`.
_FIGURE_BEFORE = regex.compile(r"^\p{N}+")
# Longer words of capitals are none.
_ABBREVIATION = 8
# A digit within small letters: `c0n`; `m2`, `B2`, `10h30` are none.
_DIGIT_WITHIN = regex.compile(r"\p{Ll}\p{N}+\p{Ll}")
# Names of the Central Highlands begin with two consonants: Krông, Plông, Glei.
_HIGHLAND = regex.compile(r"[BCĐGKMP](?=[rl]\p{Ll})")
# VIQR that was not decoded: a shape behind its vowel.
_VIQR = regex.compile(r"[aeoAEO]\^|[aA]\((?=[a-z'`?~.])|[uoUO]\+(?=[a-z'`?~.])")
# A word whose letters were parted: `n g h è o`.
_PARTED = regex.compile(r"(?<![^\s])\p{Ll}(?:[ ]\p{Ll}){2,}(?!\S)")


def text_quality(text: str) -> float:
    """From 0 to 1: 1 where every word is a possible Vietnamese syllable, plain ASCII, an abbreviation or a figure.

    An old encoding not decoded, replacement characters and what OCR makes up lower it. A text without words has 1.

    >>> text_quality("Hộ nghèo của HĐND xã Krông: 12 hộ (9,38%)"), text_quality("Hé nghÌo"), text_quality("h\ufffd")
    (1.0, 0.5, 0.0)
    """
    total = bad = 0
    for token, count in Counter(text.split()).items():
        words, misread = _weigh(token)
        total += count * words
        bad += count * misread
    bad += sum((len(found) + 1) // 2 for found in _PARTED.findall(text))
    return round(max(total - bad, 0) / total, 4) if total else 1.0


@lru_cache(maxsize=16384)
def _weigh(token: str) -> tuple[int, int]:
    """How many words stand between two spaces, and how many of them were misread."""
    words = _WORD.findall(token)
    if token.isascii():
        bad = 1 if _VIQR.search(token) else sum(1 for word in words if _DIGIT_WITHIN.search(word))
        return len(words), min(bad, len(words))
    return len(words), sum(1 for word in words if not word.isascii() and not _is_word(word))


def _is_word(word: str) -> bool:
    word = _FIGURE_BEFORE.sub("", word)
    if is_syllable(word) or not word or _UNIT.fullmatch(word):
        return True
    if word.isupper() and word.isalpha() and len(word) <= _ABBREVIATION and _has_no_mark(word):
        return True
    if _HIGHLAND.match(word):
        return is_syllable(word[1:].capitalize())
    bare = word.strip(_EDGES)
    return bare != word and (is_syllable(bare) or not bare)


def _has_no_mark(word: str) -> bool:
    """No letter has a mark but Đ, as in abbreviations: HĐND, LĐTBXH."""
    return strip_marks(word) == word.lower().replace("đ", "d")
