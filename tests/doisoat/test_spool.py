"""What plans say together stands behind what each says alone, numbered on, whatever the number of workers."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doisoat.pipeline import extract_corpus

PLAN = """\
ỦY BAN NHÂN DÂN
XÃ SUỐI TRONG
Số: {number}/{symbol}-UBND
Suối Trong, ngày 12 tháng 01 năm {issued}
{kind}
Giảm nghèo xã Suối Trong, huyện Krông Pa năm {year}
I. THỰC TRẠNG
{told}
TT\tThôn\tTổng số hộ cuối năm 2019\tHộ nghèo cuối năm 2019
1\tKhe Lau\t100\t10
2\tNà Cọ\t100\t20
3\tBản Hạ\t100\t30
4\t{village}\t100\t14
\tTổng cộng\t400\t{total}
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Văn Thắm
"""
FIRST = {
    "number": 90, "symbol": "BC", "issued": 2020, "kind": "BÁO CÁO", "year": 2019,
    "told": "Cuối năm 2019, xã có 74 hộ nghèo.", "village": "Pa Sin", "total": 74,
}  # fmt: skip
SECOND = {
    "number": 12, "symbol": "KH", "issued": 2020, "kind": "KẾ HOẠCH", "year": 2020,
    "told": "Cuối năm 2019, xã có 74 hộ nghèo.", "village": "Pa Sin", "total": 74,
}  # fmt: skip


def write(corpus: Path, **plans: dict[str, object]) -> Path:
    corpus.mkdir()
    for name, words in plans.items():
        (corpus / f"{name}.txt").write_text(PLAN.format(**words), "utf-8")
    return corpus


def rows(outputs: Path, dataset: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(outputs / f"{dataset}.parquet").to_pylist()
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_two_plans_of_one_commune(workers: int, tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", a2019=FIRST, b2020=SECOND)
    tally = extract_corpus(corpus, tmp_path / "out", workers)
    documents = [row["document_id"] for row in rows(tmp_path / "out", "documents")]
    chained = [row for row in rows(tmp_path / "out", "checks") if row["rule"] == "year_chain"]
    assert {row["document_id"] for row in chained} == {documents[1]}
    assert any(row["holds"] for row in chained)
    findings = rows(tmp_path / "out", "findings")
    for document_id in documents:
        for dataset, key in (("findings", "finding_id"), ("checks", "check_id")):
            own = [row[key] for row in rows(tmp_path / "out", dataset) if row["document_id"] == document_id]
            assert own == list(range(len(own)))
    assert tally.held == sum(row["holds"] is True for row in rows(tmp_path / "out", "checks"))
    assert tally.errors == sum(row["severity"] == "error" for row in findings)


def test_a_chain_that_breaks_names_the_other_plan(tmp_path: Path) -> None:
    later = SECOND | {"told": "Đầu năm 2020, xã có 47 hộ nghèo.", "total": 47}
    corpus = write(tmp_path / "corpus", a2019=FIRST, b2020=later)
    extract_corpus(corpus, tmp_path / "out")
    documents = [row["document_id"] for row in rows(tmp_path / "out", "documents")]
    (finding,) = [row for row in rows(tmp_path / "out", "findings") if row["rule"] == "year_chain"]
    assert (finding["document_id"], finding["severity"], finding["formula"]) == (documents[1], "error", "74 ≠ 47")
    assert [other["document_id"] for other in finding["other_figures"]] == [documents[0]]
    assert finding["block_id"] is not None
    checks = {(row["document_id"], row["check_id"]): row["rule"] for row in rows(tmp_path / "out", "checks")}
    assert checks[finding["document_id"], finding["check_id"]] == "year_chain"


def test_one_text_in_two_files(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", a=FIRST)
    (corpus / "b.txt").write_text((corpus / "a.txt").read_text("utf-8") + "\n\n", "utf-8")
    extract_corpus(corpus, tmp_path / "out")
    (finding,) = [row for row in rows(tmp_path / "out", "findings") if row["rule"] == "other"]
    assert finding["message_en"] == "The same text as a.txt."
    assert finding["document_id"] == rows(tmp_path / "out", "documents")[1]["document_id"]


def test_a_village_with_another_name(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", a2019=FIRST, b2020=SECOND | {"village": "Pa Sin Mới"})
    extract_corpus(corpus, tmp_path / "out")
    told = [row["message_en"] for row in rows(tmp_path / "out", "findings") if row["rule"] == "other"]
    assert told == ["The villages differ from those of 90/BC-UBND (a2019.txt): Pa Sin no longer, Pa Sin Mới now."]
