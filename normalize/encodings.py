"""Vietnamese from before Unicode: which fonts are of an old encoding, and its characters turned into letters.

The encodings are `tcvn3` (ABC), `tcvn3-capitals` (its fonts that draw capitals only), `vni`, `viqr` and `windows-1258`.
Decode before `normalize.text.clean`: the TCVN3 ư is a soft hyphen in Unicode, and cleaned away.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

import regex

from normalize.vocabulary import table

_MARKS = {
    "grave": "\u0300", "acute": "\u0301", "tilde": "\u0303", "hook": "\u0309", "dot": "\u0323",
    "circumflex": "\u0302", "breve": "\u0306", "horn": "\u031b", "bare": "",
}  # fmt: skip
_TONES = ("grave", "acute", "tilde", "hook", "dot")
# Letters that no old encoding gives when read as windows-1252: a text that holds one is Unicode.
_UNICODE = regex.compile(r"[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
# `ABCDEF+` before the name of a font that a PDF holds in part.
_SUBSET = regex.compile(r"[A-Z]{6}\+")
# Symbol fonts keep their characters in the private use area.
_PRIVATE = regex.compile(r"[\uf020-\uf0ff]")
_WORD = regex.compile(r"\p{L}+")
_TONED_SMALL = regex.compile(r"[àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
# Where windows-1252 differs from Latin-1; at the five places it leaves free the control characters stay.
_WINDOWS_1252 = {place: bytes((place,)).decode("cp1252", "ignore") or chr(place) for place in range(0x80, 0xA0)}
# UTF-16 of Latin letters: every second byte is mostly zero, the others never are.
_ZEROS, _NO_ZEROS = 0.3, 0.01
_LATIN = regex.compile(r"[\p{Latin}\p{Common}\p{Inherited}--[\x00-\x08\x0e-\x1f\x7f\ufffd]]+", regex.VERSION1)


@cache
def _known() -> Mapping[str, Any]:
    return table("encodings")


def is_unicode(text: str) -> bool:
    """Whether a text holds a Vietnamese letter that only Unicode has: then it is in no old encoding.

    >>> is_unicode("Hộ nghèo"), is_unicode("Ky Ré"), is_unicode("Hé nghÌo")
    (True, False, False)
    """
    return _UNICODE.search(text) is not None


@lru_cache(maxsize=1024)
def encoding_of_font(font: str | None) -> str | None:
    """The old encoding a font is made for, by its name; None for a Unicode font.

    >>> [encoding_of_font(name) for name in (".VnTime", "ABCDEF+.VnTimeH,Bold", "VNI-Times", "Times New Roman")]
    ['tcvn3', 'tcvn3-capitals', 'vni', None]
    """
    if not font:
        return None
    known = _known()
    name = _SUBSET.sub("", font.strip(" \"'"), count=1).split(",")[0].strip(" \"'").casefold().replace("#2e", ".")
    styles = "|".join(known["styles"]["words"])
    name = regex.sub(rf"(?<=[a-z])(?:[-_ ]+(?:{styles})+)+$", "", name)
    for encoding, beginnings in known["fonts"].items():
        if name.startswith(tuple(beginnings)) or name == encoding:
            return f"{encoding}-capitals" if encoding == "tcvn3" and name.endswith("h") else str(encoding)
    for encoding, names in known["dotless"].items():
        if name.removesuffix("h") in names:
            return f"{encoding}-capitals" if name.endswith("h") else str(encoding)
    return None


def decode(text: str, encoding: str) -> str:
    """The letters a text of an old encoding stands for, composed (NFC). Unicode text is returned as it is.

    Give adjacent runs of one encoding together: a letter of VNI may lie across them. Letters with a tone have no
    capitals in TCVN3; in a word of capitals they are raised.

    >>> decode("Hé NGHÌO nh\u00ad sau", "tcvn3"), decode("x· hång", "tcvn3-capitals"), decode("Hoä ngheøo", "vni")
    ('Hộ NGHÈO như sau', 'XÃ HỒNG', 'Hộ nghèo')
    >>> decode("Ho^. nghe`o DDa(.k", "viqr"), decode("Hôò nghèo", "windows-1258")
    ('Hộ nghèo Đặk', 'Hộ nghèo')
    """
    text = unicodedata.normalize("NFC", text)
    return (
        text if is_unicode(text) else _DECODERS[encoding](_PRIVATE.sub(lambda found: chr(ord(found[0]) - 0xF000), text))
    )


def decode_bytes(data: bytes) -> str:
    """Bytes of an old encoding as windows-1252 shows them, which is what `decode` expects.

    >>> decode_bytes(b"H\\xe9 ngh\\xcco \\x81")
    'Hé nghÌo \\x81'
    """
    return data.decode("latin-1").translate(_WINDOWS_1252)


def utf16_of(data: bytes) -> str | None:
    """Which UTF-16 a text without a byte order mark is in: `utf-16-le`, `utf-16-be`, None where it is in neither.

    >>> utf16_of("Hộ nghèo".encode("utf-16-le")), utf16_of("Hộ nghèo".encode())
    ('utf-16-le', None)
    """
    pairs = len(data) // 2
    if not pairs or len(data) % 2:
        return None
    even, odd = data[::2].count(0) / pairs, data[1::2].count(0) / pairs
    name = "utf-16-le" if odd > even else "utf-16-be"
    if max(odd, even) < _ZEROS or min(odd, even) > _NO_ZEROS:
        return None
    return name if _LATIN.fullmatch(data.decode(name, "replace")) else None


@cache
def _tcvn3() -> Mapping[int, str]:
    return {ord(char): letter for letter, chars in _known()["tcvn3"].items() for char in chars}


def _decode_tcvn3(text: str) -> str:
    return "\n".join(map(_raise, text.translate(_tcvn3()).split("\n")))


def _raise(line: str) -> str:
    """A line with the small letters raised that stand for the capitals TCVN3 lacks: THựC TRạNG Hộ → THỰC TRẠNG HỘ."""
    if not _TONED_SMALL.search(line):
        return line
    raised: str = _WORD.sub(lambda word: word[0].upper() if _is_capital(word[0]) else word[0], line)
    # Beside such a word in a line without any other small letter, “Hộ” can only be HỘ.
    return raised.upper() if raised != line and _TONED_SMALL.sub("", raised).isupper() else raised


def _is_capital(word: str) -> bool:
    """Two capitals, and no small letter but those that have no capital."""
    bare = _TONED_SMALL.sub("", word)
    return len(bare) > 1 and bare.isupper()


@cache
def _vni() -> tuple[regex.Pattern[str], Mapping[str, str]]:
    """A pattern of the characters of a letter, and the letter they stand for."""
    found = _known()["vni"]
    small: dict[str, str] = {char: letter for letter, char in found["letters"].items()}
    single = dict(small)
    for marks in found["marks"]:
        for tone in ("bare", *_TONES):
            if tone not in marks:
                continue
            for vowel in marks["vowels"]:
                accents = _MARKS[marks.get("shape", "bare")] + _MARKS[tone]
                small[vowel + marks[tone]] = unicodedata.normalize("NFC", single.get(vowel, vowel) + accents)
    letters = dict(small)
    for chars, letter in small.items():  # the vowel decides: a typist may forget to shift its mark
        letters[chars.upper()] = letters[chars[0].upper() + chars[1:]] = letter.upper()
        letters[chars[0] + chars[1:].upper()] = letter if len(chars) > 1 else letters[chars]
    longest_first = sorted(letters, key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, longest_first))), letters


def _decode_vni(text: str) -> str:
    pattern, letters = _vni()
    return str(pattern.sub(lambda found: letters[found[0]], text))


@cache
def _viqr() -> tuple[regex.Pattern[str], Mapping[str, str]]:
    marks = {char: _MARKS[name] for name, char in _known()["viqr"].items()}
    tones = regex.escape("".join(char for char, mark in marks.items() if mark not in "\u0302\u0306\u031b"))
    pattern = rf"""
        \\(?P<kept>[\\{regex.escape("".join(marks))}dD])   # a mark that is none
      | (?P<d>d)d | (?P<D>D)[dD]
      | (?P<vowel>[aA])(?P<marks>[\^(][{tones}]?|[{tones}])
      | (?P<vowel>[eE])(?P<marks>\^[{tones}]?|[{tones}])
      | (?P<vowel>[oO])(?P<marks>[\^+][{tones}]?|[{tones}])
      | (?P<vowel>[uU])(?P<marks>\+[{tones}]?|[{tones}])
      | (?P<vowel>[iIyY])(?P<marks>[{tones}])
    """
    return regex.compile(pattern, regex.VERBOSE), marks


def _decode_viqr(text: str) -> str:
    pattern, marks = _viqr()

    def letter(found: regex.Match[str]) -> str:
        if found["kept"]:
            return str(found["kept"])
        if not found["vowel"]:
            return "đ" if found["d"] else "Đ"
        return unicodedata.normalize("NFC", found["vowel"] + "".join(marks[mark] for mark in found["marks"]))

    return str(pattern.sub(letter, text))


@cache
def _windows_1258() -> Mapping[int, str]:
    """Characters of windows-1252 → those of windows-1258 at the same place."""
    places = (bytes((place,)) for place in range(0x80, 0x100))
    pairs = ((place.decode("cp1252", "ignore"), place.decode("cp1258", "ignore")) for place in places)
    return {ord(old): new for old, new in pairs if old and new and old != new}


def _decode_windows_1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_windows_1258()))


_DECODERS: Mapping[str, Callable[[str], str]] = {
    "tcvn3": _decode_tcvn3,
    "tcvn3-capitals": lambda text: text.translate(_tcvn3()).upper(),
    "vni": _decode_vni,
    "viqr": _decode_viqr,
    "windows-1258": _decode_windows_1258,
}
