"""Text of an old encoding that no font gives away: told by what could be Vietnamese and what could not.

“Hé nghÌo” cannot be Vietnamese, read as TCVN3 it can: “Hộ nghèo”. “Ky Ré” can be either, and stays what it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from normalize.encodings import decode, is_unicode
from normalize.syllable import is_syllable

# The encodings that show as letters and signs of windows-1252.
_EIGHT_BIT = ("tcvn3", "vni", "windows-1258")
# One word may be a slip or a foreign name, two different ones that only an old encoding makes Vietnamese are none.
_ENOUGH = 2
# Names and abbreviations remain that are no syllables, in any text; French and English ones are most of their text.
# Of 1,459 lines of real plans, in each encoding, two fall below: a heading of three words with two run together.
_READABLE = 0.75
# Words that decoding would break: one in ten, so that a foreign name in a long text does not decide.
_BROKEN = 0.1
# Of the words of a VIQR line, which are ASCII, half or more have marks; code and English have few.
_MARKED = 0.4

# What stands between spaces and the signs of ASCII; the rest of windows-1252 can be letters.
_WORD = regex.compile(r"[^\s!-@\[-`{-~–—…“”‘’•]+")
# A capital or a sign within a word; of three characters at least, for 5 µm is none.
_ODD = regex.compile(r"(?=...).*(?:\p{Ll}\p{Lu}|\p{L}[^\p{L}\p{M}]|[^\p{L}\p{M}]\p{L})")
_LETTERS = regex.compile(r"\p{L}+")
# Signs that an editor puts in the place of ASCII ones.
_TYPOGRAPHIC = regex.compile(r"[\u00a0\u2010-\u2015\u2018-\u201f\u2022\u2026\ufeff]")
# A tone on the second vowel of ai, ao, iu …: never where the letters are whole ones.
_MISPLACED = regex.compile(r"(?:[aăâeêoôơư]|(?<!\bg)i|(?<!\bq)u)[íìỉĩịúùủũụóòỏõọ]$")
# VIQR as no other text has it: a shape behind its vowel, a tone within a word.
_VIQR = regex.compile(r"[aeo]\^|a\(|[uo]\+|dd|[aeiouy][`~](?=\p{L})", regex.IGNORECASE)
# `a. Mục tiêu`: its full stop is no dot below.
_LABEL = regex.compile(r"\s*[a-zA-Z]\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Weight:
    """The words of a text with a non-ASCII character, by what decoding does to them; and how much reads."""

    mended: int = 0
    odd: int = 0  # of the mended: such as no language writes
    kept: int = 0  # Vietnamese either way
    broken: int = 0
    lost: int = 0  # in no way
    words: int = 0
    readable: float = 0.0

    @property
    def is_odd(self) -> bool:
        """One word decides where it is odd (`nghÌo`, `Th«n`), not alone, and no other speaks against it."""
        return self.odd > 0 and self.words > 1 and self.is_likely

    @property
    def is_enough(self) -> bool:
        return (
            (self.mended >= _ENOUGH or self.is_odd)
            and self.broken <= _BROKEN * self.mended
            and self.readable >= _READABLE
        )

    @property
    def is_likely(self) -> bool:
        return self.mended > 0 and not self.broken and not self.lost


def guess(text: str) -> str | None:
    """The old encoding a text is in, None where it is Unicode or too little of it speaks.

    >>> guess("Hé nghÌo"), guess("Hoä ngheøo"), guess("Ho^. nghe`o"), guess("Hôò nghèo, hôò câòn nghèo")
    ('tcvn3', 'vni', 'viqr', 'windows-1258')
    >>> guess("Ky Ré"), guess("Hộ nghèo"), guess("L'été où l'on va à la préfecture"), guess("int *a = b^c; // don't")
    (None, None, None, None)
    """
    if text.isascii():
        return "viqr" if _is_viqr(text) else None
    text = unicodedata.normalize("NFC", text)
    if is_unicode(text):
        return None
    if _TYPOGRAPHIC.sub("", text).isascii():
        return "viqr" if _is_viqr(text) else None
    if all(word.isascii() or is_syllable(word) for word in _WORD.findall(text)):
        return None
    weights = {encoding: weight for encoding in _EIGHT_BIT if (weight := _weigh(text, encoding)).is_enough}
    ranked = sorted(weights, key=lambda encoding: weights[encoding].mended + weights[encoding].kept, reverse=True)
    return ranked[0] if ranked else None


def mend(text: str) -> str:
    r"""A text with all that is in an old encoding decoded, line by line; what is Unicode, or may be, stays.

    >>> mend("Hé nghÌo n¨m 2020\nThôn Ky Ré còn 12 hộ.")
    'Hộ nghèo năm 2020\nThôn Ky Ré còn 12 hộ.'
    """
    if text.isascii() and not _VIQR.search(text):
        return text
    lines = text.split("\n")
    if not is_unicode(text) and (encoding := guess(text)):
        return "\n".join(_decode_line(line, encoding) for line in lines)
    found = [_encoding_of(line) for line in lines]
    if not any(encoding not in (None, "unicode") for encoding in found):
        return text
    return "\n".join(_with_neighbours(lines, found))


def decode_doubtful(text: str, encoding: str) -> str:
    """A text that only its font calls old: decoded where it cannot be Vietnamese otherwise, word by word.

    >>> decode_doubtful("nghÌo: Ky Ré, Hộ", "tcvn3")
    'nghèo: Ky Ré, Hộ'
    """
    if guess(text) == encoding.removesuffix("-capitals"):
        return decode(text, encoding)

    def word(found: regex.Match[str]) -> str:
        decoded = decode(found[0], encoding)
        return decoded if not is_syllable(found[0]) and is_syllable(decoded) else str(found[0])

    return str(_WORD.sub(word, text))


def is_legacy(text: str, encoding: str) -> bool:
    """Whether a word of a text is Vietnamese in this encoding alone."""
    return _weigh(text, encoding.removesuffix("-capitals")).mended > 0


def _with_neighbours(lines: Sequence[str], found: Sequence[str | None]) -> list[str]:
    """The lines decoded; a short one (“Th«n”) that speaks for the encoding of a line beside it too."""
    spoken = [at for at, line in enumerate(lines) if not line.isascii() or found[at]]
    decoded = list(lines)
    for number, at in enumerate(spoken):
        beside = (found[spoken[near]] for near in (number - 1, number + 1) if 0 <= near < len(spoken))
        near = [encoding for encoding in beside if encoding not in (None, "unicode", "viqr")]
        encoding = found[at] or next((name for name in near if name and _weigh(lines[at], name).is_likely), None)
        if encoding and encoding != "unicode":
            decoded[at] = _decode_line(lines[at], encoding)
    return decoded


def _encoding_of(line: str) -> str | None:
    return "unicode" if is_unicode(line) else guess(line)


def _decode_line(line: str, encoding: str) -> str:
    if encoding != "viqr":
        return decode(line, encoding)
    label = _LABEL.match(line)
    start = label.end() if label else 0
    return line[:start] + decode(line[start:], encoding)


@lru_cache(maxsize=4096)
def _weigh_word(word: str, encoding: str) -> tuple[bool, bool, bool]:
    """Whether a word can be Vietnamese as it stands, whether decoded, and whether it is an abbreviation."""
    decoded = decode(word, encoding)
    is_short = decoded.isupper() and len(decoded) <= 8 and not is_syllable(decoded)  # HĐND, LĐTBXH
    after = is_syllable(decoded) and not _MISPLACED.search(decoded.lower())
    return is_syllable(word), after, is_short or len(decoded) == 1


def _weigh(text: str, encoding: str) -> _Weight:
    counts = {(True, True): 0, (False, True): 0, (True, False): 0, (False, False): 0}
    readable = total = odd = 0
    for word in set(_WORD.findall(text)):
        before, after, is_apart = _weigh_word(word, encoding)
        if is_apart and not (before and after):
            continue
        total += 1
        readable += after
        if not word.isascii():
            counts[before, after] += 1
            odd += after and not before and _ODD.match(word) is not None
    return _Weight(
        mended=counts[False, True],
        odd=odd,
        kept=counts[True, True],
        broken=counts[True, False],
        lost=counts[False, False],
        words=total,
        readable=readable / total if total else 0.0,
    )


def _is_viqr(text: str) -> bool:
    if not _VIQR.search(text):
        return False
    tokens = [token for token in set(text.split()) if _LETTERS.search(token)]
    words = {
        token: [word for word in _LETTERS.findall(decode(token, "viqr")) if not word.isascii()] for token in tokens
    }
    marked = [token for token in tokens if words[token]]
    right = [token for token in marked if all(is_syllable(word) or word.isupper() for word in words[token])]
    sure = [
        token
        for token in right
        if _VIQR.search(token) and any(len(word) > 1 and is_syllable(word) for word in words[token])
    ]
    enough = len(sure) >= _ENOUGH and len(right) >= (1 - _BROKEN) * len(marked)
    return enough and len(marked) >= _MARKED * len(tokens)
