"""Markdown → Document: a text whose marks are known to be marks."""

from __future__ import annotations

from extract.document import Document
from extract.readers.text import read_text


def read_markdown(data: bytes) -> Document:
    """Read a markdown file as `read_text` reads a text; an asterisk that opens a line is always a bullet.

    >>> read_markdown("# Kế hoạch".encode()).blocks[0].level
    1
    """
    return read_text(data, is_markdown=True)
