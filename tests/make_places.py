"""Writes doisoat/report/places.csv: where the communes lie, for the report's map.

    python tests/make_places.py dataset.db

`dataset.db` is the database within the package vietnamadminunits (MIT): units as they stand since 1 July 2025, with the
coordinates published with them, and units as they stood before, with those of their centres. Degrees are kept to two
digits, about a kilometre: a map of the country shows no more.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path

PLACES = Path(__file__).resolve().parent.parent / "doisoat" / "report" / "places.csv"

PRESENT = "SELECT wardCode, wardShort, '', provinceShort, wardLat, wardLon, wardType FROM admin_units"
FORMER = "SELECT wardCode, wardShort, districtShort, provinceShort, wardLat, wardLon, wardType FROM admin_units_legacy"


def main(database: str) -> None:
    """Write the table anew, sorted by era and code."""
    with sqlite3.connect(database) as source, PLACES.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target, lineterminator="\n")
        table.writerow(["era", "code", "commune", "district", "province", "latitude", "longitude"])
        for era, query in (("former", FORMER), ("present", PRESENT)):
            for code, commune, district, province, latitude, longitude, kind in sorted(
                row for row in source.execute(query) if row[0] and row[4] is not None
            ):
                name = commune.removeprefix(f"{kind} ")
                table.writerow([era, code, name, district, province, f"{latitude:.2f}", f"{longitude:.2f}"])


if __name__ == "__main__":
    main(*sys.argv[1:])
