"""What the codes of the datasets are called where people read them, from `labels.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from doisoat.messages import LANGUAGES
from normalize.vocabulary import table

LABELS = Path(__file__).with_name("labels.toml")

# Columns whose codes are those of another.
SAME = {"of_measure": "measure", "of_group": "group", "equivalent_unit": "unit"}
# A group is composed of codes: + where all hold, | where any does.
AND, OR = "+", "|"
JOINTS = {"vi": (" và ", " hoặc "), "en": (" and ", " or ")}


@cache
def load() -> Mapping[str, Mapping[str, list[str]]]:
    """The labels by column and code, in the order of LANGUAGES."""
    found: dict[str, dict[str, list[str]]] = tomllib.loads(LABELS.read_text("utf-8"))
    found["group"] = found["indicator"] | found["group"]
    return found


def label(column: str, code: object, language: str) -> str:
    """What a code of a column is called; the code in plain words where it has no name.

    >>> label("measure", "poor_households", "vi"), label("group", "in_need+near_poor|poor", "en")
    ('Hộ nghèo', 'in need and near-poor or poor')
    >>> label("measure", "green_stoves", "en"), label("holds", None, "vi")
    ('Green stoves', 'Không kiểm được')
    """
    key = "null" if code is None else str(code).lower() if isinstance(code, bool) else str(code)
    column = SAME.get(column, column)
    known = load().get(column, {})
    if key in known:
        return known[key][LANGUAGES.index(language)]
    if column == "group" and (AND in key or OR in key):
        together, either = JOINTS[language]
        parts = [[label(column, code, language) for code in part.split(AND)] for part in key.split(OR)]
        return either.join(together.join(part) for part in parts)
    if column in ("measure", "group"):
        told = phrases(column, key) if language == "vi" else ()
        name = told[0] if told else key.replace("_", " ")
        return name.capitalize() if column == "measure" else name
    return key


def phrases(column: str, code: str) -> Sequence[str]:
    """The phrases of a measure or group in the vocabulary."""
    if column == "measure":
        return tuple(table("measures").get(code, {}).get("phrases", ()))
    groups = table("groups")
    return tuple(groups["group"].get(code) or groups["kind"].get(code) or ())
