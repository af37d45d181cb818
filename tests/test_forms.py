"""The same plan in another form gives the same facts: in all columns that say what, not in those that say where."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import astuple
from functools import cache
from pathlib import Path

import pytest

from extract.document import UnreadableError
from extract.facts import Facts
from extract.gather import gather
from extract.read import read

PLANS = Path(__file__).resolve().parents[2] / "shared" / "plans"
IN_CI = os.environ.get("CI") == "true"

Fact = tuple[object, ...]


def village_stats(facts: Facts) -> list[Fact]:
    """What the tables say of each place."""
    return [
        (stat.place, stat.place_kind, astuple(stat.facets), stat.value, stat.value_to, stat.literal)
        for stat in facts.village_stats
    ]


def titles(facts: Facts) -> list[Fact]:
    """The titles of the tables they stand in."""
    return sorted({(stat.table_id, stat.table_title) for stat in facts.village_stats}, key=str)


def targets(facts: Facts) -> list[Fact]:
    """What is aimed at, with its sentence."""
    return [
        (
            *(astuple(target.facets), target.comparator, target.value, target.value_to, squeeze(target.text)),
            *(target.implied, target.equivalent_value, target.equivalent_unit, target.equivalent_comparator),
            *(target.baseline_value, target.baseline_year, target.deadline),
        )
        for target in facts.targets
    ]


def deprivations(facts: Facts) -> list[Fact]:
    """The rates of lack of services."""
    return [
        (
            *(rate.population, rate.standard, rate.indicator, rate.rate, rate.households, rate.implied_households),
            *(rate.year, rate.moment, rate.is_priority),
        )
        for rate in facts.deprivations
    ]


def citations(facts: Facts) -> list[Fact]:
    """The documents leaned on."""
    return [
        (cited.kind, cited.reference, cited.number, cited.issued_on, cited.issuer, squeeze(cited.about or ""))
        for cited in facts.citations
    ]


def squeeze(text: str) -> str:
    """A text with single spaces: how many a blank holds, print does not tell."""
    return " ".join(text.split())


SHOWN = {
    "village_stats": village_stats,
    "titles": titles,
    "targets": targets,
    "deprivations": deprivations,
    "citations": citations,
}
# A spreadsheet holds the tables alone.
TABLES_ALONE = (".xlsx", ".xls")


def find_forms() -> Iterable[tuple[str, str]]:
    """Every form of a plan but its docx, pictures of pages aside: OCR has floors of its own."""
    for file in sorted(PLANS.glob("*")):
        if file.suffix != ".json" and ".scan." not in file.name and file.name != f"{stem(file)}.docx":
            yield file.name, f"{stem(file)}.docx"


def stem(file: Path) -> str:
    """The name of a plan: that of its file up to the first point."""
    return file.name.split(".", 1)[0]


FORMS = list(find_forms())
# The forms of the shipped plans; a scan so plain is read without a fault.
SHIPPED = (
    "ha-nguyen-2022.doc",
    "suoi-trong-2021.pdf",
    "suoi-trong-2021.tcvn3.docx",
    "vinh-khe-2023.pdf",
    "vinh-khe-2023.scan.pdf",
)


@cache
def understand(file: Path) -> Facts:
    """What is understood of a form of a plan."""
    return gather(read(file))


def test_forms_are_there(plans: Path) -> None:
    assert FORMS, f"no plan in {plans} has two forms"


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize(("form", "base"), FORMS)
def test_form_gives_the_facts_of_its_docx(form: str, base: str, shown: str) -> None:
    if form.endswith(TABLES_ALONE) and shown != "village_stats":
        pytest.skip("a spreadsheet holds the tables alone")
    try:
        facts = understand(PLANS / form)
    except UnreadableError as error:
        if IN_CI or "not read yet" not in str(error):
            raise
        pytest.skip(str(error))
    assert SHOWN[shown](facts) == SHOWN[shown](understand(PLANS / base))


@pytest.mark.parametrize("form", SHIPPED)
def test_shipped_form_gives_the_facts_of_its_docx(form: str, corpus: Path, request: pytest.FixtureRequest) -> None:
    if ".scan." in form:
        request.getfixturevalue("tesseract")
    facts, base = understand(corpus / form), understand(corpus / f"{stem(Path(form))}.docx")
    for name, shown in SHOWN.items():
        assert shown(facts) == shown(base), name


@pytest.mark.parametrize("form", [form for form in SHIPPED if form.endswith(".pdf") and ".scan." not in form])
def test_printed_plan_has_the_words_of_its_docx(form: str, corpus: Path) -> None:
    printed, typed = (
        [squeeze(block.text) for block in understand(corpus / name).document.blocks if block.kind != "page_number"]
        for name in (form, f"{stem(Path(form))}.docx")
    )
    assert printed == typed
