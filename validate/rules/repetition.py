"""No passage and no target stands twice.

Holds when
    no sentence of 60 characters or more, no chapter and no table stands twice, and no target is set twice in one list.
    Headings, closing formulas, and the same line under different headings do not count.

Why it matters
    What was pasted twice is changed in one place only, and then the plan contradicts itself.

Example
    “Nguồn vốn: theo phân bổ của huyện.” under each project: the same line under different headings.

Does not hold
    a passage stands twice under one heading (or under two of the same title), or three and more paragraphs in a row do:
    a note, one for a run; a note too for a target that its list sets twice.

Not tested when
    the plan has no two passages of this length.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from extract.document import Block, Document, Span
from extract.facts import Facts, Target
from normalize.fold import fold
from validate.check import TOO_SHORT, Check, Fault, not_testable
from validate.message import Message, Word
from validate.passage import Passage, body, key_of, passages
from validate.recurrence import LEAST_LENGTH, find_contexts, find_runs, is_formula, read_texts

RUN = Message(
    "Đoạn “{begin}…” ({count} đoạn văn) lặp lại{where}.",
    "The passage “{begin}…” ({count} paragraphs) stands twice{where}.",
)
SENTENCE = Message("Câu “{begin}…” lặp lại{where}.", "The sentence “{begin}…” stands twice{where}.")
TARGET = Message(
    "Chỉ tiêu “{begin}…” đã nêu ở trên: “{other}…”.", "The target “{begin}…” is already set above: “{other}…”."
)

# Two sentences that set one target share at least so much of the shorter.
LEAST_SHARED = 0.6
SHOWN = 60


def check(facts: Facts) -> Iterator[Check]:
    """A check for each repeated run, sentence and target; one that holds where there is none."""
    texts = read_texts(facts.document)
    if sum(len(text.key) >= LEAST_LENGTH for text in texts) < 2:
        yield not_testable(TOO_SHORT, (), "?")
        return
    made, told = [], set[int]()
    for run in find_runs(facts.document, texts):
        first, second = texts[run.first].block, texts[run.second].block
        told |= {texts[at + step].block.block_id for at in (run.first, run.second) for step in range(run.length)}
        words: dict[str, Word] = {
            "begin": _begin(second.text),
            "count": str(run.length),
            "where": _where(facts.document, first),
        }
        span = Span(second.block_id, 0, len(second.text))
        made.append(_fail(first, second, Fault("note", RUN, words, at=None, span=span)))
    made += _check_sentences(facts.document, told)
    told |= {check.fault.span.block_id for check in made if check.fault and check.fault.span}
    made += _check_targets(facts, told)
    yield from made or [Check(True, (), "∅")]


def _fail(first: Block, second: Block, fault: Fault) -> Check:
    return Check(False, (), f"[{first.block_id}] = [{second.block_id}]", fault=fault)


def _where(document: Document, block: Block) -> Message:
    """The heading under which a passage stood first."""
    section = None if block.section_id is None else document.sections[block.section_id]
    if section is not None and section.block_id == block.block_id:
        section = None if section.parent_id is None else document.sections[section.parent_id]
    if section is None:
        return Message("", "")
    named = " ".join(part for part in (section.label, section.title) if part)
    return Message(f" (mục {named})", f" (first under {named})") if named else Message("", "")


def _begin(text: str) -> str:
    return " ".join(text.split())[:SHOWN].rstrip(" ,;:.")


def _check_sentences(document: Document, told: set[int]) -> Iterator[Check]:
    """Sentences that stand twice under one heading or lead-in, outside of what was told already."""
    seen: dict[tuple[object, str], Passage] = {}
    contexts = find_contexts(document)
    for block in body(document):
        if block.kind == "heading" or block.block_id in told:
            continue
        for passage in passages(block):
            key = key_of(passage.folded)
            if len(key) < LEAST_LENGTH or is_formula(passage.folded):
                continue
            first = seen.setdefault((contexts[block.block_id], key), passage)
            if first is not passage:
                words: dict[str, Word] = {"begin": _begin(passage.text), "where": _where(document, first.block)}
                yield _fail(first.block, block, Fault("note", SENTENCE, words, at=None, span=passage.span))


def _check_targets(facts: Facts, told: set[int]) -> Iterator[Check]:
    """Targets that one list sets twice, in much the same words."""
    seen: dict[tuple[object, ...], Target] = {}
    contexts = find_contexts(facts.document)
    for target in facts.targets:
        if target.figure_id is None or target.block_id in told or target.value is None:
            continue
        context = contexts.get(target.block_id)
        first = seen.setdefault((context, target.facets, target.comparator, target.value, target.value_to), target)
        if first is target or first.block_id == target.block_id or first.figure_id is None:
            continue
        one, other = (_clause(facts, each, each.figure_id or 0) for each in (first, target))
        if _shared(one, other) >= LEAST_SHARED:
            fault = Fault("note", TARGET, {"begin": _begin(other), "other": _begin(one)}, at=target.figure_id)
            ids = (target.figure_id, first.figure_id)
            yield Check(False, ids, f"{target.value:f} = {first.value:f}", target.value, fault=fault)


def _clause(facts: Facts, target: Target, figure_id: int) -> str:
    """The clause that sets a target: up to the next semicolon."""
    text = facts.document.blocks[target.block_id].text[target.start : target.end]
    at = max(facts.figures[figure_id].start - target.start, 0)
    start, end = text.rfind(";", 0, at) + 1, text.find(";", at)
    return text[start : end if end > 0 else len(text)].strip()


def _shared(one: str, other: str) -> float:
    """The share of the shorter text's words that stand in the other, in order."""
    first, second = fold(one).split(), fold(other).split()
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(1, min(len(first), len(second)))
