"""A web archive (.mht, as Word and old browsers save pages) → Document: the page within it."""

from __future__ import annotations

from email import message_from_bytes, policy

from extract.document import Document, UnreadableError
from extract.readers.html import read_html


def read_mhtml(data: bytes) -> Document:
    """Read the first page of a web archive. Raises UnreadableError where it holds none."""
    message = message_from_bytes(data, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return read_html(_declare(page, part.get_content_charset()))
    raise UnreadableError(
        "The web archive holds no page. Open it in a browser or in Word, save it as .docx and read that."
    )


def _declare(page: bytes, charset: str | None) -> bytes:
    """The page with the encoding its envelope tells, which goes before what the page says of itself."""
    told = (charset or "").encode("ascii", "replace")
    return b'<meta charset="%s">%s' % (told, page) if told else page
