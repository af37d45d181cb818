"""What stands over a table: its title, and the remarks that tell its unit and its poverty standard."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import regex

from extract.document import Document
from normalize.fold import fold
from normalize.vocabulary import table as vocabulary


def find_caption(document: Document, position: int) -> tuple[str | None, str]:
    """The words over a table: the nearest title or heading, and the remarks between it and the table."""
    remarks: list[str] = []
    for block in reversed(document.blocks[max(0, position - 5) : position]):
        if block.table is not None:
            break
        text = block.text.strip()
        if text.startswith("(") or fold(text).startswith(("đvt", "đơn vị tính", "đơn vị:")):
            remarks.append(text)
            continue
        is_title = len(text) <= _TITLE_LENGTH and block.kind in ("title", "heading", "item", "paragraph")
        return (text.replace("\n", " ") if is_title else None), " ".join(remarks)
    return None, " ".join(remarks)


# A title over a table is no paragraph.
_TITLE_LENGTH = 200


@cache
def _money_words() -> regex.Pattern[str]:
    words = [(fold(phrase), factor) for factor, phrases in vocabulary("units")["money"].items() for phrase in phrases]
    words.sort(key=lambda word: -len(word[0]))
    joined = "|".join(f"(?P<by{factor}>{regex.escape(phrase)})" for phrase, factor in words if len(phrase) > 1)
    return regex.compile(rf"(?:đvt|đơn vị|\()[^)\n]{{0,16}}?(?:{joined})(?!\p{{L}})")


def money_scale(text: str) -> Decimal | None:
    """What turns the sums of a table into đồng: “ĐVT: triệu đồng”; None where none is told.

    >>> money_scale("(Đơn vị tính: triệu đồng)"), money_scale("ĐVT: hộ")
    (Decimal('1000000'), None)
    """
    found = _money_words().search(fold(text))
    return Decimal(found.lastgroup.removeprefix("by")) if found and found.lastgroup else None
