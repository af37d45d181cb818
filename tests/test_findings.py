"""The faults of the shipped plans are found, and nothing else: the whole way from file to finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from doisoat.plan import understand

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
