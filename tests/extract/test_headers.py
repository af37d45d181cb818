"""What one header path says of its column (`headers/*.toml`): levels parted by ›, outermost first.

A path is set over one column of a small village table, so that it is read as any table is: under the table's title,
with the plan's year, by the tagger that reads sentences too.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.document import Block, Cell, Document, Table
from extract.facts import Facets
from extract.gather import gather
from extract.outline import outline
from extract.readers.markdown import read_markdown

FILES = sorted((Path(__file__).parent / "headers").glob("*.toml"))
CASES = [
    pytest.param(
        case,
        id=f"{file.stem}: {case['path']}",
        marks=[pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else [],
    )
    for file in FILES
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]
VILLAGES = ("Khe Mo", "Bó Lếch", "Nà Tòng")
TITLE = "BIỂU TỔNG HỢP"


def table_under(path: list[str], values: list[str]) -> Table:
    """Three villages with one column of data under the levels of a header path."""
    levels, columns = len(path), ("TT", "Thôn")
    cells = [Cell(0, place, name, row_span=levels, is_header=True) for place, name in enumerate(columns)]
    cells += [Cell(level, len(columns), text, is_header=True) for level, text in enumerate(path)]
    for row, (village, value) in enumerate(zip(VILLAGES, values, strict=True), start=levels):
        cells += [Cell(row, 0, str(row - levels + 1)), Cell(row, 1, village), Cell(row, 2, value)]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(levels + len(VILLAGES), len(columns) + 1, tuple(cells), table_id=1)


def facets_under(case: dict[str, Any]) -> list[Facets]:
    """The facets of the data under a case's path, in a plan of its year."""
    path, year, title = case["path"].split(" › "), case.get("year", 2023), case.get("title", TITLE)
    text = f"KẾ HOẠCH\n\nGiảm nghèo bền vững xã Na Lốc năm {year}\n\nI. SỐ LIỆU\n\nSố liệu kèm theo.\n\n{title}"
    document = outline(read_markdown(text.encode()))
    table = table_under(path, case.get("values", ["12", "7", "9"]))
    block = Block(len(document.blocks), "table", table.text(), document.blocks[-1].section_id, table)
    facts = gather(Document(document.format, document.reader, (*document.blocks, block), document.sections))
    data = (figure for figure in facts.figures if figure.row is not None and figure.row >= len(path))
    return [figure.facets for figure in data if figure.column == 2]


def told(said: Facets) -> str:
    """Facets as the cases write them: measure, unit, aspect, moment, year, stance, then a group; - is nothing."""
    if said.measure is None:
        return "-"
    words = [said.measure, said.unit, said.aspect, said.moment, said.year, said.stance]
    line = " ".join(str(word) if word is not None else "-" for word in words)
    return line + (f" {said.group}" if said.group else "")


@pytest.mark.parametrize("case", CASES)
def test_header(case: dict[str, Any]) -> None:
    assert [told(said) for said in facets_under(case)] == [case["expect"]] * len(VILLAGES)
