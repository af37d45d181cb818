"""The shipped corpus: complete, built from its sources to the byte, and in our own words."""

from __future__ import annotations

import csv
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import docx
import pytest
import regex

from extract.readers.doc import read_doc

TESTS = Path(__file__).resolve().parent
COLUMNS = ["path", "title", "form", "year", "level", "origin", "shows", "license"]
FORMS = {".docx": "docx", ".doc": "doc", ".pdf": "pdf", ".txt": "text", ".md": "markdown"}
SCAN = ".scan.pdf"

# Longest run of words, without numbers, that a line of ours may share with a real plan: a citation's formula with the
# name of its issuer comes to that; a sentence is longer.
SHARED_WORDS = 14


@pytest.fixture(scope="module")
def manifest(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def plans_of(corpus: Path) -> list[Path]:
    return sorted(
        file for file in corpus.rglob("*") if file.is_file() and file.name not in ("README.md", "manifest.csv")
    )


def runs_of(file: Path) -> set[tuple[str, ...]]:
    """Every run of words of a plan that is longer than it may be, line by line."""
    if file.suffix == ".pdf":  # its words are those of its docx, as test_forms.py holds
        file = file.with_name(f"{file.name.partition('.')[0]}.docx")
    if file.suffix == ".docx":
        lines = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    elif file.suffix == ".doc":
        lines = [block.text for block in read_doc(file.read_bytes()).blocks if block.table is None]
    else:
        lines = file.read_text("utf-8").splitlines()
    runs: set[tuple[str, ...]] = set()
    for line in lines:
        words = regex.findall(r"[^\W\d]+", unicodedata.normalize("NFC", line).lower())
        runs.update(zip(*(words[start:] for start in range(SHARED_WORDS + 1)), strict=False))
    return runs


def test_docx_plans_are_what_their_sources_give(corpus: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, TESTS / "make_corpus.py", tmp_path], check=True)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert made == {file.name: file.read_bytes() for file in corpus.glob("*.docx")}


def test_manifest_names_every_plan(corpus: Path, manifest: list[dict[str, str]]) -> None:
    assert list(manifest[0]) == COLUMNS
    assert [row["path"] for row in manifest] == [file.relative_to(corpus).as_posix() for file in plans_of(corpus)]


def test_manifest_is_filled_in(manifest: list[dict[str, str]]) -> None:
    for row in manifest:
        assert all(row.values()), row
        assert row["form"] == ("scan" if row["path"].endswith(SCAN) else FORMS[Path(row["path"]).suffix])
        assert row["license"] == "CC0-1.0"
        assert row["year"] in row["path"]


def test_every_form_stands_there(manifest: list[dict[str, str]]) -> None:
    assert {row["form"] for row in manifest} == {*FORMS.values(), "scan"}


def test_merged_header_cells_are_real(corpus: Path) -> None:
    table = docx.Document(str(corpus / "suoi-trong-2021.docx")).tables[-1]
    first = table.rows[0].cells
    assert first[2].text == first[3].text == "Dân số đầu năm 2021"
    assert table.rows[1].cells[1].text == "Thôn"


def test_wording_is_our_own(corpus: Path, plans: Path) -> None:
    real = set().union(*map(runs_of, plans.glob("*.txt")))
    assert len(real) > 1000
    for file in plans_of(corpus):
        assert not {" ".join(run) for run in runs_of(file) & real}, file.name


def test_paths_are_sorted(manifest: list[dict[str, str]]) -> None:
    assert all(one["path"] < other["path"] for one, other in pairwise(manifest))
