"""The faults of the shipped plans are found, and nothing else: the whole way from file to finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from doisoat.plan import understand
from extract.gather import gather
from extract.outline import outline
from extract.readers.markdown import read_markdown
from validate.audit import audit

ARITHMETIC = {
    *("share", "rate_column", "attainable", "column_total", "row_total"),
    *("parts", "balance", "text_table", "text_text", "citation_date"),
}
# Plans that are shipped twice, in another form or another font, have the same faults.
HA_NGUYEN = [("parts", "error", "68 + 85 = 153")]
SUOI_TRONG = [
    ("share", "warning", "2452 / 2881"),
    ("attainable", "note", "21 / 74"),
    ("attainable", "note", "22 / 74"),
    ("attainable", "note", "59 / 74"),
    ("share", "note", "72 / 74"),
    ("text_table", "warning", "74 - 58 = 16"),
    ("citation_date", "warning", "2015"),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cu-lao-dai-2024.md", []),
        ("dong-moc-2020.docx", [("share", "note", "72 / 74"), ("share", "note", "21 / 74")]),
        ("ha-nguyen-2022.doc", HA_NGUYEN),
        ("ha-nguyen-2022.docx", HA_NGUYEN),
        ("nam-cuom-2023.txt", [("parts", "error", "48 + 16 = 64")]),
        ("pa-khom-2021.md", []),
        ("suoi-trong-2021.docx", SUOI_TRONG),
        ("suoi-trong-2021.pdf", SUOI_TRONG),
        ("suoi-trong-2021.tcvn3.docx", SUOI_TRONG),
        ("trai-buoi-2021.txt", [("text_table", "warning", "21 ∉ 15–20")]),
        ("vinh-khe-2023.docx", []),
        ("vinh-khe-2023.pdf", []),
        ("vinh-khe-2023.scan.pdf", []),
    ],
)
def test_faults_are_found_and_nothing_else(
    corpus: Path, name: str, expected: list[tuple[str, str, str]], request: pytest.FixtureRequest
) -> None:
    if name.endswith(".scan.pdf"):
        request.getfixturevalue("tesseract")
    audit = understand(corpus / name).audit
    assert not audit.crashed
    found = [finding for finding in audit.findings if finding.rule in ARITHMETIC]
    assert sorted((one.rule, one.severity) for one in found) == sorted((rule, loud) for rule, loud, _ in expected)
    for rule, loud, formula in expected:
        assert any((one.rule, one.severity) == (rule, loud) and formula in (one.formula or "") for one in found), (
            formula
        )


def test_every_plan_is_in_the_table(corpus: Path) -> None:
    marks = test_faults_are_found_and_nothing_else.pytestmark  # type: ignore[attr-defined]
    (table,) = (mark.args[1] for mark in marks if mark.name == "parametrize")
    plans = {file.name for file in corpus.iterdir()} - {"README.md", "manifest.csv"}
    assert {name for name, _ in table} == plans


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("1.250,5 triệu đồng, gồm: ngân sách tỉnh 800,25 triệu đồng, ngân sách xã 450,15 triệu đồng", "được 1250,4:"),
        ("1,25 tỷ đồng, gồm: ngân sách tỉnh 0,8 tỷ đồng, ngân sách xã 0,46 tỷ đồng", "được 1,26:"),
        ("1.250 triệu đồng, gồm: ngân sách tỉnh 800 triệu đồng, ngân sách xã 460 triệu đồng", "được 1260:"),
    ],
)
def test_a_sum_of_money_is_told_in_the_scale_of_its_total(told: str, words: str) -> None:
    plan = f"KẾ HOẠCH\n\nGiảm nghèo bền vững xã Na Lốc năm 2023\n\nTổng kinh phí thực hiện năm 2023 là {told}."
    found = audit(gather(outline(read_markdown(plan.encode())))).findings
    (message,) = (one.message_vi for one in found if one.rule == "parts")
    assert words in message
