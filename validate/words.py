"""The words of the audit, and patterns made of them: all are matched on folded text, whose offsets are true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import regex

from normalize.fold import fold
from normalize.vocabulary import table


@cache
def words(section: str) -> Mapping[str, Any]:
    """One section of audit.toml."""
    return dict(table("audit")[section])


def either(phrases: Iterable[str]) -> str:
    """The phrases as alternatives of a pattern, the longest first, each whole; spaces may be wide.

    >>> regex.findall(either(["biểu", "biểu mẫu"]), fold("Biểu  mẫu 01, biểu 02, biểuđồ"))
    ['biểu  mẫu', 'biểu']
    """
    return _either(tuple(phrases))


def any_of(phrases: Iterable[str]) -> regex.Pattern[str]:
    """A pattern that finds any of the phrases.

    >>> any_of(["phân công", "thực hiện"]).search(fold("Tổ chức thực hiện")).group()
    'thực hiện'
    """
    return _any_of(tuple(phrases))


def holds_any(folded: str, phrases: Iterable[str]) -> bool:
    """Whether a folded text holds one of the phrases.

    >>> holds_any(fold("Tổ chức thực hiện"), ["phân công", "thực hiện"])
    True
    """
    return _any_of(tuple(phrases)).search(folded) is not None


@cache
def _any_of(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(_either(phrases))


@cache
def _either(phrases: tuple[str, ...]) -> str:
    ordered = sorted({fold(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(map(_whole, ordered)) + ")"


def _whole(phrase: str) -> str:
    pattern = str(regex.escape(phrase)).replace(r"\ ", r"\s+")
    before = r"(?<!\p{L})" if phrase[:1].isalpha() else ""
    return before + pattern + (r"(?!\p{L})" if phrase[-1:].isalpha() else "")
