"""What a user of the program has set once: `doisoat.toml`, with defaults of the options and measures of their own.

    [defaults]
    corpus = "kế hoạch"
    outputs = "số liệu"
    lang = "vi"

    [[measure]]
    code = "green_stoves"
    phrases = ["bếp tiết kiệm củi"]
    unit = "household"
    population = "poor"

The file is that of the folder the program is run in, or the one `--settings` names; its paths count from where it lies.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex

from doisoat.faults import RunError
from doisoat.messages import LANGUAGES
from normalize.vocabulary import Row, table

NAME = "doisoat.toml"

PATHS = ("corpus", "outputs", "export", "report")
DEFAULTS = (*PATHS, "workers", "time_limit", "lang")
NEEDED = ("code", "phrases", "unit")
MEASURE = (*NEEDED, "population", "kind")
KINDS = ("stock", "flow", "rate")

CODE = regex.compile(r"[a-z][a-z0-9_]*")
HEADER = regex.compile(r"\s*\[+\s*(?P<name>[^\[\]]+?)\s*\]+")
# tomllib tells the place in its message alone before Python 3.14.
PLACE = regex.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults of options by name, and the rows of measures by code as the vocabulary has them."""

    defaults: Mapping[str, Any] = field(default_factory=dict)
    measures: Mapping[str, Row] = field(default_factory=dict)


def load(file: Path | None = None) -> Settings:
    """The settings of a file; without one those of `doisoat.toml` in the working directory, where there is one.

    Raises RunError with file, line and reason where it cannot be read or says what nobody understands.
    """
    if file is None:
        file = Path(NAME)
        if not file.is_file():
            return Settings()
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RunError("settings_unread", path=file, error=error) from error
    try:
        stored = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = PLACE.search(str(error))
        line = int(found["line"]) if found and found["line"] else text.count("\n") + 1
        raise RunError("settings_syntax", path=file, line=line, error=PLACE.sub("", str(error))) from error
    return Reader(file, text).read(stored)


@dataclass(frozen=True, slots=True)
class Reader:
    """One file that is being read: every fault it finds is told with its line."""

    file: Path
    text: str

    def read(self, stored: Mapping[str, Any]) -> Settings:
        """The settings in what TOML made of the file."""
        for name in stored:
            self.need(name in ("defaults", "measure"), "settings_name", name, 0, None, names="[defaults] [[measure]]")
        defaults, own = stored.get("defaults", {}), stored.get("measure", [])
        self.need(isinstance(defaults, dict), "settings_type", "defaults", 0, None, wanted="[defaults]")
        is_list = isinstance(own, list) and all(isinstance(row, dict) for row in own)
        self.need(is_list, "settings_type", "measure", 0, None, wanted="[[measure]]")
        measures: dict[str, Row] = {}
        for number, row in enumerate(own):
            code = self.read_code(row, number)
            self.need(code not in measures, "settings_twice", "measure", number, "code", code=code)
            measures[code] = self.read_measure(row, code, number)
        return Settings({name: self.read_default(name, value) for name, value in defaults.items()}, measures)

    def read_default(self, name: str, value: object) -> object:
        """One default of an option."""
        self.need(name in DEFAULTS, "settings_name", "defaults", 0, name, names=" ".join(DEFAULTS))
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        match name:
            case "workers":
                self.need(is_whole and int(str(value)) >= 1, "settings_type", "defaults", 0, name, wanted="1, 2, 3 …")
            case "time_limit":
                is_number = is_whole or isinstance(value, float)
                self.need(is_number and float(str(value)) >= 0.1, "settings_type", "defaults", 0, name, wanted="0.1 …")
            case "lang":
                wanted = " ".join(f'"{language}"' for language in LANGUAGES)
                self.need(value in LANGUAGES, "settings_type", "defaults", 0, name, wanted=wanted)
            case _:
                self.need(isinstance(value, str) and value != "", "settings_type", "defaults", 0, name, wanted='"…"')
                return self.file.parent / str(value)
        return value

    def read_code(self, row: Mapping[str, Any], number: int) -> str:
        """The code of a measure; its other columns are known ones and the needed are there."""
        for name in row:
            self.need(name in MEASURE, "settings_name", "measure", number, name, names=" ".join(MEASURE))
        for name in NEEDED:
            self.need(name in row, "settings_lack", "measure", number, None, name=name)
        code = row["code"]
        is_code = isinstance(code, str) and CODE.fullmatch(code)
        self.need(bool(is_code), "settings_type", "measure", number, "code", wanted='"green_stoves"')
        return str(code)

    def read_measure(self, row: Mapping[str, Any], code: str, number: int) -> Row:
        """One measure, as the vocabulary has it; of one it knows, phrases that are added to it."""
        known = table("measures").get(code)
        phrases = strings(row["phrases"])
        self.need(bool(phrases), "settings_type", "measure", number, "phrases", wanted='["…", "…"]')
        units = known_units() if known is None else [known["unit"]]
        self.need(row["unit"] in units, "settings_type", "measure", number, "unit", wanted=" ".join(units))
        groups = list(table("groups")["group"])
        population = strings(row.get("population", []))
        is_known = population is not None and set(population) <= set(groups)
        self.need(is_known, "settings_type", "measure", number, "population", wanted=" ".join(groups))
        kind = row.get("kind", "rate" if row["unit"] == "percent" else "stock")
        self.need(kind in KINDS, "settings_type", "measure", number, "kind", wanted=" ".join(KINDS))
        if known is not None:
            return {**known, "phrases": [*(phrases or ()), *known["phrases"]]}
        return {"unit": row["unit"], "kind": kind, "phrases": phrases, "implies": population}

    def need(self, is_met: bool, key: str, header: str, number: int, setting: str | None, **values: object) -> None:
        """Raise RunError at the line of a setting where a need is not met."""
        if not is_met:
            line = find_line(self.text, header, number, setting)
            raise RunError(key, path=self.file, line=line, **{"name": setting or header, **values})


def strings(value: object) -> list[str] | None:
    """A text, or a list of texts, as a list; None where it is something else or a text holds no letter."""
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(one, str) and regex.search(r"\p{L}", one) for one in found):
        return None
    return found


def known_units() -> Sequence[str]:
    """What can be counted, and percent and đồng besides."""
    return [*table("units")["count"], "percent", "VND"]


def find_line(text: str, header: str, number: int, name: str | None) -> int:
    """The line of a setting: of `name` in the table `header` that is the `number`-th of that name, else of the header.

    >>> find_line('[defaults]\\nlang = "vi"\\n[[measure]]\\n[[measure]]\\ncode = 1', "measure", 1, "code")
    5
    """
    within, seen, at = "", -1, 1
    for count, line in enumerate(text.splitlines(), start=1):
        found = HEADER.match(line)
        if found:
            within = found["name"].strip("\"' ")
            seen += within == header
            at = count if within == header and seen == number else at
        is_within = within == header and seen == number if name else within == ""
        if is_within and regex.match(rf"\s*[\"']?{regex.escape(name or header)}[\"']?\s*[=.]", line):
            return count
    return at
