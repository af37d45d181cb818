"""A check becomes formulas only where they say the same as it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from doisoat.export.live import Place, make_live, number
from doisoat.outputs import Row, find_datasets, walk

# Rules that are arithmetic, and the least share of their checks, in percent, that must be live: floors only rise.
ARITHMETIC = {
    "share": 100, "rate_column": 100, "attainable": 100, "column_total": 100, "row_total": 100, "parts": 100,
    "balance": 100, "text_text": 100, "text_table": 90, "bound": 90, "household_size": 75,
}  # fmt: skip


def make_check(rule: str, formula: str, holds: bool, figures: list[int], **values: float) -> Row:
    """A check with what a row of `checks` needs here."""
    blank = dict.fromkeys(("stated", "expected", "expected_low", "expected_high"))
    return {"rule": rule, "formula": formula, "holds": holds, "figures": figures, **blank, **values}


def make_places(*values: str) -> dict[int, Place]:
    """Figures by id, in the cells A1, A2 …"""
    return {
        number: Place(f"A{number + 1}", Decimal(value), len(value.partition(".")[2]), True)
        for number, value in enumerate(values)
    }


@pytest.mark.parametrize(
    ("check", "places", "computed", "agreement"),
    [
        (
            make_check("share", "74 / 789 = 9.38%", True, [0, 1, 2], stated=9.38, expected=7400 / 789),
            make_places("9.38", "74", "789"),
            "100*A2/A3",
            "ROUND(2*ABS(ROUND({stated}*100,0)*A3-10000*A2),6)<=A3",
        ),
        (  # an exact tie, which floats get wrong
            make_check("share", "57 / 200 = 29%", True, [0, 1, 2], stated=29.0, expected=28.5),
            make_places("29", "57", "200"),
            "100*A2/A3",
            "ROUND(2*ABS(ROUND({stated}*1,0)*A3-100*A2),6)<=A3",
        ),
        (
            make_check("attainable", "74 / 74 = 100%", True, [0, 1], stated=100.0, expected=100.0),
            make_places("100", "74"),
            "100*74/A2",
            "ROUND(2*ABS(ROUND({stated}*1,0)*A2-100*74),6)<=A2",
        ),
        (
            make_check("column_total", "7 + 5 + 7 = 19 ≠ 18", False, [0, 1, 2, 3], stated=18.0, expected=19.0),
            make_places("18", "7", "5", "7"),
            "SUM(A2,A3,A4)",
            "ROUND(ABS({stated}-({computed})),6)<=0",
        ),
        (
            make_check(
                "balance", "4.11 - 0.68 = 3.43", True, [0, 1, 2],
                stated=3.42, expected=3.43, expected_low=3.42, expected_high=3.44,
            ),
            make_places("3.42", "4.11", "0.68"),
            "A2-A3",
            "ROUND(ABS({stated}-({computed})),6)<=0.015",
        ),
        (
            make_check("bound", "502 ≤ 533", True, [0, 1], stated=502.0, expected_high=533.0),
            make_places("502", "533"),
            None,
            "AND({stated}<=A2)",
        ),
        (
            make_check("household_size", "113 / 63 = 1.79", False, [0, 1], expected=113 / 63, expected_low=2.0,
                       expected_high=7.0),
            make_places("113", "63"),
            "A1/A2",
            "AND(ROUND({computed},6)>=2,ROUND({computed},6)<=7)",
        ),
    ],
    ids=["share", "tie", "attainable", "column_total", "balance", "bound", "household_size"],
)  # fmt: skip
def test_formulas(check: Row, places: dict[int, Place], computed: str | None, agreement: str) -> None:
    live = make_live(check, places)
    assert live is not None
    assert (live.computed, live.agreement) == (computed, agreement)


@pytest.mark.parametrize(
    "check",
    [
        make_check("share", "74 / 789 = 9.38%", True, [0, 1, 2], stated=9.38, expected=9.5),  # another expectation
        make_check("share", "74 / 789 = 9.38%", False, [0, 1, 2], stated=9.38, expected=7400 / 789),  # another verdict
        make_check("share", "74 / 0 = 9.38%", True, [0, 1], stated=9.38, expected=1.0),
        make_check("parts", '=HYPERLINK("http://x")', True, [0, 1], stated=74.0, expected=74.0),
        make_check("numbering", "3.1 3.2", True, []),
        make_check("citation_date", "2020 = 2020", True, [7], stated=2020.0, expected=2020.0),  # no cell holds it
    ],
)
def test_no_formula_says_another_thing_than_its_check(check: Row) -> None:
    assert make_live(check, make_places("9.38", "74", "789")) is None


def test_share_of_live_checks(shipped: Path) -> None:
    made: Counter[tuple[str, bool]] = Counter()
    for _, rows in walk(find_datasets(shipped), "figures", "checks"):
        places = {
            figure["figure_id"]: Place("A1", value, figure["decimals"] or 0, figure["value_to"] is None)
            for figure in rows["figures"]
            if (value := number(figure["value"])) is not None
        }
        for check in rows["checks"]:
            if check["rule"] in ARITHMETIC and check["holds"] is not None:
                made[check["rule"], make_live(check, places) is not None] += 1
    shares = {rule: 100 * made[rule, True] / (made[rule, True] + made[rule, False]) for rule, _ in made}
    assert shares.keys() == ARITHMETIC.keys()
    assert {rule: share for rule, share in shares.items() if share < ARITHMETIC[rule]} == {}
