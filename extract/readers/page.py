"""The bytes of a web page → its tree: encoding by mark, by declaration and by what its bytes can be."""

from __future__ import annotations

import codecs

import regex
from lxml import etree

from extract.document import UnreadableError
from normalize.encodings import decode_bytes, utf16_of

# A page of 200 pages of text saved by Word, styles and all, has 10 MB.
PAGE_LIMIT = 64 * 2**20
# So far into a page its encoding is declared, behind what Word writes first.
_HEAD = 16_384
# A page of another encoding has a bad byte in every word; one cut or pasted together has few.
_BAD_SHARE = 0.001

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARED = regex.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", regex.IGNORECASE)
# Names of what browsers show as windows-1252, and names under which pages in TCVN3 or VNI went out.
_WINDOWS = frozenset(
    ("x-user-defined", "iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252", "macintosh")
)
# `<?xml version="1.0" encoding="UTF-8"?>`: what follows is decoded already
_XML_MARK = regex.compile(r"^\s*<\?xml[^>]*\?>")


def parse_page(data: bytes) -> etree._Element:
    """The tree of a page, mended where its marks do not close. Raises UnreadableError where it holds none."""
    if len(data) > PAGE_LIMIT:
        raise UnreadableError(
            f"The web page has {len(data) // 2**20} MB, more than any plan. Save its text alone and read that."
        )
    text = _XML_MARK.sub("", decode_page(data).replace("\x00", ""))
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, huge_tree=True, no_network=True, remove_comments=True, remove_pis=True,
        collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError("The web page is damaged. Get a fresh copy of it, or save its text as .docx.") from error
    if root is None:
        raise UnreadableError("The web page holds no text. Get a fresh copy of it.")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableError(
            "The web page nests its marks thousands deep, most likely because none of them is closed. "
            "Open it in a browser or in Word, save it as .docx and read that."
        )
    return root


def decode_page(data: bytes) -> str:
    """The characters of a page; bytes of an old Vietnamese encoding come as windows-1252 shows them.

    >>> decode_page('<meta charset="windows-1252"><p>Thôn'.encode())[-4:]
    'Thôn'
    >>> decode_page(b'<meta charset="windows-1258"><p>Th\\xf4n')[-4:]
    'Thôn'
    """
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    if wide := utf16_of(data[:_HEAD]):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        match = _DECLARED.search(data[:_HEAD])
    declared = match[1].decode("ascii", "replace").casefold() if match else ""
    if declared.replace("_", "-") in ("utf-8", "utf8", ""):
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") <= _BAD_SHARE * len(text):
            return text
    elif declared not in _WINDOWS:
        try:
            return data.decode(declared.removeprefix("x-"), "replace")
        except (LookupError, UnicodeError):  # a name that nobody knows: tcvn-5712, x-vni …
            return decode_bytes(data)
    return decode_bytes(data)
