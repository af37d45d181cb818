"""CSV, JSON and the data package: whole, typed, and harmless."""

from __future__ import annotations

import csv
import json
import tracemalloc
from io import StringIO
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import duckdb
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doisoat import messages, package, schemas
from doisoat.export import place
from doisoat.export.run import FORMS, write
from doisoat.export.text import BOM, flat, neutral, write_rows
from doisoat.faults import RunError
from doisoat.outputs import find_datasets, read_batches
from doisoat.pipeline import extract_corpus

SAID = messages.load("vi")


def rows_of(outputs: Path, name: str) -> list[dict[str, object]]:
    return [row for batch in read_batches(find_datasets(outputs)[name]) for row in batch.to_pylist()]


def test_all_forms(small: Path, tmp_path: Path) -> None:
    written = list(write(small, tmp_path / "out", FORMS, SAID))
    assert [path.name for path in written] == ["doisoat.xlsx", "csv", "json"]
    names = set(schemas.load().datasets)
    assert {file.name for file in written[1].iterdir()} == {f"{name}.csv" for name in names} | {package.NAME}
    assert {file.name for file in written[2].iterdir()} == {f"{name}.json" for name in names} | {package.NAME}
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"doisoat.xlsx", "csv", "json"}


@pytest.mark.parametrize("name", schemas.load().datasets)
def test_json_is_the_dataset(name: str, shipped: Path, tmp_path: Path) -> None:
    list(write(shipped, tmp_path, ["json"], SAID))
    told = json.loads((tmp_path / "json" / f"{name}.json").read_text("utf-8"))
    assert told == json.loads(json.dumps(rows_of(shipped, name), default=str))


@pytest.mark.parametrize("has_comma", [False, True])
def test_csv_is_the_dataset(has_comma: bool, shipped: Path, tmp_path: Path) -> None:
    list(write(shipped, tmp_path, ["csv"], SAID, has_comma))
    for name, columns in schemas.load().datasets.items():
        data = (tmp_path / "csv" / f"{name}.csv").read_bytes()
        assert data.startswith(BOM.encode())
        with (tmp_path / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            told = list(csv.DictReader(stream, delimiter=";" if has_comma else ","))
        for row, line in zip(rows_of(shipped, name), told, strict=True):
            for column in columns:
                value, field = row[column.name], line[column.name]
                if column.type == "double":
                    assert value == (None if field == "" else float(field.replace(",", ".") if has_comma else field))
                elif column.type == "string":
                    assert (value or "") == (field[1:] if field.startswith("'") else field)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_text_begins_like_a_formula_and_none_is_lost(text: str) -> None:
    told = neutral(text)
    assert not told.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    bare = told.lstrip("'")
    assert (told[1:] if told.startswith("'") and bare.startswith(tuple("=+-@\t\r\n＝＋－＠")) else told) == text
    stream = StringIO(newline="")
    write_rows(stream, ["a"], [[text]])
    stream.seek(0)
    rows = list(csv.reader(stream))
    assert rows[1:] == ([[told]] if told else [[""]] if rows[1:] == [[""]] else [[]])


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        (True, "true"),
        (3, "3"),
        (2881.0, "2881"),
        (-9.38, "-9.38"),
        ([], "[]"),
        ([{"a": "=1"}], '[{"a": "=1"}]'),
    ],
)
def test_values_in_csv(value: object, told: str) -> None:
    assert flat(value) == told


def test_an_export_takes_the_place_of_the_last(small: Path, tmp_path: Path) -> None:
    list(write(small, tmp_path / "out", FORMS, SAID))
    for file in (tmp_path / "out" / "csv").iterdir():
        file.write_text("old")
    list(write(small, tmp_path / "out", FORMS, SAID))
    assert not [file for file in (tmp_path / "out" / "csv").iterdir() if file.read_text("utf-8") == "old"]
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"doisoat.xlsx", "csv", "json"}


@pytest.mark.parametrize("can_swap", [True, False])
def test_an_export_that_fails_leaves_the_last(
    can_swap: bool, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_swap:
        monkeypatch.setattr(place.exchange, "rename_exchange", lambda: None)
    list(write(small, tmp_path / "out", ["csv"], SAID))
    before = {file.name: file.read_bytes() for file in (tmp_path / "out" / "csv").iterdir()}

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(package, "write", fail)
    with pytest.raises(KeyboardInterrupt):
        list(write(small, tmp_path / "out", ["csv"], SAID))
    assert {file.name: file.read_bytes() for file in (tmp_path / "out" / "csv").iterdir()} == before
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"csv"}


def test_the_workbook_leads_to_the_report_wherever_it_lies(shipped: Path, tmp_path: Path) -> None:
    list(write(shipped, tmp_path / "gửi đi", ["xlsx"], SAID))
    sheet = openpyxl.load_workbook(tmp_path / "gửi đi" / "doisoat.xlsx")["Phát hiện"]
    way = sheet["C2"].value.partition('"')[2].partition("/plans/")[0]
    assert (tmp_path / "gửi đi" / unquote(way)).resolve() == shipped.resolve() / "report"


def test_what_is_not_ours_is_not_replaced(small: Path, tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "thesis.docx").write_text("mine")
    with pytest.raises(RunError, match=r"thesis\.docx"):
        list(write(small, tmp_path, ["csv"], SAID))
    assert (tmp_path / "csv" / "thesis.docx").read_text() == "mine"


def test_outputs_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="Run doisoat extract first"):
        find_datasets(tmp_path / "nowhere")
    with pytest.raises(RunError, match="no dataset documents"):
        find_datasets(tmp_path)


def test_a_damaged_dataset(small: Path, tmp_path: Path) -> None:
    (small / "figures.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(RunError, match=r"figures\.parquet cannot be read"):
        list(write(small, tmp_path / "out", ["csv"], SAID))


def test_a_dataset_of_parts(small: Path, tmp_path: Path) -> None:
    (small / "figures").mkdir()
    (small / "figures.parquet").rename(small / "figures" / "part-0.parquet")
    list(write(small, tmp_path / "out", ["json"], SAID))
    assert len(json.loads((tmp_path / "out" / "json" / "figures.json").read_text("utf-8"))) == 7


def test_memory_does_not_grow_with_the_plans(standin: ModuleType, tmp_path: Path) -> None:
    peaks = []
    for count in (60, 240):
        corpus = tmp_path / str(count)
        corpus.mkdir()
        for number in range(count):
            (corpus / f"{number:03}.txt").write_text(" ".join(map(str, range(number, number + 120))), "utf-8")
        extract_corpus(corpus, tmp_path / f"out{count}", understand=standin.understand)
        tracemalloc.start()
        list(write(tmp_path / f"out{count}", tmp_path / f"export{count}", FORMS, SAID))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_the_package_lies_beside_the_datasets(shipped: Path) -> None:
    stored = json.loads((shipped / package.NAME).read_text("utf-8"))
    assert stored == package.describe()
    for resource in stored["resources"]:
        assert (shipped / resource["path"]).is_file()


@pytest.mark.parametrize("form", [package.PARQUET, package.JSON, package.csv(), package.csv(has_comma=True)])
def test_the_package_describes_every_column(form: package.Form) -> None:
    described = {resource["name"]: resource["schema"] for resource in package.describe(form)["resources"]}
    for name, columns in schemas.load().datasets.items():
        fields = described[name]["fields"]
        assert [field["name"] for field in fields] == [column.name for column in columns]
        for field in fields:
            assert field["type"] in {"string", "boolean", "integer", "number", "date", "array", "object"}
            assert field["descriptions"]["vi"] == field["description"]
            assert field["descriptions"]["en"]
        names = {field["name"] for field in fields}
        assert set(described[name]["primaryKey"]) <= names
        for key in described[name]["foreignKeys"]:
            target = described[key["reference"]["resource"] or name]
            assert set(key["fields"]) <= names
            assert set(key["reference"]["fields"]) <= {field["name"] for field in target["fields"]}


def test_keys_hold(shipped: Path) -> None:
    for resource in package.describe()["resources"]:
        name, schema = resource["name"], resource["schema"]
        own = ", ".join(f'"{column}"' for column in schema["primaryKey"])
        total, different = duckdb.sql(
            f"SELECT count(*), count(DISTINCT ({own})) FROM '{shipped}/{name}.parquet'"
        ).fetchall()[0]
        assert total == different, name
        for key in schema["foreignKeys"]:
            target = key["reference"]["resource"] or name
            matched = " AND ".join(
                f'a."{one}" = b."{other}"' for one, other in zip(key["fields"], key["reference"]["fields"], strict=True)
            )
            one, other = (f"'{shipped}/{found}.parquet'" for found in (name, target))
            lost = duckdb.sql(f"SELECT 1 FROM {one} a ANTI JOIN {other} b ON {matched}").fetchall()
            assert lost == [], (name, key)
