"""Where: the unit a clause counts in, when it is not the plan's own."""

from __future__ import annotations

from collections.abc import Set

import regex

from extract.utterance import Utterance
from normalize.fold import fold
from normalize.place import LEVELS, find_places

_ORGAN = regex.compile(
    r"(?:UBND|HĐND|(?i:ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|đảng bộ|mặt trận tổ quốc))\s+$"
)
# “các xã Đồng Rằm, Kim Lũng và Yên Trại”
_MORE_NAMES = regex.compile(r"(?:(?:,|\s+và)\s+\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*)*)+")


def place_of(heard: Utterance, own_names: Set[str]) -> str | None:
    """A unit named in the clause that is neither the plan's own nor above it; several names stay together.

    `own_names` are folded. Where several levels are named (“thôn …, xã …”) the lowest is meant.
    """
    text, number = heard.block.text, heard.mention
    start = max(heard.clause.start, text.rfind(";", 0, number.start) + 1)
    named = []
    for place in find_places(text[start : heard.clause.end]):
        begin, end = start + place.start, start + place.end
        holds_number = begin <= number.start < end  # “mỗi thôn 2 người”
        is_organ = _ORGAN.search(text, 0, begin) is not None  # “UBND huyện …” acts, it is not counted
        if fold(place.name) not in own_names and not holds_number and not is_organ:
            named.append((LEVELS.index(place.level), end - len(place.name), end))
    if not named:
        return None
    _, begin, end = min(named)
    more = _MORE_NAMES.match(text, end)
    return text[begin : more.end() if more else end]
