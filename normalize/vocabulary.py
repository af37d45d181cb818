"""The words of the domain: phrases of `data/*.toml`, found in a text as terms with their place.

A phrase is found syllable by syllable on the folded text, the longest at a place wins; two places never overlap.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import regex

from normalize.fold import fold

_SYLLABLE = regex.compile(r"[\p{L}\p{M}]+|\d+|%")
_PART = regex.compile(rf"{_SYLLABLE.pattern}|,")
# What may stand between two syllables of one phrase; a comma only where the phrase has one (“khám, chữa bệnh”).
_JOINT = regex.compile(r"\s*+(?:(?:(?P<comma>,)|[/“”\"'’‘-])\s*+)?")


@dataclass(frozen=True, slots=True)
class Term:
    """A known phrase at `start`…`end`: `kind` is its lexicon (`class`, `group`, `moment` …), `code` what it says."""

    start: int
    end: int
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be counted: its unit, and whether it is a `stock`, a `flow` of a year or a coverage `rate`."""

    code: str
    unit: str
    kind: str
    implies: frozenset[str] = frozenset()  # groups that go without saying: who escapes was poor
    of: str | None = None  # what all of them are counted as: standard schools of schools
    near_poor: str | None = None  # the same of the near-poor
    support: str | None = None  # the kind of support that money for it is a group of
    units: Mapping[str, str] = field(default_factory=dict)  # what it is where another unit is counted: 2 classes


_NOTHING: Mapping[str, Any] = {}


class Lexicon:
    """Phrases with what they mean, searched in time linear in the text."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        """Take `(phrase, kind, code)`; of equal phrases the first stands."""
        self._trie: dict[str, Any] = {}
        self._known: set[str] = set()
        for phrase, kind, code in entries:
            parts = _PART.findall(fold(phrase))
            syllables = [part for part in parts if part != ","]
            self._known.update(syllables)
            for spelling in (parts, syllables) if len(parts) > len(syllables) else (parts,):
                node = self._trie
                for part in spelling:
                    node = node.setdefault(part, {})
                node.setdefault("", (kind, code))
        self._remembered = lru_cache(maxsize=1024)(self._find)  # the same words are asked for by several finders

    def find(self, folded: str, start: int = 0, end: int | None = None) -> tuple[Term, ...]:
        """The terms in a folded text, in reading order: those that together cover the most syllables.

        >>> [(t.kind, t.code) for t in lexicon().find("hộ cận nghèo cuối năm")]
        [('counted', 'household'), ('class', 'near_poor'), ('moment', 'end')]
        >>> [t.code for t in lexicon().find("hộ dân tộc thiểu số")]  # not “hộ dân” and a rest
        ['household', 'ethnic_minority']
        """
        return self._remembered(folded, start, end)

    def _find(self, folded: str, start: int, end: int | None) -> tuple[Term, ...]:
        syllables = list(self._syllables(folded, start, end))
        found = [self._at(folded, syllables, at) for at in range(len(syllables))]
        covered = [0] * (len(syllables) + 1)
        chosen: list[tuple[int, tuple[str, str]] | None] = [None] * len(syllables)
        for at in reversed(range(len(syllables))):
            covered[at] = covered[at + 1]
            for length, meaning in found[at]:  # the longest last: of equal cover it stands
                if length + covered[at + length] >= covered[at]:
                    covered[at], chosen[at] = length + covered[at + length], (length, meaning)
        terms, at = [], 0
        while at < len(syllables):
            best = chosen[at]
            if best is None:
                at += 1
                continue
            length, (kind, code) = best
            terms.append(Term(syllables[at][1], syllables[at + length - 1][2], kind, code))
            at += length
        return tuple(terms)

    def _syllables(self, folded: str, start: int, end: int | None) -> Iterator[tuple[str, int, int]]:
        """The syllables with their places; two known ones that a typist ran together (“hộcận”) are parted."""
        for match in _SYLLABLE.finditer(folded, start, end):
            word, at = match.group(), match.start()
            cut = 0
            if len(word) > 3 and word not in self._known:
                halves = (at for at in range(2, len(word) - 1) if word[:at] in self._known and word[at:] in self._known)
                cut = next(halves, 0)
            if cut:
                yield word[:cut], at, at + cut
            yield word[cut:], at + cut, match.end()

    def _at(self, folded: str, syllables: list[tuple[str, int, int]], at: int) -> list[tuple[int, tuple[str, str]]]:
        """The phrases that begin at one syllable, with their length, shortest first."""
        found: list[tuple[int, tuple[str, str]]] = []
        node: dict[str, Any] | None = self._trie.get(syllables[at][0])
        last = at
        while node is not None:
            if "" in node:
                found.append((last - at + 1, node[""]))
            if last + 1 == len(syllables):
                break
            joint = _JOINT.fullmatch(folded, syllables[last][2], syllables[last + 1][1])
            if joint is None:
                break
            last += 1
            after = node.get(",", _NOTHING) if joint["comma"] else node
            node = after.get(syllables[last][0])
        return found


def any_of(phrases: Iterable[str]) -> str:
    """A pattern of phrases for folded text, the longest first; their spaces may be wide.

    >>> any_of(["số", "Tổng số"])
    '(?:tổng\\\\s+số|số)'
    """
    ordered = sorted({fold(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(regex.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered) + ")"


Row = Mapping[str, Any]
# Measures that somebody has added to those of the package, by code, as `measures.toml` has them.
_added: dict[str, Row] = {}


@cache
def table(name: str) -> Mapping[str, Any]:
    """One vocabulary file of the package, by its name without ending, with what was added to it."""
    stored = tomllib.loads((files("normalize") / "data" / f"{name}.toml").read_text("utf-8"))
    return {**_added, **stored, **_added} if name == "measures" else stored


def add_measures(rows: Mapping[str, Row]) -> None:
    """Know these measures too, or these instead of those of the same code; their phrases come before those of others.

    They replace what was added before. It is for the whole process.
    """
    if rows != _added:
        _added.clear()
        _added.update(rows)
        for remembered in (table, measures, coverages, lexicon):
            remembered.cache_clear()


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure that has phrases of its own, by code."""
    return {
        code: Measure(
            code,
            row["unit"],
            row["kind"],
            frozenset(row.get("implies", ())),
            row.get("of"),
            row.get("near_poor"),
            row.get("support"),
            row.get("units", {}),
        )
        for code, row in table("measures").items()
    }


@cache
def coverages() -> frozenset[str]:
    """Counts of the households that have a service, whenever they got it: those of which a share is told too."""
    shares = (known.units for known in measures().values() if known.unit == "percent")
    return frozenset(units["household"] for units in shares if "household" in units)


# Tables of a vocabulary file that are no phrases to be found in running text.
_NOT_TERMS = frozenset({"complements", "composed", "comparator", "peoples", "causes", "tasks"})


def _entries() -> Iterator[tuple[str, str, str]]:
    for name in ("populations", "groups", "links"):
        for kind, codes in table(name).items():
            if kind not in _NOT_TERMS:
                yield from ((phrase, kind, code) for code, phrases in codes.items() for phrase in phrases)
    for code, row in table("measures").items():
        yield from ((phrase, "measure", code) for phrase in row["phrases"])
    peoples = table("groups")["peoples"]
    for word in peoples["behind"]:
        yield from ((f"{word} {name}", "group", "ethnic_minority") for name in peoples["names"])


@cache
def lexicon() -> Lexicon:
    """The lexicon by which clauses and table headers are tagged."""
    return Lexicon(_entries())


@cache
def indicators() -> Lexicon:
    """The lexicon of deprivation indicators."""
    found = table("indicators")
    named = [(phrase, "indicator", code) for code, row in found["indicators"].items() for phrase in row["phrases"]]
    said = [(phrase, "word", code) for code, phrases in found["words"].items() for phrase in phrases]
    return Lexicon([*named, *said])


@cache
def composed() -> Mapping[tuple[str, str], str]:
    """The measure that a poverty class (or `all`) makes with a unit.

    >>> composed()["near_poor|poor", "household"]
    'poor_or_near_poor_households'
    """
    found = table("populations")["composed"]
    return {(people, unit): code for unit, codes in found.items() for people, code in codes.items()}


@cache
def complements() -> tuple[frozenset[str], ...]:
    """Sets of groups that exclude and exhaust each other."""
    return tuple(frozenset(codes) for codes in table("groups")["complements"].values())
