"""Characters that are marks in the text of a .doc: ends of paragraphs and cells, fields, breaks, hyphens."""

from __future__ import annotations

import regex

CELL, PAGE, PARAGRAPH = "\x07", "\x0c", "\r"
SYMBOL = "("  # stands where a symbol of another font is printed
FIELD, FIELD_RESULT, FIELD_END = "\x13", "\x14", "\x15"

# What ends a paragraph; a page break only where a section ends with it.
ENDS = regex.compile(r"[\r\x07\x0c]")
CONTROLS = regex.compile(r"[\x00-\x1f]")

# Marks that are text. An optional hyphen is U+00AD, which is the `ư` of a TCVN3 font and nothing in any other.
OPTIONAL_HYPHEN = "\u00ad"
TEXTS = {"\t": "\t", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": OPTIONAL_HYPHEN}
