"""One paragraph of a docx → its text as the reader sees it, whether it is bold, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extract.readers import wordml
from extract.readers.fonts import Decoder
from extract.readers.styles import Style, Styles
from extract.readers.wordml import W
from normalize.encodings import encoding_of_font

_TEXTS = frozenset((f"{W}t", f"{wordml.MATH}t"))
# Runs between which a formula's fraction bar stands.
_DENOMINATOR = f"{wordml.MATH}den"
# Marks that are characters; a break of line, column or page ends a line. A soft hyphen is not printed within a line,
# but Word keeps the ư of a TCVN3 font as one.
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\u00ad",
}
# What is not, or not any more, text of this paragraph: properties, deletions, the pronunciation above a word.
_SKIPPED = frozenset(
    (
        wordml.P_PR,
        wordml.R_PR,
        wordml.DELETED,
        wordml.MOVED_AWAY,
        f"{W}instrText",
        f"{W}delText",
        f"{W}rt",
    )
)
_FIELD_CHARACTER, _SYMBOL = f"{W}fldChar", f"{W}sym"
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}

# Word keeps a symbol as its place in the font, moved to the private use area. Of the font Symbol, what plans use:
_SYMBOL_FONT = {
    0xA3: "≤", 0xA5: "∞", 0xA7: "•", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD7: "·", 0xE5: "∑",
    0x2D: "−", 0x5C: "∴", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x44: "Δ", 0x53: "Σ",
}  # fmt: skip
# ASCII places at which Symbol holds the ASCII character.
_SYMBOL_ASCII = frozenset(b" !#%&()+,./0123456789:;<=>?[]_{|}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph read: `text` may hold tabs and newlines, and is not cleaned yet.

    `is_bold` is None where there is no printed character. `boxes` are the text boxes anchored in it, `notes` the
    foot- and endnotes it refers to as (kind, id), both in order.
    """

    text: str
    is_bold: bool | None
    boxes: tuple[etree._Element, ...]
    notes: tuple[tuple[str, str], ...]


def read_paragraph(
    paragraph: etree._Element, style: Style, styles: Styles, fields: list[bool], decoder: Decoder
) -> Paragraph:
    """Read one `w:p`. `fields` holds the open fields, True while in the instruction; it lasts over paragraphs."""
    pieces: list[str] = []
    legacy: dict[int, str] = {}  # which pieces are in an old encoding, and in which
    encoding: str | None = None
    boxes: list[etree._Element] = []
    notes: list[tuple[str, str]] = []
    bold_seen = plain_seen = False
    is_bold = bool(style.is_bold)
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag == wordml.R:
            is_bold, is_hidden, encoding = _look(element, style, styles)
            stack.extend(reversed(element) if not is_hidden else element.iterchildren(_FIELD_CHARACTER, reversed=True))
        elif tag in _TEXTS:
            text = element.text
            if text and True not in fields:
                if encoding is not None:
                    legacy[len(pieces)] = encoding
                pieces.append(text)
                if not text.isspace():
                    bold_seen |= is_bold
                    plain_seen |= not is_bold
        elif tag in _SKIPPED:
            continue
        elif tag in _CHARACTERS:
            if True not in fields:
                if encoding is not None:
                    legacy[len(pieces)] = encoding
                pieces.append(_CHARACTERS[tag])
        elif tag == _FIELD_CHARACTER:
            _follow_field(element.get(f"{W}fldCharType"), fields)
        elif tag == _SYMBOL:
            if True not in fields:
                font = element.get(f"{W}font", "")
                if (symbol_encoding := encoding_of_font(font)) is not None:
                    legacy[len(pieces)] = symbol_encoding
                pieces.append(read_symbol(font, element.get(f"{W}char", "")))
        elif tag == wordml.TEXT_BOX:
            boxes.append(element)
        elif tag in _NOTES:
            notes.append((_NOTES[tag], element.get(f"{W}id", "")))
        elif tag == wordml.ALTERNATE:
            if (branch := wordml.chosen(element)) is not None:
                stack.extend(reversed(branch))
        else:
            if tag == _DENOMINATOR:
                pieces.append("/")
            stack.extend(reversed(element))
    if fields:  # an instruction ends with its paragraph: a field never closed must not swallow the rest of the plan
        fields[:] = [False] * len(fields)
    text = decoder.join((piece, legacy.get(at)) for at, piece in enumerate(pieces)) if legacy else "".join(pieces)
    return Paragraph(text, not plain_seen if bold_seen or plain_seen else None, tuple(boxes), tuple(notes))


def read_symbol(font: str, place: str) -> str:
    """The character of a `w:sym`, '' where Unicode has none that is sure; of a font of an old encoding, not decoded.

    >>> read_symbol("Symbol", "F0B3"), read_symbol("Symbol", "F03E"), read_symbol("Wingdings", "F04A")
    ('≥', '>', '')
    """
    try:
        code = int(place, 16)
    except ValueError:
        return ""
    if not 0xF000 <= code <= 0xF0FF:  # a plain character, kept as a symbol to fix its font
        is_character = 0x20 <= code < 0xD800 or 0xF900 <= code <= 0xFFFD
        return chr(code) if is_character else ""
    if encoding_of_font(font) is not None:
        return chr(code - 0xF000)
    if font.casefold() != "symbol":
        return ""
    code -= 0xF000
    return chr(code) if code in _SYMBOL_ASCII else _SYMBOL_FONT.get(code, "")


def _look(run: etree._Element, style: Style, styles: Styles) -> tuple[bool, bool, str | None]:
    """Whether a run is bold, whether hidden, and its old encoding: its own word, else the styles'.

    Two bolds undo each other.
    """
    is_bold, is_hidden = bool(style.is_bold), bool(style.is_hidden)
    if not len(run) or run[0].tag != wordml.R_PR:
        return is_bold, is_hidden, styles.encoding(style)
    own_bold = own_hidden = own_font = character_font = None
    for element in run[0]:
        tag = element.tag
        if tag == wordml.BOLD:
            own_bold = wordml.is_on(element)
        elif tag == wordml.VANISH:
            own_hidden = wordml.is_on(element)
        elif tag == wordml.FONTS:
            own_font = styles.font(element)
        elif tag == wordml.R_STYLE:
            character = styles.character(element.get(wordml.VAL, ""))
            is_bold, is_hidden = is_bold != bool(character.is_bold), is_hidden != bool(character.is_hidden)
            character_font = character.font
    is_bold = is_bold if own_bold is None else own_bold
    is_hidden = is_hidden if own_hidden is None else own_hidden
    return is_bold, is_hidden, styles.encoding(style, own_font or character_font)


def _follow_field(kind: str | None, fields: list[bool]) -> None:
    if kind == "begin":
        fields.append(True)
    elif fields and kind == "separate":
        fields[-1] = False
    elif fields and kind == "end":
        fields.pop()
