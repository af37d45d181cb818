"""The program as its user meets it: exit statuses, languages, what is printed and what is not imported."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

import doisoat
from doisoat import cli, exchange, pipeline

ROOT = Path(doisoat.__file__).parents[1]
VIETNAMESE = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "vi_VN.UTF-8"}
ENGLISH = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_US.UTF-8"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, standin: ModuleType):
    """The program, with the stand-in for the rooms before it."""
    monkeypatch.setattr("doisoat.plan.understand", standin.understand)
    monkeypatch.setattr(pipeline, "extract_corpus", partial(pipeline.extract_corpus, understand=standin.understand))

    def invoke(*arguments: object, env: dict[str, str] = VIETNAMESE):
        return CliRunner(env=env).invoke(cli.app, [str(argument) for argument in arguments])

    return invoke


@pytest.mark.parametrize(("text", "status"), [("Còn 12 hộ.", 0), ("Còn 33 hộ.", 1), ("unreadable", 2), ("crash", 2)])
def test_status_of_an_audit(text: str, status: int, run, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(text)
    assert run("audit", tmp_path / "plan.txt").exit_code == status


@pytest.mark.parametrize(
    "arguments", [("audit", ""), ("show", " "), ("extract", ""), ("extract", ".", "--outputs", "")]
)
def test_an_empty_path_is_not_the_working_directory(arguments: tuple[str, ...], run) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert cli.HELP.say("path_empty") in " ".join(result.stderr.split())


def test_an_audit_of_a_folder_without_plans(run, tmp_path: Path) -> None:
    (tmp_path / "read.py").write_text("print(33)")
    result = run("audit", tmp_path)
    assert result.exit_code == 2
    assert "Không có kế hoạch nào" in result.stderr


def test_unreadable_files_outrank_errors(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("unreadable")
    (tmp_path / "b.txt").write_text("Còn 33 hộ.")
    result = run("audit", tmp_path)
    assert result.exit_code == 2
    assert "Không khớp." in result.stdout
    assert "Không đọc được" in result.stderr
    assert "a.txt" in result.stderr


def test_an_audit_of_a_path_that_is_not_there(run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Còn 33 hộ.")
    result = run("audit", tmp_path / "nowhere", tmp_path / "b.txt")
    assert result.exit_code == 2
    assert "Không khớp." in result.stdout
    assert "nowhere" in result.stderr


@pytest.mark.parametrize(
    ("env", "arguments", "said"),
    [
        (VIETNAMESE, (), "Không khớp."),
        (ENGLISH, (), "Does not agree."),
        (VIETNAMESE, ("--lang", "en"), "Does not agree."),
        (ENGLISH, ("--lang", "vi"), "Không khớp."),
    ],
)
def test_language_of_an_audit(env: dict[str, str], arguments: tuple[str, ...], said: str, run, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Còn 33 hộ.")
    assert said in run("audit", tmp_path, *arguments, env=env).stdout


def test_an_audit_as_json(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Còn 33 hộ\x9b[31m.")
    (tmp_path / "b.txt").write_text("unreadable")
    result = run("audit", tmp_path, "--format", "json")
    assert result.exit_code == 2
    assert "\x9b" not in result.stdout
    first, second = json.loads(result.stdout)
    assert (first["status"], first["error"]) == ("ok", None)
    (finding,) = first["findings"]
    assert finding["message_en"] == "Does not agree."
    assert finding["literals"] == ["33"]
    assert finding["sentences"] == ["Còn 33 hộ\x9b[31m."]
    assert finding["suggestions"][0]["document_id"] == first["document_id"]
    assert (second["status"], second["findings"]) == ("failed", [])
    assert second["error"] == "The file is damaged. Get a fresh copy of it."


def test_extract_sums_up(run, small_corpus: Path, tmp_path: Path) -> None:
    (small_corpus / "bad[red]\x1b.docx").write_text("unreadable")
    result = run("extract", small_corpus, "--outputs", tmp_path / "out", "--workers", 1, env=ENGLISH)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "Plans: 4 (read 3, in part 0, not read 1; duplicate copies 1)",
        "Figures: 7",
        "Checks: 3 hold, 3 do not, 3 not testable",
        "Findings: 1 errors, 0 warnings, 2 notes",
    ]
    assert lines[-1] == "  bad[red]\ufffd.docx: not read. The file is damaged. Get a fresh copy of it."
    assert (tmp_path / "out" / "documents.parquet").exists()


@pytest.mark.parametrize(
    ("corpus", "outputs", "workers", "said"),
    [
        ("nowhere", "out", 1, "Không có tệp hay thư mục"),
        ("empty", "out", 1, "Không có kế hoạch nào"),
        ("corpus", "file", 1, "là một tệp"),
        ("corpus", "out", 0, "từ 1 trở lên"),
    ],
)
def test_extract_that_cannot_start(
    corpus: str, outputs: str, workers: int, said: str, run, small_corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    result = run("extract", tmp_path / corpus, "--outputs", tmp_path / outputs, "--workers", workers)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert not (tmp_path / "out").exists()


def test_extract_while_another_run_writes(run, small_corpus: Path, tmp_path: Path) -> None:
    with exchange.replace(tmp_path / "out"):
        result = run("extract", small_corpus, "--outputs", tmp_path / "out", "--workers", 1)
    assert result.exit_code == 2
    assert "Một lần chạy khác đang ghi" in result.stderr


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [(OSError(28, "No space left on device"), 2, "No space left"), (KeyboardInterrupt(), 130, "Đã dừng")],
)
def test_extract_that_breaks_off(
    error: BaseException, status: int, said: str, run, small_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "extract_corpus", fail)
    result = run("extract", small_corpus)
    assert result.exit_code == status
    assert said in result.stderr


def test_show(run, small_corpus: Path) -> None:
    result = run("show", small_corpus / "b.txt", "--lang", "en")
    assert result.exit_code == 0
    for told in ("Đá Bạc", "Figures (3)", "poor_households household level end 2022", "07/2021/NĐ-CP", "Trưởng bản"):
        assert told in result.stdout


def test_show_of_what_cannot_be_read(run, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("unreadable")
    result = run("show", tmp_path / "plan.txt")
    assert result.exit_code == 2
    assert "The file is damaged." in result.stderr


def test_rules(run) -> None:
    listed = run("rules").stdout.splitlines()
    assert [told.split()[0] for told in listed] == sorted(told.split()[0] for told in listed)
    assert any(told.startswith("share ") for told in listed)
    told = run("rules", "share").stdout
    assert "Holds when" in told
    assert "Not tested when" in told


def test_no_such_rule(run) -> None:
    result = run("rules", "nonsense")
    assert result.exit_code == 2
    assert "share" in result.stderr


def test_version() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    told = run_program("--version")
    assert told.stdout.strip() == f"doisoat {stated}"


def run_program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "doisoat", *arguments],
        cwd=ROOT,
        env={"PATH": "", "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--help"], {}, "Đối soát: đọc các kế hoạch"),
        (["--help"], {"LANG": "en_GB.UTF-8"}, "accounts for every number"),
        (["extract", "--help"], {}, "Mã thoát"),
        (["extract", "--help", "--lang", "en"], {}, "Exit status"),
        (["audit", "--help"], {"LANG": "en_US"}, "1 at least one error, 2 a file could not be read"),
    ],
)
def test_help(arguments: list[str], environment: dict[str, str], said: str) -> None:
    told = run_program(*arguments, **environment)
    assert told.returncode == 0
    assert said in " ".join(told.stdout.split())


def test_a_stream_without_vietnamese_letters(corpus: Path) -> None:
    told = run_program("rules", "nonsense", PYTHONIOENCODING="ascii")
    assert told.returncode == 2
    assert told.stderr.startswith("Kh?ng c? quy t?c nonsense")


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "Đã kiểm 1/2 tỷ lệ phần trăm; còn 1: chỉ tiêu không nêu gốc tính (1)"),
     ("en", "1 of 2 percentages checked; the other 1: a target whose base is not named (1)")],
)  # fmt: skip
def test_what_was_checked_is_told_beside_what_was_found(language: str, said: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "Đầu năm 2021, xã có 789 hộ. Số hộ nghèo là 74 hộ, tỷ lệ 9,38%.\n"
        "Năm 2021 phấn đấu 100% người thuộc hộ nghèo được cấp thẻ bảo hiểm y tế.\n",
        "utf-8",
    )
    assert said in run_program("audit", str(plan), "--lang", language).stdout.splitlines()[1]
    (told,) = json.loads(run_program("audit", str(plan), "--format", "json").stdout)
    assert told["coverage"]["percentages"] == {
        "all": 2,
        "checked": 1,
        "reasons": [{"reason": "a target whose base is not named", "count": 1}],
    }


# Libraries of datasets, of scans and PDFs, of words: an audit of one docx needs none of them.
HEAVY = "pyarrow pandas numpy scipy underthesea sklearn pdfplumber pypdfium2 PIL tesserocr"

IMPORTS = """
import sys
from doisoat.cli import app
app(sys.argv[2:], standalone_mode=False)
imported = set(sys.argv[1].split()) & set(sys.modules)
sys.exit(f"{imported} imported" if imported else 0)
"""


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], "pyarrow pandas underthesea lxml docx"),
        (["rules"], "pyarrow pandas underthesea docx"),
        (["rules", "share"], "pyarrow pandas underthesea docx"),
        (["audit", "CORPUS"], f"{HEAVY} lxml docx rich.progress extract.gather extract.narrative"),
        (["show", "CORPUS/FIRST"], f"{HEAVY} lxml docx rich.progress extract.gather"),
    ],
)
def test_what_is_not_imported(arguments: list[str], unwanted: str, corpus: Path) -> None:
    first = min(file.name for file in corpus.glob("*.docx"))
    given = [argument.replace("CORPUS", str(corpus)).replace("FIRST", first) for argument in arguments]
    told = subprocess.run(
        [sys.executable, "-c", IMPORTS, unwanted, *given], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")


IMPORTS_OF_CHILD = """
import sys
from pathlib import Path
from doisoat import __main__ as program
from doisoat.plan import understand
from doisoat.reading import take_child
sys.modules["__main__"].__spec__ = program.__spec__  # as the program has it
child = take_child()
child.run(understand, Path(sys.argv[2]), 60)
imported = set(sys.argv[1].split()) & set(child.run(eval, "list(__import__('sys').modules)", 60))
child.stop()
sys.exit(f"{imported} imported" if imported else 0)
"""


def test_what_the_process_that_reads_does_not_import(corpus: Path) -> None:
    unwanted = f"{HEAVY} docx typer click rich doisoat.cli doisoat.review doisoat.datasets"
    file = min(corpus.glob("*.docx"))
    told = subprocess.run(
        [sys.executable, "-c", IMPORTS_OF_CHILD, unwanted, str(file)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
