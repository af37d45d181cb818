"""The doctor tells what is read and with what, and the one command that adds what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from doisoat import cli, doctor, schemas
from doisoat.doctor import Ability, commands, examine

APT = {"apt-get": "/usr/bin/apt-get"}.get
SCAN = Ability("scan", (), ("tesseract",))
DOC = Ability("doc", ("olefile 0.47",), (), ("libreoffice",))


def test_every_format_of_the_contract_is_examined() -> None:
    formats = {"docx", "doc", "pdf", "scan", "text", "markdown", "html", "odt", "xlsx", "xls"}
    assert {ability.form for ability in examine()} == formats | {"zip"}
    assert "documents" in schemas.load().datasets


def test_what_the_libraries_read_needs_no_program() -> None:
    abilities = {ability.form: ability for ability in examine(lambda _: None)}
    assert {form for form, ability in abilities.items() if not ability.is_there} == {"scan"}
    assert abilities["scan"].missing == ("tesseract",)
    assert abilities["doc"].wanting == ("libreoffice",)
    assert abilities["docx"].read_with[0].startswith("lxml ")


@pytest.mark.parametrize(
    ("abilities", "which", "told"),
    [
        ([], APT, []),
        ([SCAN], APT, ["sudo apt-get install -y tesseract-ocr tesseract-ocr-vie"]),
        (
            [SCAN, DOC],
            APT,
            ["sudo apt-get install -y tesseract-ocr tesseract-ocr-vie libreoffice-writer-nogui"],
        ),
        ([SCAN], {"winget": "winget.exe"}.get, ["winget install --interactive UB-Mannheim.TesseractOCR"]),
        ([SCAN], {}.get, []),
    ],
)
def test_one_command(abilities: list[Ability], which, told: list[str]) -> None:
    assert commands(abilities, which) == told


def test_a_library_is_added_with_pip() -> None:
    (command,) = commands([Ability("xls", (), ("xlrd",))], APT)
    assert command.endswith(" -m pip install xlrd")


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor._table()["forms"], "xls", {"reader": "extract.readers.xls", "with": ["no-such-thing"]})
    abilities = {ability.form: ability for ability in examine()}
    assert abilities["xls"].missing == ("no-such-thing",)


@pytest.mark.parametrize(
    ("abilities", "status", "said"),
    [
        ([Ability("docx", ("lxml 6",))], 0, ["docx", "yes", "lxml 6", "Every form is read."]),
        ([Ability("docx", ("lxml 6",)), DOC], 0, ["without libreoffice", "Every form is read.", "rare"]),
        ([Ability("docx", ("lxml 6",)), SCAN], 1, ["no", "missing: tesseract", "Something is missing."]),
    ],
)
def test_the_command(abilities: list[Ability], status: int, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine", lambda: abilities)
    result = CliRunner().invoke(cli.app, ["doctor", "--lang", "en"])
    assert result.exit_code == status
    for words in said:
        assert words in result.stdout


def test_models_without_vietnamese_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ocr = pytest.importorskip("extract.readers.scanned.ocr")
    monkeypatch.setattr(ocr, "FOLDERS", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    assert doctor.find_program("tesseract") is None
