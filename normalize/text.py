"""The only place where a plan's text is changed: composed Unicode, plain spaces, nothing invisible."""

from __future__ import annotations

import unicodedata

import regex

# Spaces that only look different: no-break, thin, ideographic … (a plan's tabs and newlines are its own).
_SPACES = regex.compile(r"[\p{Zs}\x0b\x0c\x85\u2028\u2029]")
# Invisible marks: soft hyphen, zero-width characters, direction marks, byte order mark, control characters.
_INVISIBLE = regex.compile(r"[\u00ad\p{Cf}\p{Cc}--[\t\n\r]]", regex.VERSION1)
# Whatever the two patterns change: most texts have none of it.
_ODD = regex.compile(r"[[\p{Zs}--[ ]]\r\x0b\x0c\x85\u2028\u2029\u00ad\p{Cf}[\p{Cc}--[\t\n\r]]]", regex.VERSION1)


def clean(text: str) -> str:
    r"""The text composed (NFC), with plain spaces, without invisible characters and blank edges.

    Call it once, after decoding a legacy font: the TCVN3 ư is U+00AD, a soft hyphen in Unicode.

    >>> clean(" Ho\u0323\u0302  nghe\u0300o\u200b\u00a0")
    'Hộ  nghèo'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text)
    if _ODD.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return text.strip()
