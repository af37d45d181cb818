"""The rules' documentation: in English from each rule's docstring, in Vietnamese from `rules.toml`."""

from __future__ import annotations

import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path

import regex

from doisoat.report.words import Words, word
from validate.rules import HEADINGS, load

RULES = Path(__file__).with_name("rules.toml")

# The headings of a rule's docstring, by their key in `rules.toml`.
KEYS = dict(zip(("holds", "why", "example", "not", "untested"), HEADINGS, strict=True))


@dataclass(frozen=True, slots=True)
class Documentation:
    """A rule: its name, what it asks in one sentence, and what is told under each heading, by the heading's key."""

    code: str
    name: Words
    summary: Words
    told: tuple[tuple[str, Words], ...]


def document_rules() -> tuple[Documentation, ...]:
    """All rules by code."""
    vietnamese = tomllib.loads(RULES.read_text("utf-8"))
    found = []
    for code, rule in load().items():
        english = split_docstring(rule.docstring)
        own = vietnamese[code]
        told = tuple((key, Words(own[key], english[heading])) for key, heading in KEYS.items())
        found.append(Documentation(code, word("rule", code), Words(own["summary"], english[""]), told))
    return tuple(found)


def split_docstring(docstring: str) -> dict[str, str]:
    """A rule's docstring by heading, its first sentence under the empty one; each as one paragraph.

    >>> split_docstring("One.\\n\\nHolds when\\n    a is\\n    b.\\n")
    {'': 'One.', 'Holds when': 'a is b.'}
    """
    parts = regex.split(rf"^({'|'.join(HEADINGS)})$", docstring, flags=regex.MULTILINE)
    texts = [" ".join(textwrap.dedent(part).split()) for part in parts]
    return {"": texts[0], **dict(zip(texts[1::2], texts[2::2], strict=True))}
