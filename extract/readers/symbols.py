"""Characters of symbol fonts, and the hyphen that never breaks: what they show, where Unicode has it."""

from __future__ import annotations

import regex

from extract.readers.runs import read_symbol

# Programs keep a symbol as its place in the font, moved to the private use area.
_MOVED = regex.compile(r"[\uf020-\uf0ff\u2011]")
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings")


def show_symbols(text: str, font: str | None) -> str:
    r"""The text with its symbols as Unicode knows them, without those it has no sure sign for.

    >>> show_symbols("\uf0b3 5%", "Symbol"), show_symbols("2016\u20112020", None), show_symbols("\uf0fex", "Wingdings")
    ('≥ 5%', '2016-2020', 'x')
    """

    def shown(match: regex.Match[str]) -> str:
        return "-" if match[0] == "\u2011" else read_symbol(font or "", f"{ord(match[0]):X}")

    return str(_MOVED.sub(shown, text))


def is_symbol_font(font: str | None) -> bool:
    """Whether a font holds signs instead of letters.

    >>> is_symbol_font("Wingdings 2"), is_symbol_font("Times New Roman"), is_symbol_font(None)
    (True, False, False)
    """
    return font is not None and font.casefold().startswith(_SYMBOL_FONTS)
