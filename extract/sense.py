"""One tagger for table headers and for clauses: words → what is counted, of whom, when, found or aimed at.

A stretch of words becomes a `Sense`; senses of outer words (heading, title, lead-in) lie under those of inner ones.
Nothing here knows whether the words stood in a table or in a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from extract import cues
from extract.grammar import Mention
from extract.groups import ENUMERATES, aged, are_kinds, named_groups, paired
from extract.standards import standard_named
from normalize.date import parse_date
from normalize.fold import fold
from normalize.vocabulary import Term, any_of, indicators, lexicon, measures, table

LACK = "deprivation_rate"
NEEDING = ("needing_support_households",)
_LACKS = tuple(map(fold, table("indicators")["words"]["lack"]))
AS_CLASS = {"escaped_households": "escaped"}


@dataclass(frozen=True, slots=True)
class Sense:
    """What a stretch of words says; empty fields say nothing. `measures` are codes in reading order."""

    measures: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    is_everybody: bool = False
    counted: str | None = None
    is_rate: bool = False
    is_multidimensional: bool = False
    groups: tuple[frozenset[str], ...] = ()  # alternatives, each a set of groups that all hold
    beside: tuple[str, ...] = ()  # groups enumerated beside the classes: “hộ nghèo, hộ người dân tộc thiểu số”
    change: str | None = None  # decrease, increase, to, eliminate
    moment: str | None = None
    year: int | None = None
    date: date | None = None
    is_yearly: bool = False
    part_of_year: str | None = None
    stance: str | None = None
    per: str | None = None
    source: str | None = None  # of money
    standard: str | None = None
    programme: str | None = None  # “Dự án 2”: of money
    links: frozenset[str] = frozenset()

    @property
    def has_head(self) -> bool:
        """Whether the words name what is counted, not only a part of it."""
        return bool(self.measures or self.classes or self.is_everybody or self.is_multidimensional)


EMPTY = Sense()


def sense(text: str, mentions: tuple[Mention, ...] = (), offset: int = 0) -> Sense:
    """What a stretch of words says. `mentions` are the figures of its line, `offset` where in the line it begins.

    >>> found = sense("Giảm hộ cận nghèo trong năm")
    >>> found.change, sorted(found.classes), found.moment
    ('decrease', ['near_poor'], 'during')
    """
    folded = fold(text)
    terms = [term for term in lexicon().find(folded) if term.code != "ignore" and not _is_name(text, term)]
    terms = [_negated(folded, term) for term in terms if not _is_loose(folded, terms, term)]
    by_kind: dict[str, list[Term]] = {}
    for term in terms:
        by_kind.setdefault(term.kind, []).append(term)

    def codes(kind: str) -> list[str]:
        return [term.code for term in by_kind.get(kind, ())]

    also = {
        term: AS_CLASS[term.code] for term in terms if term.code in AS_CLASS and _joins_classes(folded, terms, term)
    }
    classes = frozenset(codes("class")) | frozenset(also.values())
    if any(folded.startswith("nghèo", term.start) for term in by_kind.get("group", ())):
        classes |= {"poor"}  # “hộ nghèo thu nhập”
    found = tuple(dict.fromkeys(term.code for term in terms if term.kind == "measure" and term not in also))
    compared = [match.span() for match in cues.VERSUS.finditer(folded)]  # “so với cuối năm 2021” dates what is compared
    mentions = tuple(m for m in mentions if not _inside(m.start - offset, compared))
    moments = [
        term.code for term in by_kind.get("moment", ()) if term.code != "yearly" and not _inside(term.start, compared)
    ]
    changes, counted = codes("change"), codes("counted")
    if not counted and "everybody" in by_kind:
        counted = ["household" if codes("everybody")[-1] == "households" else "person"]
    if _tells_lack(folded, [term for term in terms if term.kind == "measure"]):
        found = (LACK,)
    if LACK in found:  # “tỷ lệ thiếu hụt về nhà tiêu”: what is lacking tells the group
        found = (LACK,)
        terms = [term for term in terms if term.kind != "kind"]
    year, day = _dated(text, mentions, offset)
    groups, beside = named_groups(folded, terms)
    if by_age := aged(folded, mentions, offset):
        groups = paired(groups, (frozenset({by_age}),))
    if LACK in found:
        groups = (
            tuple(frozenset({term.code}) for term in indicators().find(folded) if term.kind == "indicator") or groups
        )
    return Sense(
        measures=found,
        classes=classes,
        is_everybody="everybody" in by_kind and not classes,
        counted=counted[-1] if counted else None,
        is_rate="rate" in by_kind or "%" in text,
        is_multidimensional="multidimensional" in codes("rate"),
        groups=groups,
        beside=beside,
        change=changes[-1] if changes else None,
        moment="date" if day else moments[-1] if moments else "end" if cues.REVIEWED.search(folded) else None,
        year=day.year if day else year,
        date=day,
        is_yearly="yearly" in codes("moment"),
        part_of_year=next(iter(codes("part_of_year")), None),
        stance=next(reversed(codes("stance")), None),  # “qua một năm phấn đấu đã có 58 hộ”: the nearest
        per=next(iter(codes("per")), None),
        source=next(iter(codes("source")), None),
        standard=standard_named(folded),
        programme=_programme(text),
        links=frozenset((*codes("link"), *codes("overlap"))),
    )


def speaks_of_lack(folded: str) -> bool:
    """Whether folded words speak of services that are lacking: “thiếu hụt”."""
    return any(word in folded for word in _LACKS)


def _tells_lack(folded: str, named: Sequence[Term]) -> bool:
    """Whether nothing is counted but who lacks a service: “hộ nghèo thiếu hụt bảo hiểm y tế: 12 hộ”."""
    if not speaks_of_lack(folded):
        return False
    terms = indicators().find(folded)
    lack = next((term.end for term in terms if term.code == "lack"), None)
    services = [term for term in terms if term.kind == "indicator" and lack is not None and term.start >= lack]
    others = [one for one in named if not any(one.start < term.end and term.start < one.end for term in services)]
    return bool(services) and all(one.code == LACK for one in others)


_FLOWING = tuple(f"{fold(word)} " for word in table("cues")["flow"]["people"])


def _joins_classes(folded: str, terms: Sequence[Term], flow: Term) -> bool:
    """Whether a flow is named as people among others: “hộ nghèo, hộ cận nghèo, hộ thoát nghèo”."""
    if not folded.startswith(_FLOWING, flow.start):
        return False
    classes = [term for term in terms if term.kind == "class"]
    return any(
        ENUMERATES.fullmatch(folded[min(term.end, flow.end) : max(term.start, flow.start)].replace("hộ", "").strip())
        for term in classes
    )


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


# Words that mean something only beside others, by what must stand there.
_LOOSE = {beside: frozenset(map(fold, words)) for beside, words in table("cues")["loose"].items()}


def _is_loose(folded: str, terms: list[Term], term: Term) -> bool:
    """Words that mean something only beside others: “hộ nghèo chính sách”, “chỉ tiêu giảm nghèo” without a measure."""
    word = folded[term.start : term.end]
    if word in _LOOSE["behind_people"]:
        before = [other for other in terms if other.end <= term.start]
        return not before or before[-1].kind not in ("class", "counted") or "," in folded[before[-1].end : term.start]
    if word in _LOOSE["behind_class"]:
        before = [other for other in terms if other.end <= term.start]
        return not before or before[-1].kind != "class" or bool(folded[before[-1].end : term.start].strip())
    if word in _LOOSE["before_word"]:  # “thoát 31 hộ”, not “thoát khỏi cảnh thiếu nước”
        return folded[term.end :].lstrip()[:1].isalpha()
    if word in _LOOSE["beside_measure"]:
        return any(other.kind in ("measure", "class") for other in terms)
    return False


def _negated(folded: str, term: Term) -> Term:
    """“Không thuộc diện bảo trợ xã hội” names everybody but that group."""
    if term.kind == "group" and cues.NOT_BEFORE.search(folded, max(0, term.start - 40), term.start):
        return replace(term, code=f"not_{term.code}")
    return term


def _is_name(text: str, term: Term) -> bool:
    """“Nam Đông” is no man: a group of one short syllable counts only in small letters, or as a header of its own."""
    return term.end - term.start <= 3 and term.kind == "group" and text[term.start].isupper() and len(text.strip()) > 12


def under(outer: Sense, inner: Sense) -> Sense:
    """The inner words over the outer ones: what the inner say stands, the rest comes from the outer.

    A head of its own (a class, a measure) replaces the outer head whole; groups alone are added to it.
    """
    if outer.measures == NEEDING and (aims := [measures()[code].support for code in inner.measures]) and aims[0]:
        inner = replace(
            inner, measures=NEEDING, groups=inner.groups or (frozenset({aims[0]}),)
        )  # “có nhu cầu › Nhà tiêu”
    if outer.classes == {"near_poor"} and inner.measures and not inner.classes:
        inner = replace(inner, measures=tuple(measures()[code].near_poor or code for code in inner.measures))
    dated = inner if inner.year or inner.moment else outer
    head = inner if inner.has_head else outer
    if inner.has_head or (inner.groups and (len(outer.groups) > 1 or are_kinds(outer.groups, inner.groups))):
        groups = inner.groups  # of enumerated groups, or of a wide kind, the inner words choose
    else:
        groups = paired(outer.groups, inner.groups)
    year = dated.year if dated.year else outer.year
    return Sense(
        measures=head.measures,
        classes=head.classes,
        is_everybody=head.is_everybody,
        counted=inner.counted or head.counted,
        is_rate=inner.is_rate or head.is_rate,
        is_multidimensional=head.is_multidimensional,
        groups=groups,
        beside=inner.beside if inner.has_head else (*outer.beside, *inner.beside),
        change=inner.change or (None if "remaining" in inner.links else outer.change),  # “Hộ nghèo giảm › Còn lại”
        moment=dated.moment or (outer.moment if not outer.year else None),  # “Hộ nghèo cuối năm › 2020”
        year=year,
        date=dated.date,
        is_yearly=inner.is_yearly or outer.is_yearly,
        part_of_year=inner.part_of_year or outer.part_of_year,
        stance=inner.stance or outer.stance,
        per=inner.per or outer.per,
        source=inner.source or outer.source,
        standard=inner.standard or outer.standard,
        programme=inner.programme or outer.programme,
        links=inner.links,
    )


_MONTH = regex.compile(r"\d{1,2}/\d{4}")


def _dated(text: str, mentions: tuple[Mention, ...], offset: int) -> tuple[int | None, date | None]:
    """The last year of a stretch, or the day that dates it (not the date of a paper it cites)."""
    year, day, cited = None, None, False
    for mention in mentions:
        inside = offset <= mention.start and mention.end <= offset + len(text)
        if not inside:
            continue
        literal = text[mention.start - offset : mention.end - offset]
        if mention.kind == "year":
            year, cited = int(literal), False
        elif mention.kind == "date" and not cited and _MONTH.fullmatch(literal):
            year = int(literal[-4:])  # “rà soát tháng 10/2022”
        elif mention.kind == "date" and not cited and cues.DAY_BEFORE.search(fold(text[: mention.start - offset])):
            day = parse_date(literal).date or day
        cited = mention.kind == "reference" or (cited and mention.kind == "date")
    return year, day


_PROGRAMME = regex.compile(rf"(?i:{any_of(table('cues')['programme']['named'])})\s+(?:số\s+)?\d{{1,2}}")


def _programme(text: str) -> str | None:
    """The project a sum is for: “Dự án 2”."""
    found = _PROGRAMME.search(text)
    return found.group() if found else None
