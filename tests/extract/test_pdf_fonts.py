"""Fonts that a PDF does not bring along: no letter is lost, and none moves, whichever fonts the machine has."""

from __future__ import annotations

import importlib.util
import sys
from itertools import cycle
from pathlib import Path
from types import ModuleType

import pytest

from extract.document import Document, UnreadableError
from extract.readers.pdf import read_pdf
from extract.readers.pdf.frame import Frame
from extract.readers.pdf.glyphs import Fragment
from extract.readers.pdf.mined import Mine

TESTS = Path(__file__).resolve().parents[1]


def load(name: str) -> ModuleType:
    """A module beside the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_pdf = load("make_pdf")
Sheet, write_pdf, width = make_pdf.Sheet, make_pdf.write_pdf, make_pdf.width

# Letters that no font of any machine has: pdfium tells none of them where each is a text object of its own.
NOWHERE = "\ue0a1\ue0a2\ue0a3"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def one_by_one(sheet: object, x: float, y: float, text: str, fonts: str = "A", upright: bool = False) -> object:
    """Print every letter as a text object of its own, in one font after the other, and no space at all."""
    for letter, font in zip(text, cycle(fonts), strict=False):
        if letter != " ":
            sheet.text(x, y, letter, font=font, upright=upright)  # type: ignore[attr-defined]
        step = width(letter, 13)
        x, y = (x, y - step) if upright else (x + step, y)
    return sheet


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("fonts", ["A", "ABEHKNT"])
def test_digits_printed_one_by_one_are_read(fonts: str, upright: bool) -> None:
    text = "Còn 1.234 hộ, 5.678 khẩu, 9,07%"
    document = read_pdf(write_pdf(one_by_one(Sheet(), 100, 700, text, fonts, upright), embedded=False))
    assert texts(document) == [text]


def test_digits_alone_in_their_cells_are_read() -> None:
    rows = [["TT", "Thôn", "Hộ"], *([str(place), "Na Hum", str(9 - place)] for place in range(10))]
    sheet = Sheet().table([80, 110, 220, 300], [100 + 18 * place for place in range(12)], rows)
    (block,) = read_pdf(write_pdf(sheet, embedded=False)).blocks
    assert block.text == "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize("upright", [False, True])
def test_letters_that_no_machine_has_are_read(upright: bool) -> None:
    sheet = one_by_one(Sheet().text(100, 200, "Số hộ"), 100, 400, NOWHERE, upright=upright)
    assert any(NOWHERE in text for text in texts(read_pdf(write_pdf(sheet, embedded=False))))


@pytest.mark.parametrize("upright", [False, True])
def test_text_unseen_over_a_scan_is_read_letter_by_letter(upright: bool) -> None:
    sheet = Sheet().picture()
    for line, text in enumerate(["Trong năm các thôn đã họp dân và bình xét hộ", "7", "Xã còn hộ nghèo"]):
        sheet.text(100 + 20 * line * upright, 700 + 20 * line * (not upright), text, unseen=True, upright=upright)
    document = read_pdf(write_pdf(sheet, shaped=False))
    assert document.format == "pdf"
    assert "7" in " ".join(texts(document)).split()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_letters_stand_where_those_of_embedded_fonts_stand(turn: int) -> None:
    sheet = Sheet(turn=turn).lines(80, 100, ["iiiii 1.234 MMM", "và 5 WWW"])
    within, without = (read_pdf(write_pdf(sheet, embedded=embedded)) for embedded in (True, False))
    assert texts(without) == texts(within)
    for one, other in zip(within.blocks, without.blocks, strict=True):
        assert one.box is not None
        assert other.box is not None
        places = (other.box.x0, other.box.y0, other.box.x1, other.box.y1)
        assert places == pytest.approx((one.box.x0, one.box.y0, one.box.x1, one.box.y1), abs=0.01)


def test_stand_in_that_is_wider_joins_no_numbers() -> None:
    sheet = Sheet().text(80, 100, "VM").text(80 + width("VM ", 13), 100, "12").text(80, 140, "XÃ EA TUM")
    document = read_pdf(write_pdf(sheet, embedded=False))
    assert texts(document) == ["VM 12", "XÃ EA TUM"]


@pytest.mark.parametrize(
    ("written", "font", "expected"),
    [
        ("Hé nghÌo nh\u00ad sau: 15-20 hé", ".VnTime", "Hộ nghèo như sau: 15-20 hộ"),
        ("15\u00ad20 households", "TimesNewRoman", "15-20 households"),
    ],
)
def test_bytes_of_an_old_font(written: str, font: str, expected: str) -> None:
    assert texts(read_pdf(make_pdf.write_old_pdf(written.encode("latin-1"), font))) == [expected]


def test_letters_that_nobody_tells_are_no_silent_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_nothing(mine: Mine, number: int, shown: Frame) -> dict[int, list[Fragment]]:
        return {}

    monkeypatch.setattr(Mine, "read_fragments", read_nothing)
    whole = Sheet().text(80, 100, "Hộ nghèo")
    lost = one_by_one(Sheet().text(80, 100, "Hộ nghèo"), 80, 140, NOWHERE)
    assert texts(read_pdf(write_pdf(whole, embedded=False))) == ["Hộ nghèo"]
    with pytest.raises(UnreadableError, match=r"Page 1 .* fonts"):
        read_pdf(write_pdf(lost, embedded=False))
