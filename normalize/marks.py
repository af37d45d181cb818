"""Vietnamese letters without their marks: the key for words of capitals, which OCR and typists mark badly."""

from __future__ import annotations

import unicodedata

_LETTERS = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1EA0, 0x1F00))]
_BARE = {
    ord(letter): base for letter in _LETTERS if (base := unicodedata.normalize("NFD", letter)[0].lower()).isascii()
} | {ord(letter): "d" for letter in "ĐđÐð"}


def strip_marks(text: str) -> str:
    """Lower case without any mark, character for character (of composed text).

    >>> strip_marks("KẾ HOẠCH Đối soát")
    'ke hoach doi soat'
    """
    key = text.translate(_BARE).lower()
    return key if len(key) == len(text) else "".join(char.lower()[:1] or char for char in text.translate(_BARE))
