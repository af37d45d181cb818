"""Which words can be Vietnamese: a syllable is an onset, a rime and a tone, each from a closed list."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
# A syllable that ends so is said with sắc or nặng; without its tone mark it is let pass, as all unmarked text is.
_CLOSING = ("c", "ch", "k", "p", "t")
_CLOSED_TONES = frozenset("\u0301\u0323")


def _marked() -> dict[str, tuple[str, str]]:
    """Each vowel with a tone mark → the vowel without it, and the tone."""
    return {
        unicodedata.normalize("NFC", vowel + tone): (vowel, tone) for vowel, tone in product("aăâeêioôơuưy", _TONES)
    }


_MARKED = _marked()


@cache
def _toneless() -> frozenset[str]:
    """Every syllable that the rules allow, without its tone."""
    table = tomllib.loads((files("normalize") / "data" / "syllables.toml").read_text("utf-8"))
    onsets, rimes = table["onsets"], table["rimes"]
    pairs = (
        *product(onsets["any"], rimes["front"] + rimes["back"]),
        *product(onsets["front"], rimes["front"]),
        *product(onsets["back"], rimes["back"]),
        *product(["qu"], rimes["qu"]),
        *product(["gi"], rimes["gi"] + rimes["back"] + [rime for rime in rimes["front"] if rime[0] in "eê"]),
        *product([""], rimes["alone"]),
    )
    return frozenset(onset + rime for onset, rime in pairs)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable, in capitals or not; one without any mark can be, too.

    >>> [is_syllable(word) for word in ("nghèo", "NGHÈO", "ngheo", "Đắk", "nghÌo", "thôm", "tbò", "mât", "mầt")]
    [True, True, True, True, False, True, False, True, False]
    """
    if not (word.islower() or word.istitle() or word.isupper()):
        return False
    bare, tones = [], ""
    for letter in word.lower():
        vowel, tone = _MARKED.get(letter, (letter, ""))
        bare.append(vowel)
        tones += tone
    syllable = "".join(bare)
    if syllable not in _toneless() or len(tones) > 1:
        return False
    return not tones or tones in _CLOSED_TONES or not syllable.endswith(_CLOSING)
