"""The program's own messages by key, one TOML file a language; a rule's messages stand with the rule."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")  # the first is the language where nothing says otherwise

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of one language."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The message `key` with its places filled in.

        >>> load("en").say("pages", count=3)
        '3 pages'
        """
        return self.texts[key].format_map(values)


@cache
def load(language: str) -> Messages:
    """The messages of a language of LANGUAGES."""
    return Messages(language, tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")))


def choose_language(environment: Mapping[str, str], arguments: Sequence[str] = (), settled: str | None = None) -> str:
    """The language asked for by `--lang`, else the settled one, else by the locale: Vietnamese where it is not English.

    >>> choose_language({"LANG": "en_GB.UTF-8"}), choose_language({"LC_ALL": "C", "LANG": "en_US"}), choose_language({})
    ('en', 'vi', 'vi')
    >>> choose_language({}, ["audit", "--lang=en", "plan.docx"]), choose_language({}, ["--lang", "en"])
    ('en', 'en')
    """
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        asked = value or next(iter(arguments[number + 1 :]), "")
        if name == "--lang" and asked in LANGUAGES:
            return asked
    if settled in LANGUAGES:
        return settled
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else LANGUAGES[0]
