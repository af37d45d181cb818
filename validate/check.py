"""What a rule yields: a check, passed or not, and for one that does not hold its fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from extract.document import Span
from validate.message import Message, Word

Severity = Literal["error", "warning", "note"]

# Why a check could not be made.
UNREADABLE = "a value is blank or cannot be read"
NO_BASE = "no figure was found that it could be a part of"
NO_PARTS = "no numbers were found that it adds up"
NO_SINGLE_WHOLE = "the whole is 0, a range or a bound"
PARTIAL = "the list does not claim to be complete, or its groups may overlap"
SEVERAL_WHOLES = "it may break down any of several numbers"
NOT_UNDERSTOOD = "what it counts was not understood"
RATES_NOT_SUMMED = "rates are not summed"
UNITS_DIFFER = "whole and parts are counted in different units"
BASE_NOT_NAMED = "a target whose base is not named"
STANCES_DIFFER = "one is a target and the other a result"
FLOWS_MISSING = "households newly or again in the class are not stated"
COLUMNS_UNKNOWN = "a column of the table was not understood"
STANDARDS_DIFFER = "the numbers follow different poverty standards"
RIVALLED = "the sentence tells what reads as one fact with two numbers"
SEVERAL_VALUES = "more than two numbers for what reads as one fact"
NO_YEAR = "the reference carries no year"
NO_DATE = "the document cited is not dated"
ONE_PAIR = "no other count and percentage of the same unknown base"
APPROXIMATE = "a number is told as “about”"
FEW_HOUSEHOLDS = "fewer than 10 households"
FULFILMENT = "a fulfilment or growth may pass 100"
NO_PLAN_DATE = "the plan is not dated"
NO_PLAN_YEAR = "the plan names no year of its own"
NO_ASSIGNMENT_YEAR = "the assignment names no year"
OF_ANOTHER = "it belongs to another document"
CONTENT_UNKNOWN = "it does not say what it points to"
SHORT_LIST = "a label that stands alone"
NO_MARKS = "no number with a decimal or thousands mark"
NO_LETTERHEAD = "the file is no paper with a letterhead"
TOO_SHORT = "the plan has too few passages to compare"
MISSING_PLANS = "not every commune of the district has a plan that tells it"
LEVEL_UNKNOWN = "the plan's own level is not known"


@dataclass(frozen=True, slots=True)
class Mend:
    """One change of one figure that would make a check hold; `why` is the equation that would then be true."""

    figure_id: int
    value: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a check does not hold, and where to look: at a figure, or at a span where no figure is at fault."""

    severity: Severity
    message: Message
    words: Mapping[str, Word]
    at: int | None
    span: Span | None = None
    mends: tuple[Mend, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Check:
    """One test of figures against each other; `holds` is None where it could not be made, and `reason` says why.

    A rule leaves `check_id` and `rule` to the audit. `fault` is there exactly where `holds` is False.
    """

    holds: bool | None
    figures: tuple[int, ...]
    formula: str
    stated: Decimal | None = None
    expected: Fraction | None = None
    expected_low: Fraction | None = None
    expected_high: Fraction | None = None
    reason: str | None = None
    fault: Fault | None = None
    rule: str = ""
    check_id: int = 0


def not_testable(reason: str, figures: tuple[int, ...], formula: str, stated: Decimal | None = None) -> Check:
    """A check that could not be made."""
    return Check(None, figures, formula, stated, reason=reason)
