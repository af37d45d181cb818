"""What the plan sets out to reach, from the quantities of its text that are aimed at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import takewhile

import regex

from extract.clauses import sentences
from extract.context import Headings, is_account
from extract.document import Block, Document
from extract.facets import facets_of
from extract.facts import Figure, Letterhead, Target
from extract.grammar import Mention
from extract.quantity import Quantity
from extract.sense import sense
from extract.values import comparator_of
from normalize.date import parse_date
from normalize.fold import fold
from normalize.place import find_places
from normalize.vocabulary import Term, lexicon, measures

_FROM = regex.compile(r"(?<!\p{L})từ\s*$")
_TO = regex.compile(r"(?<!\p{L})(?<!trở )(?:xuống|lên|còn|đến)(?!\p{L})")
_BY_DAY = regex.compile(r"(?:trước|đến|chậm nhất|xong trước|hoàn thành trước)\s+(?:ngày\s+)?$")
_LEADING_MARK = regex.compile(r"\s*(?:[-–+*•]|\(?(?:\d{1,2}(?:\.\d{1,2})*|\p{Ll})[.)])?\s*")


def find_targets(
    document: Document,
    letterhead: Letterhead,
    quantities: Sequence[Quantity],
    figures: Sequence[Figure],
    ids: Sequence[int],
    mentions: Mapping[int, tuple[Mention, ...]],
) -> tuple[Target, ...]:
    """All targets in reading order; `ids[i]` is the figure of quantity i."""
    blocks = {block.block_id: block for block in document.blocks}
    spans = {block_id: list(sentences(block.text)) for block_id, block in blocks.items() if block.table is None}
    headings = Headings(document, mentions)
    found: list[tuple[int, int, Target]] = []
    for q in quantities:
        block = blocks[q.block_id]
        is_result = is_account(letterhead) and headings.stance(block.section_id) == "reported"
        if is_result or not _is_target(q, quantities, letterhead, block):
            continue  # what a report tells among its results was set, by whom ever, before
        start, end = next(span for span in spans[q.block_id] if span[0] <= q.mention.start < span[1])
        figure = figures[ids[q.index]]
        equal = _equivalent(q, quantities, blocks)
        same = figures[ids[equal.index]] if equal is not None else None
        low = _baseline(q, quantities, block)
        baseline = figures[ids[low.index]] if low is not None else None
        found.append((q.block_id, q.mention.start, Target(
            0, q.facets, figure.comparator, figure.value, figure.value_to, block.text[start:end].strip(), q.block_id,
            *_trimmed(block.text, start, end), figure.figure_id,
            equivalent_value=same.value if same else None,
            equivalent_unit=same.facets.unit if same else None,
            equivalent_comparator=same.comparator if same else None,
            baseline_value=baseline.value if baseline else None,
            baseline_year=baseline.facets.year if baseline else None,
            deadline=_deadline(block.text, start, end, mentions.get(q.block_id, ())),
        )))  # fmt: skip
    found.extend(_implied(document, letterhead, mentions, headings))
    found.sort(key=lambda row: row[:2])
    return tuple(replace(target, target_id=number) for number, (_, _, target) in enumerate(found))


def _is_target(q: Quantity, quantities: Sequence[Quantity], letterhead: Letterhead, block: Block) -> bool:
    facets = q.facets
    if (
        facets.stance != "target"
        or facets.measure is None
        or q.mention.first is None
        or not (q.mention.kind in ("count", "percent") or _is_goal_in_money(q, block))
    ):
        return False
    if facets.year is not None and letterhead.plan_year is not None and facets.year < letterhead.plan_year:
        return False  # a goal of a past year, quoted
    is_over = facets.year is not None and letterhead.issued_year is not None and facets.year < letterhead.issued_year
    if q.is_then or (q.is_compared and q.in_bracket) or q.is_wider:
        return False  # “(tăng 5,3% so với năm 2023)”; “toàn huyện giảm 1,8%” in a plan of a commune
    if q.is_planned or (is_over and is_account(letterhead)):
        return False  # the goal beside what came of it
    following = quantities[q.index + 1] if q.index + 1 < len(quantities) else None
    if q.is_fraction or (following is not None and following.is_fraction and following.sentence == q.sentence):
        return False
    if _is_from(q, quantities, block):
        return False
    if q.is_equivalent and q.mention.kind == "percent" and _counted_before(q, quantities) is not None:
        return False
    if q.mention.kind == "percent" and facets.measure == "funding":
        return False  # “ngân sách nhà nước chiếm khoảng 65%” of the sum
    restates = q.mention.kind == "count" and _equated(q, quantities) is not None
    return not restates and not (q.is_share and facets.measure == "share")


def _is_goal_in_money(q: Quantity, block: Block) -> bool:
    """“thu nhập bình quân đạt 42 triệu đồng”, “vận động quỹ từ 160 triệu đồng trở lên”; a budget is no goal."""
    known = measures().get(q.facets.measure or "")
    is_result = known is not None and known.kind == "result"
    is_raised = q.facets.measure == "funding" and comparator_of(block.text, q.mention) == ">="
    return q.mention.kind == "money" and (is_result or is_raised)


def _is_from(q: Quantity, quantities: Sequence[Quantity], block: Block) -> bool:
    """“giảm từ 9,38% xuống còn 7,35%”: the first is where it starts from."""
    following = quantities[q.index + 1] if q.index + 1 < len(quantities) else None
    if following is None or following.sentence != q.sentence or q.mention.second is not None:
        return False
    folded = fold(block.text)
    return bool(_FROM.search(folded, 0, q.mention.start) and _TO.search(folded, q.mention.end, following.mention.start))


def _baseline(q: Quantity, quantities: Sequence[Quantity], block: Block) -> Quantity | None:
    before = quantities[q.index - 1] if q.index else None
    if before is None or before.block_id != q.block_id or before.sentence != q.sentence:
        return None
    return before if _is_from(before, quantities, block) else None


def _equivalent(q: Quantity, quantities: Sequence[Quantity], blocks: Mapping[int, Block]) -> Quantity | None:
    """The count a percentage stands for: “2% tương ứng với giảm 18 hộ”, “21/39 đạt 53,8%”."""
    if q.mention.kind != "percent":
        following = quantities[q.index + 1] if q.index + 1 < len(quantities) else None
        restated = following is not None and following.is_equivalent and following.mention.kind == "percent"
        return following if following is not None and restated and _counted_before(following, quantities) is q else None
    if q.index > 1 and quantities[q.index - 1].is_fraction and quantities[q.index - 1].sentence == q.sentence:
        return quantities[q.index - 2]
    return next(
        (
            other
            for other in quantities[q.index + 1 :]
            if other.sentence == q.sentence and _equated(other, quantities) is q
        ),
        None,
    )


def _counted_before(q: Quantity, quantities: Sequence[Quantity]) -> Quantity | None:
    """The count that a percentage behind “tương ứng” restates: “Giảm 53 hộ nghèo, tương ứng 5,09%”."""
    before = quantities[q.index - 1] if q.index else None
    return before if before is not None and before.sentence == q.sentence and before.mention.kind == "count" else None


def _equated(q: Quantity, quantities: Sequence[Quantity]) -> Quantity | None:
    """The percentage that a count behind “tương ứng” restates: the one of the same class and direction."""
    run = q
    while not run.is_equivalent:
        before = quantities[run.index - 1] if run.index else None
        if before is None or before.sentence != q.sentence or before.mention.kind == "percent":
            return None
        run = before
    percents = [
        other for other in quantities[: q.index]
        if other.sentence == q.sentence and other.mention.kind == "percent" and other.facets.aspect == q.facets.aspect
    ]  # fmt: skip
    same = [other for other in percents if other.subject.classes == q.subject.classes]
    at_once = [other for other in same if _when(other) == _when(q)]  # “lần lượt còn 4%, 3%, tương ứng 80 hộ, 66 hộ”
    return (at_once or same or percents)[-1] if same or len(percents) == 1 else None


def _when(q: Quantity) -> tuple[int | None, str | None]:
    return q.facets.year, q.facets.part_of_year


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _deadline(text: str, start: int, end: int, mentions: Sequence[Mention]) -> date | None:
    folded = fold(text)
    for mention in mentions:
        if mention.kind == "date" and start <= mention.start < end and _BY_DAY.search(folded, start, mention.start):
            return parse_date(text[mention.start : mention.end]).date
    return None


def _eliminates(terms: Sequence[Term], begin: int) -> bool:
    """Whether a sentence opens with “xóa …”, “không còn …”, behind words of aim and time alone."""
    opening = list(takewhile(lambda term: term.kind in ("stance", "moment"), terms))
    verb = next(iter(terms[len(opening) :]), None)
    since = opening[-1].end if opening else begin
    return verb is not None and (verb.kind, verb.code) == ("change", "eliminate") and verb.start <= since + 12


def _implied(
    document: Document, letterhead: Letterhead, mentions: Mapping[int, tuple[Mention, ...]], headings: Headings
) -> Iterator[tuple[int, int, Target]]:
    """“Xóa hộ nghèo trên địa bàn ấp …” under goals: no poor household is to be left."""
    for block in document.blocks:
        if block.kind not in ("item", "paragraph") or headings.stance(block.section_id) != "target":
            continue
        for start, end in sentences(block.text):
            mark = _LEADING_MARK.match(block.text, start, end)
            begin = mark.end() if mark else start
            terms = lexicon().find(fold(block.text), begin, end)
            if not _eliminates(terms, begin):
                continue
            own = mentions.get(block.block_id, ())
            said = sense(block.text[begin:end], own, begin)
            if not said.classes or any(start <= m.start < end and m.kind in ("count", "percent") for m in own):
                continue
            facets = facets_of(replace(said, change=None), "household")
            places = [place for place in find_places(block.text[begin:end]) if place.level == "village"]
            facets = replace(
                facets,
                moment="end",
                stance="target",
                year=said.year or letterhead.plan_year,
                place=places[0].name if places else None,
            )
            span = _trimmed(block.text, start, end)
            yield (
                block.block_id,
                start,
                Target(
                    0,
                    facets,
                    "=",
                    Decimal(0),
                    None,
                    block.text[span[0] : span[1]],
                    block.block_id,
                    *span,
                    None,
                    implied=True,
                ),
            )
