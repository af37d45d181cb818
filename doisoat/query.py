"""SQL over the datasets of a run, by DuckDB: every dataset a view, and beside them the views of `views.toml`.

A query reads these and nothing else: no other file, no network, no extension, and no statement that writes. It is
locked in twice, by what DuckDB lets a connection reach, and by which statements are run at all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset

from doisoat.faults import RunError
from doisoat.outputs import Files

VIEWS = Path(__file__).with_name("views.toml")

# Rows brought from DuckDB at a time.
ROWS = 2048

# A connection reaches no folder for temporary files, no other file and no extension, and cannot undo this.
LOCKS = (
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)
# What a query may be.
READING = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN})


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, what it answers, and its SQL."""

    name: str
    vi: str
    en: str
    sql: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: the names of its columns, and its rows in a stream."""

    columns: Sequence[str]
    rows: Iterator[Sequence[Any]]


@cache
def views() -> tuple[View, ...]:
    """The views of `views.toml`.

    >>> [view.name for view in views()][:2]
    ['plans_to_look_at', 'findings_by_rule']
    """
    return tuple(View(name, **told) for name, told in tomllib.loads(VIEWS.read_text("utf-8")).items())


def connect(files: Files) -> duckdb.DuckDBPyConnection:
    """A connection that sees the datasets and the views, and can do nothing but read them."""
    connection = duckdb.connect(":memory:")
    for name, parts in files.items():
        connection.register(name, pyarrow.dataset.dataset([str(part) for part in parts], format="parquet"))
    for view in views():
        connection.execute(f'CREATE VIEW "{view.name}" AS {view.sql}')
    for lock in LOCKS:
        connection.execute(lock)
    return connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """The answer to one query. Raises RunError where it is none, or cannot be run."""
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type not in READING:
            raise RunError("query_reading")
        connection.execute(statements[0])
        names = [told[0] for told in connection.description or ()]
        return Answer(names, fetch(connection))
    except duckdb.Error as error:
        raise RunError("query_wrong", error=explain(error)) from error


def fetch(connection: duckdb.DuckDBPyConnection) -> Iterator[Sequence[Any]]:
    """The rows, some thousand at a time."""
    try:
        while rows := connection.fetchmany(ROWS):
            yield from rows
    except duckdb.Error as error:
        raise RunError("query_wrong", error=explain(error)) from error


def explain(error: duckdb.Error) -> str:
    """What DuckDB says is wrong, without the picture of the place."""
    return " ".join(str(error).partition("\n\n")[0].split()).rstrip(".")
