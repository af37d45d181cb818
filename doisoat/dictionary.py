"""The data dictionary: what every dataset and column means, in both languages, from `dictionary.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from doisoat.messages import LANGUAGES

DICTIONARY = Path(__file__).with_name("dictionary.toml")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What something means, in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset: what one row of it is, and what each column holds, in the order of the file."""

    meaning: Meaning
    columns: Mapping[str, Meaning]


@cache
def load() -> dict[str, Entry]:
    """Every dataset by name.

    >>> load()["sections"].columns["label"].en
    'The label as written: II, 2.1, a.'
    """
    stored = tomllib.loads(DICTIONARY.read_text("utf-8"))
    return {
        name: Entry(
            Meaning(told["vi"], told["en"]),
            {column: Meaning(**words) for column, words in told.items() if column not in LANGUAGES},
        )
        for name, told in stored.items()
    }
