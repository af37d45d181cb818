"""The descriptor of the datasets as a Frictionless data package (https://datapackage.org)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from doisoat import schemas
from doisoat.messages import LANGUAGES

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ROOM = Path(__file__).parent

# Types of the columns as the standard calls them; lists and structs are `array` and `object`.
TYPES = {
    "string": "string",
    "bool": "boolean",
    "int32": "integer",
    "int64": "integer",
    "double": "number",
    "date": "date",
}

TITLE = {
    "vi": "Đối soát: số liệu và kết quả soát các kế hoạch giảm nghèo",
    "en": "Đối soát: figures of poverty-reduction plans, and what checking them found",
}


@dataclass(frozen=True, slots=True)
class Form:
    """How the datasets lie in files: their ending, and what else the descriptor says of each."""

    ending: str
    properties: Mapping[str, Any]


PARQUET = Form("parquet", {"format": "parquet", "mediatype": "application/vnd.apache.parquet"})
JSON = Form("json", {"format": "json", "mediatype": "application/json", "encoding": "utf-8"})


def csv(has_comma: bool = False) -> Form:
    """The form of CSV; `has_comma` where decimals have a comma, and columns therefore a semicolon between them."""
    dialect = {"delimiter": ";" if has_comma else ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}
    return Form("csv", {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig", "dialect": dialect})


def write(folder: Path, form: Form = PARQUET) -> None:
    """Write the descriptor beside the files it describes."""
    (folder / NAME).write_text(json.dumps(describe(form), ensure_ascii=False, indent=2) + "\n", "utf-8")


def describe(form: Form = PARQUET) -> dict[str, Any]:
    """The descriptor.

    >>> package = describe()
    >>> package["resources"][0]["path"], package["resources"][0]["schema"]["primaryKey"]
    ('documents.parquet', ['document_id'])
    """
    contract = schemas.load()
    return {
        "$schema": PROFILE,
        "name": "doisoat",
        "version": contract.version,
        **told(TITLE, "title"),
        "resources": [
            {
                "name": name,
                "path": f"{name}.{form.ending}",
                "type": "table",
                **form.properties,
                **told(dictionary()[name]),
                "schema": describe_schema(name, form),
            }
            for name in contract.datasets
        ],
    }


def describe_schema(dataset: str, form: Form) -> dict[str, Any]:
    """The columns of a dataset, their keys, and what stands where there is no value."""
    columns = schemas.load().datasets[dataset]
    key = keys()["primary"][dataset]
    return {
        "fields": [describe_field(dataset, column, form) for column in columns],
        "missingValues": [""],
        "primaryKey": key,
        "foreignKeys": list(foreign_keys(dataset)),
    }


def describe_field(dataset: str, column: schemas.Column, form: Form) -> dict[str, Any]:
    """One column."""
    outer, _, _ = column.type.partition("<")
    kind = {"list": "array", "struct": "object"}.get(outer) or TYPES[column.type]
    field: dict[str, Any] = {"name": column.name, "type": kind, **told(dictionary()[dataset][column.name])}
    if kind == "number" and form.properties.get("dialect", {}).get("delimiter") == ";":
        field["decimalChar"] = ","
    # an empty text in CSV is none, though the datasets tell '' (a blank cell) from null
    if not column.nullable and not (form.ending == "csv" and kind == "string"):
        field["constraints"] = {"required": True}
    return field


def foreign_keys(dataset: str) -> list[dict[str, Any]]:
    """What the columns of a dataset point to; within the same dataset the reference names none.

    Columns that may be null are left out: the standard's own checker takes a null in a composite key for a fault.
    """
    found = []
    if dataset != "documents":
        found.append(foreign_key(["document_id"], "documents", ["document_id"]))
    own = keys()["primary"][dataset]
    needed = {column.name for column in schemas.load().datasets[dataset] if not column.nullable}
    for column, (target, key) in keys()["foreign"].items():
        if column in needed and own != ["document_id", column]:
            resource = "" if target == dataset else target
            found.append(foreign_key(["document_id", column], resource, ["document_id", key]))
    return found


def foreign_key(fields: list[str], resource: str, key: list[str]) -> dict[str, Any]:
    """One reference, as the standard writes it."""
    return {"fields": fields, "reference": {"resource": resource, "fields": key}}


def told(words: Mapping[str, Any], name: str = "description") -> dict[str, Any]:
    """A text in Vietnamese, as the standard has one, and in both languages beside it."""
    return {name: words["vi"], f"{name}s": {language: words[language] for language in LANGUAGES}}


@cache
def dictionary() -> dict[str, Any]:
    """What every dataset and column holds, in both languages."""
    return tomllib.loads((ROOM / "dictionary.toml").read_text("utf-8"))


@cache
def keys() -> dict[str, Any]:
    """What tells rows apart, and what columns point to."""
    return tomllib.loads((ROOM / "keys.toml").read_text("utf-8"))
