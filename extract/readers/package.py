"""Opening zip packages of XML parts (docx and its kin) without trusting them: sizes are bounded, DTDs refused."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError

from lxml import etree

from extract.document import UnreadableError

# The text of a 200-page plan is about 10 MB of XML; 64 MB leaves room and still parses within memory.
PART_LIMIT = 64 * 2**20
# All parts read of one file together (text, styles, numbering, notes): the same reasoning.
TOTAL_LIMIT = 128 * 2**20
# Word's XML packs 8 to 40 times smaller, a bomb of one byte a thousand times.
RATIO_LIMIT = 200
# Below this size any ratio is harmless: hundreds of equal table rows pack as well as a bomb does.
RATIO_FLOOR = 16 * 2**20
# A package has tens of parts, one with many pictures hundreds.
PARTS_LIMIT = 20_000

# Transitional and strict files differ in their namespaces only.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# What zipfile and zlib raise on a damaged, cut or hostile archive.
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)
_DAMAGED = "The file is damaged: {what}. Get a fresh copy of it, or open it in Word and save it again."
_BOMB = (
    "The file unpacks to far more than a plan can hold ({what}), as a zip bomb does; it was not opened. "
    "If it is genuine, open it in Word and save it again."
)


class Package:
    """A zip of XML parts, open for reading; counts what it unpacks."""

    def __init__(self, data: bytes) -> None:
        """Open the archive; raise UnreadableError where it is damaged."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except _DAMAGE as error:
            raise UnreadableError(_DAMAGED.format(what="its zip directory cannot be read")) from error
        if len(self.names) > PARTS_LIMIT:
            raise UnreadableError(_BOMB.format(what=f"{len(self.names)} parts"))
        self._unpacked = 0

    def read(self, name: str) -> bytes:
        """The bytes of a part, unpacked no further than the limits allow."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise UnreadableError(
                    "The file is locked with a password. Save a copy without the password and use that."
                )
            with self._zip.open(info) as part:
                data = part.read(PART_LIMIT + 1)
        except _DAMAGE as error:
            raise UnreadableError(_DAMAGED.format(what=f"its part {name} cannot be unpacked")) from error
        self._unpacked += len(data)
        if len(data) > PART_LIMIT or self._unpacked > TOTAL_LIMIT:
            raise UnreadableError(_BOMB.format(what=f"{name} of over {PART_LIMIT // 2**20} MB"))
        if len(data) > RATIO_FLOOR and len(data) > RATIO_LIMIT * max(info.compress_size, 1):
            raise UnreadableError(_BOMB.format(what=f"{name} of {len(data) // 2**20} MB"))
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part, in the transitional namespaces."""
        return parse_xml(self.read(name), name)

    def relations(self, name: str = "") -> Iterator[tuple[str, str]]:
        """The parts that a part (or the whole package) points to, as (type, name): (`styles`, `word/styles.xml`).

        The type is the last word of the relationship's address, which transitional and strict files share.
        """
        folder, base = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self.names:
            return
        for element in self.xml(relations).iter(_RELATIONSHIP):
            target = element.get("Target", "")
            if element.get("TargetMode") != "External" and target:
                place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                yield element.get("Type", "").rpartition("/")[2], posixpath.normpath(place)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse XML from an unknown hand: no DTD, hence no entities, no network, no huge trees.

    >>> parse_xml(b"<a>1</a>", "a.xml").text
    '1'
    """
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    if any("<!DOCTYPE".encode(encoding) in data for encoding in ("ascii", "utf-16-le", "utf-16-be")):
        raise UnreadableError(
            f"The file's part {name} declares a document type, which no office program writes and attacks use; it was "
            "not opened. If it is genuine, open it in Word and save it again."
        )
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(_DAMAGED.format(what=f"its part {name} is not well-formed XML")) from error
