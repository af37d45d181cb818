"""Prints plans of tests/plans as PDF for corpus/, as an office would: what ships is what this wrote.

    python tests/make_print.py [FOLDER [FONTS]]

FONTS holds LiberationSerif-*.ttf, by default those of Debian's fonts-liberation2: Times as offices print it, with every
Vietnamese letter, under the SIL Open Font License, which leaves documents set in it free. Other versions of fpdf2 or of
the font may give other bytes; words and places stay. How the lines of a plan are marked is told in make_corpus.py.
"""

from __future__ import annotations

import sys
import tomllib
from datetime import UTC, datetime
from itertools import count, takewhile
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import FontFace

TESTS = Path(__file__).resolve().parent
PLANS = TESTS / "plans"
CORPUS = TESTS.parent / "corpus"
FONTS = Path("/usr/share/fonts/truetype/liberation2")
FACES = {"": "Regular", "B": "Bold", "I": "Italic", "BI": "BoldItalic"}
STAMP = datetime(2024, 1, 1, tzinfo=UTC)  # of every file; a clock's time would change its bytes

# The plans of tests/plans that ship as PDF.
PRINTED = ("suoi-trong-2021", "vinh-khe-2023")

# Millimetres and points, as Decree 30/2020/NĐ-CP has them.
LEFT, RIGHT, TOP, BOTTOM = 30, 15, 20, 20
INDENT = 12.7
TEXT, SMALL, CELL = 14, 11, 12
ROMAN = ("I", "II", "III", "IV", "V")
MARKS = ("^", "!", "#", "##", "-")
# Columns of a table are as wide as their widest cell below the header, these at least.
NARROWEST = 6


class Print(FPDF):
    """The pages in the making; from the second on their number stands at the head."""

    def __init__(self, fonts: Path) -> None:
        super().__init__(format="A4")
        for style, face in FACES.items():
            self.add_font("Serif", style, fonts / f"LiberationSerif-{face}.ttf")
        self.set_creation_date(STAMP)
        self.set_margins(LEFT, TOP, RIGHT)
        self.set_auto_page_break(True, BOTTOM)
        self.set_font("Serif", size=TEXT)
        self.add_page()

    def header(self) -> None:
        """The page number."""
        if self.page_no() > 1:
            self.set_y(10)
            self.set_font("Serif", size=TEXT)
            self.cell(0, 6, str(self.page_no()), align="C")
            self.set_y(TOP)


def print_plan(plan: dict[str, str], fonts: Path = FONTS) -> bytes:
    """The PDF of a plan, its headings numbered as Word does it."""
    page = Print(fonts)
    sections, items = count(), count()
    number = 0
    for line in filter(None, map(str.strip, plan["text"].splitlines())):
        name = line.strip("[]")
        if line == f"[{name}]" and name in plan:
            {"letterhead": print_letterhead, "signature": print_signature}.get(name, print_table)(page, plan[name])
            continue
        mark, _, rest = line.partition(" ")
        text = rest if mark in MARKS else line
        if mark == "#":
            number, items = next(sections), count(1)
            text = f"{ROMAN[number]}. {text}"
        elif mark == "##":
            text = f"{next(items)}. {text}"
        elif mark == "-":
            text = f"- {text}"
        print_paragraph(page, text, "B" if mark in MARKS[:4] else "", mark == "^")
    return bytes(page.output())


def print_paragraph(page: Print, text: str, style: str, is_centred: bool) -> None:
    """A paragraph: centred, or set to both margins with its first line indented."""
    page.set_font("Serif", style, TEXT)
    indent, below = (0, 0) if is_centred else (INDENT, 1.5)
    with (
        page.text_columns(text_align="C" if is_centred else "J", line_height=1.2) as column,
        column.paragraph(first_line_indent=indent, bottom_margin=below) as own,
    ):
        own.write(text)
    page.ln(1 if is_centred else 0)


def print_letterhead(page: Print, text: str) -> None:
    """The issuer beside the state's name, both underlined."""
    issuer, state = (part.split("//") for part in text.strip().split("|"))
    top = page.get_y()
    for x, width, size, lines, last, rule in (
        (LEFT - 8, 68, 13, issuer, "", 22),
        (LEFT + 62, 105, 13, state, "I", 62),
    ):
        page.set_y(top)
        for place, line in enumerate(map(str.strip, lines)):
            page.set_font("Serif", last if place == len(lines) - 1 else "B", size)
            page.set_x(x)
            page.cell(width, 6.2, line, align="C")
            page.ln(6.2)
            if place == len(lines) - 2:
                middle = x + width / 2
                page.line(middle - rule / 2, page.get_y() + 0.4, middle + rule / 2, page.get_y() + 0.4)
                page.ln(2)
    page.ln(6)


def print_signature(page: Print, text: str) -> None:
    """The recipients beside the signature, which stay on one page."""
    recipients, signature = (part.split("//") for part in text.strip().split("|"))
    if page.will_page_break(48):
        page.add_page()
    page.ln(4)
    top = page.get_y()
    for place, line in enumerate(map(str.strip, recipients)):
        page.set_font("Serif", "BI" if place == 0 else "", 12 if place == 0 else SMALL)
        page.cell(70, 5, line)
        page.ln(5)
    page.set_y(top)
    page.set_font("Serif", "B", TEXT)
    for line in map(str.strip, signature):
        page.set_x(LEFT + 80)
        page.cell(85, 6.5 if line else 24, line, align="C")
        page.ln(6.5 if line else 24)
    page.ln(8)


def print_table(page: Print, text: str) -> None:
    """A ruled table; where it goes on over a page its header stands again."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    heads = 1 + sum(row[0] == "^" for row in rows)
    page.set_font("Serif", size=CELL)
    widths = [
        max(NARROWEST, *(page.get_string_width(row[column]) for row in rows[heads:] if "<" not in row[column:][:2])) + 5
        for column in range(len(rows[0]))
    ]
    page.ln(2)
    with page.table(
        col_widths=tuple(widths),
        num_heading_rows=heads,
        headings_style=FontFace(emphasis="BOLD"),
        line_height=6,
        text_align="CENTER",
        v_align="MIDDLE",
        padding=(0.6, 1.5),
        align="LEFT",
    ) as table:
        for number, cells in enumerate(rows):
            row = table.row()
            for column, cell in enumerate(cells):
                if cell in ("<", "^"):
                    continue
                across = 1 + sum(1 for _ in takewhile("<".__eq__, cells[column + 1 :]))
                down = 1 + sum(1 for _ in takewhile("^".__eq__, (other[column] for other in rows[number + 1 :])))
                row.cell(cell, colspan=across, rowspan=down, align="L" if column == 1 and number >= heads else "C")
    page.ln(4)


def main(folder: Path = CORPUS, fonts: Path = FONTS) -> None:
    """Print every plan of PRINTED into `folder`."""
    for name in PRINTED:
        plan = tomllib.loads((PLANS / f"{name}.toml").read_text("utf-8"))
        (folder / f"{name}.pdf").write_bytes(print_plan(plan, fonts))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
