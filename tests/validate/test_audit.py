"""The audit as a whole: numbering, causes, suggestions that several rules agree on, and rules that crash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from extract.document import Block, Document
from extract.facts import Breakdown, Facets, Facts, Figure, Letterhead, Pair, Ratio
from validate.audit import audit
from validate.check import Check
from validate.claim import Claim, agree, read_claim
from validate.interval import exactly
from validate.quotient import Verdict, judge, percentage
from validate.rules import Rule, load, load_rule
from validate.same import same
from validate.trial import EQUATIONS

EQUATING = [rule for code, rule in load().items() if code in EQUATIONS]


def make_facts(numbers: list[str], ratios: tuple[Ratio, ...] = (), breakdowns: tuple[Breakdown, ...] = ()) -> Facts:
    """Facts whose figures stand in one paragraph; a number with % is a percentage."""
    figures, text = [], ""
    for figure_id, literal in enumerate(numbers):
        unit = "percent" if literal.endswith("%") else "household"
        value = Decimal(literal.rstrip("%").replace(",", "."))
        start = len(text)
        text += literal + " "
        figures.append(
            Figure(
                figure_id, "count", literal, 0, start, len(text) - 1, value, facets=Facets(unit=unit), confidence=1.0
            )
        )
    document = Document("text", "test", (Block(0, "paragraph", text, page=3),))
    return Facts(document, Letterhead(), tuple(figures), ratios=ratios, breakdowns=breakdowns)


def test_a_crash_is_kept_apart_and_stops_nothing() -> None:
    def fail(facts: Facts) -> Iterator[Check]:
        yield Check(True, (), "1 = 1")
        raise ZeroDivisionError("a slip of the program")

    facts = make_facts(["74", "789", "9,38%"], ratios=(Ratio(2, (Pair(0, 1),)),))
    result = audit(facts, [Rule("failing", "", fail), load()["share"]])
    assert [(crash.rule, crash.error) for crash in result.crashed] == [
        ("failing", "ZeroDivisionError: a slip of the program")
    ]
    assert [(check.check_id, check.rule, check.holds) for check in result.checks] == [
        (0, "failing", True),
        (1, "share", True),
    ]


def test_the_same_facts_give_the_same_audit() -> None:
    facts = make_facts(["48", "16", "63", "9,39%", "74", "789"], breakdowns=(Breakdown(2, (0, 1), "list", True),))
    result = audit(facts)
    assert "parts" in {finding.rule for finding in result.findings}
    assert audit(facts) == result


def test_findings_come_in_reading_order_and_say_where() -> None:
    facts = make_facts(
        ["10,00%", "74", "789", "63", "48", "16"],
        breakdowns=(Breakdown(3, (4, 5), "list", True),),
        ratios=(Ratio(0, (Pair(1, 2),)),),
    )
    findings = audit(facts, EQUATING).findings
    assert [(finding.finding_id, finding.rule) for finding in findings] == [(0, "share"), (1, "parts")]
    assert [(finding.start, finding.end, finding.page) for finding in findings] == [(0, 6, 3), (14, 16, 3)]
    assert findings[1].stated == 63
    assert findings[1].expected == Fraction(64)


def test_row_and_column_that_miss_by_the_same_amount_name_their_cell() -> None:
    # two rows of two cells with totals; the first cell is 21 where 12 was meant
    numbers = ["21", "5", "17", "3", "4", "7", "15", "9", "24"]
    facts = make_facts(
        numbers,
        breakdowns=(
            Breakdown(2, (0, 1), "row", True),
            Breakdown(5, (3, 4), "row", True),
            Breakdown(6, (0, 3), "column", True),
            Breakdown(7, (1, 4), "column", True),
            Breakdown(8, (2, 5), "column", True),
            Breakdown(8, (6, 7), "row", True),
        ),
    )
    findings = audit(facts, EQUATING).findings
    assert [finding.rule for finding in findings] == ["row_total", "column_total"]
    for finding in findings:
        assert [(each.figure_id, each.value) for each in finding.suggestions] == [(0, Decimal(12))]
        assert finding.suggestions[0].why == "12 + 3 = 15; 12 + 5 = 17"
        assert finding.cause_id == 0


def test_a_total_that_holds_elsewhere_is_not_what_to_change() -> None:
    facts = make_facts(
        ["48", "16", "63", "1545", "4,08%"],
        breakdowns=(Breakdown(2, (0, 1), "list", True),),
        ratios=(Ratio(4, (Pair(2, 3),)),),
    )
    (finding,) = audit(facts, EQUATING).findings
    assert [(each.figure_id, each.value) for each in finding.suggestions] == [(0, Decimal(47)), (1, Decimal(15))]


def test_checks_that_fail_through_one_figure_share_their_cause() -> None:
    # 879 for 789: both rates fail through it
    facts = make_facts(
        ["74", "134", "879", "9,38%", "16,98%"], ratios=(Ratio(3, (Pair(0, 2),)), Ratio(4, (Pair(1, 2),)))
    )
    findings = audit(facts, EQUATING).findings
    assert [finding.severity for finding in findings] == ["error", "error"]
    assert {finding.cause_id for finding in findings} == {2}


@pytest.mark.parametrize("code", ["shares", "", "__init__"])
def test_a_rule_that_is_not_there(code: str) -> None:
    with pytest.raises(KeyError):
        load_rule(code)


def claim(literal: str) -> Claim:
    """A percentage as a claim."""
    figure = make_facts([literal]).figures[0]
    read = read_claim(figure)
    assert read is not None
    return read


def test_every_exact_tie_over_bases_to_1000_holds_rounded_up_and_down() -> None:
    ties = 0
    for base in range(1, 1001):
        for decimals, unit in ((0, 1), (1, 10), (2, 100)):
            # part / base · 100 · unit ends in exactly one half only where the base divides 200 · part · unit oddly
            for part in range(base + 1):
                doubled, remainder = divmod(200 * part * unit, base)
                if remainder or doubled % 2 == 0:
                    continue
                ties += 1
                exact = exactly(Fraction(100 * part, base))
                for units in (doubled // 2, doubled // 2 + 1):
                    stated = Decimal(units).scaleb(-decimals)
                    assert judge(exact, Claim(stated, None, "=", Facets(unit="percent"), "", 0)) is Verdict.HOLDS
    assert ties > 3000


@pytest.mark.parametrize(
    ("stated", "part", "whole", "verdict"),
    [
        ("29%", "57", "200", Verdict.HOLDS),
        ("28%", "57", "200", Verdict.HOLDS),
        ("28,5%", "57", "200", Verdict.HOLDS),
        ("27%", "57", "200", Verdict.NO),
        ("97,29%", "72", "74", Verdict.TRUNCATED),
        ("97,3%", "72", "74", Verdict.HOLDS),
        ("97,28%", "72", "74", Verdict.NO),
        ("9,39%", "74", "789", Verdict.NO),
        ("100%", "74", "74", Verdict.HOLDS),
        ("0%", "0", "74", Verdict.HOLDS),
    ],
)
def test_a_percentage_against_its_quotient(stated: str, part: str, whole: str, verdict: Verdict) -> None:
    exact = percentage(claim(part), claim(whole))
    assert exact is not None
    assert judge(exact, claim(stated)) is verdict


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("9,38%", "9,38%", True),
        ("9,38%", "9,39%", False),
        ("9,4%", "9,38%", True),
        ("9,3%", "9,38%", False),
        ("9,4%", "9,35%", True),
        ("9%", "9,0%", True),
        ("3,3%", "3,30%", True),
        ("74", "74", True),
        ("74", "75", False),
    ],
)
def test_claims_agree(first: str, second: str, expected: bool) -> None:
    assert agree(claim(first), claim(second)) is expected
    assert agree(claim(second), claim(first)) is expected


LEVEL = Facets("poor_households", "household", "level", stance="reported")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"moment": "start", "year": 2021}, {"moment": "end", "year": 2020}, True),
        ({"moment": "start", "year": 2021}, {"moment": "end", "year": 2021}, False),
        ({"moment": "end", "year": 2021}, {"moment": "end", "year": 2021, "stance": "target"}, True),
        (
            {"moment": "end", "year": 2021, "place": "Hoà  Bình"},
            {"moment": "end", "year": 2021, "place": "Hòa Bình"},
            True,
        ),
        ({"moment": "end", "year": 2021, "group": "merit"}, {"moment": "end", "year": 2021}, False),
        ({"moment": "end", "year": 2021, "standard": "2016-2020"}, {"moment": "end", "year": 2021}, True),
        (
            {"moment": "end", "year": 2021, "standard": "2016-2020"},
            {"moment": "end", "year": 2021, "standard": "2022-2025"},
            False,
        ),
        ({"moment": "during", "year": 2021, "part_of_year": "H1"}, {"moment": "during", "year": 2021}, False),
        ({"year": 2021}, {"year": 2021}, False),
        ({"moment": "end"}, {"moment": "end"}, False),
        ({"moment": "date", "year": 2021}, {"moment": "date", "year": 2021}, False),
    ],
)
def test_which_figures_tell_the_same_fact(first: dict[str, Any], second: dict[str, Any], expected: bool) -> None:
    one, other = (replace(LEVEL, **known) for known in (first, second))
    assert same(one, other) is expected
    assert same(other, one) is expected
