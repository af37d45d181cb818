"""`doisoat query`: SQL over the datasets, printed as a table, CSV or JSON."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from doisoat.manners import HELP, LanguageOption, OutputsOption, choose_messages, stop_at_fault
from doisoat.messages import Messages
from doisoat.screen import CONTROL, can_write, line, make_console, plain

if TYPE_CHECKING:
    from doisoat.query import Answer

# Rows a table on the screen shows unless more are asked for; other forms have no end.
SHOWN = 100
# Letters of a cell that a table shows, and what stands between two columns.
WIDEST = 48
GAP = 3


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def query(
    outputs: OutputsOption,
    sql: Annotated[str | None, typer.Argument(metavar="SQL", help=HELP.say("help_sql"))] = None,
    form: Annotated[Format, typer.Option("--format", help=HELP.say("help_answer"))] = Format.TABLE,
    limit: Annotated[int, typer.Option("--limit", min=1, help=HELP.say("help_limit"))] = SHOWN,
    lang: LanguageOption = None,
) -> None:
    """Ask the datasets of a run."""
    from doisoat.outputs import find_datasets
    from doisoat.query import ask, connect

    said = choose_messages(lang)
    with stop_at_fault(said):
        files = find_datasets(outputs)
        if sql is None:
            list_views(said)
            return
        with connect(files) as connection:
            answer = ask(connection, sql)
            match form:
                case Format.TABLE:
                    print_table(answer, limit, said)
                case Format.CSV:
                    print_csv(answer)
                case Format.JSON:
                    print_array(answer)


def list_views(said: Messages) -> None:
    """Every view and dataset that can be asked, with what it answers."""
    from doisoat.package import dictionary
    from doisoat.query import views

    console = make_console()
    told = {
        "query_views": [(view.name, view.en if said.language == "en" else view.vi) for view in views()],
        "query_datasets": [(name, words[said.language]) for name, words in dictionary().items()],
    }
    for key, entries in told.items():
        console.print(line((said.say(key), "bold")))
        for name, meaning in entries:
            console.print(line((f"  {name:<26} ", "cyan"), (meaning, "")))
    console.print(line((said.say("query_example"), "dim")))


def print_table(answer: Answer, limit: int, said: Messages) -> None:
    """A table for people; a cell may come from a plan and is printed as text."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    rows = list(islice(answer.rows, limit + 1))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, name in enumerate(answer.columns):
        is_number = all(isinstance(row[number], int | float | None) for row in rows) and bool(rows)
        table.add_column(line((name, "bold")), justify="right" if is_number else "left", no_wrap=True, max_width=WIDEST)
    for row in rows[:limit]:
        table.add_row(*(line((show(value), "")) for value in row))
    console = make_console()
    console.width = max(console.width, len(answer.columns) * (WIDEST + GAP))  # wrapping is the terminal's matter
    console.print(table)
    if len(rows) > limit:
        make_console(stderr=True).print(line((said.say("query_more", limit=limit), "dim")))


def show(value: object) -> str:
    """A value as the screen has it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else plain(value)


def print_csv(answer: Answer) -> None:
    """Rows as CSV; on Windows the line ends are the writer's own."""
    from doisoat.export.text import write_rows

    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="")
    write_rows(sys.stdout, answer.columns, answer.rows)


def print_array(answer: Answer) -> None:
    """Rows as a JSON array of objects, a line each."""
    from doisoat.export.text import encode

    first = True
    print("[", end="")
    for row in answer.rows:
        told = encode(dict(zip(answer.columns, row, strict=True)))
        if not can_write(told, sys.stdout):
            told = json.dumps(json.loads(told))
        print("" if first else ",", CONTROL.sub(lambda match: json.dumps(match[0])[1:-1], told), sep="\n", end="")
        first = False
    print("\n]")
