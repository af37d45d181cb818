"""`doisoat export`: the datasets as a workbook, CSV and JSON."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from doisoat.manners import (
    HELP,
    LanguageOption,
    OutputsArgument,
    choose_messages,
    inform,
    now,
    parse_path,
    stop_at_fault,
)


class Format(StrEnum):
    """What is written."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    ALL = "all"


def export(
    outputs: OutputsArgument,
    to: Annotated[
        Path | None, typer.Option("--to", help=HELP.say("help_to"), metavar="PATH", parser=parse_path)
    ] = None,
    form: Annotated[Format, typer.Option("--format", help=HELP.say("help_form"))] = Format.ALL,
    decimal_comma: Annotated[bool, typer.Option("--decimal-comma", help=HELP.say("help_comma"))] = False,
    lang: LanguageOption = None,
) -> None:
    """Write the datasets of a run for Excel and other programs."""
    from doisoat.export.run import FORMS, write

    said = choose_messages(lang)
    folder = to or now.settings.defaults.get("export") or outputs / "export"
    with stop_at_fault(said, "export_interrupted"):
        for written in write(outputs, folder, FORMS if form is Format.ALL else (form.value,), said, decimal_comma):
            inform(said.say("exported", path=written))
