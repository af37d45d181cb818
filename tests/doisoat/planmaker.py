"""Plans made of rows, for tests of what reads datasets: what a test does not name is blank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from doisoat import schemas
from doisoat.datasets import DatasetWriter, make_batch

Row = dict[str, Any]

# What stands in a column that may not be null and is not named.
BLANK: dict[str, Any] = {"string": "", "int32": 0, "int64": 0, "double": 1.0, "bool": False}

# Text that would run, close what it stands in, lead away or turn the writing direction, if it were let.
HOSTILE = (
    "<script>window.hacked=1</script></script><img src=x onerror=window.hacked=2>"
    '"\'><svg onload=window.hacked=3></style><a href="javascript:window.hacked=4">x</a>'
    "{{ 7*7 }}{% raw %}\u202etxt.exe\u2066\u200b"
)


def make_row(dataset: str, document_id: str, **values: Any) -> Row:
    """A row of a dataset with everything blank that is not named."""
    row: Row = {}
    for column in schemas.load().datasets[dataset]:
        blank = None if column.nullable else [] if column.type.startswith("list") else BLANK[column.type]
        row[column.name] = values.pop(column.name, blank)
    assert not values, f"no such columns of {dataset}: {sorted(values)}"
    return row | {"document_id": document_id}


def make_document(document_id: str, **values: Any) -> Row:
    """A plan's row of `documents`."""
    return make_row(
        "documents", document_id, **{"path": f"{document_id}.txt", "format": "text", "status": "ok"} | values
    )


def write_plans(outputs: Path, plans: Iterable[Mapping[str, list[Row]]]) -> Path:
    """Write the datasets of some plans, each its rows by dataset."""
    outputs.mkdir(parents=True)
    with DatasetWriter(outputs) as writer:
        for rows in plans:
            writer.add({name: make_batch(name, own) for name, own in rows.items()})
    return outputs


def hostile_plan(document_id: str = "0123456789abcdef") -> dict[str, list[Row]]:
    """A plan whose every text is hostile: name, title, text, cells, figures, findings, targets, citations, duties."""

    def row(dataset: str, **values: Any) -> Row:
        return make_row(dataset, document_id, **values)

    bad = HOSTILE
    text = f"{bad} 74 {bad}"
    start = len(bad) + 1
    at = {"block_id": 0, "start": start, "end": start + 2}
    document = make_document(
        document_id, path=f"../../{bad}", copies=[f"..\\{bad}"], title=bad, reference=bad, issuer=bad, commune=bad,
        province=bad, signer=bad, signer_title=bad, error=bad, status="partial", reader=bad, level=bad, kind=bad,
        format="pdf",
    )  # fmt: skip
    finding = row(
        "findings", finding_id=0, rule=bad, severity="error", figures=[0, 1], formula=bad, message_vi=bad,
        message_en=bad,
        suggestions=[{"document_id": document_id, "figure_id": 0, "value": 1.0, "why": bad}],
    )  # fmt: skip
    facets = {
        "kind": "count", "literal": "74", "value": 74.0, "comparator": "=", "confidence": 0.2, "measure": bad,
        "unit": bad, "group": bad, "place": bad, "standard": bad, "programme": bad,
    }  # fmt: skip
    return {
        "documents": [document],
        "sections": [row("sections", section_id=0, title=bad, label=bad, depth=1)],
        "blocks": [
            row("blocks", block_id=0, kind="heading", section_id=0, text=text),
            row("blocks", block_id=1, kind=bad, text=bad),
            row("blocks", block_id=2, kind="table", table_id=1, text=f"{bad}\t74"),
        ],
        "cells": [
            row("cells", table_id=1, row=0, column=0, row_span=1, column_span=1, is_header=True, text=bad),
            row("cells", table_id=1, row=0, column=1, row_span=1, column_span=1, text="74"),
        ],
        "figures": [
            row("figures", figure_id=0, **facets, **at),
            row(
                "figures", figure_id=1, **facets, block_id=2, start=len(bad) + 1, end=len(bad) + 3, table_id=1, row=0,
                column=1,
            ),
        ],
        "village_stats": [
            row("village_stats", table_id=1, place=bad, measure=bad, unit=bad, aspect=bad, table_title=bad, literal=bad)
        ],
        "targets": [row("targets", measure=bad, unit=bad, aspect="decrease", comparator=bad, value=1.0, text=bad) | at],
        "deprivations": [row("deprivations", population=bad, standard=bad, indicator=bad, **at)],
        "citations": [row("citations", kind=bad, reference=bad, issuer=bad, about=bad, **at)],
        "duties": [row("duties", actor=bad, text=bad, **at)],
        "checks": [row("checks", rule=bad, reason=bad, figures=[0], formula=bad)],
        "findings": [finding],
    }  # fmt: skip


def long_plan(pages: int, document_id: str = "fedcba9876543210") -> dict[str, list[Row]]:
    """A plan of many pages: each has text, and a table of forty rows whose total does not add up."""
    rows: dict[str, list[Row]] = {name: [] for name in schemas.load().datasets}
    rows["documents"].append(make_document(document_id, pages=pages, title="Kế hoạch dài", kind="plan"))
    figure = 0

    def add(dataset: str, **values: Any) -> None:
        rows[dataset].append(make_row(dataset, document_id, **values))

    def add_figure(literal: str, block: int, start: int, page: int, **values: Any) -> None:
        nonlocal figure
        add(
            "figures", figure_id=figure, kind="count", literal=literal, value=float(literal), comparator="=",
            unit="household", measure="poor_households", aspect="level", year=2021, stance="reported", block_id=block,
            start=start, end=start + len(literal), page=page, confidence=0.9, **values,
        )  # fmt: skip
        figure += 1

    for page in range(1, pages + 1):
        block, table = len(rows["blocks"]), page
        text = "Trong năm toàn xã có 74 hộ thoát nghèo, còn lại 151 hộ cần được giúp đỡ. " * 20
        add("blocks", block_id=block, kind="paragraph", page=page, text=text)
        for start in range(len(text)):
            for literal in ("74", "151"):
                if text.startswith(f" {literal} ", start):
                    add_figure(literal, block, start + 1, page)
        lines, first = [], figure
        for row in range(40):
            cells = [f"Thôn {row}", *(str(100 + row + column) for column in range(6))]
            at = len("\n".join(lines)) + bool(lines)
            for column, literal in enumerate(cells):
                add("cells", table_id=table, row=row, column=column, row_span=1, column_span=1, text=literal, page=page)
                if column:
                    add_figure(literal, block + 1, at, page, table_id=table, row=row, column=column)
                at += len(literal) + 1
            lines.append("\t".join(cells))
        add("blocks", block_id=block + 1, kind="table", table_id=table, page=page, text="\n".join(lines))
        for column in range(6):
            add(
                "findings", finding_id=len(rows["findings"]), rule="column_total", severity="error", page=page,
                figures=[first + column, *range(first + 6 + column, figure, 6)], message_vi="Tổng không khớp.",
                message_en="The total does not agree.",
            )  # fmt: skip
    return rows
