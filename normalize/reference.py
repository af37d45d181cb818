"""Numbers of legal papers: `59/2015/QĐ-TTg`, `25-NQ/ĐU`, `38/KH-UBND`; and what kind of paper they number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from normalize.fold import fold
from normalize.vocabulary import table

# One group of letters of a symbol: KH, UBND, TTg, BLĐTBXH, QH15; `&` in LĐ-TB&XH.
_LETTERS = r"(?:\p{Lu}{2,}\p{Ll}?\p{Lu}*|T[tT]r)(?:&\p{Lu}+)?\d{0,2}(?!\p{L}|\d)"
_SLASH, _DASH = r"\s?/\s?", r"\s?[-–]\s?"

# The letters behind the number: KH-UBND, TTLT-BTC-BLĐTBXH; of the Party: NQ/TU, CV/TU.
SYMBOL_PATTERN = rf"{_LETTERS} (?: (?:{_DASH}|{_SLASH}) {_LETTERS} )*"

# To be compiled with regex.VERBOSE. Spaces within are typists' slips: `11- NQ/TU`, `1722 /QĐ-TTg`.
REFERENCE_PATTERN = rf"""
    (?=\d) (?<![\d.,/]) (?:
        # 59/2015/QĐ-TTg · 30a/2008/NQ-CP · 24/2021/QH15
        \d{{1,5}}[a-zđ]? {_SLASH} (?:19|20)\d{{2}} {_SLASH} {SYMBOL_PATTERN}
        # 38/KH-UBND · 293/TTg-ĐP · 1234/UBND-VX: without a year there are two groups of letters at least
      | \d{{1,5}}[a-zđ]? {_SLASH} {_LETTERS} {_DASH} (?: {SYMBOL_PATTERN} | \p{{Lu}}\d?(?!\p{{L}}) )
        # 25-NQ/ĐU · 720-CV/TU, of the Party
      | \d{{1,5}}[a-zđ]? {_DASH} {_LETTERS} {_SLASH} {SYMBOL_PATTERN}
        # số 117/UBND: one group alone only behind “số”
      | (?<= (?i:số) \s* :? \s* ) \d{{1,5}}[a-zđ]? {_SLASH} {_LETTERS}
    )
"""

_REFERENCE = regex.compile(
    rf"\s* (?P<number>\d{{1,5}}) [a-zđ]? (?: {_SLASH} (?P<year>(?:19|20)\d{{2}}) (?={_SLASH}) )?"
    rf" (?:{_SLASH}|{_DASH}) (?P<symbol>{SYMBOL_PATTERN}.*)",
    regex.VERBOSE,
)
_SPACES = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written but for its spaces, and its parts."""

    literal: str
    number: int
    year: int | None
    symbol: str


def parse_reference(literal: str) -> Reference | None:
    """The parts of a reference; None where there is no number before the letters.

    >>> parse_reference("11- NQ/TU")
    Reference(literal='11-NQ/TU', number=11, year=None, symbol='NQ/TU')
    >>> parse_reference("59/2015/QĐ-TTg").year
    2015
    """
    match = _REFERENCE.fullmatch(literal)
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else None
    return Reference(_without_spaces(literal), int(match["number"]), year, _without_spaces(match["symbol"]))


def kind_of_words(words: str) -> str | None:
    """The kind of paper that a word or abbreviation names.

    >>> kind_of_words("Tờ trình"), kind_of_words("NQ"), kind_of_words("mục")
    ('proposal', 'resolution', None)
    """
    return _by_words().get(fold(words.strip())) or _by_letters().get(words.strip())


def kind_of_symbol(symbol: str) -> str | None:
    """The kind of paper that the letters of a reference stand for; letters from an office to another are a letter.

    >>> kind_of_symbol("KH-UBND"), kind_of_symbol("NQ/TU"), kind_of_symbol("UBND-VX"), kind_of_symbol("QH15")
    ('plan', 'resolution', 'official_letter', 'law')
    """
    first = regex.split(r"[-–/]", symbol)[0].strip()
    if first.startswith("QH"):
        return "law"
    return _by_letters().get(first) or ("official_letter" if first else None)


@cache
def kind_words() -> tuple[str, ...]:
    """The words that name kinds of papers, folded, longest first."""
    return tuple(sorted(_by_words(), key=len, reverse=True))


@cache
def kind_letters() -> tuple[str, ...]:
    """The letters that stand for kinds of papers, longest first."""
    return tuple(sorted(_by_letters(), key=len, reverse=True))


@cache
def _kinds() -> dict[str, dict[str, list[str]]]:
    kinds: dict[str, dict[str, list[str]]] = table("documents")["kinds"]
    return kinds


@cache
def _by_words() -> dict[str, str]:
    return {fold(word): kind for kind, names in _kinds().items() for word in names["words"]}


@cache
def _by_letters() -> dict[str, str]:
    return {letters: kind for kind, names in _kinds().items() for letters in names["abbreviations"]}


def _without_spaces(text: str) -> str:
    # Ð (eth) is what some fonts put for Đ.
    return str(_SPACES.sub("", text)).replace("Ð", "Đ")
