"""Labels at the head of a paragraph: `I.` `2.1` `a)` `Phần II` `Phụ lục 1`, and the bullets of a list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from normalize.vocabulary import table

# Kinds of labels, from the outermost inwards. `worded` ones have a rank of their own in outline.toml.
RANKS = {"annex": 0, "part": 1, "chapter": 2, "upper": 3, "roman": 4, "article": 5, "arabic": 6, "letter": 12}

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
# a b c d đ e g h i k l m n: the letters of Vietnamese lists (f, j, w, z are left out, but typists use f).
_LETTERS = "abcdđeghiklmnopqrstuvxy"

_BULLET = regex.compile(r"[-–—+*•●○▪■◦·‣➢✓]+\s*(?!\d+\s*%?\s*$)")

_LABEL = regex.compile(
    r"""
    # I. · II- · III/ · IV) · I./ — Roman numerals stand before anything, but before a small letter only with a space
      (?P<roman>X{0,3}(?:IX|IV|V?I{0,3})) (?<=[IVX]) \s? (?: [.)/:]+ \s* | \s? [-–] \s* ) (?=\S|$)
    # 2.1 · 2.1. · 3.1.2) — without a mark behind them the text begins with a capital
    | (?P<decimal>\d{1,2}(?:\.\d{1,2}){1,4}) (?: \s? [.)/:] (?!\d) \s* | \s? [-–] \s+ | \s+ (?=[\p{Lu}“"(]) )
    # 1. · 1) · 1/ · 1- · 1:
    | (?P<arabic>\d{1,2}) \s? (?: [.)/:] (?!\d) \s* | \s? [-–] \s* (?=\p{L}) )
    # (1) · (a)
    | \( (?P<round>\d{1,2}|[a-zđ]) \) \s*
    # a) · b. · c/ — a letter needs its mark
    | (?P<letter>[a-zđ]) \s? [.)/] \s* (?=[\p{Lu}“"(\d]|\s\S|$)
    # A. · B) · C/
    | (?P<upper>[A-HĐ]) \s? (?: [.)/] \s* | \s? - \s+ ) (?=\S|$)
    """,
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its class (`roman`, `arabic2` of two parts …), as written, its numbers, and where the text begins."""

    form: str
    text: str
    path: tuple[int, ...]
    end: int

    @property
    def rank(self) -> int:
        """How deep this class of labels stands by custom; smaller is further out."""
        base = RANKS[self.form.rstrip("0123456789")]
        return base + len(self.path) - 1 if self.form.startswith("arabic") else base


@lru_cache(maxsize=4096)  # a paragraph is asked for its label by several steps
def parse_label(text: str) -> Label | None:
    """The label a paragraph begins with, None where it has none.

    >>> parse_label("2.1 Giảm nghèo").path, parse_label("IV- KINH PHÍ").text, parse_label("2.881 khẩu")
    ((2, 1), 'IV', None)
    >>> parse_label("Phụ lục II: Biểu").text, parse_label("đ) Nhà ở").path
    ('Phụ lục II', (5,))
    """
    match = _LABEL.match(text)
    if match is None or match.end() == 0:
        return _worded(text)
    if roman := match["roman"]:
        return Label("roman", roman, (roman_value(roman),), match.end())
    if decimal := match["decimal"]:
        path = tuple(map(int, decimal.split(".")))
        return Label(f"arabic{len(path)}", decimal, path, match.end())
    if arabic := match["arabic"]:
        return Label("arabic1", arabic, (int(arabic),), match.end())
    if letter := match["letter"]:
        return Label("letter", letter, (_letter_value(letter),), match.end())
    if upper := match["upper"]:
        return Label("upper", upper, (_letter_value(upper.lower()),), match.end())
    inner = match["round"]
    path = (int(inner),) if inner.isdigit() else (_letter_value(inner),)
    return Label("letter2", inner, path, match.end())


def is_bullet(text: str) -> bool:
    """Whether a paragraph is an item behind a dash, plus, star or dot.

    >>> is_bullet("- Hộ dân thường: 66 hộ"), is_bullet("-"), is_bullet("1. Mục tiêu")
    (True, True, False)
    """
    return _BULLET.match(text) is not None


def without_bullet(text: str) -> str:
    """The text behind its bullet.

    >>> without_bullet("+ Vốn huy động")
    'Vốn huy động'
    """
    match = _BULLET.match(text)
    return text[match.end() :] if match else text


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral.

    >>> roman_value("XIV")
    14
    """
    values = [_ROMAN_VALUES[char] for char in numeral]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


def _letter_value(letter: str) -> int:
    return _LETTERS.index(letter) + 1 if letter in _LETTERS else ord(letter) - ord("a") + 1


@cache
def _worded_pattern() -> tuple[regex.Pattern[str], dict[str, str]]:
    found = table("outline")
    forms = {word: form for form, words in found["labels"].items() for word in words}
    ordinals = "|".join(found["ordinals"])
    words = "|".join(sorted(map(regex.escape, forms), key=len, reverse=True))
    return (
        regex.compile(
            rf"(?P<word>{words})\s+(?:số\s*:?\s*)?(?:thứ\s+)?"
            rf"(?P<number>[ivx]{{1,5}}|\d{{1,2}}(?:\.\d)?[a-z]?|[a-hđ]|{ordinals})(?!\p{{L}}|\d)\s?[.:)/-]*\s*"
        ),
        forms,
    )


def _worded(text: str) -> Label | None:
    """`Phần I`, `Chương 2`, `Điều 1.`, `Phụ lục số 01`: a word and its number; only with a capital."""
    if not text[:1].isupper() or text[1:2] == " ":
        return None
    pattern, forms = _worded_pattern()
    match = pattern.match(text[:40].lower())
    if match is None:
        return None
    number = match["number"]
    label = text[: match.end("number")].strip()
    return Label(forms[match["word"]], label, (_ordinal_value(number),), match.end())


def _ordinal_value(number: str) -> int:
    digits = regex.match(r"\d+", number)
    if digits:
        return int(digits.group())
    if regex.fullmatch("[ivx]+", number):
        return roman_value(number.upper())
    return _letter_value(number) if len(number) == 1 else _spelled()[number]


@cache
def _spelled() -> dict[str, int]:
    return dict(table("outline")["ordinals"])
