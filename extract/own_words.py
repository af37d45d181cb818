"""What a clause itself says of its number, from the words on both sides of it."""

from __future__ import annotations

from dataclasses import replace

from extract import cues
from extract.facets import fit
from extract.sense import LACK, Sense, sense
from extract.utterance import Utterance
from normalize.fold import fold
from normalize.vocabulary import measures


def own_words(heard: Utterance) -> Sense:
    """What a clause itself says of its number, from both sides."""
    left, near, right = heard.left, heard.near, heard.right
    is_rate = left.is_rate or (_in_percent(left) and not _in_percent(right))
    if heard.mention.kind == "percent" and right.has_head and not (left.has_head and is_rate):
        return _coverage(heard)
    per = left.per or near.per
    source = left.source or right.source
    if left.has_head:
        groups = left.groups or near.groups
        if (
            "out_of" in left.links and left.groups and near.groups
        ):  # “trong số hộ nghèo DTTS có 21 hộ không có lao động”
            groups = tuple(one | other for one in left.groups for other in near.groups)
        return replace(
            left,
            measures=_fitting(left.measures, near.measures, heard.mention.unit),
            classes=left.classes or near.classes,
            groups=groups,
            beside=left.beside or near.beside,
            per=per,
            source=source,
        )
    if near.has_head or near.groups or near.beside:
        far = right if (near.classes or near.beside) and not near.measures and not left.change else near
        if near.moment in ("start", "end"):
            far = near  # “giúp đỡ 381 hộ nghèo đầu năm 2023, …, giới thiệu việc làm”: all that stood then
        far = near if LACK in far.measures else far  # “198 hộ cận nghèo, các chỉ số thiếu hụt …: việc làm 18,69%”
        return replace(
            near,
            measures=near.measures or far.measures,
            classes=right.classes if heard.mention.unit == "house" else near.classes,  # “18 căn nhà tạm … cho hộ nghèo”
            groups=_narrower(near.groups, left.groups),
            change=left.change or near.change,
            stance=left.stance,
            links=left.links,
            is_rate=left.is_rate,
            per=per,
            source=source,
        )
    return replace(left, measures=right.measures, is_yearly=left.is_yearly or right.is_yearly, per=per, source=source)


def _in_percent(said: Sense) -> bool:
    """Whether the words name a rate: “tỷ lệ lao động qua đào tạo”, “ngân sách nhà nước hỗ trợ”."""
    return any(measures()[code].unit == "percent" for code in said.measures)


def _fitting(left: tuple[str, ...], near: tuple[str, ...], unit: str | None) -> tuple[str, ...]:
    """The measures before a number, or those behind it where only they are counted in its unit."""
    if left and near and not any(fit(code, unit) for code in left) and any(fit(code, unit) for code in near):
        return near
    if left and near and _counted_in(near, unit) and not _counted_in(left, unit):
        return near  # “giải ngân cho 57 hộ vay vốn”
    return left or near


def _counted_in(codes: tuple[str, ...], unit: str | None) -> bool:
    return any(measures()[code].unit == unit for code in codes)


def _narrower(near: tuple[frozenset[str], ...], left: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """The groups behind a number, or those before it where they say more: “xây mới 08 nhà ở”."""
    says_more = bool(left) and near == (frozenset({"housing"}),)
    return left if says_more or not near else near


def _coverage(heard: Utterance) -> Sense:
    """“100% hộ nghèo … được vay vốn”: the people before the verb, what they get behind it."""
    text, left, right = heard.block.text, heard.left, heard.right
    behind, end = heard.mention.unit_end, heard.clause.end
    verb = cues.GETS.search(fold(text), behind, end)
    need = cues.NEEDS.search(fold(text), behind, verb.start() if verb else end)
    people, gets = right, right
    if verb or need:
        people_end = need.end() if need else verb.start() if verb else end
        gets_start = verb.start() if verb else people_end
        people = sense(text[behind:people_end], heard.mentions, behind)
        gets = sense(text[gets_start:end], heard.mentions, gets_start)
    got = gets.measures or left.measures or right.measures
    if left.change in ("decrease", "increase") and right.classes:
        got = ()  # “giảm 2% hộ nghèo chính sách”: the people themselves
    return replace(
        people if people.classes or people.groups else right,
        measures=got,
        change=left.change,
        stance=left.stance,
        links=left.links,
        is_rate=left.is_rate or people.is_rate,
        is_yearly=left.is_yearly or right.is_yearly,
        per=left.per,
    )
