"""Findings as an analyst reads them: each beside the sentence it speaks of, its figures marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex
from rich.console import Console
from rich.text import Text

from doisoat.messages import Messages
from doisoat.plan import Plan
from doisoat.rows import document_row, finding_row
from doisoat.screen import line, plain
from doisoat.sources import Source
from extract.facts import Figure
from normalize.number import read_numeral
from validate.audit import Finding
from validate.coverage import Share, coverage
from validate.words import words

# What sums are told in: đồng, nghìn, triệu and tỷ đồng.
SCALES = frozenset(Decimal(10) ** power for power in (0, 3, 6, 9))

STYLES = {"error": "bold red", "warning": "bold yellow", "note": "cyan"}

# Where a sentence ends: closing mark, space, and then a capital, a bullet or a digit; or a line's end.
SENTENCE_END = regex.compile(r"[.;!?…]\s+(?=[\p{Lu}\-–+•\d])|\n")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a block, and where in it the marked figures stand."""

    block_id: int
    text: str
    marks: tuple[tuple[int, int], ...]


def quote(plan: Plan, finding: Finding) -> tuple[Quote, ...]:
    """The sentences a finding speaks of, in reading order: that of its own span, then those of its figures."""
    texts = {block.block_id: block.text for block in plan.facts.document.blocks}
    spans = [(figure.block_id, figure.start, figure.end) for figure in find_figures(plan, finding)]
    if finding.block_id is not None and finding.start is not None and finding.end is not None and not spans:
        spans.append((finding.block_id, finding.start, finding.end))
    marks: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    for block_id, start, end in sorted(set(spans)):
        low, high = find_sentence(texts[block_id], start, end)
        marks.setdefault((block_id, low, high), []).append((start - low, end - low))
    return tuple(Quote(block_id, texts[block_id][low:high], tuple(own)) for (block_id, low, high), own in marks.items())


def find_figures(plan: Plan, finding: Finding) -> list[Figure]:
    """The figures of a finding."""
    return [plan.facts.figures[figure_id] for figure_id in finding.figures]


def find_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence (in a table, the row) around characters `start` to `end` begins and ends.

    >>> text = "Đầu năm có 74 hộ. Cuối năm còn 61 hộ. Hết."
    >>> low, high = find_sentence(text, 31, 36)
    >>> text[low:high]
    'Cuối năm còn 61 hộ.'
    """
    low, high = 0, len(text)
    for border in SENTENCE_END.finditer(text):
        if border.end() <= start:
            low = border.end()
        elif border.start() >= end:
            high = border.start() + (border[0] != "\n")
            break
    return low, high


def print_review(console: Console, path: str, plan: Plan, messages: Messages) -> None:
    """What was checked of one plan, then all findings, the gravest first."""
    findings = sorted(plan.audit.findings, key=lambda finding: list(STYLES).index(finding.severity))
    counts = [messages.say(f"count_{severity}", count=count) for severity, count in count_severities(findings).items()]
    console.print(line((path, "bold"), (": " + (", ".join(counts) or messages.say("no_findings")), "")))
    for told_line in coverage_lines(plan, messages):
        console.print(line((f"  {told_line}", "")))
    for crash in plan.audit.crashed:
        console.print(line(("  " + messages.say("rule_crashed", rule=crash.rule, fault=crash.error), "red")))
    told: set[int] = set()
    for finding in findings:
        print_finding(console, plan, finding, messages)
        if finding.cause_id in told:
            literal = plan.facts.figures[finding.cause_id].literal
            console.print(line((f"    {messages.say('same_cause', literal=literal)}", "dim")))
        elif finding.cause_id is not None:
            told.add(finding.cause_id)


def coverage_lines(plan: Plan, messages: Messages) -> Iterator[str]:
    """How many of the percentages, totals and breakdowns were checked, and why not the others."""
    for name, share in find_shares(plan).items():
        if not share.all:
            continue
        said = messages.say(f"checked_{name}", checked=share.checked, all=share.all)
        why = "; ".join(f"{tell_reason(reason, messages)} ({count})" for reason, count in share.reasons)
        yield said + (messages.say("unchecked", count=share.all - share.checked, why=why) if why else "")


def find_shares(plan: Plan) -> dict[str, Share]:
    """What was checked of a plan, by name."""
    found = coverage(plan.facts, plan.audit)
    return {"percentages": found.percentages, "totals": found.totals, "breakdowns": found.breakdowns}


def tell_reason(reason: str, messages: Messages) -> str:
    """Why something was not checked, in the language of the messages."""
    return reason if messages.language == "en" else str(words("reasons")[reason])


def review_json(source: Source, plan: Plan | None, fault: str) -> dict[str, object]:
    """Coverage and findings of one file for other programs: the columns of `findings`, with literals and sentences."""
    if plan is None:
        return {"path": source.shown, "status": "failed", "error": fault, "coverage": None, "findings": []}
    document = document_row(source, plan)
    return {
        "path": source.shown,
        "document_id": source.document_id,
        "status": document["status"],
        "error": document["error"],
        "coverage": {
            name: {
                "all": share.all,
                "checked": share.checked,
                "reasons": [{"reason": reason, "count": count} for reason, count in share.reasons],
            }
            for name, share in find_shares(plan).items()
        },
        "findings": [
            finding_row(finding, source.document_id)
            | {
                "literals": [figure.literal for figure in find_figures(plan, finding)],
                "sentences": [told.text for told in quote(plan, finding)],
            }
            for finding in plan.audit.findings
        ],
    }


def count_severities(findings: list[Finding]) -> dict[str, int]:
    """How many findings of each severity there are, gravest first, none left out but zeros."""
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in STYLES}
    return {severity: count for severity, count in counts.items() if count}


def print_finding(console: Console, plan: Plan, finding: Finding, messages: Messages) -> None:
    """One finding: what does not agree, the sentence, the sum, and what would mend it."""
    style = STYLES[finding.severity]
    message = finding.message_en if messages.language == "en" else finding.message_vi
    place = "" if finding.page is None else " · " + messages.say("page", page=finding.page)
    console.print()
    console.print(line((f"  {messages.say(finding.severity)} ", style), (f"{finding.rule}{place}", "dim")))
    console.print(line((f"    {message}", "")))
    for told in quote(plan, finding):
        console.print(mark(told, console.color_system is not None))
    if finding.formula:
        console.print(line((f"    {finding.formula}", "dim")))
    for suggestion in finding.suggestions:
        literal = plan.facts.figures[suggestion.figure_id].literal
        written = f"{in_own_scale(plan.facts.figures[suggestion.figure_id], suggestion.value):f}"
        value = written if messages.language == "en" else written.replace(".", ",")
        said = messages.say("suggestion", literal=literal, value=value, why=suggestion.why)
        console.print(line((f"    → {said}", "green")))


def in_own_scale(figure: Figure, value: Decimal) -> Decimal:
    """A value as the figure would be written: 243.320 beside “243.860” triệu đồng, not the đồng it is worth.

    >>> in_own_scale(Figure(0, "money", "243.860", 0, 0, 7, Decimal(243860) * 10**6), Decimal(243320) * 10**6)
    Decimal('243320')
    """
    read = read_numeral(figure.literal)
    for number in (read.whole, read.decimal):
        if figure.kind == "money" and number and figure.value and figure.value / number in SCALES:
            scaled = value / (figure.value / number)
            return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled.normalize()
    return value


def mark(told: Quote, has_colour: bool) -> Text:
    """The sentence with its figures marked: by colour, or by »…« where there is none."""
    text, reached = line(("    │ ", "dim")), 0
    for start, end in told.marks:
        text.append(line((told.text[reached:start], "")))
        literal = plain(told.text[start:end])
        text.append(literal if has_colour else f"»{literal}«", style="bold reverse" if has_colour else "")
        reached = end
    text.append(line((told.text[reached:], "")))
    return text
