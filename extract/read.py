"""A file → Document: what it is is read from its content, not from its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import regex

from extract.document import Block, Document, UnreadableError, tell_faults
from normalize.encodings import utf16_of
from normalize.quality import text_quality

# The largest archived plans, scans of 200 pages, have tens of megabytes.
FILE_LIMIT = 256 * 2**20
# Text holds next to no control characters; noise has them as one byte in nine.
CONTROL_SHARE = 0.01
# So much of a file is enough to tell what it is.
HEAD = 4096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROLS = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Marks that markdown alone writes: `## Title`, `**bold**`, `| --- |`.
_MARKDOWN = regex.compile(rb"^#{1,6} \S|\*\*\S[^*\n]*\*\*|^[ \t]*(?:\|[ \t]*)?:?-{3,}:?[ \t]*\|", regex.MULTILINE)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: how its content shows it, and the reader of it, or else what to tell its owner.

    `reader` is `module:function` with the signature `(data: bytes) -> Document`; it is imported when first needed.
    """

    name: str
    matches: Callable[[bytes], bool]
    reader: str | None = None
    refusal: str = ""


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(marks)


def _holds(data: bytes, name: str) -> bool:
    """Whether an OLE container holds a stream of this name (its directory writes names in UTF-16)."""
    return data.startswith(_OLE) and name.encode("utf-16-le") in data


def _has_part(data: bytes, *names: bytes) -> bool:
    """Whether a zip names a part: names stand uncompressed in its directory, even where the archive is damaged."""
    return data.startswith(_ZIP) and any(name in data for name in names)


def _is_opendocument(data: bytes) -> bool:
    return _has_part(data[:HEAD], b"mimetypeapplication/vnd.oasis.opendocument")


def _opens(*tags: bytes) -> Callable[[bytes], bool]:
    """Whether a document begins with one of these tags, past blanks, declarations and comments."""
    start = regex.compile(
        rb"(?:\xef\xbb\xbf)?(?:\s|<\?[^>]*\?>|<!--.*?-->)*<(?:" + b"|".join(tags) + rb")\b",
        regex.DOTALL | regex.IGNORECASE,
    )
    return lambda data: start.match(data[:HEAD]) is not None


def _not_yet(what: str, instead: str) -> str:
    return f"The file is {what}, which is not read yet by this version. {instead}"


_SAVE_AS_DOCX = "Open it and save it as .docx, then read that."

# In this order: the first that matches is it. A zip named .docx and a zip named .txt are both what they hold.
FORMS = (
    Form("docx", lambda data: _has_part(data, b"word/document"), "extract.readers.docx:read_docx"),
    Form(
        "encrypted docx",
        lambda data: _holds(data, "EncryptedPackage"),
        refusal="The file is encrypted with a password. Save a copy without the password and read that.",
    ),
    Form("doc", lambda data: _holds(data, "WordDocument"), "extract.readers.doc:read_doc"),
    Form("xls", lambda data: _holds(data, "Workbook") or _holds(data, "Book"), "extract.readers.xls:read_xls"),
    Form("ole", _starts(_OLE), refusal=_not_yet("an old Microsoft Office file of unknown kind", _SAVE_AS_DOCX)),
    Form(
        "odt",
        lambda data: (
            _has_part(data[:HEAD], b"mimetypeapplication/vnd.oasis.opendocument.text")
            or (_has_part(data, b"content.xml") and b"META-INF/manifest.xml" in data and not _is_opendocument(data))
        ),
        "extract.readers.odt:read_odt",
    ),
    Form(
        "opendocument",
        _is_opendocument,
        refusal="The file is an OpenDocument spreadsheet or presentation, which is not read. Save it as .xlsx or .odt.",
    ),
    Form("xlsx", lambda data: _has_part(data, b"workbook.xml", b"workbook.bin"), "extract.readers.xlsx:read_xlsx"),
    Form(
        "pptx",
        lambda data: _has_part(data, b"ppt/presentation"),
        refusal="The file is a presentation, not a plan. Copy its text into a .docx if it belongs to one.",
    ),
    Form(
        "zip",
        _starts(_ZIP, b"PK\x05\x06"),
        refusal="The file is a zip archive without a Word document, or a damaged one. Unpack it and read the files "
        "within it; if it ought to be a Word file, get a fresh copy.",
    ),
    Form("pdf", lambda data: b"%PDF-" in data[:1024], "extract.readers.pdf:read_pdf"),
    Form(
        "image",
        lambda data: (
            data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"))
            or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
            or (data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00")
        ),
        "extract.readers.scan:read_scan",
    ),
    Form(
        "archive",
        _starts(b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"),
        refusal="The file is a packed archive. Unpack it and read the files within it.",
    ),
    Form("rtf", _starts(b"{\\rtf"), refusal=_not_yet("a rich text file (.rtf)", _SAVE_AS_DOCX)),
    Form(
        "html",
        _opens(rb"!doctype\s+html", rb"(?:html|head|body|meta|title|div|table|p|h[1-6]|style|center|font|link|script)"),
        "extract.readers.html:read_html",
    ),
    Form("mhtml", _starts(b"MIME-Version:"), "extract.readers.mhtml:read_mhtml"),
    Form(
        "xml",
        lambda data: data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"),
        refusal=_not_yet("an XML file", _SAVE_AS_DOCX),
    ),
)


def read(path: Path) -> Document:
    """Read a plan: its blocks in reading order with their outline.

    Raises UnreadableError, with a sentence for its owner, for whatever cannot be read.
    """
    from extract.grid import mark_headers
    from extract.layout import unfold
    from extract.outline import outline

    document = unfold(read_raw(load(path), path.suffix))
    blocks = (replace(block, table=mark_headers(block.table)) if block.table else block for block in document.blocks)
    document = replace(document, blocks=tuple(_rejoined(blocks) if document.format in _PAGED else blocks))
    if not document.blocks and document.faults:
        raise UnreadableError(tell_faults(document.faults))
    if not document.blocks:
        raise UnreadableError(
            "The file holds no text, or none that can be recognised. If it holds pictures of pages, save them as a PDF "
            "and read that."
        )
    return replace(outline(document), text_quality=min(document.text_quality, quality(document)))


# Forms of files that hold pages, and do not tell where they end.
_PAGED = frozenset({"docx", "doc", "odt"})


def _rejoined(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the parts of a table that stand right behind each other made one, as a page break leaves them."""
    from extract.grid import join

    last: Block | None = None
    number = 0
    for block in blocks:
        both = join(last.table, block.table, is_broken=False) if last and last.table and block.table else None
        if last is not None and both is not None:
            last = replace(last, table=both, text=both.text())
            continue
        if last is not None:
            yield replace(last, block_id=number)
            number += 1
        last = block
    if last is not None:
        yield replace(last, block_id=number)


def quality(document: Document) -> float:
    """How well a document's text was read, 0 to 1, whatever its form; a reader that recognises pictures knows more."""
    return text_quality("\n".join(block.text for block in document.blocks))


def load(path: Path) -> bytes:
    """The bytes of a file; UnreadableError where it cannot be opened or is no plan by its size."""
    try:
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise UnreadableError(
                f"The file has {size // 2**20} MB, more than any plan. If it is one, save it without its pictures."
            )
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnreadableError(
            f"The file cannot be opened: {why}. Check that it exists and that you may read it."
        ) from error
    if not data.strip():
        raise UnreadableError("The file is empty. Get a fresh copy of it.")
    return data


def read_raw(data: bytes, suffix: str = "") -> Document:
    """Read the content of a file into raw blocks, without layout and outline.

    `suffix` only tells text from markdown.
    """
    form = next((form for form in FORMS if form.matches(data)), None)
    if form is None:
        check_text(data)
        return _import("extract.readers.text:read_text")(data, is_markdown=is_markdown(data, suffix))
    if form.reader is None:
        raise UnreadableError(form.refusal)
    return _import(form.reader)(data)


def check_text(data: bytes) -> None:
    """Raise UnreadableError where bytes of no known form are not text either.

    >>> check_text("Thôn A: 12 hộ".encode())
    """
    if data.startswith(_BOMS) or utf16_of(data):
        return
    controls = _CONTROLS.findall(data)
    if b"\x00" in controls or len(controls) > CONTROL_SHARE * len(data):
        raise UnreadableError(
            "The file is neither text nor of any known form: it is damaged, or of a kind no plan has. Get a fresh copy "
            "of it, or open it in the program it was written with and save it as .docx."
        )


def is_markdown(data: bytes, suffix: str) -> bool:
    """Whether a text is markdown: by its ending, and by its marks where the ending belongs to another form.

    >>> is_markdown(b"# KH", ".md"), is_markdown(b"# KH", ".txt"), is_markdown(b"# KH", ".docx")
    (True, False, True)
    """
    ending = suffix.casefold()
    if ending in (".md", ".markdown"):
        return True
    return ending != ".txt" and _MARKDOWN.search(data) is not None


def _import(place: str) -> Callable[..., Document]:
    module, _, name = place.partition(":")
    reader: Callable[..., Document] = getattr(import_module(module), name)
    return reader
