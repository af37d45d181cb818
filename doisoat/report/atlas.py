"""Where plans come from: communes by their published coordinates, drawn as dots whose crowd is the country.

There is no outline to be drawn wrong: the dots are the communes since 1 July 2025, the archipelagos' among them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from doisoat.report.rows import Row
from doisoat.report.tally import Entry
from normalize.gazetteer import LEVELS, communes_of

PLACES = Path(__file__).with_name("places.csv")

# The picture, and the degrees it shows: from Hà Giang to Cà Mau, and east to Trường Sa. A degree of longitude is drawn
# 0.97 as wide as one of latitude, as it is at 15° north.
WIDTH, HEIGHT = 520, 640
WEST, EAST, SOUTH, NORTH = 101.8, 114.9, 8.0, 23.7


@dataclass(frozen=True, slots=True)
class Place:
    """A commune by its code; since 1 July 2025 a code may stand for another area than before."""

    code: str
    latitude: float
    longitude: float
    is_present: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """Plans of one place on the map."""

    x: float
    y: float
    name: str
    worst: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Atlas:
    """The map: every commune as one path of dots, the plans' places, and the plans that have none."""

    country: str
    dots: tuple[Dot, ...]
    lost: tuple[Entry, ...]
    names: tuple[tuple[float, float, str], ...]


@cache
def load() -> tuple[Place, ...]:
    """All communes, present and former."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        return tuple(
            Place(row["code"], float(row["latitude"]), float(row["longitude"]), row["era"] == "present")
            for row in csv.DictReader(file)
        )


def make_atlas(entries: Sequence[Entry]) -> Atlas:
    """The map of a run's plans."""
    found: dict[tuple[float, float], list[Entry]] = {}
    lost = []
    for entry in entries:
        place = locate(entry.document)
        if place is None:
            lost.append(entry)
        else:
            found.setdefault(project(*place), []).append(entry)
    dots = [
        Dot(x, y, name_of(own[0].document), min((entry.worst for entry in own), key=rank), tuple(own))
        for (x, y), own in sorted(found.items())
    ]
    return Atlas(draw_country(), tuple(dots), tuple(lost), NAMED)


def rank(severity: str) -> int:
    """The gravest first."""
    return ("error", "warning", "note", "").index(severity)


def name_of(document: Row) -> str:
    """The plan's unit with those above it."""
    return ", ".join(document[name] for name in ("commune", "district", "province") if document[name])


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to the picture.

    >>> project(23.7, 101.8)
    (0.0, 0.0)
    """
    x = WIDTH * (longitude - WEST) / (EAST - WEST)
    return round(x, 1), round(HEIGHT * (NORTH - latitude) / (NORTH - SOUTH), 1)


# Names that help to read the map, a little below what they name.
NAMED = tuple(
    (x, y + 16, name)
    for name, (x, y) in (
        ("Hà Nội", project(20.6, 107.7)),
        ("Hoàng Sa", project(16.57, 112.14)),
        ("Trường Sa", project(9.71, 113.9)),
        ("Huế", project(16.1, 106.6)),
        ("Cà Mau", project(9.6, 104.0)),
    )
)


@cache
def draw_country() -> str:
    """Every present commune as a dot, those within two units of each other as one."""
    seen = sorted(
        {
            (2 * round(x / 2), 2 * round(y / 2))
            for x, y in (project(place.latitude, place.longitude) for place in load() if place.is_present)
        }
    )
    return "".join(f"M{x} {y}h0" for x, y in seen)


def locate(document: Row) -> tuple[float, float] | None:
    """Latitude and longitude of a plan's unit, by its code; None where its name left that open.

    A district or province lies in the middle of its communes.
    """
    level = next((level for level in LEVELS if document[level]), "")
    codes = [document[f"{level}_code"] if level else None, document["present_code"] if level == "commune" else None]
    for code, era in product(filter(None, codes), ("former", "present")):
        if found := [by_code()[era, one] for one in communes_of(level, code, era) if (era, one) in by_code()]:
            return middle(found)
    return None


@cache
def by_code() -> dict[tuple[str, str], Place]:
    """The communes by code and era."""
    return {("present" if place.is_present else "former", place.code): place for place in load()}


def middle(places: Iterable[Place]) -> tuple[float, float]:
    """The middle of some communes."""
    own = list(places)
    return sum(place.latitude for place in own) / len(own), sum(place.longitude for place in own) / len(own)
