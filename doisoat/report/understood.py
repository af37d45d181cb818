"""What was understood of a plan beside its figures: targets, columns of tables, lacks, citations, duties."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from doisoat.report.facets import say_measured
from doisoat.report.findings import say_number
from doisoat.report.places import Places
from doisoat.report.rows import PlanRows, Row
from doisoat.report.words import Words, join, same, say_date, word

# Characters of a sentence that a list shows: the sentence itself stands in the document, where the link leads.
SENTENCE = 160


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: what was understood, more of it in small, and where it stands."""

    head: Words
    detail: Words
    href: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list by the key of its title."""

    key: str
    items: tuple[Item, ...]


def list_understood(plan: PlanRows, blocks: Container[int], places: Places) -> tuple[Listing, ...]:
    """The lists of what stands in some blocks of a plan; an empty one is told too."""
    tables = {row["table_id"]: row["block_id"] for row in plan.of("blocks") if row["table_id"] is not None}

    def own(dataset: str) -> list[Row]:
        return [row for row in plan.of(dataset) if row["block_id"] in blocks]

    return (
        Listing("targets", tuple(show_target(row, places) for row in own("targets"))),
        Listing("village_stats", tuple(show_columns(plan.of("village_stats"), tables, blocks, places))),
        Listing("deprivations", tuple(show_deprivation(row, places) for row in own("deprivations"))),
        Listing("citations", tuple(show_citation(row, places) for row in own("citations"))),
        Listing("duties", tuple(show_duty(row, places) for row in own("duties"))),
    )


def show_target(row: Row, places: Places) -> Item:
    """A target with its value: “mức giảm tỷ lệ hộ nghèo · 2023: từ 1,5 % trở lên”."""
    said = say_measured(row) + same(": ") + say_value(row["comparator"], row["value"], row["value_to"], row["unit"])
    if row["equivalent_value"] is not None:
        equal = say_value(
            row["equivalent_comparator"] or "=", row["equivalent_value"], None, row["equivalent_unit"] or ""
        )
        said = said + same(" (") + equal + same(")")
    return Item(said, same(clip(row["text"])), anchor(row, places))


def show_columns(rows: list[Row], tables: Mapping[int, int], blocks: Container[int], places: Places) -> list[Item]:
    """Of each village table what its columns (or rows) tell, and of how many places."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        if tables.get(row["table_id"]) in blocks:
            key = tuple(
                row[name] for name in ("table_id", "measure", "unit", "aspect", "moment", "year", "stance", "group")
            )
            found.setdefault(key, []).append(row)
    items = []
    for same_column in found.values():
        first = same_column[0]
        count = len({row["place"] for row in same_column})
        said = say_measured(first) + same(" – ") + word("unit", first["unit"])
        number = first["table_id"]
        items.append(
            Item(
                said,
                Words(f"Bảng {number}: {count} địa bàn", f"Table {number}: {count} places"),
                places.block(tables[number]),
            )
        )
    return items


def show_deprivation(row: Row, places: Places) -> Item:
    """A rate of lack of one service."""
    rate = Words("–", "–") if row["rate"] is None else say_number(row["rate"]) + same(" %")
    households = row["households"] if row["households"] is not None else row["implied_households"]
    detail = [word("measure", row["population"]), same(row["standard"])]
    if households is not None:
        detail.append(say_number(households) + same(" ") + word("unit", "household"))
    return Item(word("indicator", row["indicator"]) + same(": ") + rate, join(detail), anchor(row, places))


def show_citation(row: Row, places: Places) -> Item:
    """A document that the plan leans on."""
    detail = [same(part) for part in (row["issuer"], row["about"] and clip(row["about"])) if part]
    if row["issued_on"]:
        detail.insert(0, say_date(row["issued_on"]))
    return Item(
        word("document_kind", row["kind"]) + same(f" {row['reference'] or ''}".rstrip()),
        join(detail),
        anchor(row, places),
    )


def show_duty(row: Row, places: Places) -> Item:
    """A task with who must do it."""
    due = [Words("hạn ", "due ") + say_date(row["deadline"])] if row["deadline"] else []
    return Item(same(row["actor"]), join([*due, same(clip(row["text"]))]), anchor(row, places))


def anchor(row: Row, places: Places) -> str:
    """Where a row stands: at its figure, else at its block."""
    figure_id = row.get("figure_id")
    if figure_id is not None and figure_id in places.figures:
        return places.figure(figure_id).href
    return places.block(row["block_id"])


def say_value(comparator: str, value: float | None, value_to: float | None, unit: str) -> Words:
    """A value with its comparison and unit.

    >>> say_value(">=", 1.5, None, "percent").vi, say_value("=", 15, 20, "household").en
    ('từ 1,5 % trở lên', '15–20 households')
    """
    if value is None:
        return same("–")
    number = say_number(value)
    if value_to is not None:
        number = number + same("–") + say_number(value_to)
    number = number + same(" ") + word("unit", unit)
    compared = word("comparator", comparator)
    if "…" in compared.vi:
        before, after = compared.vi.split("…")
        return Words(f"{before}{number.vi}{after}".strip(), f"{compared.en} {number.en}".strip())
    return Words(f"{compared.vi} {number.vi}".strip(), f"{compared.en} {number.en}".strip())


def clip(text: str) -> str:
    """A text short enough for a list."""
    return text if len(text) <= SENTENCE else text[: SENTENCE - 1].rstrip() + "…"
