"""Holds the time of the whole pipeline on a plan against a library merely reading the same file.

A docx runs against python-docx, a born-digital PDF against pdfplumber's text and tables, a scan against Tesseract
reading its pages whole, which garbles their tables. Both run in this one process,
warm, one right after the other, so that a busy machine slows them alike; the ratio of a plan is the median over the
pairs. Exit status 1 where a plan lies above its floor in tests/floors.toml.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import numpy as np
import pdfplumber
from pypdfium2 import PdfDocument

from doisoat.plan import understand
from extract.readers.scanned.ocr import Reader, find_models
from extract.readers.scanned.pictures import picture_of

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ROOT / "tests" / "floors.toml"


@dataclass(frozen=True, slots=True)
class Race:
    """Plans of one form, the library they run against, how often, and the name of their floor."""

    suffix: str
    rival: str
    read: Callable[[Path], None]
    pairs: int
    floor: str
    is_shipped: bool = False  # of the corpus alone: reading long scans five times takes minutes


def read_with_python_docx(file: Path) -> None:
    """The text of every paragraph, and `row.cells` of every row once."""
    document = docx.Document(str(file))
    for paragraph in document.paragraphs:
        _ = paragraph.text
    for table in document.tables:
        for row in table.rows:
            _ = [cell.text for cell in row.cells]


def read_with_pdfplumber(file: Path) -> None:
    """The text and the tables of every page."""
    with pdfplumber.open(file) as pdf:
        for page in pdf.pages:
            _ = page.extract_text()
            _ = page.extract_tables()


def read_with_tesseract(file: Path) -> None:
    """The text of every page at once."""
    reader = Reader()
    with PdfDocument(file) as pdf:
        for number, page in enumerate(pdf, start=1):
            _ = reader.read_block(np.asarray(picture_of(page, number).image.convert("L")))


RACES = (
    Race(".docx", "python-docx", read_with_python_docx, 9, "ratio"),
    Race(".pdf", "pdfplumber", read_with_pdfplumber, 5, "pdf_ratio"),
    Race(".scan.pdf", "Tesseract", read_with_tesseract, 3, "scan_ratio", is_shipped=True),
)


def seconds(task: Callable[[Path], object], file: Path) -> float:
    """Wall time of one run, with the rubbish of the run before taken out first."""
    gc.collect()
    start = time.perf_counter()
    task(file)
    return time.perf_counter() - start


def find_plans(suffix: str, is_shipped: bool) -> list[Path]:
    """The plain plans of a form beside the checkout; those of the corpus where there are none or they are asked for."""
    shared = ROOT.parent / "shared" / "plans"
    folder = shared if shared.is_dir() and not is_shipped else ROOT / "corpus"
    return sorted(file for file in folder.glob(f"*{suffix}") if "." not in file.name.removesuffix(suffix))


def run(race: Race, floor: float) -> int:
    """Print a line a plan; how many lie above the floor."""
    plans = find_plans(race.suffix, race.is_shipped)
    for file in plans:  # warm: imports, compiled patterns, vocabularies
        understand(file)
        race.read(file)
    slow = 0
    print(f"{'plan':28} {'pipeline':>10} {race.rival:>12} {'ratio':>7}")
    for file in plans:
        pairs = [(seconds(understand, file), seconds(race.read, file)) for _ in range(race.pairs)]
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(one / other for one, other in pairs)
        slow += ratio > floor
        print(f"{file.name:28} {ours * 1000:7.1f} ms {theirs * 1000:9.1f} ms {ratio:6.2f}×{a_page(file, ours)}")
    print(f"{slow} of {len(plans)} plans above the floor of {floor}×")
    return slow


def a_page(file: Path, seconds: float) -> str:
    """Of a scan, how long a page takes."""
    if not file.name.endswith(".scan.pdf"):
        return ""
    with PdfDocument(file) as pdf:
        return f"   {seconds / len(pdf):.1f} s a scanned page"


def main() -> int:
    """Run every race; 1 where a plan is above its floor. Without Tesseract there is none of scans."""
    floors = tomllib.loads(FLOORS.read_text("utf-8"))["bench"]
    races = [race for race in RACES if race.suffix != ".scan.pdf" or find_models() is not None]
    return 1 if sum(run(race, floors[race.floor]) for race in races) else 0


if __name__ == "__main__":
    sys.exit(main())
