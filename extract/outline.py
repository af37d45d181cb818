"""The outline of a plan: its sections, and what every block is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from extract.document import Block, Document, Section
from extract.labels import Label, is_bullet, parse_label
from extract.zones import is_capitals, zones
from normalize.vocabulary import table

# Longer than these no paragraph is a heading: set apart by its look, only by its label, run on behind a colon.
HEADING_WORDS = 60
PLAIN_WORDS = 30
TITLE_WORDS = 25
# A heading with a full stop is one short sentence.
STOPPED_WORDS = 18
# Fewer words behind a colon are a value (“Bảo hiểm y tế: 100%”), not text that runs on.
RUNNING_WORDS = 4
# Ranks of headings without label; those of labels are in `labels.RANKS`.
CAPITALS_RANK = 2
LOOSE_RANK = 30

_COLON = regex.compile(r"\s*:(?=\s|$)\s*")
_PROGRAMME = regex.compile(r"\d\)?$")
_NOT_YEAR = regex.compile(r"(?<!\d)(?!(?:19|20)\d{2}(?!\d))\d+")
_SENTENCE_BREAK = regex.compile(r"[.;]\s+\p{L}")
_END = regex.compile(r"\s*(?::|(?<!\.)\.)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A block that opens a section; `is_whole` where the block is nothing but its heading."""

    index: int
    label: Label | None
    title: str
    is_whole: bool
    rank: int
    also: tuple[int, ...] = ()  # further blocks of the same heading


def outline(document: Document) -> Document:
    """The document with its sections, and every block with its kind and the section it stands in.

    Sections are numbered from 0 in reading order, so `sections[section_id]` is the section.

    >>> blocks = (Block(0, "paragraph", "I. MỤC TIÊU"), Block(1, "paragraph", "- Giảm 18 hộ."))
    >>> found = outline(Document("text", "", blocks))
    >>> [(block.kind, block.section_id) for block in found.blocks], found.sections[0].label
    ([('heading', 0), ('item', 0)], 'I')
    """
    blocks = document.blocks
    zoned = zones(blocks)
    headings = _find_headings(blocks, zoned, frozenset())
    sections = _nest(blocks, headings)
    missing = _missing(blocks, zoned, headings, sections)
    if missing:
        headings = _find_headings(blocks, zoned, missing)
        sections = _nest(blocks, headings)
    return replace(document, blocks=_assign(blocks, zoned, headings), sections=sections)


def _find_headings(blocks: Sequence[Block], zoned: Sequence[str], forced: frozenset[int]) -> list[Heading]:
    """The blocks that open a section; those `forced` do whatever they look like."""
    headings: list[Heading] = []
    opened: dict[str, int] = {}  # forms of label with an open section, and its last number
    listed: tuple[str, int] | None = None  # the list that runs: its form and last number
    index = 0
    while index < len(blocks):
        block, zone = blocks[index], zoned[index]
        if zone == "annex":
            end = index + 1
            while end < len(blocks) and zoned[end] == "annex":
                end += 1
            headings.append(_annex(blocks, index, end))
            opened, listed = {}, None
            index = end
            continue
        if zone == "body" and block.kind not in ("table", "page_number"):
            label = parse_label(block.text)
            is_listed = label is not None and listed == (label.form, label.path[-1] - 1)
            heading = _heading(blocks, zoned, index, label, opened, is_listed, index in forced)
            if heading is not None:
                headings.append(heading)
                if label:
                    rank = label.rank
                    opened = {form: number for form, number in opened.items() if _rank_of(form) < rank}
                    opened[label.form] = label.path[-1]
                listed = None
                index += 1 + len(heading.also)
                continue
            if label:
                listed = (label.form, label.path[-1])
        index += 1
    return headings


def _heading(
    blocks: Sequence[Block],
    zoned: Sequence[str],
    index: int,
    label: Label | None,
    opened: dict[str, int],
    is_listed: bool,
    is_forced: bool,
) -> Heading | None:
    """The heading that a block of the body is, None where it is text."""
    block = blocks[index]
    if label is None:
        return _unlabelled(blocks, zoned, index)
    rest = block.text[label.end :].strip()
    if not rest:
        return _two_lines(blocks, zoned, index, label)
    told = _title(block, label, rest)
    if told is None:
        return _heading_of(index, label, _first_clause(rest), False) if is_forced else None
    title, is_whole = told
    if not is_forced and not _stands_out(block, rest) and label.form not in ("roman", "part", "chapter", "article"):
        before, after = _neighbour(blocks, zoned, index, -1), _neighbour(blocks, zoned, index, 1)
        # 2.2 may head a text though 2.1 was a sentence; 3) behind 1) and 2) is one more item
        if is_listed and not (len(label.path) > 1 and _has_body(label, after, {})):
            return None
        restarts = label.path == (1,) and label.form in opened
        if restarts and before is not None and before.text.endswith(":") and not is_capitals(before.text):
            return None
        if is_whole and not _has_body(label, after, opened) and not rest.endswith(":"):
            return None
    return _heading_of(index, label, title, is_whole)


def _heading_of(index: int, label: Label, title: str, is_whole: bool) -> Heading:
    return Heading(index, label, _END.sub("", title), is_whole, label.rank)


def _title(block: Block, label: Label, rest: str) -> tuple[str, bool] | None:
    """The title in a labelled paragraph, and whether it is all of it; None where it is a sentence or a value."""
    words = len(rest.split())
    colon = _COLON.search(rest)
    if _stands_out(block, rest) and words <= HEADING_WORDS:
        # what is aimed at stays text, even in bold: “2.1 Giảm tỷ lệ hộ nghèo: 2%”
        has_value = colon is not None and _NOT_YEAR.search(rest, colon.end()) is not None
        return (rest[: colon.start()], False) if colon and has_value and "%" in rest else (rest, "%" not in rest)
    if rest.endswith((";", ",")):
        return None
    if colon and colon.end() == len(rest):
        return (rest, True) if words <= HEADING_WORDS else None
    if label.form == "article":
        return (rest, True) if words <= STOPPED_WORDS and not rest.endswith(".") else (_first_clause(rest), False)
    before, after = (rest[: colon.start()], rest[colon.end() :]) if colon else (rest, "")
    if colon and len(before.split()) <= TITLE_WORDS and not _SENTENCE_BREAK.search(before):
        # “Dự án 2: Đa dạng hóa sinh kế” is one title; “Mục đích: Tạo cơ hội …” is a title and text that runs on.
        if _PROGRAMME.search(before) and words <= PLAIN_WORDS and not _SENTENCE_BREAK.search(after):
            return rest, True
        if len(after.split()) < RUNNING_WORDS:
            return None if _NOT_YEAR.search(after) else (rest, True)
        if after[:1].isdigit() and not label.form.startswith("arabic"):
            return None
        return before, False
    limit = HEADING_WORDS if label.form in ("roman", "part", "chapter") else PLAIN_WORDS
    if words > limit or _value_end().search(rest) or _SENTENCE_BREAK.search(rest):
        return None
    if rest.endswith(".") and not rest.endswith("..") and words > STOPPED_WORDS:
        return None
    return rest, True


def _stands_out(block: Block, rest: str) -> bool:
    """Whether a paragraph is set as a heading: by style, in bold or in capitals."""
    return block.is_bold or block.level is not None or is_capitals(rest)


def _two_lines(blocks: Sequence[Block], zoned: Sequence[str], index: int, label: Label) -> Heading | None:
    """`Phần I` alone on its line, its title on the next."""
    if label.form not in ("roman", "part", "chapter", "article"):
        return None
    after = index + 1
    if after < len(blocks) and zoned[after] == "body" and blocks[after].kind == "paragraph":
        text = blocks[after].text
        if parse_label(text) is None and _stands_out(blocks[after], text) and len(text.split()) <= HEADING_WORDS:
            return Heading(index, label, _END.sub("", text), True, label.rank, (after,))
    return _heading_of(index, label, "", True)


def _unlabelled(blocks: Sequence[Block], zoned: Sequence[str], index: int) -> Heading | None:
    """A heading without label: by style, whole in bold, or in capitals; never a bullet, a note or a sentence."""
    block = blocks[index]
    text, words = block.text, len(block.text.split())
    if not text[:1].isupper() or is_bullet(text) or not (block.is_bold or block.level is not None or is_capitals(text)):
        return None
    if words > TITLE_WORDS or text.endswith((";", ",", "/.")) or _NOT_YEAR.search(text) or _SENTENCE_BREAK.search(text):
        return None
    if not is_capitals(text) and text.endswith(".") and not text.endswith(".."):
        return None
    if is_capitals(text) and words < 2:
        return None
    return Heading(index, None, _END.sub("", text), True, CAPITALS_RANK if is_capitals(text) else LOOSE_RANK)


def _annex(blocks: Sequence[Block], start: int, end: int) -> Heading:
    """The section that the head of an annex opens: its label, and its title lines without the note in brackets."""
    label = parse_label(blocks[start].text)
    lines = [blocks[start].text[label.end :] if label else blocks[start].text]
    lines += [block.text for block in blocks[start + 1 : end]]
    title = " ".join(" ".join(line.split()) for line in lines if line.strip() and not line.lstrip().startswith("("))
    also = tuple(range(start + 1, end))
    return Heading(start, label, _END.sub("", title.strip()), True, 0, also)


def _has_body(label: Label, after: Block | None, opened: dict[str, int]) -> bool:
    """Whether text follows a heading, or deeper headings do; in a row of headings one may be empty."""
    if label.form in opened and opened[label.form] == label.path[-1] - 1:
        return True
    if after is None:
        return False
    follower = parse_label(after.text) if after.kind != "table" else None
    return follower is None or follower.rank > label.rank


def _neighbour(blocks: Sequence[Block], zoned: Sequence[str], index: int, step: int) -> Block | None:
    index += step
    while 0 <= index < len(blocks):
        if zoned[index] != "body":
            return None
        if blocks[index].kind != "page_number":
            return blocks[index]
        index += step
    return None


@cache
def _value_end() -> regex.Pattern[str]:
    """The end of a line that gives a percentage or a count: “viễn thông 2,7%”, “06 hộ.”"""
    units = "|".join(table("outline")["values"]["units"])
    return regex.compile(rf"\d\s*(?:%|(?i:{units}))\.?$")


def _first_clause(text: str) -> str:
    """What stands for a title where a numbered paragraph has none: its words up to the first stop."""
    head = regex.split(r"[:;.](?=\s|$)|,(?=\s)", text, maxsplit=1)[0]
    return " ".join(head.split()[:TITLE_WORDS])


def _nest(blocks: Sequence[Block], headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The headings as sections, each under the nearest one further out."""
    sections: list[Section] = []
    stack: list[tuple[int, Heading]] = []
    for section_id, heading in enumerate(headings):
        del stack[_keep(blocks, stack, heading) :]
        parent = stack[-1][0] if stack else None
        stack.append((section_id, heading))
        label = heading.label.text if heading.label else None
        sections.append(Section(section_id, parent, label, heading.title, len(stack), blocks[heading.index].block_id))
    return tuple(sections)


def _keep(blocks: Sequence[Block], stack: Sequence[tuple[int, Heading]], heading: Heading) -> int:
    """How many of the open sections stay open under a new heading."""
    if heading.rank == 0:
        return 0
    label = heading.label
    if label is not None:
        for place, (_, other) in enumerate(stack):
            if other.label is not None and other.label.form == label.form and other.rank == heading.rank:
                return place
            # 2.1 stands under 2, whatever else is open
            if other.label is not None and _is_arabic(label, other.label) and other.label.path == label.path[:-1]:
                return place + 1
    level = blocks[heading.index].level
    if label is None and level is not None:
        levels = [blocks[other.index].level for _, other in stack]
        for place, other_level in enumerate(levels):
            if other_level is not None and other_level >= level:
                return place
        return len(stack)
    for place, (_, other) in enumerate(stack):
        if other.rank > heading.rank or (label is None and other.label is None and other.rank == heading.rank):
            return place
    return len(stack)


def _is_arabic(*labels: Label) -> bool:
    return all(label.form.startswith("arabic") for label in labels)


def _rank_of(form: str) -> int:
    return Label(form, "", (0,) * (int(form[-1]) if form.startswith("arabic") else 1), 0).rank


def _missing(
    blocks: Sequence[Block], zoned: Sequence[str], headings: Sequence[Heading], sections: Sequence[Section]
) -> frozenset[int]:
    """Numbered paragraphs taken for items that are missing between numbered headings: 2.1 long, 2.2 a heading."""
    missing: set[int] = set()
    last: dict[tuple[int | None, str], tuple[int, int]] = {}
    for heading, section in zip(headings, sections, strict=True):
        label = heading.label
        if label is None or label.form in ("annex", "letter", "letter2"):
            continue
        key = (section.parent_id, label.form)
        number, after = last.get(key, (0, _start(headings, section)))
        if label.path[-1] > number + 1:
            wanted = set(range(number + 1, label.path[-1]))
            for index in range(after + 1, heading.index):
                if zoned[index] != "body" or blocks[index].kind == "table":
                    continue
                other = parse_label(blocks[index].text)
                if (
                    other
                    and other.form == label.form
                    and other.path[:-1] == label.path[:-1]
                    and other.path[-1] in wanted
                ):
                    wanted.discard(other.path[-1])
                    missing.add(index)
        last[key] = (label.path[-1], heading.index)
    return frozenset(missing - {heading.index for heading in headings})


def _start(headings: Sequence[Heading], section: Section) -> int:
    return headings[section.parent_id].index if section.parent_id is not None else -1


def _assign(blocks: Sequence[Block], zoned: Sequence[str], headings: Sequence[Heading]) -> tuple[Block, ...]:
    """The blocks with kind and section."""
    opens = {
        index: section_id for section_id, heading in enumerate(headings) for index in (heading.index, *heading.also)
    }
    whole = {index for heading in headings if heading.is_whole for index in (heading.index, *heading.also)}
    assigned: list[Block] = []
    section: int | None = None
    for index, block in enumerate(blocks):
        section = opens.get(index, section)
        zone = zoned[index]
        if block.kind in ("table", "page_number"):
            kind = block.kind
        elif zone == "annex":
            kind = "title"
        elif zone != "body":
            kind = zone
        elif index in whole:
            kind = "heading"
        elif index not in opens and (is_bullet(block.text) or parse_label(block.text) is not None):
            kind = "item"
        else:
            kind = "paragraph"
        place = section if zone in ("body", "annex") else None
        assigned.append(replace(block, kind=kind, section_id=place))
    return tuple(assigned)
