"""What the columns of a table count: each header path by itself, then completed by the columns before it.

A clerk names the class once: “Hộ nghèo | Tỷ lệ (%)”, “Hộ nghèo | Trong đó: DTTS”, “Hộ nghèo | Chỉ tiêu giảm”. What a
column leaves out is taken from the column it follows, or from the only class the table speaks of. Its date never is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from extract.caption import money_scale
from extract.grammar import scan
from extract.lattice import Lattice, unit_named
from extract.sense import EMPTY, LACK, Sense, sense, speaks_of_lack, under
from normalize.date import parse_date
from normalize.fold import fold
from normalize.vocabulary import any_of, indicators, measures, table

Columns = dict[int, tuple[Sense, str | None]]
_HEADS = ("household", "person")


def tag(text: str) -> Sense:
    """What a label says, its own figures read first; a day in it dates it: “Hộ nghèo 31/12/2022”."""
    mentions = tuple(scan(text))
    said = sense(text, mentions)
    if said.classes and not said.groups and _PEOPLE.search(fold(text)):
        said = replace(said, groups=(frozenset({"ethnic_minority"}),))
    days = [parse_date(text[one.start : one.end]).date for one in mentions if one.kind == "date"]
    cites = any(one.kind == "reference" for one in mentions)
    if said.year is None and len(days) == 1 and days[0] is not None and not cites:
        return replace(said, moment="date", year=days[0].year, date=days[0])
    return said


# “Hộ nghèo Khmer”, “Hộ cận nghèo Mông năm 2022”: a people named right behind the class; “hộ nghèo Thái Bình” is none.
_PEOPLE = regex.compile(
    rf"nghèo {any_of(table('groups')['peoples']['names'])}"
    rf"(?=\s*(?:$|[^\w\s]|{any_of(table('tables')['columns']['behind_people'])}(?!\p{{L}})))"
)


def read_columns(lattice: Lattice, around: Sense) -> Columns:
    """What every data column counts and in what unit, under a title that says `around`; nothing where none is told."""
    columns = {column: _in_path(lattice.paths[column], around) for column in lattice.data_columns}
    if not any(said.has_head for said, _ in columns.values()) and len(around.classes) == 1 and around.counted:
        columns = {column: (_of_title(said, unit, around), unit) for column, (said, unit) in columns.items()}
    classes = {said.classes for said, _ in columns.values() if said.classes and not said.measures}
    only = next(iter(classes)) if len(classes) == 1 else frozenset[str]()
    read: Columns = {}
    leader: tuple[int, Sense] | None = None
    flow = EMPTY  # the last column of a measure of its own
    flow_unit: str | None = None
    others = 0  # class columns between the leader and the one before it that has no rate of its own
    for column, (said, unit) in columns.items():
        path = lattice.paths[column]
        leader = None if column - 1 in lattice.table.unsure else leader
        if is_compared(path) or _is_strange(path):
            read[column] = EMPTY, None
            leader = leader if is_compared(path) else None
            continue
        if not said.has_head and said.groups and unit in (None, *_HEADS) and flow.measures and is_part(" ".join(path)):
            groups = under(flow, said).groups  # “Nhu cầu nhà ở | Trong đó: sửa chữa”, “Học nghề | Trong đó: nữ”
            said = replace(said, measures=flow.measures, classes=flow.classes, groups=groups)
            unit = unit or flow_unit
        elif not said.has_head:
            before = leader[1] if leader and not others else None
            said = _completed(said, unit, path, before, only, around, names_classes=bool(classes))
        counts = unit != "percent" and not said.change and not said.groups
        if said.measures and not said.classes:
            leader = None  # a rate behind “Học nghề” is not of the poor that were counted before
        elif (said.classes or said.is_everybody) and counts:
            others = int(
                bool(leader and leader[1].classes not in (frozenset(), said.classes) and column == leader[0] + 1)
            )
            leader = column, said
        if said.has_head and not is_part(" ".join(path)):
            flow, flow_unit = (said, unit) if said.measures and unit != "percent" else (EMPTY, None)
        read[column] = said, unit
    return read


def _of_title(said: Sense, unit: str | None, around: Sense) -> Sense:
    """A column that only says when, of whom its title says: “DIỄN BIẾN HỘ CẬN NGHÈO”, “Đầu năm | Giảm | Cuối năm”."""
    if not (said.change or said.moment in ("start", "end", "date")) or unit not in (None, around.counted):
        return said
    return replace(said, classes=around.classes, counted=around.counted)


def is_compared(path: tuple[str, ...]) -> bool:
    """Whether a column only holds others against each other: “So sánh TH/KH (%)”, “Tăng (+), giảm (-)”.

    “Còn phải thực hiện” is the rest of a plan; “… 6 tháng cuối năm” makes it the plan of these.
    """
    words = _words("compared") | (frozenset() if any(tag(text).part_of_year for text in path) else _words("rest"))
    return any(word in fold(text) for text in path for word in words)


def _is_strange(path: tuple[str, ...]) -> bool:
    """Whether the innermost words say what nobody knows, so that the outer ones alone would tell too much."""
    if path and any(word in fold(path[-1]) for word in _words("becoming")):
        return True  # “Thoát nghèo › Trở thành hộ cận nghèo”
    if len(path) < 2 or path[-1] in path[:-1]:
        return False
    folded = fold(path[-1]).strip(" .:()*")
    if not any(map(str.isalpha, folded)) or folded in _words("plain") or unit_named(folded):
        return False
    return tag(path[-1]) == EMPTY and _stance_of(path[-1]) is None


@cache
def _words(role: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in table("tables")["columns"][role])


def _completed(
    said: Sense,
    unit: str | None,
    path: tuple[str, ...],
    leader: Sense | None,
    only: frozenset[str],
    around: Sense,
    *,
    names_classes: bool,
) -> Sense:
    """A column that names no head under the class of the column it follows, or the only one of the table."""
    before = leader.classes if leader else frozenset[str]()
    words = " ".join(path)
    if said.change:  # “Chỉ tiêu giảm năm 2023”
        return replace(said, classes=only, counted=said.counted or "household")
    if unit == "percent" and not said.groups and said.counted is None:  # “Hộ nghèo | Tỷ lệ (%)”
        return replace(said, classes=before)
    if leader and leader.is_everybody and said.groups and unit in (None, *_HEADS) and (is_part(words) or names_classes):
        return replace(said, is_everybody=True, counted=said.counted or leader.counted)  # “Tổng số hộ | Hộ DTTS”
    if said.groups and unit in (None, *_HEADS) and (is_part(words) or not only):  # “Hộ nghèo | Trong đó: DTTS”
        return replace(said, classes=before, counted=said.counted or (leader.counted if leader else None))
    if around.classes and around.counted and not only and unit is None and (said.groups or _is_total(path[-1:])):
        return replace(said, classes=around.classes, counted=around.counted)  # “Số hộ nghèo các thôn” › “Tổng số”
    return said


def is_part(words: str) -> bool:
    """Whether a header speaks of some only: “Trong đó: hộ DTTS”."""
    return any(fold(word) in fold(words) for word in table("tables")["rows"]["of_which"])


def _is_total(innermost: tuple[str, ...]) -> bool:
    return any(
        fold(text).strip(" :") in {fold(word) for word in table("tables")["rows"]["total"]} for text in innermost
    )


def _in_path(path: tuple[str, ...], around: Sense) -> tuple[Sense, str | None]:
    """What a path says, a lack of a service by its indicator."""
    said, unit = column_sense(path)
    words = fold(" ".join(path))
    if speaks_of_lack(words):
        inner = _indicators(path[-1])
        lacking = inner or _indicators(words)
        if inner and len(path) > 1 and unit != "household":  # “Số hộ thiếu hụt › Người phụ thuộc” counts no people
            outer, of_outer = column_sense(path[:-1])
            unit = "percent" if tag(path[-1]).is_rate or of_outer == "percent" else outer.counted or of_outer
        classes = said.classes or around.classes or frozenset({"poor"})
        if lacking and unit == "percent":
            return replace(said, measures=(LACK,), classes=frozenset(), groups=lacking[:1]), unit
        if lacking and unit == "household":
            return replace(said, measures=(), classes=classes, groups=lacking[:1], counted="household"), unit
    return said, unit


def _indicators(text: str) -> tuple[frozenset[str], ...]:
    """The indicators of lack that a header names."""
    return tuple(frozenset({term.code}) for term in indicators().find(fold(text)) if term.kind == "indicator")


def column_sense(path: tuple[str, ...]) -> tuple[Sense, str | None]:
    """What a header path says, and its unit: the innermost words that name one."""
    said, unit = EMPTY, None
    for text in path:
        inner = tag(_BASE.sub(" ", text) if base_named(text) else text)
        inner = replace(inner, stance=_stance_of(text) or inner.stance)
        if said.counted == "household" and inner.counted == "person" and _is_of_member(text, inner):
            inner = replace(inner, counted=None)
        unit = _unit_of(inner, text) or unit
        said = under(said, inner)
    return said, unit


def _is_of_member(text: str, said: Sense) -> bool:
    """Whether a header under households speaks of one who lives there: “Có người ốm đau, bệnh nặng”."""
    causes = set(table("groups")["causes"]["codes"])
    return fold(text).startswith(tuple(_words("members"))) or any(group <= causes for group in said.groups)


_BASE = regex.compile(
    rf"(?:{any_of(table('tables')['columns']['base_before'])}|/)\s*"
    rf"(?P<base>(?:{any_of(table('tables')['columns']['base_sums'])}\s+)?"
    rf"{any_of(table('tables')['columns']['base_heads'])}(?!\p{{L}})[^,;()/]*)",
    regex.IGNORECASE,
)


def base_named(text: str) -> Sense | None:
    """Of whom a header says its percentage is: “Chiếm % so với tổng số hộ nghèo”; None where it does not say.

    >>> sorted(base_named("Tỷ lệ % so với hộ nghèo").classes), base_named("Tỷ lệ hộ nghèo (%)")
    (['poor'], None)
    """
    found = _BASE.search(text)
    if found is None or not (sense(text).is_rate or any(word in fold(text) for word in _words("shares"))):
        return None
    return tag(found["base"])


def _stance_of(text: str) -> str | None:
    """Whether a header by its first words tells a plan or what came of it: “Kế hoạch năm 2022”, “TH năm 2022”."""
    told = _told_stance(text)
    return "target" if told == "estimated" else told


def _told_stance(text: str) -> str | None:
    """The same, what is expected told apart."""
    folded = fold(text).strip(" .:()*")
    begun = (
        (stance, word)
        for stance, phrases in table("tables")["stances"].items()
        for word in map(fold, phrases)
        if folded == word or folded.startswith(word + " ")
    )
    return max(begun, key=lambda one: len(one[1]), default=(None, ""))[0]


def tells_stance(path: tuple[str, ...]) -> bool:
    """Whether the innermost words themselves tell a plan or what came of it."""
    return bool(path) and _stance_of(path[-1]) is not None


def is_estimate(path: tuple[str, ...]) -> bool:
    """Whether a header tells what is expected to come of a plan: “Ước thực hiện năm 2022”."""
    return any(_told_stance(text) == "estimated" for text in path)


_BRACKET = regex.compile(rf"\({any_of(table('tables')['columns']['unit'])}?[:\s]*(?P<unit>[^()]+)\)\s*$")


def _unit_of(said: Sense, text: str) -> str | None:
    if money_scale(text) is not None:
        return "VND"
    if said.is_rate:
        return "percent"
    bracket = _BRACKET.search(fold(text))
    if bracket and (unit := unit_named(bracket["unit"])):  # “Cất nhà (căn)”
        return unit
    if said.counted:
        return said.counted
    return (
        measures()[said.measures[0]].unit if said.measures and measures()[said.measures[0]].unit != "percent" else None
    )
