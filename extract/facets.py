"""One tagger for table headers and for clauses: words → what is counted, of whom, when, found or aimed at.

A stretch of words becomes a `Sense`; senses of outer words (heading, title, lead-in) lie under those of inner ones;
a sense and a unit make the facets of a figure. Nothing here knows whether the words stood in a table or in a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import regex

from extract.facts import Facets
from extract.grammar import Mention
from normalize.date import parse_date
from normalize.fold import fold
from normalize.vocabulary import Term, composed, indicators, lexicon, measures, table

_ENUMERATES = regex.compile(r"[,;/]|(?<!\p{L})(?:và|hoặc|hay)(?!\p{L})")
LACK = "deprivation_rate"
HOUSING = frozenset({"housing_new", "housing_repair", "temporary_housing"})
MULTIDIMENSIONAL = "multidimensional"
# The last year of the standard under which “hộ nghèo đa chiều” are the poor alone: Decision 59/2015/QĐ-TTg.
_POOR_ALONE = 2021
_AS_CLASS = {"escaped_households": "escaped"}
# A unit that counts people at work or at school still counts people: “100 lao động nghèo”.
_PEOPLE = frozenset({"person", "worker"})
HEADS = _PEOPLE | {"household"}


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
        term: _AS_CLASS[term.code] for term in terms if term.code in _AS_CLASS and _joins_classes(folded, terms, term)
    }
    classes = frozenset(codes("class")) | frozenset(also.values())
    found = tuple(dict.fromkeys(term.code for term in terms if term.kind == "measure" and term not in also))
    compared = [match.span() for match in _VERSUS.finditer(folded)]  # “so với cuối năm 2021” dates what is compared
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
    groups, beside = _groups(folded, terms)
    if aged := _aged(folded, mentions, offset):
        groups = _times(groups, (frozenset({aged}),))
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
        moment="date" if day else moments[-1] if moments else "end" if _REVIEWED.search(folded) else None,
        year=day.year if day else year,
        date=day,
        is_yearly="yearly" in codes("moment"),
        part_of_year=next(iter(codes("part_of_year")), None),
        stance=next(reversed(codes("stance")), None),  # “qua một năm phấn đấu đã có 58 hộ”: the nearest
        per=next(iter(codes("per")), None),
        source=next(iter(codes("source")), None),
        standard=_standard(folded),
        programme=_programme(text),
        links=frozenset((*codes("link"), *codes("overlap"))),
    )


def _tells_lack(folded: str, named: Sequence[Term]) -> bool:
    """Whether nothing is counted but who lacks a service: “hộ nghèo thiếu hụt bảo hiểm y tế: 12 hộ”."""
    if "thiếu hụt" not in folded:
        return False
    terms = indicators().find(folded)
    lack = next((term.end for term in terms if term.code == "lack"), None)
    services = [term for term in terms if term.kind == "indicator" and lack is not None and term.start >= lack]
    others = [one for one in named if not any(one.start < term.end and term.start < one.end for term in services)]
    return bool(services) and all(one.code == LACK for one in others)


def _joins_classes(folded: str, terms: Sequence[Term], flow: Term) -> bool:
    """Whether a flow is named as people among others: “hộ nghèo, hộ cận nghèo, hộ thoát nghèo”."""
    if not folded.startswith("hộ ", flow.start):
        return False
    classes = [term for term in terms if term.kind == "class"]
    return any(
        _ENUMERATES.fullmatch(folded[min(term.end, flow.end) : max(term.start, flow.start)].replace("hộ", "").strip())
        for term in classes
    )


# The yearly review tells how things stand at the end of its year: “kết quả rà soát hộ nghèo năm 2022”.
_REVIEWED = regex.compile(r"kết quả (?:tổng )?(?:điều tra,? )?rà soát[^.;:\d]{0,60}?(?<!đầu )(?<!cuối )năm 20\d\d")
_VERSUS = regex.compile(r"so với[^,;.]*")


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _is_loose(folded: str, terms: list[Term], term: Term) -> bool:
    """Words that mean something only beside others: “hộ nghèo chính sách”, “chỉ tiêu giảm nghèo” without a measure."""
    word = folded[term.start : term.end]
    if word == "chính sách":
        before = [other for other in terms if other.end <= term.start]
        return not before or before[-1].kind not in ("class", "counted") or "," in folded[before[-1].end : term.start]
    if word == "khác":
        before = [other for other in terms if other.end <= term.start]
        return not before or before[-1].kind != "class" or bool(folded[before[-1].end : term.start].strip())
    if word == "giảm nghèo":
        return any(other.kind in ("measure", "class") for other in terms)
    return False


_NOT = regex.compile(r"không (?:thuộc|phải)(?: là)?(?: diện| đối tượng| hộ)?\s*$")


def _negated(folded: str, term: Term) -> Term:
    """“Không thuộc diện bảo trợ xã hội” names everybody but that group."""
    if term.kind == "group" and _NOT.search(folded, max(0, term.start - 40), term.start):
        return replace(term, code=f"not_{term.code}")
    return term


def _is_name(text: str, term: Term) -> bool:
    """“Nam Đông” is no man: a group of one short syllable counts only in small letters, or as a header of its own."""
    return term.end - term.start <= 3 and term.kind == "group" and text[term.start].isupper() and len(text.strip()) > 12


def under(outer: Sense, inner: Sense) -> Sense:
    """The inner words over the outer ones: what the inner say stands, the rest comes from the outer.

    A head of its own (a class, a measure) replaces the outer head whole; groups alone are added to it.
    """
    if outer.classes == {"near_poor"} and inner.measures and not inner.classes:
        inner = replace(inner, measures=tuple(measures()[code].near_poor or code for code in inner.measures))
    dated = inner if inner.year or inner.moment else outer
    head = inner if inner.has_head else outer
    if inner.has_head or (inner.groups and (len(outer.groups) > 1 or are_kinds(outer.groups, inner.groups))):
        groups = inner.groups  # of enumerated groups, or of a wide kind, the inner words choose
    else:
        groups = _times(outer.groups, inner.groups)
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
        change=inner.change or outer.change,
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


def of_era(said: Sense, year: int | None, of_paper: int | None = None) -> Sense:
    """Who “hộ nghèo đa chiều” are in a year: the poor, and since 2022 the near-poor too; these where no year is known.

    At the end of 2021 the poor were counted by both standards: a paper of later years means the new one.

    >>> [sorted(of_era(sense("Hộ nghèo đa chiều"), year).classes) for year in (2019, 2023)]
    [['poor'], ['near_poor', 'poor']]
    """
    if not (said.is_multidimensional or MULTIDIMENSIONAL in said.classes):
        return said
    is_counted_anew = year == _POOR_ALONE and said.moment != "start" and (of_paper or 0) > _POOR_ALONE
    is_wide = (
        year is None or year > _POOR_ALONE or is_counted_anew or dated_standard(said.standard, year) == "2022-2025"
    )
    people = frozenset({"poor", "near_poor"} if is_wide else {"poor"})
    if MULTIDIMENSIONAL in said.classes:
        return replace(said, classes=said.classes - {MULTIDIMENSIONAL} | people)
    return replace(said, is_multidimensional=False, is_rate=True, classes=people)


def are_kinds(outer: tuple[frozenset[str], ...], inner: tuple[frozenset[str], ...]) -> bool:
    """Whether both name kinds of support or causes: “nhà ở, trong đó sửa chữa …”."""
    kinds = table("groups")["kind"].keys()
    return bool(outer) and all(group <= kinds for group in (*outer, *inner))


def facets_of(said: Sense, unit: str | None) -> Facets:
    """What a figure of this unit counts under these words; an undecided measure stays None.

    >>> found = facets_of(sense("Giảm tỷ lệ hộ nghèo"), "percent")
    >>> found.measure, found.unit, found.aspect
    ('poor_rate', 'percentage_point', 'decrease')
    """
    said, is_point = of_era(said, said.year), unit == "percentage_point"
    measure, unit, groups = _measure(said, "percent" if is_point else unit)
    aims = [aim for code in said.measures if (aim := measures()[code].support)]
    if unit == "VND" and measure is None and (said.source or aims):
        measure = "funding"  # “hỗ trợ tiền điện cho 118 hộ nghèo với số tiền 77,8 triệu đồng”
        groups = () if aims else groups
    if unit == "house" and measure is None and any(group & HOUSING for group in groups):
        measure = "houses_supported"
        groups = _times(groups, tuple(frozenset({one}) for one in sorted(said.classes)))
    if unit == "job" and measure is None:
        measure, groups = "jobs_created", ()
    if unit == "VND" and measure == "funding" and not groups:  # “kinh phí hỗ trợ nhà ở”: what the money is for
        groups = tuple(frozenset({aim}) for aim in aims)
    if unit == "VND" and said.per:
        measure = None  # what each may get is no sum
    change = said.change if said.change in ("decrease", "increase") else None
    if change and measure and measure in measures() and measures()[measure].kind == "flow":
        change = None
    if is_point or (unit == "percent" and change and (said.is_rate or not measure or measure.endswith("_rate"))):
        unit = "percentage_point"
    flow = bool(change) or (measure in measures() and measures()[measure].kind == "flow") if measure else False
    return Facets(
        measure=measure,
        unit=unit,
        aspect=(change or "level") if measure else None,
        moment="during" if flow else said.moment,
        year=None if said.is_yearly else said.year,
        date=None if flow else said.date,
        stance=said.stance,
        group=group_code(groups),
        part_of_year=said.part_of_year,
        standard=dated_standard(said.standard, said.year) if said.classes or said.is_multidimensional else None,
        per=said.per,
        source=said.source if unit == "VND" else None,
        programme=said.programme if unit == "VND" else None,
        of_measure=_poor(said) if measure == LACK and said.classes else None,
    )


def _poor(said: Sense) -> str | None:
    """The households of the classes that are named: those that may lack a service."""
    return composed().get(("|".join(sorted(said.classes)) or "poor", "household"))


def group_code(groups: tuple[frozenset[str], ...]) -> str | None:
    """Alternatives of sets as the contract writes them: `+` binds, `|` separates, in alphabetical order.

    >>> group_code((frozenset({"poor", "in_need"}), frozenset({"escaped"})))
    'escaped|in_need+poor'
    """
    alternatives = {"+".join(sorted(group)) for group in groups if group}
    return "|".join(sorted(alternatives)) or None


def _measure(said: Sense, unit: str | None) -> tuple[str | None, str | None, tuple[frozenset[str], ...]]:
    """The measure, its unit, and the groups that are left to say."""
    people = "|".join(sorted(said.classes)) or "all"
    if LACK in said.measures and unit in ("household", "percent"):
        return (LACK if unit == "percent" else _poor(said)), unit, said.groups
    code = next((known for one in said.measures if (known := fit(one, unit)) is not None), None)
    if said.measures and code is None and not said.classes:
        return None, unit, ()
    if code is not None and said.classes == {"near_poor"} and (other := measures()[code].near_poor):
        code, said = other, replace(said, classes=frozenset())  # “phát sinh 6 hộ nghèo, 23 hộ cận nghèo”
        return code, unit or measures()[code].unit, _all_groups(said)
    if code is not None and not (said.classes and said.change == "decrease" and code in _AS_CLASS):
        of_class = tuple(frozenset({one}) for one in sorted(said.classes))
        own = measures()[code].unit
        counts_people = unit is not None and ({unit, own} <= _PEOPLE or measures()[code].units.get(unit) == code)
        unit = own if unit is None or counts_people else unit  # “150 người” sent abroad are workers, cards people
        return code, unit, _members(said, of_class)
    if said.is_multidimensional and unit == "percent":
        return "multidimensional_poor_rate", unit, _all_groups(said)
    if unit == "percent":
        counted = said.counted if said.counted in ("household", "person") else "household"
        if said.change in ("decrease", "increase") and not said.is_rate:
            return composed().get((people, counted)) if said.classes else None, unit, _all_groups(said)
        return composed().get((people, "percent")), unit, _all_groups(said)
    if said.is_multidimensional and not said.classes:
        people = "near_poor|poor"  # “tỷ lệ nghèo đa chiều 5,71% với 1.586 hộ”
    unit = unit or said.counted or ("household" if said.classes else None)
    if unit in ("village", "commune") and "hardship_area" in {one for group in _all_groups(said) for one in group}:
        return composed()["all", unit], unit, _all_groups(said)
    if not said.has_head:
        return None, unit, _all_groups(said)
    counted = "person" if unit in _PEOPLE else unit or ""
    return composed().get((people, counted)), unit, _all_groups(said)


def fit(code: str, unit: str | None) -> str | None:
    """The measure in a unit: heads of any kind count heads, classes of trainees are a measure of their own."""
    known = measures()[code]
    if unit == "percent" and known.unit == "VND" and known.kind != "flow":
        return None  # “tăng trưởng dư nợ 8%”
    if unit in (None, "percent", known.unit) or (unit in HEADS and known.unit in HEADS):
        return code
    return known.units.get(unit or "")


def _all_groups(said: Sense) -> tuple[frozenset[str], ...]:
    return (*said.groups, *(frozenset({one}) for one in said.beside))


def _members(said: Sense, of_class: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """For a measure of its own the classes are groups: those enumerated stand beside each other."""
    implied = measures()[said.measures[0]].implies
    said = replace(said, groups=tuple(group - implied for group in said.groups if group - implied))
    of_class = tuple(one for one in of_class if not one <= implied)
    if not of_class:
        return _all_groups(said)
    return _times(said.groups, (*of_class, *(frozenset({one}) for one in said.beside)))


# Groups that are people of their own beside a poverty class: “hộ nghèo, người có thu nhập thấp”.
_LIVING_IN = regex.compile(
    r"(?:ở|tại|trên|thuộc)\s+(?:địa bàn\s+)?(?:các\s+)?(?:vùng|xã|thôn|bản|ấp|nơi)[\p{L}\s,]{0,30}$"
)
_STANDALONE = frozenset({"low_income", "hardship_area"})


# A need is of all that are enumerated: “hộ nghèo, hộ cận nghèo, người có thu nhập thấp có nhu cầu”.
_SHARED = frozenset({"in_need"})


def _groups(folded: str, terms: Sequence[Term]) -> tuple[tuple[frozenset[str], ...], tuple[str, ...]]:
    """The groups a stretch names, and those enumerated beside its classes.

    Enumerated kinds are alternatives, other groups hold together.
    """
    kinds = [term for term in terms if term.kind == "kind"]
    beside = [term for term in terms if term.kind == "group" and _stands_alone(folded, terms, term)]
    shared = frozenset(term.code for term in terms if term.kind == "group" and term not in beside)
    alone = tuple(dict.fromkeys(term.code for term in beside))
    if len(kinds) > 1 and all(_ENUMERATES.search(folded, left.end, right.start) for left, right in pairwise(kinds)):
        return tuple(shared | {term.code} for term in kinds), alone
    together = shared | {term.code for term in kinds}
    return ((together,) if together else ()), alone


def _aged(folded: str, mentions: tuple[Mention, ...], offset: int) -> str | None:
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
    return bool(heads) and _ENUMERATES.search(folded, classes[-1].end, heads[-1].start) is not None


def _is_where_they_live(folded: str, terms: Sequence[Term], group: Term) -> bool:
    """Whether an area is that of people named right before: “người DTTS ở vùng …”, not “người dân ở thôn …”."""
    living = _LIVING_IN.search(folded, 0, group.start)
    if living is None:
        return False
    commas = [match.end() for match in _ENUMERATES.finditer(folded, 0, living.start())]
    return any(
        term.kind in ("class", "group") and (commas[-1] if commas else 0) <= term.start < living.start()
        for term in terms
    )


def _times(outer: tuple[frozenset[str], ...], inner: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """Groups of the whole and of the part: each pair holds together."""
    if not outer or not inner:
        return outer or inner
    return tuple(dict.fromkeys(one | other for one in outer for other in inner))


_MONTH = regex.compile(r"\d{1,2}/\d{4}")
_DATES_A_STATE = regex.compile(r"(?:đến|ngày|thời điểm|từ)\s*$")


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
        elif mention.kind == "date" and not cited and _DATES_A_STATE.search(fold(text[: mention.start - offset])):
            day = parse_date(literal).date or day
        cited = mention.kind == "reference" or (cited and mention.kind == "date")
    return year, day


_PROGRAMME = regex.compile(r"(?i:tiểu dự án|dự án|nội dung)\s+(?:số\s+)?\d{1,2}")


def _programme(text: str) -> str | None:
    """The project a sum is for: “Dự án 2”."""
    found = _PROGRAMME.search(text)
    return found.group() if found else None


_STANDARD = regex.compile(r"(?<!so với )chuẩn (?:hộ )?(?:cận )?nghèo[^.;:]{0,80}?giai đoạn\s*(?P<year>20\d\d)")
# By the first year of the period it is named after; Decree 07/2021 names 2021–2025 and counts from 2022.
NEW_STANDARD = "new"
_NEW = regex.compile(r"(?:chuẩn|tiêu chí) (?:nghèo )?(?:đa chiều )?mới")
# In the year before a standard holds and in its first, “the new one” is that.
_NEW_IN = {
    2010: "2011-2015", 2011: "2011-2015", 2015: "2016-2020", 2016: "2016-2020", 2021: "2022-2025", 2022: "2022-2025",
}  # fmt: skip
_STANDARDS = {"2011": "2011-2015", "2016": "2016-2020", "2021": "2022-2025", "2022": "2022-2025"}


def _standard(folded: str) -> str | None:
    """The poverty standard a stretch names."""
    found = _STANDARD.search(folded)
    if found is None:
        return NEW_STANDARD if _NEW.search(folded) else None
    return _STANDARDS.get(found["year"])


def dated_standard(standard: str | None, year: int | None) -> str | None:
    """The standard that “chuẩn mới” (the new one) is in a paper of a year; one that is named stays.

    >>> dated_standard(NEW_STANDARD, 2021), dated_standard("2016-2020", 2021), dated_standard(NEW_STANDARD, 2019)
    ('2022-2025', '2016-2020', None)
    """
    return _NEW_IN.get(year or 0) if standard == NEW_STANDARD else standard
