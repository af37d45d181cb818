"""A stand-in for the rooms before this one: small facts made from a text file, and its words for mishaps.

Tests put this folder on `sys.path`, so that worker processes can import it too.
"""

from __future__ import annotations

import os
import time
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from pathlib import Path

import regex

from doisoat.child import MEMORY_BYTES, SWOLLEN_BYTES
from doisoat.plan import Plan
from extract.document import Block, Box, Cell, Document, Section, Table, UnreadableError
from extract.facts import (
    Citation,
    Deprivation,
    Duty,
    Facets,
    Facts,
    Figure,
    Letterhead,
    Target,
    VillageStat,
)
from validate.audit import Audit, Check, Crash, Finding, Suggestion

POOR = Facets("poor_households", "household", "level", "end", 2022, stance="reported")


def understand(file: Path) -> Plan:
    """Facts with a figure for each number of the file. `unreadable`, `crash`, `die`, `hungry` … do as they say."""
    text = file.read_text("utf-8")
    if "unreadable" in text:
        raise UnreadableError("The file is damaged. Get a fresh copy of it.")
    if "crash" in text:
        raise KeyError("no such measure")
    if "die" in text:
        os._exit(9)
    if "hungry" in text:
        bytearray(2 * MEMORY_BYTES)
    if "hang" in text:
        sum(repeat(0))  # no other thread gets a turn, nor a signal of Python
    if "sleep" in text:
        Path(f"{file}.pid").write_text(str(os.getpid()))
        time.sleep(60)
    return make_plan(text)


def make_plan(text: str, facets: Facets = POOR) -> Plan:
    """A plan of two blocks, the text and a table of one row, with a row of every dataset."""
    table = Table(1, 2, (Cell(0, 0, "Đá Bạc", is_header=True), Cell(0, 1, "7", box=Box(1, 2, 3, 4.5))), 1)
    document = Document(
        "text",
        "stand-in",
        (Block(0, "paragraph", text, 1), Block(1, "table", table.text(), 1, table, 2, Box(0, 0, 9, 9))),
        (Section(1, None, "I", "Tình hình", 1, 0),),
        2,
    )
    figures = [
        Figure(number, "count", found[0], 0, found.start(), found.end(), Decimal(found[0]), facets=facets)
        for number, found in enumerate(regex.finditer(r"\d+", text))
    ]
    figures.append(Figure(len(figures), "count", "7", 1, 7, 8, Decimal(7), facets=facets, table_id=1, row=0, column=1))
    first = figures[0]
    facts = Facts(
        document,
        Letterhead(title="Giảm nghèo", number=7, issued_on=date(2022, 3, 1), commune="Đá Bạc"),
        tuple(figures),
        (VillageStat(1, "Biểu 1", "Đá Bạc", "village", facets, Decimal(7), None, "7", 0, 1, 2, first.figure_id),),
        (Target(0, facets, "<=", Decimal("3.50"), None, text, 0, 0, len(text), baseline_value=Decimal("9.5")),),
        (Deprivation("poor_households", "2022-2025", "water", Decimal("1.5"), None, 3, 2022, "end", True, 0, 0, 1),),
        (Citation(0, "decree", "07/2021/NĐ-CP", 7, date(2021, 1, 27), "Chính phủ", None, 0, 0, 1),),
        (Duty(0, "Trưởng bản", True, "Rà soát hộ nghèo", date(2022, 12, 31), 0, 0, 1),),
    )
    return Plan(facts, make_audit(first))


def make_audit(first: Figure) -> Audit:
    """Checks that hold, do not hold and cannot be tested; the finding is an error where the first figure is odd."""
    severity = "error" if first.value is not None and first.value % 2 else "note"
    checks = (
        Check(True, (0,), "1 = 1", Decimal(1), Fraction(1), rule="share", check_id=0),
        Check(False, (0,), "1 / 3 = 33%", Decimal(30), Fraction(100, 3), Fraction(65, 2), rule="share", check_id=1),
        Check(None, (0,), "1 / 0", reason="the whole is 0", rule="share", check_id=2),
    )
    finding = Finding(
        0, "share", severity, 1, (0,), "1 / 3 = 33%", Decimal(30), Fraction(100, 3),
        "Không khớp.", "Does not agree.", (Suggestion(0, Decimal(33), "1 / 3 = 33%"),),
        0, first.block_id, first.start, first.end, None,
    )  # fmt: skip
    return Audit(checks, (finding,))


def understand_partly(file: Path) -> Plan:
    """A plan one of whose rules crashed."""
    plan = understand(file)
    return Plan(plan.facts, Audit(plan.audit.checks, plan.audit.findings, (Crash("share", "ZeroDivisionError: 0"),)))


def understand_blankly(file: Path) -> Plan:
    """A plan whose target and village figures carry no measure, which their datasets forbid."""
    return make_plan(file.read_text("utf-8"), Facets(unit="household", aspect="level", stance="reported"))


def label(item: int) -> str:
    """A task; one of a negative number ends its process, one of over 100 takes for ever."""
    if item < 0:
        os._exit(9)
    while item > 100:
        time.sleep(60)
    return f"{item} done"


def tell_process(item: int) -> int:
    """The process that does the task; a negative one fills memory first and lets it go."""
    if item < 0:
        bytearray(SWOLLEN_BYTES + 2**28)
    return os.getpid()


def stay_quiet(item: int) -> object:
    """A result that no pipe carries."""
    return lambda: item
