"""The legal documents a plan leans on, each once: kind, number, date, issuer and matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import regex

from extract.document import Block, Document
from extract.facts import Citation
from normalize.date import DATE_PATTERN, parse_date
from normalize.fold import fold
from normalize.reference import (
    REFERENCE_PATTERN,
    kind_letters,
    kind_of_symbol,
    kind_of_words,
    kind_words,
    parse_reference,
)
from normalize.vocabulary import table

# The zones in which nothing is cited: the paper's own number stands there, or names of recipients.
_SKIPPED = frozenset({"letterhead", "signature", "recipients", "page_number"})
# An issuer before its paper is named within so many characters.
LOOK_BACK = 90

_HAS_NUMBER = regex.compile(
    r"\d\s?[/-]\s?(?:\d{4}\s?/\s?)?\p{Lu}|(?i:số|định|quyết)\s+\d+[a-z]?\s*,?\s*(?i:ngày)|uật\s"
)
_DIGITS = regex.compile(r"\d+")
_SPACES = regex.compile(r"\s+")
_CLAUSE_END = regex.compile(r";|\.(?=\s|$|/)")
_OPENING = regex.compile(r"(?i:về\s+việc|về|v/v)\s+")
_QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»"}


class _Head(NamedTuple):
    """Where a cited paper stands: its kind word from `start`, its number up to `end`."""

    kind: str
    reference: str | None
    number: int | None
    start: int
    end: int
    name: str | None = None  # of a law without a number


def find_citations(document: Document) -> tuple[Citation, ...]:
    """Every legal document cited in the body, in title and annexes, in reading order.

    Each document is one row: later mentions fill what the first left open. The plan's own number is none, nor is a
    short name (“NQ 72”). Laws without a number count as a basis only (“Căn cứ Luật …”).

    >>> block = Block(0, "paragraph", "Căn cứ Quyết định số 12/QĐ-UBND ngày 05/3/2021 của UBND huyện về giao chỉ tiêu;")
    >>> [found] = find_citations(Document("text", "", (block,)))
    >>> found.kind, found.reference, str(found.issued_on), found.issuer, found.about
    ('decision', '12/QĐ-UBND', '2021-03-05', 'UBND huyện', 'giao chỉ tiêu')
    """
    own = _own_numbers(document)
    found: list[Citation] = []
    for block in document.blocks:
        if block.kind in _SKIPPED or not _HAS_NUMBER.search(block.text):
            continue
        for citation in _cited(block):
            if citation.reference and _key(citation.reference) in own:
                continue
            _merge(found, citation)
    return tuple(replace(citation, citation_id=place) for place, citation in enumerate(found))


def _own_numbers(document: Document) -> frozenset[str]:
    """The numbers of the letterheads, and those behind “Kèm theo” in the heads of annexes."""
    own = set()
    for block in document.blocks:
        is_head_of_annex = block.kind == "title" and _attached().search(block.text) is not None
        if block.kind == "letterhead" or is_head_of_annex:
            own |= {_key(match.group()) for match in _reference().finditer(block.text)}
    return frozenset(own)


def _cited(block: Block) -> Iterator[Citation]:
    """The citations of one block, each with its surroundings read up to the next."""
    text = block.text
    numbered = list(_heads(text))
    starts = {head.start for head in numbered}
    heads = sorted([*numbered, *(law for law in _laws(text) if law.start not in starts)], key=lambda head: head.start)
    for place, head in enumerate(heads):
        limit = heads[place + 1].start if place + 1 < len(heads) else len(text)
        limit = min(limit, _clause_end(text, head.end))
        issued_on, issuer, about, end = _read_tail(text, head.end, limit)
        if head.reference is not None and "/" not in head.reference and "-" not in head.reference and issued_on is None:
            continue  # “Quyết định 1956” alone is the short name of a paper
        if issuer is None:
            issuer = _issuer_before(text, head.start)
        about = head.name or about
        yield Citation(
            0, head.kind, head.reference, head.number, issued_on, issuer, about, block.block_id, head.start, end
        )


def _heads(text: str) -> Iterator[_Head]:
    """The numbered papers of a text; a number in a row may take the kind of the one before it."""
    kind_before, end_before = None, 0
    for match in _number().finditer(text):
        literal = match["reference"] or match["bare"]
        reference = parse_reference(literal)
        word = _kind_before().search(text, max(end_before, match.start() - LOOK_BACK), match.start())
        while word and (nearer := _kind_before().search(text, word.start() + 1, match.start())):
            word = nearer  # “Theo hướng dẫn của Bộ … tại Công văn số …”: the letter is numbered
        kind = kind_of_words(_SPACES.sub(" ", word["kind"])) if word else None
        if kind is None and reference:
            kind = kind_of_symbol(reference.symbol)
            # letters of an office alone or of the National Assembly tell less than the row: “số 24/2021/QH15, số …”
            if kind in ("official_letter", "law") and kind_before and _row().fullmatch(text, end_before, match.start()):
                kind = kind_before
        if kind is None:
            continue
        digits = _DIGITS.match(literal)
        number = int(digits.group()) if digits else None
        start = word.start() if word else match.start()
        yield _Head(kind, reference.literal if reference else literal, number, start, match.end())
        kind_before, end_before = kind, match.end()


def _laws(text: str) -> Iterator[_Head]:
    """Laws named without a number in the bases: “Căn cứ Luật …; Luật sửa đổi …”."""
    if not _basis().match(text):
        return
    for match in _law().finditer(text):
        name = match["name"].rstrip(" ,")
        kind = kind_of_words(match["kind"])
        if kind:
            yield _Head(kind, None, None, match.start(), match.start("name") + len(name), name)


def _read_tail(text: str, start: int, limit: int) -> tuple[date | None, str | None, str | None, int]:
    """Date, issuer and matter behind a number, and where they end; date and issuer stand in either order."""
    issued_on, issuer, at, end = None, None, start, start
    for _ in range(2):
        if issued_on is None and (dated := _dated().match(text, at, limit)):
            issued_on = parse_date(dated["date"]).date
            at = end = dated.end()
        if issuer is None and (issued := _issued().match(text, at, limit)):
            issuer = issued["issuer"].strip()
            at = end = issued.end("issuer")
    matter = _about().match(text, at, limit)
    if matter is None:
        return issued_on, issuer, None, end
    about, end = _trim_matter(text, matter.start("matter"), limit)
    return issued_on, issuer, about or None, max(end, at)


def _trim_matter(text: str, start: int, limit: int) -> tuple[str, int]:
    """The matter from `start` to the end of its clause: within quotes, before an aside and the plan's own clause."""
    quote = _QUOTES.get(text[start : start + 1])
    if quote and (close := text.find(quote, start + 1)) > 0:
        return _OPENING.sub("", text[start + 1 : close]), close + 1
    stop = _matter_end().search(text, start, limit)
    end = stop.start() if stop else limit
    matter = text[start:end].rstrip(" ,:(–-")
    matter = _trailing().sub("", matter)
    return matter.strip('“”"'), start + len(matter)


def _clause_end(text: str, start: int) -> int:
    """The end of the clause a number stands in: a semicolon or full stop outside of quotes and brackets.

    A cell or line ends it in any case.
    """
    depth = 0
    for place in range(start, len(text)):
        char = text[place]
        if char in "\n\t":
            return place
        if char in "“(":
            depth += 1
        elif char in "”)":
            depth = max(0, depth - 1)
        elif depth == 0 and char in ";." and _CLAUSE_END.match(text, place):
            return place
    return len(text)


def _issuer_before(text: str, start: int) -> str | None:
    """The organ before a paper: “UBND huyện phê duyệt tại Quyết định số …”, “phân công của UBND huyện tại …”."""
    before = text[max(0, start - LOOK_BACK) : start]
    matches = list(_organ_before().finditer(before))
    return matches[-1]["issuer"].strip() if matches else None


def _merge(found: list[Citation], citation: Citation) -> None:
    """Add a citation, or fill the gaps of the one before that cites the same paper."""
    for place, other in enumerate(found):
        if other.kind != citation.kind or _key(other.reference) != _key(citation.reference):
            continue
        both = other.issued_on is not None and citation.issued_on is not None
        if both and other.issued_on != citation.issued_on:
            continue
        if citation.reference is None and fold(other.about or "") != fold(citation.about or ""):
            continue
        found[place] = replace(
            other,
            issued_on=other.issued_on or citation.issued_on,
            issuer=other.issuer or citation.issuer,
            about=other.about or citation.about,
        )
        return
    found.append(citation)


def _key(reference: str | None) -> str:
    return str(_SPACES.sub("", reference or "")).replace("–", "-").upper().replace("Ð", "Đ")


def _either(words: Sequence[str]) -> str:
    """Words as alternatives, longest first; ủy is also written uỷ."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        regex.escape(word).replace(r"\ ", r"\s+").replace("ủy", "(?:ủy|uỷ)").replace("Ủy", "(?:Ủy|Uỷ)")
        for word in ordered
    )


@cache
def _words() -> Mapping[str, Any]:
    return table("citations")


@cache
def _reference() -> regex.Pattern[str]:
    return regex.compile(REFERENCE_PATTERN, regex.VERBOSE)


@cache
def _number() -> regex.Pattern[str]:
    """The number of a paper; bare digits only before a date."""
    return regex.compile(
        rf"(?P<reference>{REFERENCE_PATTERN}) | (?P<bare>(?<![\d.,/-])\d{{1,5}}[a-z]?(?=,?\s+(?i:ngày)\s*\d))",
        regex.VERBOSE,
    )


@cache
def _kind_before() -> regex.Pattern[str]:
    """The word for a kind of paper right before a number; a law's name or the issuer may stand between."""
    laws = _either(_words()["basis"]["unnumbered"])
    letters = "|".join(kind_letters())
    return regex.compile(
        rf"(?<!\p{{L}})(?:(?P<kind>{laws})\s+\p{{Lu}}[^;.:\n]{{3,80}}?\s(?i:số)\s*:?\s*$"
        rf"|(?P<kind>(?i:{_either(kind_words())})|{letters})"
        rf"(?:\s+(?i:của)\s[^;.,:\n]{{2,60}}?(?=\s(?i:số)\s))?\s*(?i:số)?\s*:?\s*$)"
    )


@cache
def _row() -> regex.Pattern[str]:
    """What stands between the numbers of a row: “Quyết định số 1/QĐ-UBND, số 2/QĐ-UBND”, with date and issuer."""
    return regex.compile(r"[^.\n]{0,200}?(?:[,;]|\s(?:và|hoặc))\s+(?i:số\s*:?\s*)?", regex.VERSION1)


@cache
def _dated() -> regex.Pattern[str]:
    return regex.compile(rf"[\s,(]*(?i:ra\s+)?(?i:ngày)?\s*:?\s*(?P<date>{DATE_PATTERN})\)?", regex.VERBOSE)


@cache
def _issued() -> regex.Pattern[str]:
    ends = _either(_words()["issuer"]["ends"])
    return regex.compile(
        rf"[\s,]*(?i:của|do)\s+(?P<issuer>(?![\s\d]).{{2,120}}?)"
        rf"(?=\s+(?i:{ends})(?!\p{{L}})|\s*[,;.:()“”\"\n\t]|\s+(?i:và)\s+(?i:{_either(kind_words())})|\s*$)"
    )


@cache
def _about() -> regex.Pattern[str]:
    """The beginning of the matter; “về (việc)” is left out of it, a verb (“ban hành …”) belongs to it."""
    starts = _either([word for word in _words()["about"]["starts"] if word not in ("về việc", "về", "v/v")])
    return regex.compile(
        rf"[^;.\n]{{0,60}}?[\s,]*(?:(?=[“\"])|(?i:về\s+việc|về|v/v)\s*:?\s*|(?=(?<=\s)(?i:{starts})(?!\p{{L}})))(?P<matter>\S)"
    )


@cache
def _matter_end() -> regex.Pattern[str]:
    own, asides = _either(_words()["about"]["ends"]), _either(_words()["about"]["asides"])
    return regex.compile(rf",\s+(?=(?:{own})(?!\p{{L}}))|\s*\(?(?=(?i:{asides})(?!\p{{L}}))(?<=\()|$")


@cache
def _trailing() -> regex.Pattern[str]:
    """Words left over at the end of a matter where the next paper begins."""
    return regex.compile(rf"(?:[\s,]+(?i:{_either(_words()['about']['trailing'])}))+$|[\s,]+$")


@cache
def _organ_before() -> regex.Pattern[str]:
    organs, before = _either(_words()["issuer"]["organs"]), _either(_words()["issuer"]["before"])
    return regex.compile(
        rf"(?<!\p{{L}})(?P<issuer>(?:{organs})(?:\s+(?!(?i:{before})(?!\p{{L}}))[\p{{L}}&-]+){{0,9}}?)"
        rf"(?:\s+(?i:đã\s+)?(?i:phê\s+duyệt|ban\s+hành|giao|quy\s+định|hướng\s+dẫn|chỉ\s+đạo|công\s+nhận))?"
        rf"\s+(?i:{before})\s+(?i:các\s+)?$"
    )


@cache
def _basis() -> regex.Pattern[str]:
    return regex.compile(rf"[\s\-–+]*(?i:{_either(_words()['basis']['starts'])})(?!\p{{L}})")


@cache
def _law() -> regex.Pattern[str]:
    """A law by its name up to its date; an amending law names others (“Luật Sửa đổi … của Luật A và Luật B”)."""
    words = _either(_words()["basis"]["unnumbered"])
    stop = r"(?i:ngày|năm)(?!\p{L})|\d"
    return regex.compile(
        rf"(?<=(?i:căn\s+cứ|thực\s+hiện|theo|thi\s+hành|;|,|và|điều\s+\d+|khoản\s+\d+)\s+(?i:các\s+)?)(?P<kind>{words})\s+"
        rf"(?:(?P<name>(?i:Sửa\s+đổi)[^;.:\n]*?)(?=,?\s+(?:{stop})|[;.\n]|$)"
        rf"|(?P<name>\p{{Lu}}[^;.:\n]*?)(?=,?\s+(?:{stop}|(?i:của|được|sửa\s+đổi)(?!\p{{L}})|(?i:và)\s+(?:{words})\s)|[;.\n]|$))"
        rf"(?!,?\s+(?i:số)\s*\d)(?!\s\d+/)"
    )


@cache
def _attached() -> regex.Pattern[str]:
    return regex.compile(rf"(?i:{_either(_words()['own']['attached'])})")
