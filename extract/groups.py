"""Groups of people: which a stretch of words names, which of them hold together, and their code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extract.grammar import Mention
from normalize.vocabulary import Term, table

ENUMERATES = regex.compile(r"[,;/]|(?<!\p{L})(?:và|hoặc|hay)(?!\p{L})")
_LIVING_IN = regex.compile(
    r"(?:ở|tại|trên|thuộc)\s+(?:địa bàn\s+)?(?:các\s+)?(?:vùng|xã|thôn|bản|ấp|nơi)[\p{L}\s,–-]{0,40}$"
)
# Town and countryside: parts of a place, so that a base beside them is of the same area.
AREAS = frozenset({"urban", "rural"})
# Groups that are people of their own beside a poverty class: “hộ nghèo, người có thu nhập thấp”.
_STANDALONE = frozenset({"low_income", "hardship_area"})
# A need is of all that are enumerated: “hộ nghèo, hộ cận nghèo, người có thu nhập thấp có nhu cầu”.
_SHARED = frozenset({"in_need"})


def named_groups(folded: str, terms: Sequence[Term]) -> tuple[tuple[frozenset[str], ...], tuple[str, ...]]:
    """The groups a stretch names, and those enumerated beside its classes.

    Enumerated kinds are alternatives, other groups hold together.
    """
    kinds = [term for term in terms if term.kind == "kind"]
    beside = [term for term in terms if term.kind == "group" and _stands_alone(folded, terms, term)]
    shared = frozenset(term.code for term in terms if term.kind == "group" and term not in beside)
    alone = tuple(dict.fromkeys(term.code for term in beside))
    if len(kinds) > 1 and all(ENUMERATES.search(folded, left.end, right.start) for left, right in pairwise(kinds)):
        return tuple(shared | {term.code} for term in kinds), alone
    together = shared | {term.code for term in kinds}
    return ((together,) if together else ()), alone


def aged(folded: str, mentions: tuple[Mention, ...], offset: int) -> str | None:
    """A group by age: “Dưới 35 tuổi”, “Từ 35 đến dưới 45 tuổi”."""
    for mention in mentions:
        start, end = mention.start - offset, mention.end - offset
        if mention.kind == "age" and start >= 0 and end <= len(folded):
            under = "under_" if folded[:start].rstrip().endswith("dưới") else ""
            over = "_up" if "trở lên" in folded[end : end + 20] else ""
            return f"aged_{under}{'_'.join(regex.findall(r'[0-9]+', folded[start:end]))}{over}"
    return None


def _stands_alone(folded: str, terms: Sequence[Term], group: Term) -> bool:
    """Whether a group is enumerated beside a class: “hộ nghèo, hộ người dân tộc thiểu số”."""
    if group.code in _STANDALONE or group.code in _SHARED:
        return group.code in _STANDALONE and not _is_where_they_live(folded, terms, group)
    classes = [term for term in terms if term.kind == "class" and term.end <= group.start]
    heads = [
        term for term in terms if term.kind == "counted" and classes and classes[-1].end <= term.start < group.start
    ]
    if classes and folded.startswith(("hộ ", "người ", "đồng bào "), group.start):
        heads.append(group)
    return bool(heads) and ENUMERATES.search(folded, classes[-1].end, heads[-1].start) is not None


def _is_where_they_live(folded: str, terms: Sequence[Term], group: Term) -> bool:
    """Whether an area is that of people named right before: “người DTTS ở vùng …”, not “người dân ở thôn …”."""
    living = _LIVING_IN.search(folded, 0, group.start)
    if living is None:
        return False
    commas = [match.end() for match in ENUMERATES.finditer(folded, 0, living.start())]
    return any(
        term.kind in ("class", "group") and (commas[-1] if commas else 0) <= term.start < living.start()
        for term in terms
    )


def paired(outer: tuple[frozenset[str], ...], inner: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """Groups of the whole and of the part: each pair holds together."""
    if not outer or not inner:
        return outer or inner
    return tuple(dict.fromkeys(one | other for one in outer for other in inner))


def are_kinds(outer: tuple[frozenset[str], ...], inner: tuple[frozenset[str], ...]) -> bool:
    """Whether both name kinds of support or causes: “nhà ở, trong đó sửa chữa …”."""
    kinds = table("groups")["kind"].keys()
    return bool(outer) and all(group <= kinds for group in (*outer, *inner))


def group_code(groups: tuple[frozenset[str], ...]) -> str | None:
    """Alternatives of sets as the contract writes them: `+` binds, `|` separates, in alphabetical order.

    >>> group_code((frozenset({"poor", "in_need"}), frozenset({"escaped"})))
    'escaped|in_need+poor'
    """
    alternatives = {"+".join(sorted(group)) for group in groups if group}
    return "|".join(sorted(alternatives)) or None
