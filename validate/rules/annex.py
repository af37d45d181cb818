"""What the plan says is attached is there.

Holds when
    the annex, form or list that is said to be attached, or is pointed to by its number, stands behind the plan or
    within it: under that number, or any where no number is told; a list of households by its title or its columns.

Why it matters
    The targets of the villages and the names of the households mostly stand in the annex: without it the plan binds
    nobody.

Example
    “(Có Phụ lục kèm theo)”, and behind the signature a table under a title of its own.

Does not hold
    nothing of this kind is there, a note: it may have been kept in another file.

Not tested when
    it is attached to another document (“ban hành kèm theo Thông tư số …”) or to what others have to hand in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from extract.document import Block, Span
from extract.facts import Facts
from extract.labels import parse_label, roman_value
from normalize.fold import fold
from normalize.reference import kind_words
from validate.check import OF_ANOTHER, Check, Fault, not_testable
from validate.message import Message
from validate.passage import Passage, body, passages
from validate.words import either, holds_any, words

MISSING = Message(
    "Kế hoạch nói đến “{told}” nhưng trong văn bản không có.",
    "The plan speaks of “{told}” as attached, but it is not there.",
)

# Between a thing and the words that it is attached stand few words: “biểu số 01 và 02 …”.
REACH = 60
# A paper named so near behind is what the thing belongs to.
OWNER_REACH = 60


@dataclass(frozen=True, slots=True)
class Mention:
    """Something said to be attached: what it is called, its numbers, whether the plan says so of itself."""

    passage: Passage
    start: int
    end: int
    thing: str
    numbers: tuple[int, ...]
    is_told_after: bool  # “kèm theo biểu …”: the words come first

    @property
    def told(self) -> str:
        return " ".join(self.passage.text[self.start : self.end].split())


@dataclass(frozen=True, slots=True)
class Attached:
    """What is there: the head of an annex or the caption of a table."""

    title: str
    number: int | None


def check(facts: Facts) -> Iterator[Check]:
    """A check for each thing said to be attached; the same thing is asked for once."""
    attached, seen = list(_find_attached(facts)), set[object]()
    for mention in _find_mentions(facts):
        key = mention.numbers or mention.thing
        if key in seen:
            continue
        if _is_of_another(facts, mention):
            yield not_testable(OF_ANOTHER, _ids(facts, mention), mention.told)
            continue
        seen.add(key)
        if all(_is_there(facts, mention, number, attached) for number in mention.numbers or (None,)):
            yield Check(True, _ids(facts, mention), mention.told)
            continue
        start = mention.passage.start
        span = Span(mention.passage.block.block_id, start + mention.start, start + mention.end)
        fault = Fault("note", MISSING, {"told": mention.told}, at=None, span=span)
        yield Check(False, _ids(facts, mention), f"{mention.told} = ∅", fault=fault)


def _ids(facts: Facts, mention: Mention) -> tuple[int, ...]:
    start, end = mention.passage.start + mention.start, mention.passage.start + mention.end
    block_id = mention.passage.block.block_id
    return tuple(f.figure_id for f in facts.figures if f.block_id == block_id and start <= f.start and f.end <= end)


@cache
def _pattern() -> regex.Pattern[str]:
    """“phụ lục kèm theo”, “biểu số 01 và 02 đính kèm” · “kèm theo phụ lục 1” · “tại biểu số 01”."""
    found = words("annex")
    things, attached, pointers = either(found["things"]), either(found["attached"]), either(found["pointers"])
    number = r"(?:số\s*:?\s*)?(?:\d{1,2}|[ivx]{1,4})(?![\p{L}\d/%])"
    again = rf"(?:,|;|và|-|đến)\s*(?:(?:{things})\s+)?{number}"  # “phụ lục I và phụ lục II”
    numbers = rf"(?P<numbers>{number}(?:\s*{again})*)"
    return regex.compile(
        rf"(?P<thing>{things})(?:\s+{numbers})?(?:[^.;:()]{{0,{REACH}}}?)\s(?P<behind>{attached})(?!\s+theo)"
        rf"(?!(?<=(?<!đính|gửi)\skèm)\s+\p{{L}})"  # “danh sách hộ thoát nghèo kèm giải pháp” attaches nothing
        rf"|(?P<before>{attached})\s+(?:theo\s+)?(?P<thing>{things})(?:\s+{numbers})?"
        rf"|(?<={pointers}\s+(?:các\s+)?)(?P<thing>{either(found['pointed'])})\s+{numbers}"
    )


def _find_mentions(facts: Facts) -> Iterator[Mention]:
    for block in body(facts.document):
        for passage in passages(block):
            for match in _pattern().finditer(passage.folded):
                numbers = tuple(_read_numbers(match["numbers"] or ""))
                start, end = match.span()
                yield Mention(passage, start, end, match["thing"], numbers, match["before"] is not None)


def _read_numbers(told: str) -> Iterator[int]:
    """`số 01 và 02` → 1, 2; `1 đến 3` → 1, 3."""
    for number in regex.findall(r"\d+|(?<!\p{L})[ivx]+(?!\p{L})", told.replace("và", " ")):
        yield int(number) if number.isdigit() else roman_value(number.upper())


def _is_of_another(facts: Facts, mention: Mention) -> bool:
    """Whether a paper is named behind, or others are told to attach it to what they hand in."""
    block, end = mention.passage.block, mention.passage.start + mention.end
    if _other_paper().match(mention.passage.folded, mention.end):
        return True
    for citation in facts.citations:
        if citation.block_id == block.block_id and end <= citation.start <= end + OWNER_REACH:
            return not set(".;)") & set(block.text[end : citation.start])
    if not mention.is_told_after or mention.numbers:
        return False
    headed = {duty.block_id for duty in facts.duties if duty.headed}
    headings = {section.block_id for section in facts.document.sections if section.section_id == block.section_id}
    return bool(headed & (headings | {block.block_id}))


@cache
def _other_paper() -> regex.Pattern[str]:
    """“(kèm theo) Thông tư …”, but not “Kế hoạch này”: kinds of papers right behind."""
    return regex.compile(rf"\s*(?:của\s+)?{either(kind_words())}(?!\s+này)")


def _find_attached(facts: Facts) -> Iterator[Attached]:
    """Heads of annexes, and lines above tables that name one (“Biểu 01: …”)."""
    blocks = facts.document.blocks
    for section in facts.document.sections:
        if blocks[section.block_id].kind == "title":
            yield Attached(fold(f"{section.label or ''} {section.title}"), _number_of(section.label or section.title))
    for block in blocks:
        if block.kind in ("paragraph", "heading", "item") and _caption().match(fold(block.text)):
            yield Attached(fold(block.text), _number_of(block.text))


@cache
def _caption() -> regex.Pattern[str]:
    """A line that begins with a numbered thing: “Biểu số 01. Chỉ tiêu …”."""
    return regex.compile(
        rf"{either(words('annex')['things'])}\s+(?:số\s*:?\s*)?(?:\d{{1,2}}|[ivx]{{1,4}})\s*(?:[.:)–-]|$)"
    )


def _number_of(text: str) -> int | None:
    label = parse_label(text)
    return label.path[0] if label is not None and label.form == "annex" else None


def _is_there(facts: Facts, mention: Mention, number: int | None, attached: list[Attached]) -> bool:
    tables = [block for block in facts.document.blocks if block.table is not None]
    if number is not None:
        numbered = [one for one in attached if one.number is not None]
        if numbered:
            return any(one.number == number for one in numbered)
        return number <= max(len(attached), len(tables))
    if holds_any(mention.thing, words("annex")["list_things"]):
        return any(holds_any(one.title, words("annex")["list_things"]) for one in attached) or any(
            map(_is_list, tables)
        )
    return bool(attached or tables)


def _is_list(block: Block) -> bool:
    """Whether a table lists people or households by name."""
    cells = block.table.cells if block.table else ()
    heads = " | ".join(cell.text for cell in cells if cell.is_header or cell.row <= 1)
    return holds_any(fold(heads), words("annex")["list_columns"])
