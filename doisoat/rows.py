"""What is known of a plan as rows of the datasets. Decimals and fractions become floats here and nowhere before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from fractions import Fraction

from doisoat import schemas
from doisoat.plan import Plan
from doisoat.sources import Source
from extract.document import Block, Box, tell_faults
from extract.facts import Facets, Letterhead
from validate.audit import Check, Finding

Row = dict[str, object]

# Columns named as the facets they hold; the date of a figure is its own or its facets', see figure_rows.
FIGURE_FACETS = [field.name for field in fields(Facets) if field.name != "date"]
STAT_FACETS = ["measure", "unit", "aspect", "moment", "year", "stance", "group", "date"]
TARGET_FACETS = ["measure", "unit", "aspect", "moment", "year", "group", "place"]


def make_rows(source: Source, plan: Plan) -> dict[str, list[Row]]:
    """Every dataset's rows of one plan, sorted by id; of documents the one row, with status `ok`."""
    findings = sorted(plan.audit.findings, key=lambda finding: finding.finding_id)
    rows = {
        "documents": [document_row(source, plan)],
        "sections": section_rows(plan),
        "blocks": block_rows(plan),
        "cells": cell_rows(plan),
        "figures": figure_rows(plan),
        "village_stats": village_rows(plan),
        "targets": target_rows(plan),
        "deprivations": deprivation_rows(plan),
        "citations": citation_rows(plan),
        "duties": duty_rows(plan),
        "checks": check_rows(plan),
        "findings": [finding_row(finding, source.document_id) for finding in findings],
    }
    own: Row = {"document_id": source.document_id}
    return {name: [own | row for row in found] for name, found in rows.items()}


def number(value: Decimal | Fraction | int | None) -> float | None:
    """The value as Parquet holds it; None too where it is too large for a float, as a number nobody can mean.

    >>> number(Decimal("9.38")), number(Fraction(1, 4)), number(Decimal("1E+400"))
    (9.38, 0.25, None)
    """
    if value is None:
        return None
    try:
        stored = float(value)
    except OverflowError:
        return None
    return stored if math.isfinite(stored) else None


def box(place: Box | None) -> Row | None:
    """A rectangle as a struct."""
    return None if place is None else {"x0": place.x0, "y0": place.y0, "x1": place.x1, "y1": place.y1}


def pick(facets: Facets, names: Sequence[str]) -> Row:
    """Some facets as columns of the same names."""
    return {name: getattr(facets, name) for name in names}


def document_row(source: Source, plan: Plan) -> Row:
    """The row of a plan that was read; a page that could not be read, or a rule that crashed, makes it `partial`."""
    document, letterhead = plan.facts.document, plan.facts.letterhead
    missing = tell_faults(document.faults)
    faults = [missing] if missing else []
    faults += [f"rule {crash.rule} crashed: {crash.error}" for crash in plan.audit.crashed]
    return {
        **unread_row(source, document.format, document.reader),
        "pages": document.pages,
        "status": "partial" if faults else "ok",
        "error": "; ".join(faults) or None,
        "text_quality": document.text_quality,
        **{field.name: getattr(letterhead, field.name) for field in fields(Letterhead)},
    }


def failed_row(source: Source, form: str, error: str) -> Row:
    """The row of a plan that could not be read."""
    return unread_row(source, form, "none") | {"status": "failed", "error": error, "text_quality": 0.0}


def unread_row(source: Source, form: str, reader: str) -> Row:
    """What a plan's row holds before anything of the plan is known."""
    return dict.fromkeys(column.name for column in schemas.load().datasets["documents"]) | {
        "document_id": source.document_id,
        "path": source.path,
        "copies": list(source.copies),
        "sha256": source.sha256,
        "bytes": source.size,
        "format": form,
        "reader": reader,
        "candidates": [],
    }


def section_rows(plan: Plan) -> list[Row]:
    """The outline."""
    return [
        {
            "section_id": section.section_id,
            "parent_id": section.parent_id,
            "label": section.label,
            "title": section.title,
            "depth": section.depth,
        }
        for section in sorted(plan.facts.document.sections, key=lambda section: section.section_id)
    ]


def block_rows(plan: Plan) -> list[Row]:
    """The text in reading order."""
    return [
        {
            "block_id": block.block_id,
            "kind": block.kind,
            "section_id": block.section_id,
            "table_id": block.table.table_id if block.table else None,
            "page": block.page,
            "bbox": box(block.box),
            "text": block.text,
        }
        for block in ordered_blocks(plan)
    ]


def ordered_blocks(plan: Plan) -> list[Block]:
    """The blocks by id."""
    return sorted(plan.facts.document.blocks, key=lambda block: block.block_id)


def cell_rows(plan: Plan) -> list[Row]:
    """Every table cell by cell."""
    tables = [block.table for block in ordered_blocks(plan) if block.table]
    return [
        {
            "table_id": table.table_id,
            "row": cell.row,
            "column": cell.column,
            "row_span": cell.row_span,
            "column_span": cell.column_span,
            "is_header": cell.is_header,
            "text": cell.text,
            "page": cell.page,
            "bbox": box(cell.box),
        }
        for table in sorted(tables, key=lambda table: table.table_id)
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    ]


def figure_rows(plan: Plan) -> list[Row]:
    """Every number. `date` is that of the figure, or of the day its stock is dated to."""
    return [
        {
            "figure_id": figure.figure_id,
            "kind": figure.kind,
            "literal": figure.literal,
            "value": number(figure.value),
            "value_to": number(figure.value_to),
            "date": figure.date or figure.facets.date,
            "decimals": figure.decimals,
            "comparator": figure.comparator,
            **pick(figure.facets, FIGURE_FACETS),
            "block_id": figure.block_id,
            "start": figure.start,
            "end": figure.end,
            "table_id": figure.table_id,
            "row": figure.row,
            "column": figure.column,
            "page": figure.page,
            "settled_by": list(figure.settled_by) or None,
            "confidence": figure.confidence,
        }
        for figure in sorted(plan.facts.figures, key=lambda figure: figure.figure_id)
    ]


def village_rows(plan: Plan) -> list[Row]:
    """The village tables, a row a data cell."""
    return [
        {
            "table_id": stat.table_id,
            "table_title": stat.table_title,
            "place": stat.place,
            "place_kind": stat.place_kind,
            **pick(stat.facets, STAT_FACETS),
            "value": number(stat.value),
            "value_to": number(stat.value_to),
            "literal": stat.literal,
            "row": stat.row,
            "column": stat.column,
            "page": stat.page,
            "figure_id": stat.figure_id,
        }
        for stat in sorted(plan.facts.village_stats, key=lambda stat: (stat.table_id, stat.row, stat.column))
    ]


def target_rows(plan: Plan) -> list[Row]:
    """What the plan sets out to reach."""
    return [
        {
            "target_id": target.target_id,
            **pick(target.facets, TARGET_FACETS),
            "comparator": target.comparator,
            "value": number(target.value),
            "value_to": number(target.value_to),
            "equivalent_value": number(target.equivalent_value),
            "equivalent_unit": target.equivalent_unit,
            "equivalent_comparator": target.equivalent_comparator,
            "implied": target.implied,
            "baseline_value": number(target.baseline_value),
            "baseline_year": target.baseline_year,
            "deadline": target.deadline,
            "figure_id": target.figure_id,
            "text": target.text,
            "block_id": target.block_id,
            "start": target.start,
            "end": target.end,
        }
        for target in sorted(plan.facts.targets, key=lambda target: target.target_id)
    ]


def deprivation_rows(plan: Plan) -> list[Row]:
    """Rates of lack of basic social services, in the order of the text."""
    return [
        {
            "population": lack.population,
            "standard": lack.standard,
            "indicator": lack.indicator,
            "rate": number(lack.rate),
            "households": number(lack.households),
            "implied_households": number(lack.implied_households),
            "year": lack.year,
            "moment": lack.moment,
            "is_priority": lack.is_priority,
            "figure_id": lack.figure_id,
            "block_id": lack.block_id,
            "start": lack.start,
            "end": lack.end,
        }
        for lack in sorted(plan.facts.deprivations, key=lambda lack: (lack.block_id, lack.start))
    ]


def citation_rows(plan: Plan) -> list[Row]:
    """The legal documents the plan leans on."""
    return [
        {
            "citation_id": citation.citation_id,
            "kind": citation.kind,
            "reference": citation.reference,
            "number": citation.number,
            "issued_on": citation.issued_on,
            "issuer": citation.issuer,
            "about": citation.about,
            "block_id": citation.block_id,
            "start": citation.start,
            "end": citation.end,
        }
        for citation in sorted(plan.facts.citations, key=lambda citation: citation.citation_id)
    ]


def duty_rows(plan: Plan) -> list[Row]:
    """Who must do what."""
    return [
        {
            "duty_id": duty.duty_id,
            "actor": duty.actor,
            "headed": duty.headed,
            "text": duty.text,
            "deadline": duty.deadline,
            "block_id": duty.block_id,
            "start": duty.start,
            "end": duty.end,
        }
        for duty in sorted(plan.facts.duties, key=lambda duty: duty.duty_id)
    ]


def check_rows(plan: Plan) -> list[Row]:
    """Every test made, passed or not."""
    return [check_row(check) for check in sorted(plan.audit.checks, key=lambda check: check.check_id)]


def check_row(check: Check) -> Row:
    """One test."""
    return {
        "check_id": check.check_id,
        "rule": check.rule,
        "holds": check.holds,
        "reason": check.reason,
        "stated": number(check.stated),
        "expected": number(check.expected),
        "expected_low": number(check.expected_low),
        "expected_high": number(check.expected_high),
        "figures": list(check.figures),
        "formula": check.formula,
    }


def finding_row(finding: Finding, document_id: str) -> Row:
    """What an analyst must look at; `doisoat audit --format json` prints the same columns."""
    return {
        "finding_id": finding.finding_id,
        "rule": finding.rule,
        "severity": finding.severity,
        "check_id": finding.check_id,
        "figures": list(finding.figures),
        "formula": finding.formula,
        "stated": number(finding.stated),
        "expected": number(finding.expected),
        "message_vi": finding.message_vi,
        "message_en": finding.message_en,
        "suggestions": [
            {
                "document_id": document_id,
                "figure_id": suggestion.figure_id,
                "value": number(suggestion.value),
                "why": suggestion.why,
            }
            for suggestion in finding.suggestions
        ],
        "other_figures": [asdict(other) for other in finding.other_figures] or None,
        "cause_id": finding.cause_id,
        "block_id": finding.block_id,
        "start": finding.start,
        "end": finding.end,
        "page": finding.page,
    }
