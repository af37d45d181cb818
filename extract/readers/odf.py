"""The names of OpenDocument that the odt reader looks at, as lxml spells them."""

from __future__ import annotations

from lxml import etree

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, DRAW, STYLE = (f"{{{_URN}{name}:1.0}}" for name in ("office", "text", "table", "drawing", "style"))
FO = f"{{{_URN}xsl-fo-compatible:1.0}}"
SVG = f"{{{_URN}svg-compatible:1.0}}"
XML = "{http://www.w3.org/XML/1998/namespace}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"

P, H, LIST, ITEM, LIST_HEADER, NUMBERED = (
    f"{TEXT}{name}" for name in ("p", "h", "list", "list-item", "list-header", "numbered-paragraph")
)
SPAN, SPACE, TAB, LINE_BREAK, NUMBER, NOTE = (
    f"{TEXT}{name}" for name in ("span", "s", "tab", "line-break", "number", "note")
)
# What stands in a line without being letters; boxes besides.
PLACED = frozenset({SPACE, TAB, LINE_BREAK, NOTE})
TABLE_TAG, ROW, CELL, COVERED = (
    f"{TABLE}{name}" for name in ("table", "table-row", "table-cell", "covered-table-cell")
)
TEXT_BOX = f"{DRAW}text-box"
STYLE_NAME = f"{TEXT}style-name"

# Elements around paragraphs that only wrap them: sections, indexes, groups of rows.
WRAPPERS = frozenset(
    {f"{TEXT}{name}" for name in ("section", "index-body", "index-title", "alphabetical-index", "bibliography",
                                  "illustration-index", "object-index", "table-index", "table-of-content",
                                  "user-index")}
    | {f"{TABLE}{name}" for name in ("table-rows", "table-row-group", "table-header-rows")}
)  # fmt: skip

# What is not text of the plan: what was deleted, remarks at the margin, titles of pictures, how a word is pronounced.
SKIPPED = frozenset(
    {f"{TEXT}{name}" for name in ("tracked-changes", "ruby-text", "note-citation", "table-of-content-source",
                                  "sequence-decls", "variable-decls", "user-field-decls", "number", "script")}
    | {f"{OFFICE}{name}" for name in ("annotation", "forms", "event-listeners")}
    | {f"{SVG}title", f"{SVG}desc"}
)  # fmt: skip


def whole(text: str | None, otherwise: int = 1, most: int = 1_000_000) -> int:
    """A whole number as an attribute holds it, `otherwise` for anything else, `most` at most.

    >>> whole("3"), whole(None), whole("-2"), whole("9" * 20)
    (3, 1, 1, 1000000)
    """
    told = (text or "").strip()
    if not (told.isascii() and told.isdigit()):
        return otherwise
    return min(int(told[:12]), most)


def is_true(text: str | None) -> bool:
    """A truth value as an attribute holds it."""
    return text == "true"


def is_hidden(element: etree._Element) -> bool:
    """Whether a section or a field is not shown: never, or not under a condition that holds now."""
    return element.get(f"{TEXT}display") == "none" or is_true(element.get(f"{TEXT}is-hidden"))
