"""What the styles of a docx say of a paragraph or run: level, bold, hidden, font, numbering; `basedOn` followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import regex
from lxml import etree

from extract.readers import wordml
from extract.readers.wordml import W
from normalize.encodings import encoding_of_font

# Built-in heading styles by name or id. Word writes the English name whatever its language, other programs their own
# (Vietnamese Word calls the style “Đầu đề 1” and gives it the id `u1`).
_HEADING = regex.compile(r"(?:heading|đầu\ đề|tiêu\ đề)[ _-]*([1-9])", regex.IGNORECASE | regex.VERBOSE)
_BODY_LEVEL = 9  # w:outlineLvl 9 means body text, 0 … 8 are headings 1 … 9


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. `level` 0 means that it says “body text”, None that it says nothing.

    `numbered_by` is the style of the chain that carries the numbering: a list level may be linked to it.
    """

    level: int | None = None
    is_bold: bool | None = None
    is_hidden: bool | None = None
    font: str | None = None
    num_id: str | None = None
    num_level: int | None = None
    numbered_by: str | None = None


class Styles:
    """The styles of a document by id, each resolved when first asked for: of a hundred a plan uses a handful."""

    def __init__(self, root: etree._Element | None, theme: Mapping[str, str] | None = None) -> None:
        """Take the `w:styles` root, None for a file without styles, and the fonts of the theme by their place."""
        self._theme = theme or {}
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        default_id = ""
        for element in () if root is None else root.iterchildren(wordml.STYLE):
            style_id = element.get(f"{W}styleId", "")
            self._elements[style_id] = element
            if element.get(f"{W}default") in ("1", "true", "on") and element.get(f"{W}type") == "paragraph":
                default_id = style_id
        self._default = self._resolve(default_id)
        said = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{wordml.R_PR}/{wordml.FONTS}")
        self._font = self.font(said)

    def paragraph(self, style_id: str | None) -> Style:
        """The style of a paragraph; one without a (known) style has the default style."""
        return self._resolve(style_id) if style_id in self._elements else self._default

    def character(self, style_id: str) -> Style:
        """The character style of a run, or the list style of a numbering."""
        return self._resolve(style_id)

    def font(self, fonts: etree._Element | None) -> str | None:
        """The font that a `w:rFonts` gives to letters beyond ASCII, None where it gives none; the theme's goes first.

        Where it speaks of ASCII alone, a font of an old encoding is meant for the other letters too.
        """
        if fonts is None:
            return None
        said = self._theme.get(fonts.get(f"{W}hAnsiTheme", "")) or fonts.get(f"{W}hAnsi")
        if said is None:
            ascii_font = self._theme.get(fonts.get(f"{W}asciiTheme", "")) or fonts.get(f"{W}ascii")
            said = ascii_font if encoding_of_font(ascii_font) else None
        return said

    def encoding(self, style: Style, own: str | None = None) -> str | None:
        """The old encoding that a run is in, by its own font, else its style's, else the document's."""
        return encoding_of_font(own or style.font or self._font)

    def _resolve(self, style_id: str | None) -> Style:
        """The style laid over all it is based on; an id that is not known says nothing."""
        chain: list[str] = []
        while style_id in self._elements and style_id not in self._resolved and style_id not in chain:
            chain.append(style_id)
            style_id = wordml.value(self._elements[style_id], wordml.BASED_ON)
        inherited = self._resolved.get(style_id or "", Style())
        for name in reversed(chain):
            inherited = self._resolved[name] = _over(inherited, self._own(self._elements[name], name))
        return inherited

    def _own(self, element: etree._Element, style_id: str) -> Style:
        paragraph, run = element.find(wordml.P_PR), element.find(wordml.R_PR)
        numbering = None if paragraph is None else paragraph.find(wordml.NUM_PR)
        level = parse_level(wordml.value(paragraph, wordml.OUTLINE))
        heading = _HEADING.fullmatch(wordml.value(element, wordml.NAME) or "") or _HEADING.fullmatch(style_id)
        if heading:
            level = int(heading[1])
        return Style(
            level=level,
            is_bold=None if run is None else wordml.is_on(run.find(wordml.BOLD)),
            is_hidden=None if run is None else wordml.is_on(run.find(wordml.VANISH)),
            font=None if run is None else self.font(run.find(wordml.FONTS)),
            num_id=wordml.value(numbering, wordml.NUM_ID),
            num_level=wordml.whole(wordml.value(numbering, wordml.ILVL)),
            numbered_by=None if numbering is None else style_id,
        )


def parse_level(text: str | None) -> int | None:
    """A `w:outlineLvl` as a heading level: 1 … 9, 0 for body text.

    >>> parse_level("0"), parse_level("9"), parse_level(None)
    (1, 0, None)
    """
    number = wordml.whole(text)
    return None if number is None else number + 1 if 0 <= number < _BODY_LEVEL else 0


def _over(base: Style, own: Style) -> Style:
    """A style laid over the one it is based on: what it says itself wins."""
    said = {name: told for name in Style.__slots__ if (told := getattr(own, name)) is not None}
    return replace(base, **said)


def prune_table_styles(data: bytes) -> bytes:
    """The bytes of `styles.xml` without its table styles, which no reader looks at.

    They are nine tenths of what Word writes there, and parsing them cost more than all the rest of a plan.

    >>> prune_table_styles(b'<w:styles><w:style w:type="table"><w:x/></w:style><w:style w:type="list"/></w:styles>')
    b'<w:styles><w:style w:type="list"/></w:styles>'
    """
    head, *styles = data.split(b"<w:style ")
    if not styles:
        return data
    kept = [head]
    for style in styles:
        if b'w:type="table"' not in style[: style.find(b">")]:
            kept.append(b"<w:style " + style)
        else:  # what follows the style: the end of the part, or another element
            kept.append(style.rpartition(b"</w:style>")[2])
    return b"".join(kept)
