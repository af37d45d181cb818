"""How a spreadsheet shows a day or a time: days since 1900 and the tokens of a format code → text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

# Of a token: its kind and text, as `number_format` takes a code apart.
Pair = tuple[str, str]

_LETTERS = "ymdhs"
_DAY_SECONDS = 86_400
# The last day of a sheet is the end of the year 9999.
_LAST_DAY = 2_958_465
# A sheet takes 1900 for a leap year: day 60 is the 29 February that never was.
_FALSE_LEAP_DAY = 60
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def is_date(tokens: Sequence[Pair]) -> bool:
    """Whether the tokens of a code show a day or a time: letters of one outside quotes, or elapsed hours.

    >>> is_date([("other", "d"), ("other", "/"), ("other", "m")]), is_date([("digit", "0")])
    (True, False)
    """
    return any(
        (kind == "other" and text.lower() in _LETTERS) or (kind == "remark" and _is_elapsed(text))
        for kind, text in tokens
    )


def show_date(value: Decimal, tokens: Sequence[Pair], is_1904: bool = False) -> str | None:
    """The day or time as the tokens show it, None where the number is none.

    >>> show_date(Decimal(44562), [("other", letter) for letter in "dd/mm/yyyy"])
    '01/01/2022'
    """
    if not 0 <= value <= _LAST_DAY:
        return None
    pieces = _join(tokens)
    has_fraction = any(text.startswith("s") for kind, text in pieces if kind == "run") and any(
        kind == "digit" for kind, _ in pieces
    )
    step = Decimal("0.001") if has_fraction else Decimal(1)
    seconds = (value * _DAY_SECONDS).quantize(step, rounding=ROUND_HALF_UP)
    moment = _moment(seconds, is_1904)
    is_halved = any(kind == "half" for kind, _ in pieces)
    shown = []
    for at, (kind, text) in enumerate(pieces):
        if kind == "run":
            shown.append(_part(moment, text, _is_minute(pieces, at), is_halved))
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            shown.append(str(int(seconds // unit)).zfill(len(text)))
        elif kind == "half":
            shown.append("AM" if moment.hour < 12 else "PM")
        elif kind == "digit":
            shown.append(f"{moment.microsecond:06}"[: len(text)])
        elif kind in ("literal", "other"):
            shown.append(text)
    return "".join(shown).strip()


def _moment(seconds: Decimal, is_1904: bool) -> datetime:
    days = int(seconds // _DAY_SECONDS)
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 31 if days < _FALSE_LEAP_DAY else 30)
    milliseconds = int(seconds * 1000) % (_DAY_SECONDS * 1000)
    return first + timedelta(days=min(days, _LAST_DAY - 1462 if is_1904 else _LAST_DAY), milliseconds=milliseconds)


def _join(tokens: Sequence[Pair]) -> list[Pair]:
    """Tokens with equal letters side by side as one `run`, `AM/PM` as `half`, [h] as `elapsed`."""
    pieces: list[Pair] = []
    at = 0
    while at < len(tokens):
        kind, text = tokens[at]
        ahead = "".join(other for _, other in tokens[at : at + 5]).upper()
        if kind == "other" and ahead.startswith("AM/PM"):
            pieces.append(("half", "AM/PM"))
            at += 5
            continue
        if kind == "other" and ahead.startswith("A/P"):
            pieces.append(("half", "A/P"))
            at += 3
            continue
        if kind == "remark":
            if _is_elapsed(text):
                pieces.append(("elapsed", text.lower()))
        elif kind == "other" and text.lower() in _LETTERS:
            letter = text.lower()
            if pieces and pieces[-1][0] == "run" and pieces[-1][1][0] == letter:
                pieces[-1] = ("run", pieces[-1][1] + letter)
            else:
                pieces.append(("run", letter))
        elif kind == "digit" and pieces and pieces[-1][0] == "digit":
            pieces[-1] = ("digit", pieces[-1][1] + text)
        elif kind in ("literal", "other", "digit"):
            pieces.append((kind, text))
        at += 1
    return pieces


def _is_elapsed(text: str) -> bool:
    return bool(text) and set(text.lower()) in ({"h"}, {"m"}, {"s"})


def _is_minute(pieces: Sequence[Pair], at: int) -> bool:
    """Whether `m` means minutes: right after hours or right before seconds."""
    times = [(place, text[0]) for place, (kind, text) in enumerate(pieces) if kind in ("run", "elapsed")]
    order = [place for place, _ in times].index(at)
    before = times[order - 1][1] if order else ""
    after = times[order + 1][1] if order + 1 < len(times) else ""
    return before == "h" or after == "s"


def _part(moment: datetime, run: str, is_minute: bool, is_halved: bool) -> str:
    """One run of equal letters: `d` 5, `dd` 05, `mmm` Jan, `yyyy` 2022."""
    letter, length = run[0], len(run)
    if letter == "y":
        return f"{moment.year:04}" if length > 2 else f"{moment.year % 100:02}"
    if letter == "m" and not is_minute and length > 2:
        name = _MONTHS[moment.month - 1]
        return {3: name[:3], 5: name[:1]}.get(length, name)
    if letter == "d" and length > 2:
        name = _DAYS[moment.weekday()]
        return name[:3] if length == 3 else name
    hour = (moment.hour - 1) % 12 + 1 if is_halved else moment.hour
    number = {
        "m": moment.minute if is_minute else moment.month, "d": moment.day, "h": hour, "s": moment.second,
    }[letter]  # fmt: skip
    return f"{number:02}" if length > 1 else str(number)
