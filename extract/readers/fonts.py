"""Runs of text with the fonts they are set in → their letters, where a font is of an old Vietnamese encoding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from normalize.encodings import decode, is_unicode
from normalize.mojibake import decode_doubtful, is_legacy


class Decoder:
    """Decodes the runs of one document, and notes which fonts are old by name only.

    A plan converted to Unicode may keep `.VnTime` in its styles. What such a font says is `contradicted`, and the
    document to be read again with a decoder that doubts it.
    """

    def __init__(self, doubted: frozenset[str] = frozenset()) -> None:
        """Take the encodings that are not to be believed by the font alone."""
        self._doubted = doubted
        self._unicode: Counter[str] = Counter()
        self._legacy: Counter[str] = Counter()

    @property
    def contradicted(self) -> frozenset[str]:
        """The encodings whose fonts hold Unicode more often than not, and were believed."""
        return frozenset(name for name, count in self._unicode.items() if count > self._legacy[name]) - self._doubted

    def join(self, runs: Iterable[tuple[str, str | None]]) -> str:
        """The text of adjacent runs, each with the encoding of its font (None: Unicode).

        Runs of one encoding are decoded together: a letter of VNI may lie across two of them.

        >>> Decoder().join([("Hoä nghe", "vni"), ("øo", "vni"), (" Ky Ré", None)])
        'Hộ nghèo Ky Ré'
        """
        parts: list[str] = []
        for encoding, group in groupby(runs, key=lambda run: run[1]):
            texts = [text for text, _ in group]
            parts.append("".join(texts) if encoding is None else self._decode(texts, encoding))
        return "".join(parts)

    def _decode(self, runs: list[str], encoding: str) -> str:
        text = "".join(runs)
        if is_unicode(text):
            self._unicode[encoding] += 1
            return "".join(run if is_unicode(run) else decode_doubtful(run, encoding) for run in runs)
        if encoding in self._doubted:
            return decode_doubtful(text, encoding)
        self._legacy[encoding] += is_legacy(text, encoding)
        return decode(text, encoding)
