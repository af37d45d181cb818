"""The names of WordprocessingML that the docx reader looks at, as lxml spells them."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

VAL = f"{W}val"

P, P_PR, P_STYLE, NUM_PR, NUM_ID, ILVL = (f"{W}{n}" for n in ("p", "pPr", "pStyle", "numPr", "numId", "ilvl"))
R, R_PR, R_STYLE, BOLD, VANISH, FONTS = (f"{W}{n}" for n in ("r", "rPr", "rStyle", "b", "vanish", "rFonts"))
OUTLINE, BASED_ON, NAME, STYLE = (f"{W}{n}" for n in ("outlineLvl", "basedOn", "name", "style"))
TBL, TR, TC, TR_PR, TC_PR = (f"{W}{n}" for n in ("tbl", "tr", "tc", "trPr", "tcPr"))
TEXT_BOX = f"{W}txbxContent"
DELETED, MOVED_AWAY = f"{W}del", f"{W}moveFrom"
ALTERNATE, CHOICE, FALLBACK = (f"{MC}{n}" for n in ("AlternateContent", "Choice", "Fallback"))

# Elements that only wrap others: content controls, custom XML, tracked insertions, smart tags.
WRAPPERS = frozenset(f"{W}{n}" for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))

_OFF = frozenset(("0", "false", "off", "none"))


def is_on(element: etree._Element | None) -> bool | None:
    """A toggle property: None where it is not given, `<w:b/>` is on, `<w:b w:val="0"/>` is off."""
    if element is None:
        return None
    return element.get(VAL, "1") not in _OFF


def value(parent: etree._Element | None, tag: str) -> str | None:
    """The `w:val` of a child, None where there is no such child."""
    child = None if parent is None else parent.find(tag)
    return None if child is None else child.get(VAL)


def properties(parent: etree._Element, tag: str) -> dict[str, etree._Element]:
    """The properties of a paragraph, run, cell or row by name; they stand in `tag`, its first child (a row: anywhere).

    One pass over the few that are there is three times as fast as a search for each that might be.
    """
    for child in parent:
        if child.tag == tag:
            return {element.tag: element for element in child}
        if tag != TR_PR:
            break
    return {}


def told(properties: dict[str, etree._Element], tag: str) -> str | None:
    """The `w:val` of a property, None where it is not given."""
    element = properties.get(tag)
    return None if element is None else element.get(VAL)


def whole(text: str | None) -> int | None:
    """A whole number as an attribute holds it, None for anything else; a hostile file's long ones too.

    >>> whole("12"), whole("-1"), whole("x"), whole(None)
    (12, -1, None, None)
    """
    if text is None or len(text) > 9 or not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit():
        return None
    return int(text)


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The one branch of `mc:AlternateContent` to read: the first choice, else the fallback; both hold the same."""
    choice = alternate.find(CHOICE)
    return choice if choice is not None else alternate.find(FALLBACK)


def unwrapped(parent: etree._Element) -> list[etree._Element]:
    """The children of a body, cell, table or row in order, with all wrappers taken off."""
    found: list[etree._Element] = []
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        if element.tag in WRAPPERS:
            stack.extend(reversed(element))
        elif element.tag == ALTERNATE:
            if (branch := chosen(element)) is not None:
                stack.extend(reversed(branch))
        else:
            found.append(element)
    return found
