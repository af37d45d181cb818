"""Who must do what: one row an actor heading, and the tasks with a deadline that stand in running text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import regex

from extract.document import Block, Document, Section
from extract.facts import Duty
from extract.labels import is_bullet, parse_label, without_bullet
from normalize.date import find_dates
from normalize.fold import fold
from normalize.vocabulary import table

# A name of an actor is not longer, even where it is a list of societies.
ACTOR_WORDS = 40
# The same in running text, where a comma may begin another clause.
RUNNING_ACTOR_WORDS = 30

# “hoàn thành trước ngày ” and the like stand so near before a date.
LOOK_BACK = 40

_PUNCTUATION = regex.compile(r"\s*(?:[:;,]|(?<!\.)\.)+\s*$")
_COLON = regex.compile(r"\s*:(?:\s+|$)")
_SENTENCE = regex.compile(r"(?<=[^\d\s][.]|[!?])\s+(?=\p{Lu})|\n")
_TEXT_KINDS = frozenset({"paragraph", "item"})


def find_duties(document: Document) -> tuple[Duty, ...]:
    """The duties a plan shares out, in reading order.

    Under a section such as “Tổ chức thực hiện” each heading that names an actor is a row, with all that stands under
    it; its span is the actor's name. Where there are no such headings, items “- Phòng …: …” are rows. Elsewhere a
    sentence with an actor and a deadline is one; its span is the sentence.
    """
    found = list(_headed(document))
    taken = {block_id for _, block_ids in found for block_id in block_ids}
    found += [(duty, ()) for duty in _running(document, taken)]
    found.sort(key=lambda row: (row[0].block_id, row[0].start))
    return tuple(
        Duty(place, duty.actor, duty.headed, duty.text, duty.deadline, duty.block_id, duty.start, duty.end)
        for place, (duty, _) in enumerate(found)
    )


def find_deadline(text: str) -> date | None:
    """The first date, or last day of a quarter, that a text sets as a deadline; None where it gives no whole date.

    >>> find_deadline("gửi kế hoạch xong trước ngày 05/3/2021 để tổng hợp"), find_deadline("tính đến ngày 06/7/2022")
    (datetime.date(2021, 3, 5), None)
    >>> find_deadline("hoàn thành trong quý II/2024")
    datetime.date(2024, 6, 30)
    """
    for mention in find_dates(text):
        if mention.date and _before().search(text, max(0, mention.start - LOOK_BACK), mention.start):
            return mention.date
    quarter = _QUARTER.search(text)
    if quarter is None:
        return None
    month = 3 * _QUARTERS[quarter["quarter"].upper()]
    return date(int(quarter["year"]), month, 31 if month in (3, 12) else 30)


# “hoàn thành trong quý II/2024”, “trước cuối quý 3 năm 2024”
_QUARTER = regex.compile(
    r"(?i:trong|trước|hết|cuối|hoàn thành|xong)\s+(?:cuối\s+)?(?i:quý)\s+(?P<quarter>[1-4]|I{1,3}|IV)"
    r"\s*(?:/|năm)\s*(?P<year>20\d\d)"
)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def is_actor(title: str) -> bool:
    """Whether a title begins like the name of somebody who may be charged with a duty.

    >>> is_actor("Công chứcVăn hóa - Xã hội"), is_actor("Đề nghị các đơn vị đỡ đầu"), is_actor("Kinh phí thực hiện")
    (True, True, False)
    """
    key = fold(title)
    return _starts("sections", "matters").match(key) is None and _starts("actors", "starts").match(key) is not None


def _headed(document: Document) -> Iterator[tuple[Duty, tuple[int, ...]]]:
    """The duties under headings, each with the blocks it takes."""
    children: dict[int | None, list[Section]] = {}
    for section in document.sections:
        children.setdefault(section.parent_id, []).append(section)
    texts: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.section_id is not None and block.kind in (*_TEXT_KINDS, "heading"):
            texts.setdefault(block.section_id, []).append(block)
    for root in _roots(document):
        actors = list(_actor_sections(root, children, texts))
        for section in actors:
            yield _of_section(document, section, _below(section, children, texts))
        if not actors:
            yield from _of_items(texts.get(root.section_id, []))


def _roots(document: Document) -> list[Section]:
    """The outermost sections that share out duties."""
    words, never = _somewhere("sections", "titles"), _somewhere("sections", "not_titles")
    named = [section for section in document.sections if words.search(fold(section.title))]
    sure = [section for section in named if not never.search(fold(section.title))] or named
    ids = {section.section_id for section in sure}
    return [section for section in sure if not ids & set(_ancestors(document, section))]


def _ancestors(document: Document, section: Section) -> Iterator[int]:
    parent = section.parent_id
    while parent is not None:
        yield parent
        parent = document.sections[parent].parent_id


def _actor_sections(
    root: Section, children: Mapping[int | None, Sequence[Section]], texts: Mapping[int, Sequence[Block]]
) -> Iterator[Section]:
    """The sections under a root that name an actor; a heading that only groups actors is passed through."""
    siblings = children.get(root.section_id, ())
    # Where most headings name actors the others do too, but for those that name a matter.
    mostly = 2 * sum(is_actor(section.title) for section in siblings) > len(siblings)
    for section in siblings:
        below = children.get(section.section_id, ())
        groups = bool(below) and (
            _starts("sections", "groups").match(fold(section.title)) is not None
            or (not is_actor(section.title) and any(is_actor(child.title) for child in below))
            or (all(is_actor(child.title) for child in below) and not _own_text(section, texts))
        )
        if groups:
            yield from _actor_sections(section, children, texts)
        elif len(section.title.split()) <= ACTOR_WORDS and (
            is_actor(section.title)
            or (mostly and section.title and not _starts("sections", "matters").match(fold(section.title)))
        ):
            yield section


def _own_text(section: Section, texts: Mapping[int, Sequence[Block]]) -> bool:
    return any(block.kind in _TEXT_KINDS for block in texts.get(section.section_id, ()))


def _below(
    section: Section, children: Mapping[int | None, Sequence[Section]], texts: Mapping[int, Sequence[Block]]
) -> list[Block]:
    """The blocks of a section and of all sections in it, in reading order."""
    blocks = list(texts.get(section.section_id, ()))
    for child in children.get(section.section_id, ()):
        blocks += _below(child, children, texts)
    return blocks


def _of_section(document: Document, section: Section, blocks: Sequence[Block]) -> tuple[Duty, tuple[int, ...]]:
    heading = document.blocks[section.block_id]
    start = max(heading.text.find(section.title), 0)
    actor = _PUNCTUATION.sub("", section.title)
    running = heading.text[start + len(section.title) :].lstrip(" :.") if heading.kind != "heading" else ""
    rest = [block for block in blocks if block.block_id != heading.block_id and not _closes(block.text)]
    text = "\n".join([running] * bool(running) + [block.text for block in rest])
    duty = Duty(0, actor, True, text, find_deadline(text), heading.block_id, start, start + len(actor))
    return duty, (heading.block_id, *(block.block_id for block in rest))


def _of_items(blocks: Sequence[Block]) -> Iterator[tuple[Duty, tuple[int, ...]]]:
    """The duties of a section without headings: items “- Phòng Y tế: …”, each up to the next such item."""
    starts = [place for place, block in enumerate(blocks) if _item_actor(block)]
    for place, following in pairwise([*starts, len(blocks)]):
        block = blocks[place]
        start, end, body = _item_actor(block) or (0, 0, 0)
        rest = [other for other in blocks[place + 1 : following] if not _closes(other.text)]
        text = "\n".join(filter(None, [block.text[body:], *(other.text for other in rest)]))
        duty = Duty(0, block.text[start:end], True, text, find_deadline(text), block.block_id, start, end)
        yield duty, (block.block_id, *(other.block_id for other in rest))


def _item_actor(block: Block) -> tuple[int, int, int] | None:
    """Where an item's actor begins and ends and where its task begins; None where it names none before a colon."""
    if not is_bullet(block.text):
        return None
    start = len(block.text) - len(without_bullet(block.text))
    colon = _COLON.search(block.text, start)
    if colon is None:
        return None
    actor = block.text[start : colon.start()]
    if len(actor.split()) > RUNNING_ACTOR_WORDS or not is_actor(actor):
        return None
    return start, colon.start(), colon.end()


def _running(document: Document, taken: set[int]) -> Iterator[Duty]:
    """Sentences outside of the headed duties that name an actor and a deadline."""
    for block in document.blocks:
        if block.kind not in _TEXT_KINDS or block.block_id in taken or not find_deadline(block.text):
            continue
        for start, end in _sentences(block.text):
            sentence = block.text[start:end]
            if (deadline := find_deadline(sentence)) and (actor := _running_actor(sentence)):
                yield Duty(0, actor, False, sentence, deadline, block.block_id, start, end)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _SENTENCE.finditer(text):
        yield start, stop.start()
        start = stop.end()
    if start < len(text):
        yield start, len(text)


def _running_actor(sentence: str) -> str | None:
    """The actor of a sentence: begins it, or a clause of it, or stands behind “yêu cầu”, “giao”; ends before a verb."""
    label = parse_label(sentence)
    for match in _clause_start().finditer(sentence, label.end if label else 0):
        rest = sentence[match.end() :]
        if not is_actor(rest):
            continue
        verb = _verb().search(rest)
        if verb is None:
            continue
        actor = rest[: verb.start()].strip(" ,;:-")
        if actor and len(actor.split()) <= RUNNING_ACTOR_WORDS:
            return actor
    return None


def _closes(text: str) -> bool:
    return _starts("closing", "starts").match(fold(text[:60])) is not None


@cache
def _words() -> Mapping[str, Any]:
    return table("duties")


def _either(group: str, name: str) -> str:
    return "|".join(regex.escape(word) for word in sorted(map(fold, _words()[group][name]), key=len, reverse=True))


@cache
def _starts(group: str, name: str) -> regex.Pattern[str]:
    """Words of duties.toml at the beginning of a folded text."""
    return regex.compile(rf"[\s\-–+*(“\"]*(?:{_either(group, name)})")


@cache
def _somewhere(group: str, name: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?:{_either(group, name)})(?!\p{{L}})")


@cache
def _before() -> regex.Pattern[str]:
    """What makes a deadline of the date behind it; “tính đến (hết)” tells of a count."""
    before = "|".join(regex.escape(word) for word in sorted(_words()["deadline"]["before"], key=len, reverse=True))
    return regex.compile(
        rf"(?<!\p{{L}})(?<!(?i:tính)\s(?:(?i:đến)\s)?)(?i:{before})\s+(?:(?i:là|vào|đến|hết|trước)\s+)*(?:(?i:ngày)\s*)?$"
    )


@cache
def _clause_start() -> regex.Pattern[str]:
    leads = "|".join(regex.escape(word) for word in sorted(_words()["actors"]["leads"], key=len, reverse=True))
    return regex.compile(rf"(?:\G[\s\-–+*•]*|[,;:]\s+)(?:(?i:{leads})\s+)?")


@cache
def _verb() -> regex.Pattern[str]:
    verbs = "|".join(regex.escape(word) for word in sorted(_words()["actors"]["verbs"], key=len, reverse=True))
    return regex.compile(rf"(?<!\p{{L}})(?i:{verbs})(?!\p{{L}})")
