"""SQL over the datasets: the views answer, and nothing else is reached."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
import regex
from typer.testing import CliRunner, Result

from doisoat import cli, schemas
from doisoat.faults import RunError
from doisoat.outputs import find_datasets
from doisoat.query import ask, connect, views


def run(*arguments: object) -> Result:
    return CliRunner(env={"LC_ALL": "vi_VN.UTF-8"}).invoke(cli.app, ["query", *map(str, arguments)])


@pytest.mark.parametrize("name", [*schemas.load().datasets, *(view.name for view in views())])
def test_every_view_answers(name: str, shipped: Path) -> None:
    with connect(find_datasets(shipped)) as connection:
        answer = ask(connection, f'SELECT * FROM "{name}"')
        assert list(answer.columns)
        assert name == "unsure_figures" or list(answer.rows)


def test_views_are_told_in_both_languages() -> None:
    for view in views():
        assert regex.fullmatch(r"[a-z_]+", view.name)
        assert view.vi != view.en
        assert view.sql.strip().startswith(("SELECT", "WITH"))


def test_the_village_panel(shipped: Path) -> None:
    with connect(find_datasets(shipped)) as connection:
        sql = "SELECT * EXCLUDE path FROM village_panel WHERE path = 'suoi-trong-2021.docx' AND place_kind = 'total'"
        answer = ask(connection, sql)
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    assert [row["end_of_year"] for row in rows] == sorted(row["end_of_year"] for row in rows)
    assert any(row["households"] and row["poor_households"] for row in rows)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{other}')",
        "SELECT * FROM read_text('{other}')",
        "SELECT * FROM read_blob('{other}')",
        "SELECT * FROM read_parquet('{other}')",
        "SELECT * FROM '{other}'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
        "COPY figures TO '{other}'",
        "COPY (SELECT 1) TO '{other}' (FORMAT csv)",
        "EXPORT DATABASE '{other}'",
        "ATTACH '{other}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA enable_profiling",
        "CREATE TABLE a AS SELECT 1",
        "CREATE OR REPLACE VIEW figures AS SELECT 1",
        "DROP VIEW village_panel",
        "INSERT INTO figures SELECT * FROM figures",
        "EXPLAIN ANALYZE COPY figures TO '{other}'",
        "SELECT 1; COPY figures TO '{other}'",
        "SELECT * FROM query('COPY figures TO ''{other}''')",
        "SELECT * FROM secret",  # no variable of Python is seen
        "SELEC 1",
        "",
    ],
)
def test_nothing_else_is_reached(sql: str, small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("secret\n1\n")
    secret = "a variable of Python"
    with connect(find_datasets(small)) as connection, pytest.raises(RunError):
        list(ask(connection, sql.format(other=other)).rows)
    assert other.read_text() == "secret\n1\n"
    assert secret


def test_a_list_of_what_can_be_asked(small: Path) -> None:
    told = run("--outputs", small).stdout
    for name in (*schemas.load().datasets, *(view.name for view in views())):
        assert f"  {name} " in told


def test_an_answer_as_a_table(small: Path) -> None:
    told = run("--outputs", small, "SELECT literal, value, measure FROM figures ORDER BY value, literal LIMIT 2")
    assert told.exit_code == 0
    lines = [line.split() for line in told.stdout.splitlines()]
    assert lines[0] == ["literal", "value", "measure"]
    assert lines[2:] == [["7", "7", "poor_households"], ["7", "7", "poor_households"]]


def test_a_long_table_is_cut(small: Path) -> None:
    told = run("--outputs", small, "SELECT * FROM range(500)", "--limit", 3)
    assert len(told.stdout.splitlines()) == 2 + 3
    assert "--limit" in told.stderr


def test_an_answer_cannot_steer_the_terminal(small: Path) -> None:
    sql = "SELECT chr(27) || '[31mred' AS a, '[bold]b' AS b"
    for form in ("table", "json"):
        told = run("--outputs", small, sql, "--format", form).stdout
        assert "\x1b" not in told
        assert "[bold]b" in told


def test_an_answer_as_csv(small: Path) -> None:
    told = run("--outputs", small, "SELECT '=1+1' AS a, 2.5 AS b, NULL AS c, DATE '2022-03-01' AS d", "--format", "csv")
    assert list(csv.reader(StringIO(told.stdout.lstrip("\ufeff")))) == [
        ["a", "b", "c", "d"],
        ["'=1+1", "2.5", "", "2022-03-01"],
    ]


def test_an_answer_as_json(small: Path) -> None:
    told = run("--outputs", small, "SELECT 'ộ' AS a, [1, 2] AS b, {'c': NULL} AS d FROM range(2)", "--format", "json")
    assert json.loads(told.stdout) == [{"a": "ộ", "b": [1, 2], "d": {"c": None}}] * 2


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM vilage_panel", "village_panel"),
        ("SELECT nope FROM figures", "DESCRIBE figures"),
        ("DROP VIEW a", "SELECT"),
    ],
)
def test_a_wrong_question_is_told_once(sql: str, said: str, small: Path) -> None:
    told = run("--outputs", small, sql)
    assert told.exit_code == 2
    assert told.stdout == ""
    assert len(told.stderr.splitlines()) == 1
    assert said in told.stderr


def test_no_datasets(tmp_path: Path) -> None:
    told = run("--outputs", tmp_path / "nowhere")
    assert told.exit_code == 2
    assert "doisoat extract" in told.stderr
