"""A part of the plan that is referred to is there, and holds what the reference says.

Holds when
    the plan has a part of this label (“Mục V”, “mục 2 phần II”), and where the reference says what it points to (units,
    funds, targets, solutions), a title of that part or of one below it tells of it, or the units charged stand in it.

Why it matters
    Chapters are moved while a plan is drafted; a reference that stayed behind sends a unit to the wrong duties.

Example
    “các đơn vị nêu tại Mục III”, and chapter III charges the units with their duties.

Does not hold
    there is no such part, or another part alone holds what is said: a note that names it.

Not tested when
    the part is one of another document (“mục 2 Chỉ thị số …”), or the reference does not say what it points to and the
    label stands more than once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from extract.document import Block, Section, Span
from extract.facts import Facts
from extract.labels import parse_label, roman_value
from normalize.fold import fold
from validate.check import CONTENT_UNKNOWN, OF_ANOTHER, Check, Fault, not_testable
from validate.message import Message
from validate.words import any_of, either, holds_any, words

ABSENT = Message("Kế hoạch không có “{told}”.", "The plan has no “{told}”.")
ELSEWHERE = Message(
    "“{told}” là “{title}”; {content} ở mục {label}.",
    "“{told}” is “{title}”; what is referred to ({content}) stands in part {label}.",
)

# A reference says what it points to in the words right before it.
LOOK_BACK = 60
# A paper named so near behind is what the part belongs to.
OWNER_REACH = 60

READ = frozenset({"heading", "paragraph", "item", "recipients"})


@dataclass(frozen=True, slots=True)
class Reference:
    """“Mục V” where it stands; `numbers` are those of the label, `is_roman` where it is written so."""

    block: Block
    start: int
    end: int
    label: str
    parent: str | None  # of “mục 2 phần II”: II

    @property
    def told(self) -> str:
        return " ".join(self.block.text[self.start : self.end].split())


def check(facts: Facts) -> Iterator[Check]:
    """A check for each reference to a part."""
    for reference in _find_references(facts):
        yield _check(facts, reference)


@cache
def _pattern() -> regex.Pattern[str]:
    """“Mục V” · “mục 2.1” · “mục 2 phần II” · “điểm a khoản 2 mục III” · “Mục II.2”"""
    found = words("reference")
    parts, lettered, articles = (either(found[name]) for name in ("parts", "lettered", "articles"))
    label = r"(?:[IVX]{1,5}(?:\.\d{1,2})*|\d{1,2}(?:\.\d{1,2})*|[a-zđ](?=\s|[,.;)]|$))"
    return regex.compile(
        rf"(?:(?i:{lettered})\s+[a-zđ]\s*,?\s+)?(?i:{parts})\s+(?P<label>{label})(?![\p{{L}}\d%/])"
        rf"(?:\s*,?\s+(?i:{parts})\s+(?P<parent>{label})(?![\p{{L}}\d%/]))?"
        rf"(?!\s*,?\s+(?i:{articles})\s+\d)"  # of a law
    )


def _find_references(facts: Facts) -> Iterator[Reference]:
    for block in facts.document.blocks:
        if block.kind not in READ:
            continue
        own = parse_label(block.text)
        for match in _pattern().finditer(block.text, own.end if own else 1):  # a paragraph's own label is none
            is_roman = match["label"][0] in "IVX"
            if is_roman or match["parent"] or _is_pointed(block, match.start()):
                yield Reference(block, match.start(), match.end(), match["label"], match["parent"])


def _is_pointed(block: Block, start: int) -> bool:
    """Whether “tại”, “theo” or the like stands before: small labels are met in other senses too (điểm 5)."""
    return _pointer().search(fold(block.text[max(0, start - LOOK_BACK) : start])) is not None


@cache
def _pointer() -> regex.Pattern[str]:
    return regex.compile(rf"{either(words('annex')['pointers'])}\s*$")


def _check(facts: Facts, reference: Reference) -> Check:
    for citation in facts.citations:
        if citation.block_id == reference.block.block_id:
            within = citation.start <= reference.start < citation.end
            behind = reference.end <= citation.start <= reference.end + OWNER_REACH
            if within or (behind and not set(".;") & set(reference.block.text[reference.end : citation.start])):
                return not_testable(OF_ANOTHER, (), reference.told)
    parts = _find_parts(facts, reference)
    span = Span(reference.block.block_id, reference.start, reference.end)
    if not parts:
        if _has_item(facts, reference):
            return Check(True, (), reference.told)
        fault = Fault("note", ABSENT, {"told": reference.told}, at=None, span=span)
        return Check(False, (), f"{reference.told} = ∅", fault=fault)
    before = fold(reference.block.text[max(0, reference.start - LOOK_BACK) : reference.start])
    content = _find_content(before)
    if content is None:
        return Check(True, (), reference.told) if len(parts) == 1 else not_testable(CONTENT_UNKNOWN, (), reference.told)
    if any(_tells(facts, part, content) for part in parts):
        return Check(True, (), reference.told)
    others = [
        section
        for section in facts.document.sections
        if section.label
        and section.depth == parts[0].depth
        and section not in parts
        and _tells(facts, section, content)
    ]
    if not others:
        return not_testable(CONTENT_UNKNOWN, (), reference.told)
    told_words = {
        "told": reference.told,
        "title": parts[0].title,
        "content": _content_word(before, content),
        "label": others[0].label or "",
    }
    fault = Fault("note", ELSEWHERE, told_words, at=None, span=span)
    return Check(False, (), f"{reference.told} → {others[0].label}", fault=fault)


def _find_parts(facts: Facts, reference: Reference) -> list[Section]:
    """The sections of this label; of a combined one (`II.2`, “mục 2 phần II”) those under the right chapter."""
    sections = facts.document.sections
    chapter, _, rest = reference.label.partition(".")
    if chapter[:1] in "IVX" and rest:
        found = [s for s in sections if s.label in (rest, reference.label)]
        return [s for s in found if s.label == reference.label or _is_under(sections, s, chapter)]
    found = [s for s in sections if _labels(s) & {reference.label}]
    if reference.parent is not None:
        found = [s for s in found if _is_under(sections, s, reference.parent)]
    return found


def _labels(section: Section) -> set[str]:
    """How a section may be referred to: `Phần II` is II too, the annexes' own numbers are not meant."""
    label = section.label or ""
    word, _, number = label.rpartition(" ")
    return {label, number} if fold(word) in map(fold, words("reference")["parts"]) else {label}


def _is_under(sections: tuple[Section, ...], section: Section, label: str) -> bool:
    parent = section.parent_id
    while parent is not None:
        if label in _labels(sections[parent]):
            return True
        parent = sections[parent].parent_id
    return False


def _has_item(facts: Facts, reference: Reference) -> bool:
    """Whether a numbered paragraph bears the label: not every part is a section."""
    last = reference.label.rpartition(".")[2]
    wanted = {reference.label, last} if reference.label[:1] in "IVX" and "." in reference.label else {reference.label}
    labels = (parse_label(block.text) for block in facts.document.blocks if block.kind in READ)
    found = {label.text for label in labels if label}
    roman = reference.label[:1] in "IVX" and "." not in reference.label
    return bool(wanted & found) or (roman and str(roman_value(reference.label)) in found and not _has_roman(facts))


def _has_roman(facts: Facts) -> bool:
    return any(section.label and section.label[0] in "IVX" for section in facts.document.sections)


def _find_content(before: str) -> Mapping[str, Any] | None:
    """What the words before a reference say it points to: the last thing named."""
    last: tuple[int, Mapping[str, Any]] | None = None
    for content in words("reference")["contents"]:
        for match in any_of(content["words"]).finditer(before):
            if last is None or match.start() >= last[0]:
                last = (match.start(), content)
    return None if last is None else last[1]


def _content_word(before: str, content: Mapping[str, Any]) -> str:
    return str([match.group() for match in any_of(content["words"]).finditer(before)][-1])


def _tells(facts: Facts, part: Section, content: Mapping[str, Any]) -> bool:
    """Whether a part or one below it has a title of this content, or the units charged with duties."""
    sections = facts.document.sections
    below = [s for s in sections if s is part or _ancestors(sections, s) & {part.section_id}]
    if any(holds_any(fold(section.title), content["titles"]) for section in below):
        return True
    is_units = content is words("reference")["contents"][0]
    headings = {section.block_id for section in below}
    return is_units and any(duty.headed and duty.block_id in headings for duty in facts.duties)


def _ancestors(sections: tuple[Section, ...], section: Section) -> set[int]:
    found, parent = set[int](), section.parent_id
    while parent is not None:
        found.add(parent)
        parent = sections[parent].parent_id
    return found
