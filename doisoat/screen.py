"""The screen: text of plans is untrusted, so it is printed without markup and without control characters."""

from __future__ import annotations

import sys
from typing import TextIO

import regex
from rich.console import Console
from rich.text import Text

# Control characters but tab and newline, and format characters, among them those that turn the writing direction.
CONTROL = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}--\t\n]", flags=regex.VERSION1)


def make_console(stderr: bool = False) -> Console:
    """A console that prints what it is given, as wide as it is: wrapping is the terminal's matter."""
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=True)


def harden_streams() -> None:
    """Let a terminal that lacks Vietnamese letters show `?` in their place instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # a stream put in its place by a caller may have none
        if reconfigure is not None:
            reconfigure(errors="replace")


def plain(text: object) -> str:
    """The text with `\ufffd` for what could steer a terminal.

    >>> plain("Kế hoạch \\x1b[31m[bold]")
    'Kế hoạch \ufffd[31m[bold]'
    """
    return str(CONTROL.sub("\ufffd", str(text)))


def line(*parts: tuple[object, str]) -> Text:
    """One line of parts, each a text and its style; newlines and tabs within become spaces."""
    text = Text()
    for part, style in parts:
        text.append(" ".join(plain(part).split("\n")).replace("\t", " "), style=style)
    return text


def can_write(text: str, stream: TextIO) -> bool:
    """Whether the stream's encoding has all the letters of the text."""
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
