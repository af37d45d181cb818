"""The zones of a paper: letterhead, title, body, recipients, signature, and the heads of what is attached."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extract.document import Block
from extract.labels import is_bullet, parse_label
from normalize.marks import strip_marks
from normalize.place import kinds
from normalize.reference import REFERENCE_PATTERN, kind_words
from normalize.vocabulary import table

# A letterhead with a list of addressees may run long, but a title that comes later is none.
TITLE_WINDOW = 60
# Longer lines than these are sentences: of a title, of an annex heading, of a line of a letterhead or signature.
TITLE_WORDS = 40
ANNEX_WORDS = 30
LINE_WORDS = 14
# “(Đã ký và đóng dấu)”
SIGNED_WORDS = 6
# Words by which a line is known stand at its beginning.
KEY_LENGTH = 120
# Between the title of an annex and the line that says what it is attached to stand few lines.
ATTACHED_WITHIN = 4

_REFERENCE = regex.compile(REFERENCE_PATTERN, regex.VERBOSE)
# “Số:      /KH-UBND”; of a blank number a scan may lose the slash: “Số: KH-UBND”
_BLANK_REFERENCE = regex.compile(
    r"(?:so\s*:?[\s.…_]*)?[\d\s]*(?:/\d{4})?[-/]\s*[a-z]{2}|so\s*:[\s.…_]*[a-z]{2,6}-[a-z]{2,6}(?![a-z])"
)
_DATELINE = regex.compile(r"ngay[\s.…_\d]*thang[\s.…_\d]*nam")
_THREE_SMALL = regex.compile(r"(?:\p{Ll}\P{Ll}*){3}")
_RULE = regex.compile(r"[\W_]*")
_SENTENCE_END = regex.compile(r"[;,:]$|(?<!\.)\.$")
_PERSON = regex.compile(r"(?:(?:TS|ThS|BS|CN|KS|Ths)\.?\s*)?\p{Lu}[\p{L}'’]*(?:\s+\p{Lu}[\p{L}'’]*){1,5}")


def bare(text: str) -> str:
    """The key of a line's beginning for comparing its words: no marks, no case, single spaces, no asterisks around it.

    >>> bare("**KẾ HOẠCH** ")
    'ke hoach'
    """
    return " ".join(strip_marks(text[:KEY_LENGTH]).split()).strip("*#_ ")


def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals: two letters at least, none of them small (but for one or two slips).

    >>> is_capitals("KẾ HOẠCH"), is_capitals("V. Kinh phí"), is_capitals("12")
    (True, False, False)
    """
    if _THREE_SMALL.search(text):
        return False
    capitals = sum(char.isupper() for char in text)
    small = sum(char.islower() for char in text)
    return capitals >= 2 and small <= min(2, capitals // 10)


def is_person(text: str) -> bool:
    """Whether a line looks like the name of a person.

    >>> is_person("Nguyễn Thị Hoa"), is_person("Lưu: VT."), is_person("PHÓ CHỦ TỊCH")
    (True, False, False)
    """
    key = bare(text)
    return (
        _PERSON.fullmatch(text.strip("*_ ")) is not None
        and not _begins(key, "proxies", "offices", "titles")
        and not any(word in key for word in _words("state"))
        and not _begins(key, "organs")
    )


def is_signature(text: str) -> bool:
    """Whether a line stands in a signature: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`."""
    line = text.split("\n")[0]
    if len(line.split()) > LINE_WORDS or is_bullet(line):
        return False
    key = bare(line)
    if _begins(key, "proxies"):
        return is_capitals(line)
    return key.rstrip(" .:") in _words("offices") and is_capitals(line)


def title_kind(text: str) -> str | None:
    """The kind word, without marks, that a title line consists of or, set in capitals, begins with.

    >>> title_kind("KẾ HOẠCH"), title_kind("BÁO CÁO KẾT QUẢ NĂM 2022"), title_kind("Kế hoạch gồm")
    ('ke hoach', 'bao cao', None)
    """
    line = text.split("\n")[0]
    key = bare(line).rstrip(" :.")
    for word in _kind_words():
        if key == word:
            return word
        if key.startswith(word + " ") and is_capitals(line):
            return word
    return None


def is_attached(text: str) -> bool:
    """Whether a line says what an annex is attached to: `(Kèm theo Kế hoạch số …)`.

    >>> is_attached("(Kèm theo Kế hoạch số 38/KH-UBND)"), is_attached("(Có biểu kèm theo)")
    (True, False)
    """
    key = bare(text)
    return _begins(key.lstrip("( -"), "attached") or (key.startswith("(") and _begins(key.lstrip("( "), "belonging"))


def zones(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The zone of every block: `letterhead` `title` `body` `recipients` `signature`, or `annex` (head of an annex).

    Tables and page numbers are `body` wherever they stand.
    """
    found = ["body"] * len(blocks)
    lines = [index for index, block in enumerate(blocks) if block.kind not in ("table", "page_number")]
    at = _head(blocks, lines, found)
    after_closing = fresh = False
    while at < len(lines):
        text = blocks[lines[at]].text
        fresh = fresh or (at > 0 and _has_table(blocks, lines, at - 1))
        if _begins(bare(text), "recipients") or is_signature(text):
            at = _closing(blocks, lines, found, at)
            after_closing = fresh = True
        elif after_closing and is_letterhead(text):
            at = _run_of_letterhead(blocks, lines, found, at)
            fresh = True
        elif _opens_annex(blocks, lines, at, after_closing, fresh):
            at = _annex_head(blocks, lines, found, at)
            after_closing, fresh = True, False
        else:
            at += 1
            fresh = False
    return tuple(found)


def _has_table(blocks: Sequence[Block], lines: Sequence[int], at: int) -> bool:
    """Whether a table stands between a line and the next one."""
    end = lines[at + 1] if at + 1 < len(lines) else len(blocks)
    return any(blocks[index].kind == "table" for index in range(lines[at] + 1, end))


def _head(blocks: Sequence[Block], lines: Sequence[int], found: list[str]) -> int:
    """Mark letterhead and title; return the place in `lines` where the body begins."""
    title = _find_title(blocks, lines)
    if title is None:
        return _run_of_letterhead(blocks, lines, found, 0)
    for index in lines[:title]:
        found[index] = "letterhead"
    at = title
    found[lines[at]] = "title"
    at += 1
    named = len(blocks[lines[title]].text.split("\n")) > 1 or not _is_kind_only(blocks[lines[title]].text)
    while at < len(lines):
        block, before = blocks[lines[at]], blocks[lines[at - 1]]
        if _is_authority(block.text) or not _RULE.sub("", block.text):
            found[lines[at]] = "letterhead"
        elif _continues_title(block, before, named):
            found[lines[at]] = "title"
            named = True
        else:
            break
        at += 1
    return at


def _find_title(blocks: Sequence[Block], lines: Sequence[int]) -> int | None:
    for at, index in enumerate(lines[:TITLE_WINDOW]):
        text = blocks[index].text
        if title_kind(text):
            return at
        label = parse_label(text)
        if (label and label.form in ("roman", "part", "chapter", "article")) or len(text.split()) > TITLE_WORDS:
            return None
        if _begins_body(text):
            return None
    return None


def _continues_title(block: Block, before: Block, named: bool) -> bool:
    text = block.text
    if is_attached(text):
        return True
    label = parse_label(text)
    if (label and label.form not in ("part", "chapter")) or is_bullet(text) or len(text.split()) > TITLE_WORDS:
        return False
    if text[:1] == "(" and text[-1:] == ")":
        return True
    if not named:
        return not _begins(bare(text), "never_titles")
    if _begins_body(text) or _SENTENCE_END.search(text) or _REFERENCE.search(text):
        return False
    if text[:1].islower() or (is_capitals(text) and is_capitals(before.text)):
        return True
    return block.is_bold == before.is_bold and not is_capitals(text)


def _begins_body(text: str) -> bool:
    return _begins(bare(text), "starts")


def _is_kind_only(text: str) -> bool:
    return bare(text).rstrip(" :.") in _kind_words()


def _is_authority(text: str) -> bool:
    """`CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN` between the title of a decision and its bases."""
    return is_capitals(text) and _begins(bare(text), "organs")


def is_letterhead(text: str) -> bool:
    """Whether a short line is one of a letterhead: state, organ in capitals, number, dateline."""
    if len(text.split()) > LINE_WORDS or is_bullet(text):
        return False
    key = bare(text)
    return (
        any(word in key for word in _words("state"))
        or (is_capitals(text) and _begins(key, "organs"))
        or is_number(text)
        or (_DATELINE.search(key) is not None and not key.startswith("("))
        or _begins(key, "draft")
        or _begins(key, "subject")
    )


def _run_of_letterhead(blocks: Sequence[Block], lines: Sequence[int], found: list[str], at: int) -> int:
    """Mark the lines of a letterhead from `at` on, and those that go on with an organ's name."""
    before = ""
    while at < len(lines):
        text = blocks[lines[at]].text
        goes_on = bool(before) and is_capitals(text) and bare(text).startswith(_unit_kinds())
        if not (is_letterhead(text) or goes_on or not _RULE.sub("", text)):
            break
        found[lines[at]] = "letterhead"
        before = text
        at += 1
    return at


def _closing(blocks: Sequence[Block], lines: Sequence[int], found: list[str], at: int) -> int:
    """Mark recipients and signature from `at` on; return where they end."""
    recipients = signature = named = False
    first = at
    while at < len(lines):
        text = blocks[lines[at]].text
        key = bare(text)
        if at > first and _has_table(blocks, lines, at - 1):
            break
        if _begins(key, "recipients"):
            recipients, zone = True, "recipients"
        elif is_signature(text) or (signature and is_capitals(text) and _begins(key, "offices")):
            signature, named, zone = True, False, "signature"
        elif signature and (_is_signed(key) or key in _words("offices")):
            zone = "signature"
        elif signature and not named and is_person(text) and not title_kind(text):
            named, zone = True, "signature"
        elif recipients and _is_recipient(text):
            zone = "recipients"
        elif not _RULE.sub("", text):
            zone = "signature" if signature else "recipients"
        else:
            break
        found[lines[at]] = zone
        at += 1
    return at


def _is_signed(key: str) -> bool:
    """`(Đã ký)` in the place of a signature."""
    return len(key.split()) <= SIGNED_WORDS and any(word in key for word in _words("signed"))


def _is_recipient(text: str) -> bool:
    if is_bullet(text):
        return True
    if title_kind(text) or is_letterhead(text) or is_capitals(text.split("\n")[0]):
        return False
    if text.endswith(";"):
        return True
    return len(text.split()) <= LINE_WORDS and (text.endswith(".") or bare(text).startswith("luu"))


def _opens_annex(blocks: Sequence[Block], lines: Sequence[int], at: int, after_closing: bool, fresh: bool) -> bool:
    """Whether the head of something attached begins here; before the closing only what is said to be attached.

    `fresh`: right behind a closing, a letterhead or a table, where any line in capitals is a title.
    """
    block = blocks[lines[at]]
    text = block.text
    if len(text.split()) > ANNEX_WORDS or is_bullet(text) or text.endswith((";", ",")):
        return False
    label = parse_label(text)
    if label and label.form == "annex":
        return after_closing or block.level is not None or block.is_bold or is_capitals(text)
    if label:
        return False
    following = blocks[lines[at] : lines[at] + ATTACHED_WITHIN]
    table_next = any(other.kind == "table" for other in following[:3])
    attached = any(is_attached(other.text) for other in following if other.kind != "table")
    if not after_closing:
        return attached and is_capitals(text)
    has_title = _begins(bare(text), "titles") and not _SENTENCE_END.search(text)
    if is_capitals(text):
        return fresh or attached or has_title or title_kind(text) is not None or table_next
    return (has_title or block.is_bold or attached) and (attached or table_next)


def _annex_head(blocks: Sequence[Block], lines: Sequence[int], found: list[str], at: int) -> int:
    """Mark the title lines of an annex from `at` on; return where they end."""
    first = at
    while at < len(lines):
        block = blocks[lines[at]]
        text = block.text
        if at > first:
            if _has_table(blocks, lines, at - 1):
                break
            label = parse_label(text)
            if label or is_bullet(text) or len(text.split()) > ANNEX_WORDS:
                break
            same_look = (is_capitals(text) and is_capitals(blocks[lines[first]].text)) or (
                block.is_bold and blocks[lines[first]].is_bold
            )
            named = not _is_kind_only(blocks[lines[at - 1]].text) and at - first > 0
            if not (is_attached(text) or same_look or not named):
                break
        found[lines[at]] = "annex"
        at += 1
    return at


def is_number(text: str) -> bool:
    """Whether a line gives the number of the paper, filled in or blank.

    >>> is_number("Số:      /KH-UBND"), is_number("SỞ NỘI VỤ")
    (True, False)
    """
    return _BLANK_REFERENCE.match(bare(text)) is not None


def starts_with(text: str, name: str) -> bool:
    """Whether a line begins with one of the words that outline.toml lists under a name.

    >>> starts_with("PHÓ CHỦ TỊCH", "offices"), starts_with("TM. UBND XÃ", "offices")
    (True, False)
    """
    return _begins(bare(text), name)


def _begins(key: str, *names: str) -> bool:
    return any(_starts(name).match(key) is not None for name in names)


@cache
def _starts(name: str) -> regex.Pattern[str]:
    """The words of a name at the beginning of a key, whole."""
    words = sorted(_words(name), key=len, reverse=True)
    return regex.compile("|".join(regex.escape(word) + (r"(?!\p{L})" if word[-1].isalpha() else "") for word in words))


@cache
def _words(name: str) -> tuple[str, ...]:
    """The words that outline.toml lists under a name, without marks."""
    found = table("outline")
    groups = ("letterhead", "closing", "annex", "basis")
    return tuple(strip_marks(word).strip() for group in groups for word in found[group].get(name, []))


@cache
def _kind_words() -> tuple[str, ...]:
    return tuple(strip_marks(word) for word in kind_words())


@cache
def _unit_kinds() -> tuple[str, ...]:
    return tuple(strip_marks(kind) + " " for kind in kinds("commune", "district", "province"))
