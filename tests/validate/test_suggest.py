"""Suggestions: slips, changes that break a check and are withdrawn, swapped cells, malformed numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extract.document import Block, Document
from extract.facts import Breakdown, Facets, Facts, Figure, Letterhead, Pair, Ratio
from validate.audit import audit
from validate.rules import load
from validate.slip import Slip, compare, repairs
from validate.trial import EQUATIONS, change

RULES = [rule for code, rule in load().items() if code in EQUATIONS or code == "other"]


def make_facts(numbers: list[str], ratios: tuple[Ratio, ...] = (), breakdowns: tuple[Breakdown, ...] = ()) -> Facts:
    """Facts whose figures are cells of one table, two to a row; a number with % is a percentage, `?` cannot be read."""
    figures, text = [], ""
    for figure_id, literal in enumerate(numbers):
        unit = "percent" if literal.rstrip("?").endswith("%") else "household"
        value = None if "?" in literal else Decimal(literal.rstrip("%").replace(",", "."))
        literal = literal.rstrip("?")
        start = len(text)
        text += literal + "\t"
        figures.append(
            Figure(
                figure_id, "percent" if unit == "percent" else "count", literal, 0, start, len(text) - 1, value,
                facets=Facets(unit=unit), table_id=1, row=figure_id // 2, column=figure_id % 2, confidence=1.0,
            )
        )  # fmt: skip
    document = Document("text", "test", (Block(0, "table", text),))
    return Facts(document, Letterhead(), tuple(figures), ratios=ratios, breakdowns=breakdowns)


def suggest(facts: Facts) -> list[tuple[int, str]]:
    """What is suggested for the first finding."""
    finding = audit(facts, RULES).findings[0]
    return [(one.figure_id, f"{one.value:f}") for one in finding.suggestions]


@pytest.mark.parametrize(
    ("stated", "meant", "slip"),
    [
        ("74", "47", Slip.ONE),
        ("74", "75", Slip.ONE),
        ("74", "7", Slip.ONE),
        ("74", "744", Slip.ONE),
        ("9.38", "93.8", Slip.ONE),
        ("9.38", "9.83", Slip.ONE),
        ("74", "83", Slip.FAR),
        ("1234", "1342", Slip.FAR),
        ("0.5", "12", Slip.FAR),
    ],
)
def test_slips_of_one_movement(stated: str, meant: str, slip: Slip) -> None:
    assert compare(Decimal(stated), Decimal(meant)) is slip
    assert compare(Decimal(meant), Decimal(stated)) is slip


@pytest.mark.parametrize(
    ("literal", "expected"),
    [("9,,38", ["938", "9.38"]), ("12O", ["120"]), ("1.2.34", ["1234", "12.34", "1.234"]), ("?", [])],
)
def test_readings_of_a_malformed_number(literal: str, expected: list[str]) -> None:
    assert [f"{value:f}" for value in repairs(literal)] == expected


def test_a_change_reaches_table_cells_too() -> None:
    facts = make_facts(["74", "789"])
    changed = change(facts, {0: Decimal(47)})
    assert [figure.value for figure in changed.figures] == [Decimal(47), Decimal(789)]
    assert facts.figures[0].value == Decimal(74)


def test_the_slip_of_one_movement_comes_before_the_greater_change() -> None:
    # 50 and 24 make 74: 47 with its digits swapped is likelier than another part
    facts = make_facts(["47", "50", "24"], breakdowns=(Breakdown(0, (1, 2), "column", True),))
    assert suggest(facts) == [(0, "74")]


def test_a_correction_that_breaks_another_check_is_withdrawn() -> None:
    facts = make_facts(
        ["63", "48", "16", "4,08%", "1545"],
        ratios=(Ratio(3, (Pair(0, 4),)),),
        breakdowns=(Breakdown(0, (1, 2), "list", True),),
    )
    assert suggest(facts) == [(1, "47"), (2, "15")]


def test_a_row_that_was_not_carried_into_the_total() -> None:
    facts = make_facts(["57", "48", "13", "9"], breakdowns=(Breakdown(0, (1, 2, 3), "column", True),))
    assert suggest(facts) == [(0, "70")]


def test_the_whole_that_both_its_percentages_ask_for() -> None:
    facts = make_facts(
        ["74", "134", "879", "9,38%", "16,98%"], ratios=(Ratio(3, (Pair(0, 2),)), Ratio(4, (Pair(1, 2),)))
    )
    assert suggest(facts) == [(2, "789")]


def test_cells_of_two_rows_in_each_others_place() -> None:
    # shares of 100: the counts of the first two rows stand in each other's place, or the percentages do
    facts = make_facts(
        ["31", "17,00%", "17", "31,00%", "100", "100,00%"],
        ratios=(Ratio(1, (Pair(0, 4),)), Ratio(3, (Pair(2, 4),))),
    )
    assert sorted(suggest(facts)) == [(0, "17"), (1, "31.00"), (2, "31"), (3, "17.00")]


def test_a_malformed_number_is_read_as_its_total_asks() -> None:
    facts = make_facts(["64", "4..8?", "16"], breakdowns=(Breakdown(0, (1, 2), "column", True),))
    assert suggest(facts) == [(1, "48")]


def test_a_malformed_percentage_is_read_as_its_counts_ask() -> None:
    facts = make_facts(["74", "789", "9,,38%?"], ratios=(Ratio(2, (Pair(0, 1),)),))
    assert suggest(facts) == [(2, "9.38")]


def test_nothing_is_suggested_where_every_change_breaks_something() -> None:
    # 68 + 85 = 153, told as 151; every part adds up for itself, and so does what the whole is a part of
    numbers = ["151", "68", "85", "66", "2", "40", "45", "177", "26"]
    facts = make_facts(
        numbers,
        breakdowns=(
            Breakdown(0, (1, 2), "list", True),
            Breakdown(1, (3, 4), "list", True),
            Breakdown(2, (5, 6), "list", True),
            Breakdown(7, (8, 0), "list", True),
        ),
    )
    assert suggest(facts) == []


def test_a_percentage_cut_off_is_to_be_rounded() -> None:
    facts = make_facts(["72", "74", "97,29%"], ratios=(Ratio(2, (Pair(0, 1),)),))
    (finding,) = audit(facts, RULES).findings
    assert (finding.severity, suggest(facts)) == ("note", [(2, "97.30")])


def test_about_is_never_made_exact_elsewhere() -> None:
    facts = make_facts(["18", "74", "58"], breakdowns=(Breakdown(1, (0, 2), "list", True),))
    figures = (replace(facts.figures[0], comparator="~"), *facts.figures[1:])
    finding = audit(replace(facts, figures=figures), RULES).findings[0]
    assert finding.severity == "warning"
