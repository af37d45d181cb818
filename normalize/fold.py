"""A same-length matching key: what the eye takes for the same word gets the same key, offsets stay true."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

import regex

# The tone mark of oa, oe, uy stands on either vowel: hoà = hòa, khoẻ = khỏe, thuỷ = thủy (but not after q: quý).
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE = regex.compile("(?<!q)(?:" + "|".join(_TONES) + r")(?!\p{L})")
# The final i of kỉ, lí, mĩ, tỉ … is written y as well.
_FINAL_I = regex.compile(r"(?<=\b[hklmst])[iíìỉĩị](?!\p{L})")
_Y = str.maketrans("iíìỉĩị", "yýỳỷỹỵ")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"\u00a0": " ", "\t": " "})


@cache
def _slips() -> tuple[regex.Pattern[str], dict[str, str]]:
    """The slips of `data/slips.toml`, as one pattern and what each match stands for."""
    table = tomllib.loads((files("normalize") / "data" / "slips.toml").read_text("utf-8"))
    told: dict[str, str] = {}
    for right, wrongs in table["slips"].items():
        for wrong in wrongs:
            if len(wrong) != len(right):
                raise ValueError(f"slips.toml: “{wrong}” and “{right}” differ in length")
            told[wrong] = right
    longest_first = sorted(told, key=len, reverse=True)
    return regex.compile(r"(?<!\p{L})(?:" + "|".join(map(regex.escape, longest_first)) + r")(?!\p{L})"), told


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Lower case, one place for tone marks, y for a final i, one dash, known OCR slips mended: character for character.

    >>> fold("Hoà Bình – Tiêu dự án 2, tỉ lệ")
    'hòa bình - tiểu dự án 2, tỷ lệ'
    """
    key = text.lower()
    if len(key) != len(text):  # İ and its like grow in lower case
        key = "".join(lower if len(lower := char.lower()) == 1 else char for char in text)
    key = key.translate(_DASHES)
    key = _TONE.sub(lambda match: _TONES[match.group()], key)
    key = _FINAL_I.sub(lambda match: match.group().translate(_Y), key)
    pattern, told = _slips()
    return str(pattern.sub(lambda match: told[match.group()], key))
