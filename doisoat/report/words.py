"""Codes of the datasets in words, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from normalize.vocabulary import table

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

WORDS = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Vietnamese and in English; equal where a name needs no translation."""

    vi: str
    en: str

    def __add__(self, other: Words) -> Words:
        return Words(self.vi + other.vi, self.en + other.en)


def same(text: object) -> Words:
    """What both languages write alike: a name, a code, a sum."""
    return Words(str(text), str(text))


def say_date(day: date) -> Words:
    """A day as each language writes it.

    >>> say_date(date(2022, 8, 5)).vi, say_date(date(2022, 8, 5)).en
    ('05/8/2022', '5 August 2022')
    """
    return Words(f"{day.day:02}/{day.month}/{day.year}", f"{day.day} {MONTHS[day.month - 1]} {day.year}")


def join(parts: list[Words], between: str = " · ") -> Words:
    """Words strung together."""
    return Words(between.join(part.vi for part in parts), between.join(part.en for part in parts))


@cache
def stored() -> Mapping[str, Any]:
    """`words.toml` as it is."""
    return tomllib.loads(WORDS.read_text("utf-8"))


@cache
def word(lexicon: str, code: str) -> Words:
    """What a code of a lexicon (`unit`, `moment` …) means; the code itself where nobody has said.

    >>> word("moment", "end").vi, word("measure", "tuition_support").en
    ('cuối năm', 'tuition support')
    """
    told = stored().get(lexicon, {}).get(code)
    if told is not None:
        return Words(**told)
    return Words(phrase(lexicon, code) or code.replace("_", " "), code.replace("_", " "))


@cache
def say_group(code: str) -> Words:
    """What a group means, of codes joined by `+` (all hold) and `|` (any does).

    >>> say_group("near_poor|poor").en, say_group("in_need+poor").vi
    ('near-poor or poor', 'có nhu cầu và hộ nghèo')
    """
    said = [join([word("group", one) for one in each.split("+")], "\0") for each in code.split("|")]
    vi = " hoặc ".join(words.vi.replace("\0", " và ") for words in said)
    return Words(vi, " or ".join(words.en.replace("\0", " and ") for words in said))


@cache
def say_reason(reason: str) -> Words:
    """Why a check could not be made."""
    return Words(stored()["reason"].get(reason, reason), reason)


def phrase(lexicon: str, code: str) -> str | None:
    """The first phrase of the vocabulary for a code."""
    if lexicon == "measure":
        return next(iter(table("measures").get(code, {}).get("phrases", ())), None)
    if lexicon == "unit":
        units = table("units")
        return next((units[kind][code][0] for kind in units if code in units[kind]), None)
    if lexicon in ("group", "indicator"):
        groups = table("groups")
        found = groups["group"].get(code) or groups["kind"].get(code)
        found = found or table("indicators")["indicators"].get(code, {}).get("phrases")
        return found[0] if found else None
    return None
