"""What an unsure reading may be: what OCR saw besides, and the slips that OCR makes of digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extract.document import Reading
from extract.facts import Figure
from normalize.number import decimals_of, read_numeral
from validate.claim import RATES
from validate.slip import repairs

# Digits that OCR takes for each other, met on scanned plans at 150 to 300 dots an inch.
CONFUSED = {
    "0": "689", "1": "47", "2": "37", "3": "2589", "4": "19",
    "5": "3689", "6": "058", "7": "12", "8": "03569", "9": "03458",
}  # fmt: skip
# How far a candidate lies from what was read.
AS_READ, SEEN, CONFUSABLE, LOST = range(4)

_NUMBER = regex.compile(r"\d[\d.,OolISBZ]*")
_LETTERS = str.maketrans("OoIlSBZ", "0011582")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value an unsure figure may have, and how far it lies from what was read."""

    value: Decimal
    distance: int


def find_candidates(
    figure: Figure, text: str, readings: Sequence[Reading], habit: int | None = None
) -> tuple[Candidate, ...]:
    """The values a figure may have, the nearest first; `text` is its block's, `readings` those that overlap it.

    `habit` is how many decimals the rates of its column have: one with fewer has lost some, or ends in noughts.

    >>> from extract.facts import Facets
    >>> figure = Figure(0, "count", "17", 0, 0, 2, Decimal(17), facets=Facets(unit="household"))
    >>> [str(one.value) for one in find_candidates(figure, "17", (Reading(0, 2, 0.5, ("77",)),)) if one.distance < LOST]
    ['17', '77', '47', '11', '12']
    """
    is_rate = figure.facets.unit in RATES or figure.kind == "percent"
    has_decimals = is_rate or bool(figure.decimals)
    match = _NUMBER.search(figure.literal)
    literal = match.group().rstrip(".,") if match else ""
    sources: list[tuple[int, Iterable[Decimal]]] = [(AS_READ, () if figure.value is None else (figure.value,))]
    for distance, written in (
        (SEEN, _seen(figure, literal, text, readings)),
        (CONFUSABLE, _confusable(literal, is_rate)),
        (LOST, _lost(literal)),
    ):
        sources.append((distance, (value for numeral in written for value in _values(numeral, has_decimals))))
    found: dict[Decimal, int] = {}
    for distance, values in sources:
        for value in values:
            if habit is None:
                found.setdefault(value, distance)
            elif (missing := habit - decimals_of(value)) >= 0:
                is_shorter = distance == LOST and not missing and decimals_of(figure.value or value) < habit
                found.setdefault(value.quantize(Decimal(1).scaleb(-habit)), CONFUSABLE if is_shorter else distance)
    return tuple(Candidate(value, distance) for value, distance in found.items())


def _seen(figure: Figure, literal: str, text: str, readings: Sequence[Reading]) -> Iterator[str]:
    """The other readings of the words of a figure, as far as they are numbers in the place of its own."""
    for reading in readings:
        word = text[reading.start : reading.end]
        if len(word) > len(figure.literal) + 4 and word.count("/"):
            continue  # a reference or a date: its parts are no numbers
        for other in reading.others:
            if match := _NUMBER.search(other):
                yield match.group().rstrip(".,")
    if literal != literal.translate(_LETTERS):
        yield literal.translate(_LETTERS)


def _confusable(literal: str, is_rate: bool) -> Iterator[str]:
    """One digit taken for another, one doubled, a decimal mark lost."""
    for place, char in enumerate(literal):
        for other in CONFUSED.get(char, ""):
            yield literal[:place] + other + literal[place + 1 :]
        if place and char.isdigit() and literal[place - 1] == char:
            yield literal[:place] + literal[place + 1 :]
    if is_rate and literal.isdigit():
        for place in range(1, len(literal)):
            yield f"{literal[:place]}.{literal[place:]}"


def _lost(literal: str) -> Iterator[str]:
    """One digit lost, one too many, two neighbours both taken for others."""
    for place in range(len(literal) + 1):
        for digit in "0123456789":
            yield literal[:place] + digit + literal[place:]
    for place in range(len(literal)):
        yield literal[:place] + literal[place + 1 :]


def _values(numeral: str, has_decimals: bool) -> Iterable[Decimal]:
    """What a numeral is worth where the figure's unit has decimals, or has none."""
    read = read_numeral(numeral)
    if read.is_ambiguous:
        value = read.decimal if has_decimals else read.whole
        return () if value is None else (value,)
    if read.whole is None and read.decimal is None:
        return repairs(numeral)
    return [value for value in (read.whole, read.decimal) if value is not None]
