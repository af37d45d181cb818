"""Which words belong to which number: sentences, and the stretch of words left and right of each quantity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extract.grammar import Mention
from normalize.fold import fold
from normalize.vocabulary import Term, lexicon

# A full stop ends a sentence where a capital, digit or bullet follows (typists forget the space: “16 hộ.Hộ nghèo”).
_SENTENCE_END = regex.compile(
    r"(?<!\b\p{Lu})(?<!\d)[.!?…]+(?=\s+[\p{Lu}\d\"“(+-]|\p{Lu}\p{Ll}|\s*$)|(?<=\d)\.(?=\s+[\p{Lu}\"“(+-]|\p{Lu}\p{Ll}|\s*$)|\n"
)
_STRONG = regex.compile(r"[;()]|\.(?=\p{Lu}|\s+\p{Lu})")
_COMMA = regex.compile(r",|(?<!\p{L})(?:và|hoặc|cùng|(?<!so )với)(?!\p{L})")
_COPULA = regex.compile(r"(?<!\p{L})(?:là|còn|có|gồm|đạt|chiếm|giảm|tăng|với|được|bằng)(?!\p{L})|:")
_CUTS = frozenset({"of_which", "complete", "share", "equivalent", "versus", "remaining"})
_HEADS = frozenset({"class", "measure", "everybody", "rate", "counted", "group"})
# Verbs and links are terms too (“giảm”, “còn lại”); inside a name of somebody or something a verb states nothing.
_NAMING = frozenset({"class", "group", "kind", "measure"})
_LETTER = regex.compile(r"\p{L}")
_PIECE = regex.compile(r"[,:;(](?!\d)")
_NOUNS = frozenset({"class", "counted", "group", "kind", "everybody"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A quantity with its words: `start` … number … `end`; `near` ends the noun phrase right behind the number.

    `opener` is what joins it to the words before: a bracket, a link of links.toml, or nothing.
    """

    mention: Mention
    start: int
    near: int
    end: int
    opener: str | None
    is_first: bool
    sentence: int  # where its sentence begins

    def is_bracketed(self, text: str) -> bool:
        """Whether the clause begins with a bracket."""
        return text[self.start : self.start + 1] == "("


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends.

    >>> text = "Có 48 hộ. Hộ nghèo có lao động là 16 hộ.Hộ khác 2.5%"
    >>> [text[start:end] for start, end in sentences(text)]
    ['Có 48 hộ.', ' Hộ nghèo có lao động là 16 hộ.', 'Hộ khác 2.5%']
    """
    at = 0
    for match in _SENTENCE_END.finditer(text):
        if text[at : match.end()].strip():
            yield at, match.end()
        at = match.end()
    if text[at:].strip():
        yield at, len(text)


def clauses(text: str, start: int, end: int, quantities: Sequence[Mention]) -> list[Clause]:
    """The clause of each quantity of one sentence: the words between two numbers are shared out between them.

    >>> from extract.grammar import scan
    >>> text = "Hộ nghèo còn 74 hộ với 300 khẩu, chiếm 9,38%"
    >>> [text[c.start:c.end] for c in clauses(text, 0, len(text), scan(text))]
    ['Hộ nghèo còn 74 hộ ', 'với 300 khẩu, ', 'chiếm 9,38%']
    """
    folded = fold(text)
    terms = [term for term in lexicon().find(folded, start, end) if term.code != "ignore"]
    found: list[Clause] = []
    at, opener = start, None
    for index, mention in enumerate(quantities):
        if index == 0:
            opener = _opener(folded, terms, start, mention.start)
        behind = max(mention.unit_end, mention.end)
        limit = quantities[index + 1].start if index + 1 < len(quantities) else end
        cut, next_opener = _cut(folded, terms, behind, limit, is_last=index + 1 == len(quantities))
        near = _near(folded, terms, behind, cut)
        found.append(Clause(mention, at, near, cut, opener, index == 0, start))
        at, opener = cut, next_opener
    return found


def pieces(text: str, start: int, end: int) -> list[int]:
    """Where the comma-parted pieces of a stretch begin, the last piece first; an enumeration stays in one piece.

    >>> pieces("trong năm, dự kiến thoát nghèo", 0, 30), pieces("hộ nghèo, hộ cận nghèo", 0, 22)
    ([10, 0], [0])
    """
    folded = fold(text)
    commas = list(_PIECE.finditer(folded, start, end))
    terms = lexicon().find(folded, start, end) if commas else []
    starts = [start]
    for comma in commas:
        inside = any(term.start < comma.start() < term.end for term in terms)  # “mỗi xã, phường”
        if comma.group() != "," or not (inside or _between_nouns(folded, terms, start, comma.span())):
            starts.append(comma.end())
    return [place for place in reversed(starts) if folded[place:end].strip()] or [start]


def _opener(folded: str, terms: Sequence[Term], start: int, end: int) -> str | None:
    """What a sentence begins with: “Trong đó”, “Bao gồm”."""
    for term in terms:
        if term.end <= end and term.kind == "link" and term.code in ("of_which", "complete"):
            return term.code if not _LETTER.search(folded, start, term.start) else None
    return None


def _cut(folded: str, terms: Sequence[Term], behind: int, limit: int, *, is_last: bool) -> tuple[int, str | None]:
    """Where the words behind a number end and those of the next number begin, and how the next is joined."""
    strong = _strong(folded, behind, limit)
    if is_last:
        return (strong.start() if strong and strong.group() != "(" else limit), None
    links = [term for term in terms if behind <= term.start < limit and term.kind == "link" and term.code in _CUTS]
    links = [term for term in links if term.code != "versus" or folded[behind : term.start].strip()]  # “3% so với …”
    places = [(_with_head(folded, terms, behind, term.start), term.code) for term in links]
    if strong:
        places.append((strong.end() if strong.group() == ")" else strong.start(), strong.group()))
    if places:
        place, opener = min(places)
        if opener == ")":  # words behind a closing bracket go on with what stood before it
            opener = next((code for at, code in sorted(places) if at > place), ")")
        bracket = opener if opener in ("(", ";", ".") else None
        later = next((term.code for term in links if term.start >= place), None)
        if bracket == "(":
            inside = next((term for term in links if term.start > place), None)
            of_which = inside is not None and not folded[place + 1 : inside.start].strip() and inside.code == "of_which"
            return place, "of_which" if of_which else "("
        return place, later or bracket or opener
    for comma in _COMMA.finditer(folded, behind, limit):
        if not _enumerates(folded, terms, behind, comma.span(), limit):
            return comma.start(), None
    copula = _copula(folded, terms, behind, limit)
    then = folded.find(_THEN, behind, limit)  # “Trong tổng số 241 hộ nghèo thì hộ nghèo về thu nhập là 207 hộ”
    if then >= 0 and (copula is None or then < copula):
        return then, None
    if copula is not None:  # the noun phrase right behind a number is its own: “48 hộ dân tộc thiểu số có 200 khẩu”
        return copula, None
    return (limit if folded[behind:limit].strip(" /") else behind), None


def _copula(folded: str, terms: Sequence[Term], start: int, end: int) -> int | None:
    """Where the first verb stands that states something; one inside a term states nothing: “có thu nhập thấp”."""
    verbs = (match.start() for match in _COPULA.finditer(folded, start, end))
    return next(
        (at for at in verbs if not any(term.start <= at < term.end and term.kind in _NAMING for term in terms)), None
    )


def _strong(folded: str, behind: int, limit: int) -> regex.Match[str] | None:
    """The first strong mark; a bracket that closes before the next number is none: “9,3% (đầu năm) xuống 7%”."""
    at = behind
    while strong := _STRONG.search(folded, at, limit):
        closing = folded.find(")", strong.end(), limit)
        if strong.group() != "(" or closing < 0:
            return strong
        at = closing + 1
    return None


def _with_head(folded: str, terms: Sequence[Term], behind: int, link: int) -> int:
    """Where a clause that a link joins begins: with its own noun where one stands between comma and link."""
    since = max(behind, folded.rfind(";", behind, link))
    comma = max(folded.rfind(",", since, link), folded.rfind(_THEN, since, link))
    heads = [term for term in terms if comma < term.start < link and term.kind in _HEADS | {"moment"}]
    return comma if comma >= 0 and heads else link


# “Với tổng số 4.997 hộ dân thì số hộ cận nghèo chiếm 2%”
_THEN = " thì "


def _enumerates(folded: str, terms: Sequence[Term], behind: int, comma: tuple[int, int], limit: int) -> bool:
    """Whether a comma stands between two of a kind (“hộ nghèo, hộ cận nghèo”), without a statement behind.

    The unit of the number itself, which ends at `behind`, enumerates nothing: “16 hộ, hộ độc thân 06 hộ”.
    """
    start, end = comma
    if any(term.start < start and end < term.end for term in terms):
        return True
    right = _between_nouns(folded, terms, behind, comma)
    if right is None or limit - right.end <= 1:
        return False
    further = folded.find(",", right.end, limit)  # “120 hộ nghèo và hộ cận nghèo, tỷ lệ … là 17,91%”
    verb, stop = _copula(folded, terms, right.end, limit), limit if further < 0 else further
    while verb is not None and verb < stop and (beside := _BESIDE.match(folded, verb)):
        verb = _copula(folded, terms, beside.end(), limit)
    return verb is None or verb >= stop


# What befalls those before it, or what it costs, states nothing of how many they are: “65 hộ nghèo, cận nghèo được …”.
_BESIDE = regex.compile(
    r"được|có(?=\s\p{L})(?![^,;.]*\d)|với\s+(?:tổng\s+)?(?:số\s+)?(?:kinh phí|tiền|giá trị|vốn|nguồn vốn|trị giá)"
)


def _between_nouns(folded: str, terms: Sequence[Term], behind: int, comma: tuple[int, int]) -> Term | None:
    """The noun right behind a comma, where another stands right before it."""
    start, end = comma
    left = [
        term for term in terms if behind <= term.start and term.end <= start and not folded[term.end : start].strip()
    ]
    right = [term for term in terms if term.start >= end and not folded[end : term.start].strip()]
    nouns = bool(left and right) and left[-1].kind in _NOUNS and right[0].kind in _NOUNS
    return right[0] if nouns else None


def _near(folded: str, terms: Sequence[Term], behind: int, end: int) -> int:
    """Where the noun phrase right behind the number ends: at the first comma that does not enumerate."""
    for mark in regex.finditer(rf"[,:]|{_THEN}", folded, pos=behind, endpos=end):
        if mark.group() == _THEN or not _enumerates(folded, terms, behind, mark.span(), end):
            return int(mark.start())
    return end
