"""The named cases of tests/rules/CODE.toml, one file a rule.

A case names its figures and says what it expects of the checks made, in order: `holds`, `untestable`, or the severity
of a finding; a list for several, an empty list for none. A figure is a literal (`"74"`, `"9,38%"`, `"~18"`, `"15–20"`,
`">0,62"`; `"?"` cannot be read), or a table with `literal` and

- `fact`: measure, aspect, moment, year, stance in this order, `_` for what is not known; other facets by their name;
- `text`: the sentence it stands in, with `{}` in its place; figures of one `block` stand in one paragraph;
- `table`, `place`, `place_kind`, `row`, `column`: a cell of a village table; `""` is a blank one, `"-"` a dash.

Instead of figures a case may give a whole `plan` as text, below the `head` of its file: it is read like any other. A
rule across plans has `plans`, each with the `letterhead` and `figures` of one.

`ratios` are `percent = part / whole, part / whole` (`_` for a part that is not printed), `breakdowns` are
`whole = part + part`, `citations` have `reference` and `date`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import regex

from extract.document import Block, Document
from extract.facts import Breakdown, Citation, Facets, Facts, Figure, Letterhead, Pair, Ratio, VillageStat
from extract.gather import gather
from extract.read import read as read_file
from validate import rules
from validate.across import audit_across, summarise
from validate.audit import Audit, Finding, audit
from validate.check import Check
from validate.message import Message
from validate.ratio import Messages

CASES = Path(__file__).parent.parent / "rules"
RULES = rules.load()
OUTCOMES = {"holds", "untestable", "note", "warning", "error"}

NUMBER = regex.compile(r"(?P<comparator>>=|<=|[><~])?(?P<value>\d+(?:,\d+)?)(?:–(?P<to>\d+(?:,\d+)?))?(?P<percent>%)?")


@dataclass
class Builder:
    """Facts put together figure by figure."""

    figures: list[Figure] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    texts: dict[object, str] = field(default_factory=dict)
    stats: list[VillageStat] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def add(self, name: str, told: str | Mapping[str, Any]) -> None:
        """A figure by its literal, or by a table of what is known of it."""
        told = {"literal": told} if isinstance(told, str) else told
        literal, table_id = told["literal"], told.get("table")
        number = NUMBER.fullmatch(literal)
        value, value_to = (read(number[part]) if number else None for part in ("value", "to"))
        facets = read_facets(told, "percent" if number and number["percent"] else "household")
        figure_id = None
        if literal not in ("", "-"):
            figure_id = len(self.figures)
            self.names[name] = figure_id
            block = ("table", table_id) if table_id else told.get("block", name)
            block_id, start = self.write(block, told.get("text", "Có {}."), literal)
            kind = "percent" if facets.unit == "percent" else "count"
            comparator = (number["comparator"] if number else None) or "="
            end, confidence = start + len(literal), told.get("confidence", 1.0)
            figure = Figure(figure_id, kind, literal, block_id, start, end, value, value_to, comparator=comparator)
            figure = replace(figure, facets=facets, table_id=table_id, row=told.get("row"), column=told.get("column"))
            self.figures.append(replace(figure, confidence=confidence))
        if table_id and "place" in told:
            value = Decimal(0) if literal == "-" else value
            place_kind = told.get("place_kind", "village")
            row, column = told.get("row", len(self.stats)), told.get("column", 1)
            self.stats.append(
                VillageStat(table_id, None, told["place"], place_kind, facets, value, value_to, literal, row, column)
            )
            self.stats[-1] = replace(self.stats[-1], figure_id=figure_id)

    def write(self, block: object, text: str, literal: str) -> tuple[int, int]:
        """Write a sentence into a block; where the literal begins."""
        before, after = text.split("{}")
        written = self.texts.get(block, "")
        written += f" {before}" if written else before
        self.texts[block] = written + literal + after
        return list(self.texts).index(block), len(written)

    def cite(self, told: Mapping[str, str]) -> None:
        """A citation with the figures of its number and its date."""
        issued_on = date.fromisoformat(told["date"]) if "date" in told else None
        name = f"citation {len(self.citations)}"
        block_id, start = self.write(name, "Căn cứ Quyết định số {}", told["reference"])
        number = Figure(len(self.figures), "reference", told["reference"], block_id, start, len(self.texts[name]))
        self.names["reference"] = number.figure_id
        self.figures.append(number)
        if issued_on:
            block_id, at = self.write(name, "ngày {}", f"{issued_on:%d/%m/%Y}")
            dated = Figure(len(self.figures), "date", f"{issued_on:%d/%m/%Y}", block_id, at, len(self.texts[name]))
            self.names["date"] = dated.figure_id
            self.figures.append(replace(dated, date=issued_on))
        citation_id, end = len(self.citations), len(self.texts[name])
        citation = Citation(citation_id, "decision", told["reference"], 1, issued_on, None, None, block_id, start, end)
        self.citations.append(citation)

    def ratio(self, told: str) -> Ratio:
        """`rate = part / whole, other / base`; `rate := …` where the base is named in words."""
        percent, pairs = regex.split(r"\s*:?=\s*", told, maxsplit=1)
        read_pairs = (regex.split(r"\s*/\s*", pair.strip()) for pair in pairs.split(",") if pair)
        ids = tuple(Pair(None if part == "_" else self.names[part], self.names[whole]) for part, whole in read_pairs)
        return Ratio(self.names[percent], ids, is_named=":=" in told)

    def breakdown(self, told: str, axis: str) -> Breakdown:
        """`whole = part + part`; `whole > part + part` where the list does not claim to be complete."""
        whole, sign, parts = regex.split(r"\s*([=>])\s*", told, maxsplit=1)
        ids = tuple(self.names[part.strip()] for part in parts.split("+"))
        return Breakdown(self.names[whole], ids, axis, is_complete=sign == "=")


def read(literal: str | None) -> Decimal | None:
    return None if literal is None else Decimal(literal.replace(",", "."))


def read_facets(told: Mapping[str, Any], unit: str) -> Facets:
    """The facets of a figure, from `fact` and from keys of their own names."""
    names = ("measure", "aspect", "moment", "year", "stance")
    words = told.get("fact", "_ _ _ _ _").split()
    known: dict[str, Any] = {name: word for name, word in zip(names, words, strict=True) if word != "_"}
    if "year" in known:
        known["year"] = int(known["year"])
    own = {facet.name: told[facet.name] for facet in fields(Facets) if facet.name in told}
    if told.get("table") is None or told.get("place_kind") == "total":
        return Facets(**({"unit": unit} | known | own))
    return Facets(**({"unit": unit, "place": told["place"]} if "place" in told else {"unit": unit}) | known | own)


def build(case: Mapping[str, Any]) -> tuple[Facts, dict[str, int]]:
    """The facts of a case, and its figures by name."""
    if "plan" in case:
        return read_plan(case["head"] + case["plan"]), {}
    builder = Builder()
    for name, told in case.get("figures", {}).items():
        builder.add(name, told)
    for told in case.get("citations", ()):
        builder.cite(told)
    axis = {"column_total": "column", "row_total": "row"}.get(case["rule"], "list")
    blocks = tuple(
        Block(block_id, "table" if isinstance(name, tuple) else "paragraph", text)
        for block_id, (name, text) in enumerate(builder.texts.items())
    )
    facts = Facts(
        Document("text", "cases", blocks),
        Letterhead(**case.get("letterhead", {})),
        tuple(builder.figures),
        tuple(builder.stats),
        citations=tuple(builder.citations),
        ratios=tuple(builder.ratio(told) for told in case.get("ratios", ())),
        breakdowns=tuple(builder.breakdown(told, axis) for told in case.get("breakdowns", ())),
    )
    return facts, builder.names


@cache
def read_plan(text: str) -> Facts:
    """The facts of a plan given as text."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "plan.txt"
        file.write_text(text.strip(), "utf-8")
        return gather(read_file(file))


def audit_case(case: Mapping[str, Any]) -> tuple[Audit, list[Facts], dict[str, int]]:
    """The audit of a case by its rule; of a case of several plans all that the rule says of any of them."""
    if "plans" not in case:
        facts, names = build(case)
        return audit(facts, [RULES[case["rule"]]]), [facts], names
    plans = [build(plan | {"rule": case["rule"]})[0] for plan in case["plans"]]
    summaries = [summarise(facts, str(number), f"plan {number}") for number, facts in enumerate(plans)]
    found, crashed = audit_across(summaries)
    checks: list[Check] = []
    findings: list[Finding] = []
    for across in (found[key] for key in sorted(found)):
        ids = {check.check_id: len(checks) + place for place, check in enumerate(across.checks)}
        checks += [replace(check, check_id=ids[check.check_id]) for check in across.checks]
        findings += [replace(finding, check_id=ids[finding.check_id or 0]) for finding in across.findings]
    kept = {check.check_id: place for place, check in enumerate(one for one in checks if one.rule == case["rule"])}
    return (
        Audit(
            tuple(replace(check, check_id=kept[check.check_id]) for check in checks if check.check_id in kept),
            tuple(replace(one, check_id=kept[one.check_id or 0]) for one in findings if one.check_id in kept),
            crashed,
        ),
        plans,
        {},
    )


def load_cases() -> Iterator[dict[str, Any]]:
    for file in sorted(CASES.glob("*.toml")):
        cases = tomllib.loads(file.read_text("utf-8"))
        for case in cases["case"]:
            yield {"head": cases.get("head", "")} | case | {"rule": file.stem}


ALL = list(load_cases())


def tell_outcomes(result: Audit) -> list[str]:
    """What became of each check."""
    severity = {finding.check_id: finding.severity for finding in result.findings}
    names = {True: "holds", None: "untestable"}
    return [names[check.holds] if check.holds is not False else severity[check.check_id] for check in result.checks]


@pytest.mark.parametrize("case", ALL, ids=[f"{case['rule']}: {case['name']}" for case in ALL])
def test_case(case: dict[str, Any]) -> None:
    result, _, names = audit_case(case)
    expected = [case["expect"]] if isinstance(case["expect"], str) else case["expect"]
    assert result.crashed == ()
    assert tell_outcomes(result) == expected
    if "formula" in case:
        assert result.checks[-1].formula == case["formula"]
    if "reason" in case:
        assert result.checks[-1].reason == case["reason"]
    if "of" in case:
        assert result.checks[-1].figures == tuple(names[name] for name in case["of"])
    if "vi" in case:
        assert result.findings[0].message_vi == case["vi"]
    if "en" in case:
        assert result.findings[0].message_en == case["en"]
    if "suggest" in case:
        by_id = {figure_id: name for name, figure_id in names.items()}
        told = [f"{by_id[each.figure_id]} = {each.value}" for each in result.findings[0].suggestions]
        assert told == case["suggest"]


@pytest.mark.parametrize("case", ALL, ids=[f"{case['rule']}: {case['name']}" for case in ALL])
def test_what_a_case_yields_is_sound(case: dict[str, Any]) -> None:
    result, plans, _ = audit_case(case)
    for number, check in enumerate(result.checks):
        assert check.check_id == number
        assert (check.holds is None) == (check.reason is not None)
        assert (check.holds is False) == (check.fault is not None)
        assert check.formula
        assert len(set(check.figures)) == len(check.figures)
    for finding in result.findings:
        assert "{" not in finding.message_vi + finding.message_en
        assert not regex.search(r"\b(sai|wrong)\b", f"{finding.message_vi} {finding.message_en}")
        assert finding.block_id is not None
        assert any(
            finding.block_id < len(facts.document.blocks)
            and facts.document.blocks[finding.block_id].text[finding.start : finding.end].strip()
            for facts in plans
        )


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_named_cases_of_each_kind(code: str) -> None:
    cases = [case for case in ALL if case["rule"] == code]
    told = [{case["expect"]} if isinstance(case["expect"], str) else set(case["expect"]) for case in cases]
    assert len({case["name"] for case in cases}) == len(cases)
    assert set().union(*told) <= OUTCOMES
    assert sum(outcomes == {"holds"} for outcomes in told) >= 4
    assert sum(bool(outcomes & {"note", "warning", "error"}) for outcomes in told) >= 4
    assert sum("untestable" in outcomes for outcomes in told) >= 2


def test_every_case_file_names_a_rule() -> None:
    assert {file.stem for file in CASES.glob("*.toml")} == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_docstring_has_the_headings_in_order(code: str) -> None:
    lines = RULES[code].docstring.splitlines()
    headings = [line for line in lines if line and not line.startswith(" ")][1:]
    assert headings == list(rules.HEADINGS)
    assert lines[0].endswith(".")
    for heading in headings:
        assert lines[lines.index(heading) + 1].startswith("    ")


@pytest.mark.parametrize("code", RULES)
def test_every_message_says_the_same_in_both_languages(code: str) -> None:
    module = vars(import_module(f"validate.rules.{code}"))
    messages = [value for value in module.values() if isinstance(value, Message)]
    for group in (value for value in module.values() if isinstance(value, Messages)):
        messages += [getattr(group, each.name) for each in fields(group)]
    assert messages
    for message in messages:
        vi, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in (message.vi, message.en))
        assert vi == en
        assert message.vi.endswith(".")
        assert message.en.endswith(".")
