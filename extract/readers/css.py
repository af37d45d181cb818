"""What style sheets say of an element of a web page, as far as its text depends on it: bold, hidden, font, list mark.

Only selectors of one element count (`p.MsoNormal`, `.x`, `#y`): that is what Word and LibreOffice write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import regex
from lxml import etree

_BOLD_WEIGHT = 600  # of 100 … 900
_COMMENT = regex.compile(r"/\*.*?\*/|<!--|-->", regex.DOTALL)
# `@media print {…{…}…}`, `@page {…}`, `@import …;`
_AT_RULE = regex.compile(r"@[^{};]+(?:;|\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\})")
_RULE = regex.compile(r"([^{}]++)\{([^{}]*+)\}")
_SELECTOR = regex.compile(r"(?P<tag>[a-z][\w:]*)?(?:\.(?P<class>[-\w]+))?(?:\#(?P<id>[-\w]+))?", regex.IGNORECASE)
_FAMILY = regex.compile(r"[\"']([^\"']+)[\"']|([^\s,\"'][^,\"']*)")
# Rules of a page: one saved by Word has some hundred.
_RULES_LIMIT = 20_000
_CLASSES_LIMIT = 20

_HIDDEN = {
    ("display", "none"), ("visibility", "hidden"), ("mso-hide", "all"), ("mso-element", "comment-list"),
    ("mso-element", "header"), ("mso-element", "footer"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of an element; None where nothing is. `mark` is the list style: `decimal`, `none` …"""

    is_bold: bool | None = None
    is_hidden: bool | None = None
    font: str | None = None
    mark: str | None = None
    is_label: bool | None = None  # a number that Word has written out before its item

    def under(self, own: Look) -> Look:
        """This look with another laid over it: what that says itself wins."""
        return replace(self, **{name: told for name in Look.__slots__ if (told := getattr(own, name)) is not None})


class StyleSheet:
    """The rules of a page's own style sheets."""

    def __init__(self, sheets: Iterable[str]) -> None:
        """Take the texts of the `style` elements in order."""
        self._rules: dict[tuple[str, str, str], Look] = {}
        for sheet in sheets:
            for selector, look in _read_rules(sheet):
                if len(self._rules) < _RULES_LIMIT or selector in self._rules:
                    self._rules[selector] = self._rules.get(selector, Look()).under(look)

    def look(self, element: etree._Element) -> Look:
        """What the style sheets and the element itself say; the more a selector names, the later it counts."""
        look = Look()
        if self._rules:
            tag, own_id = str(element.tag), element.get("id", "").casefold()
            classes = element.get("class", "").casefold().split()[:_CLASSES_LIMIT]
            for key in (
                (tag, "", ""),
                *(("", name, "") for name in classes),
                *((tag, name, "") for name in classes),
                *([("", "", own_id), (tag, "", own_id)] if own_id else []),
            ):
                if key in self._rules:
                    look = look.under(self._rules[key])
        style = element.get("style")
        return look.under(read_declarations(style)) if style else look


def read_declarations(text: str) -> Look:
    """What the declarations of a rule or a `style` attribute say.

    >>> read_declarations("font-weight:700; font-family: '.VnTime', serif").font
    '.VnTime'
    """
    look = Look()
    for declaration in text.split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().casefold(), value.replace("!important", "").strip()
        folded = value.casefold()
        if (name, folded) in _HIDDEN:
            look = replace(look, is_hidden=True)
        elif name == "font-weight":
            look = replace(look, is_bold=_is_heavy(folded))
        elif name in ("font-family", "font"):
            look = look.under(_read_font(name, value))
        elif name in ("list-style-type", "list-style") and folded:
            look = replace(look, mark=folded.split()[0])
        elif (name, folded) == ("mso-list", "ignore"):
            look = replace(look, is_label=True)
    return look


def first_font(families: str) -> str | None:
    """The first of the fonts of a `face` attribute or a `font-family`.

    >>> first_font('".VnTime", serif'), first_font("VNI-Times")
    ('.VnTime', 'VNI-Times')
    """
    match = _FAMILY.search(families)
    return (match[1] or match[2]).strip() if match else None


def _is_heavy(weight: str) -> bool | None:
    if weight.isdigit():
        return int(weight[:4]) >= _BOLD_WEIGHT
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight)


def _read_font(name: str, value: str) -> Look:
    """A font family, or the shorthand `bold 14.0pt ".VnTime"`, in which the family comes last."""
    if name == "font-family":
        return Look(font=first_font(value))
    quoted = regex.search(r"[\"']([^\"']+)[\"']", value)
    return Look(is_bold=True if "bold" in value.casefold() else None, font=quoted[1] if quoted else None)


def _read_rules(sheet: str) -> Iterator[tuple[tuple[str, str, str], Look]]:
    text = _AT_RULE.sub("", _COMMENT.sub(" ", sheet))
    for match in _RULE.finditer(text):
        look = read_declarations(match[2])
        if look == Look():
            continue
        for selector in match[1].split(","):
            found = _SELECTOR.fullmatch(selector.strip())
            if found and (found["tag"] or found["class"] or found["id"]):
                tag, name, own_id = ((found[part] or "").casefold() for part in ("tag", "class", "id"))
                yield (tag, name, own_id), look
