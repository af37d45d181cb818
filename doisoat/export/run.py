"""An export of a run: a workbook, a folder of CSV, a folder of JSON."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

from doisoat import package
from doisoat.export.place import check_folder, replace
from doisoat.export.text import write_csv, write_json
from doisoat.messages import Messages
from doisoat.outputs import Files, find_datasets

WORKBOOK = "doisoat.xlsx"
FORMS = ("xlsx", "csv", "json")


def write(
    outputs: Path, folder: Path, forms: Sequence[str], messages: Messages, has_comma: bool = False
) -> Iterator[Path]:
    """Write the datasets of `outputs` in these of FORMS; gives each file or folder once it is whole.

    Raises RunError where datasets are missing or damaged, or a place cannot be written to.
    """
    files = find_datasets(outputs)
    if "xlsx" in forms:
        from doisoat.export.workbook import write_workbook

        with replace(folder / WORKBOOK) as new:
            write_workbook(files, new, messages, lead(outputs / "report", folder))
        yield folder / WORKBOOK
    if "csv" in forms:
        yield write_folder(files, folder / "csv", package.csv(has_comma), partial(write_csv, has_comma=has_comma))
    if "json" in forms:
        yield write_folder(files, folder / "json", package.JSON, write_json)


def lead(report: Path, folder: Path) -> str:
    """The way from a folder to the report, as links have it; the whole way where they lie on different drives."""
    try:
        way = Path(os.path.relpath(report.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return report.resolve().as_uri()
    return quote(way)


def write_folder(files: Files, target: Path, form: package.Form, write: Callable[[Files, Path], None]) -> Path:
    """A folder of one file a dataset, and their descriptor."""
    check_folder(target, {f"{name}.{form.ending}" for name in files} | {package.NAME})
    with replace(target) as new:
        new.mkdir()
        write(files, new)
        package.write(new, form)
    return target
