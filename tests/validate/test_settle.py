"""Digits OCR is unsure of, settled by the plan's own arithmetic: one table, its cells read in many ways."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from extract.document import Block, Cell, Document, Reading, Table
from extract.facts import Facts, Figure
from extract.gather import gather
from extract.grid import mark_headers
from extract.layout import unfold
from extract.outline import outline
from extract.readings import locate, overlapping
from validate.audit import Audit
from validate.candidates import CONFUSABLE, CONFUSED, LOST, SEEN, find_candidates
from validate.settle import settle

ROWS = (
    ("TT", "Thôn", "Tổng số hộ", "Số hộ nghèo đầu năm 2022", "Tỷ lệ hộ nghèo đầu năm 2022 (%)"),
    ("1", "Na Lộc", "78", "17", "21,79"),
    ("2", "Khe Sim", "89", "13", "14,61"),
    ("3", "Bản Vả", "105", "6", "5,71"),
    ("4", "Phiêng Cò", "128", "11", "8,59"),
    ("", "Tổng cộng", "400", "47", "11,75"),
)
PLACES = {(row, column): text for row, texts in enumerate(ROWS) for column, text in enumerate(texts)}

# A cell as it was read: text, how surely, and what else was seen.
Read = tuple[str, float, tuple[str, ...]]
UNSURE = 0.5


def page(read: Mapping[tuple[int, int], Read], printed: Mapping[tuple[int, int], str] | None = None) -> Document:
    """The plan as OCR read it; `printed` is what the paper really says where it differs from the plain table."""
    cells = []
    for place, plain in PLACES.items():
        text, confidence, others = read.get(place, ((printed or {}).get(place, plain), 0.99, ()))
        readings = (Reading(0, len(text), confidence, others),) if text else ()
        cells.append(Cell(*place, text, readings=readings))
    table = mark_headers(Table(len(ROWS), len(ROWS[0]), tuple(cells)))
    title = "KẾ HOẠCH\nGiảm nghèo năm 2022"
    blocks = (
        Block(0, "paragraph", title, readings=(Reading(0, len(title), 0.99),)),
        Block(1, "table", table.text(), table=table),
    )
    return outline(unfold(Document("scan", "scan", blocks)))


def settled(
    read: Mapping[tuple[int, int], Read], printed: Mapping[tuple[int, int], str] | None = None
) -> tuple[Facts, Audit]:
    return settle(gather(page(read, printed)))


def figure_at(facts: Facts, place: tuple[int, int]) -> Figure:
    return next(figure for figure in facts.figures if (figure.row, figure.column) == place)


# What was read, and the value that is settled on
SETTLED: dict[str, tuple[dict[tuple[int, int], Read], dict[tuple[int, int], str]]] = {
    "a rate tells its count": ({(1, 3): ("77", UNSURE, ())}, {(1, 3): "17"}),
    "a count tells its rate": ({(2, 4): ("14,81", UNSURE, ())}, {(2, 4): "14.61"}),
    "a rate tells both": (
        {(1, 3): ("11", UNSURE, ("17",)), (1, 4): ("21,19", UNSURE, ())},
        {(1, 3): "17", (1, 4): "21.79"},
    ),
    "what is right is confirmed": ({(3, 3): ("6", UNSURE, ("8",))}, {(3, 3): "6"}),
    "a total tells one row": ({(2, 2): ("39", UNSURE, ())}, {(2, 2): "89"}),
    "rows tell their total": ({(5, 2): ("460", UNSURE, ("480",))}, {(5, 2): "400"}),
    "a decimal mark was lost": ({(3, 4): ("571", UNSURE, ())}, {(3, 4): "5.71"}),
    "a decimal was lost": ({(4, 4): ("8,5", UNSURE, ())}, {(4, 4): "8.59"}),
    "a digit was lost": ({(4, 2): ("12", UNSURE, ())}, {(4, 2): "128"}),
    "a digit was doubled": ({(4, 3): ("111", UNSURE, ())}, {(4, 3): "11"}),
    "a letter for a digit": ({(1, 2): ("7O", UNSURE, ("78",))}, {(1, 2): "78"}),
    "one by one through the table": (
        {(1, 3): ("77", UNSURE, ()), (5, 3): ("41", UNSURE, ()), (5, 4): ("17,75", UNSURE, ())},
        {(1, 3): "17", (5, 3): "47", (5, 4): "11.75"},
    ),
}


@pytest.mark.parametrize("name", SETTLED)
def test_settled(name: str) -> None:
    read, wanted = SETTLED[name]
    facts, audit = settled(read)
    for place, value in wanted.items():
        figure = figure_at(facts, place)
        assert figure.value == Decimal(value)
        assert figure.literal == read[place][0]
        assert 0.5 <= figure.confidence <= 0.9
        assert figure.settled_by
        for check_id in figure.settled_by:
            assert audit.checks[check_id].holds
            assert figure.figure_id in audit.checks[check_id].figures
    assert not any(check.holds is False for check in audit.checks)


def test_rows_of_the_datasets_follow() -> None:
    facts, _ = settled({(1, 3): ("77", UNSURE, ())})
    stat = next(stat for stat in facts.village_stats if (stat.row, stat.column) == (1, 3))
    assert (stat.value, stat.literal) == (Decimal(17), "77")


# Where nothing is settled: what was read stays, and an analyst must look
UNSETTLED: dict[str, dict[tuple[int, int], Read]] = {
    "two rows of one column, both open": {
        (1, 2): ("18", UNSURE, ()),
        (1, 4): ("21,1", UNSURE, ()),
        (2, 2): ("39", UNSURE, ()),
        (2, 4): ("14", UNSURE, ()),
    },
    "nothing near fits": {(1, 3): ("902", UNSURE, ())},
}


@pytest.mark.parametrize("name", UNSETTLED)
def test_unsettled(name: str) -> None:
    read = UNSETTLED[name]
    facts, _ = settled(read)
    for place, (text, _, _) in read.items():
        figure = figure_at(facts, place)
        assert (figure.literal, figure.settled_by) == (text, ())
        assert figure.value is None or figure.value == Decimal(text.replace(",", "."))
        assert figure.confidence < 0.5


def test_a_fault_of_the_plan_stays_a_fault() -> None:
    """The paper says 48 in all; every digit was read surely."""
    facts, audit = settled({}, printed={(5, 3): "48"})
    assert figure_at(facts, (5, 3)).value == 48
    assert any(check.holds is False and check.rule == "column_total" for check in audit.checks)


def test_a_fault_of_the_plan_is_not_settled_away() -> None:
    """The paper's total is false; the unsure row beside it follows its rate, which speaks for what was read."""
    facts, audit = settled({(1, 3): ("17", UNSURE, ("11",))}, printed={(5, 3): "41", (5, 4): "11,75"})
    figure = figure_at(facts, (1, 3))
    assert figure.value == 17
    assert any(check.holds is False and check.rule == "column_total" for check in audit.checks)


def test_printed_documents_are_never_touched() -> None:
    document = page({(1, 3): ("77", UNSURE, ())})
    bare = tuple(
        replace(
            block,
            readings=(),
            table=block.table
            and replace(block.table, cells=tuple(replace(cell, readings=()) for cell in block.table.cells)),
        )
        for block in document.blocks
    )
    facts, _ = settle(gather(replace(document, blocks=bare)))
    assert figure_at(facts, (1, 3)).value == 77
    assert not any(figure.settled_by for figure in facts.figures)


def test_sure_digits_are_never_changed() -> None:
    facts, _ = settled({(1, 3): ("77", 0.97, ())})
    figure = figure_at(facts, (1, 3))
    assert (figure.value, figure.settled_by) == (77, ())


def test_same_settling_whatever_the_order() -> None:
    read = SETTLED["one by one through the table"][0]
    first, second = settled(read), settled(dict(reversed(read.items())))
    assert first == second


def test_whatever_is_settled_is_settled_rightly() -> None:
    """Two to four cells of the table misread at random, a hundred times: digits taken for others, lost, doubled."""
    right = wrong = 0
    cells = [place for place in PLACES if place[0] > 0 and place[1] >= 2]
    for seed in range(100):
        chance = random.Random(seed)
        read: dict[tuple[int, int], Read] = {}
        for place in chance.sample(cells, chance.randint(2, 4)):
            read[place] = (_misread(PLACES[place], chance), UNSURE, ())
        facts, _ = settled(read)
        for place in read:
            figure = figure_at(facts, place)
            if figure.settled_by:
                is_right = figure.value == Decimal(PLACES[place].replace(",", "."))
                right, wrong = right + is_right, wrong + (not is_right)
    assert wrong == 0
    assert right > 200


def _misread(text: str, chance: random.Random) -> str:
    place = chance.choice([place for place, char in enumerate(text) if char.isdigit()])
    kind = chance.random()
    if kind < 0.7:
        return text[:place] + chance.choice(CONFUSED[text[place]]) + text[place + 1 :]
    if kind < 0.8:
        return text[: place + 1] + text[place:]
    return text[:place] + text[place + 1 :] if len(text) > 1 else text


@pytest.mark.parametrize(
    ("literal", "others", "distance", "value"),
    [
        ("82", ("92",), SEEN, "92"),
        ("S8", ("58",), SEEN, "58"),
        ("7O", (), SEEN, "70"),
        ("17", (), CONFUSABLE, "11"),
        ("88", (), CONFUSABLE, "8"),
        ("12", (), LOST, "128"),
        ("1280", (), LOST, "128"),
    ],
)
def test_candidates(literal: str, others: tuple[str, ...], distance: int, value: str) -> None:
    facts = gather(page({(4, 2): (literal, UNSURE, others)}))
    figure = figure_at(facts, (4, 2))
    block = facts.document.blocks[figure.block_id]
    readings = overlapping(locate(facts.document)[block.block_id], figure.start, figure.end)
    found = {one.value: one.distance for one in find_candidates(figure, block.text, readings)}
    assert found[Decimal(value)] == distance
