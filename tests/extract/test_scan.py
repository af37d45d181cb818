"""Scans: the picture cleaned, its tables found by their lines, its columns told apart, its numbers read twice.

`stamped-and-crooked.jpg` is drawn by tests/make_scan.py: a page at 150 dots an inch, crooked by 1.3°, with a red stamp.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extract.document import Document, UnreadableError
from extract.layout import unfold
from extract.readers.scan import read_scan
from extract.readers.scanned import ocr
from extract.readers.scanned.clean import INK, Mask, drop_stamps, find_slope, flatten, turn
from extract.readers.scanned.ocr import Word
from extract.readers.scanned.pictures import PAGES_LIMIT, open_pictures
from extract.readers.scanned.regions import find_regions
from extract.readers.scanned.ruling import erase, find_grids, find_rules
from extract.readers.scanned.stems import dash_of, numeral_of

PAGE = Path(__file__).parent.parent / "readers" / "stamped-and-crooked.jpg"


@pytest.fixture(scope="module")
def scanned(tesseract: None) -> Document:
    return read_scan(PAGE.read_bytes())


def told(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in unfold(document).blocks]


# What is read of the page


def test_text_in_reading_order(scanned: Document) -> None:
    texts = [text for kind, text in told(scanned) if kind == "paragraph"]
    assert texts[:6] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ KHE SIM",
        "Số: 47/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Khe Sim, ngày 15 tháng 3 năm 2022",
    ]
    assert "III. MỤC TIÊU" in texts  # its three strokes are counted: OCR alone reads HI or II
    assert any("có 272 hộ, trong đó hộ nghèo là 36 hộ, chiếm 13,24%. Ba thôn" in text for text in texts)
    assert texts[-2:] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]  # under the stamp, and nothing of the stamp itself


def test_table_cell_by_cell(scanned: Document) -> None:
    table = next(block.table for block in scanned.blocks if block.table)
    spans = {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in table.cells}
    assert (table.rows, table.columns) == (6, 5)
    assert [spans[place] for place in ((0, 0), (0, 2), (0, 3), (5, 0))] == [(2, 1), (2, 1), (1, 2), (1, 2)]
    assert table.text().split("\n")[2:] == [
        "1\tNa Lộc\t78\t17\t21,79",
        "2\tKhe Sim\t89\t13\t14,61",
        "3\tBản Vả\t105\t6\t5,71",
        "Tổng cộng\t\t272\t36\t13,24",
    ]


def test_what_a_scan_says_of_itself(scanned: Document) -> None:
    assert (scanned.format, scanned.pages) == ("scan", 1)
    assert scanned.reader.startswith("scan (Tesseract 5")
    assert 0.8 < scanned.text_quality <= 1
    assert scanned.blocks
    assert all(block.page == 1 and block.box is not None for block in scanned.blocks)


def test_every_digit_has_a_reading(scanned: Document) -> None:
    texts = [(block.text, block.readings) for block in scanned.blocks if block.table is None]
    texts += [(cell.text, cell.readings) for block in scanned.blocks if block.table for cell in block.table.cells]
    assert any(readings for _, readings in texts)
    for text, readings in texts:
        read = {place for reading in readings for place in range(reading.start, reading.end)}
        assert read >= {place for place, letter in enumerate(text) if letter.isdigit()}, text
        assert all(0 <= reading.confidence <= 1 for reading in readings)


def test_boxes_lie_on_the_page_as_it_was_scanned(scanned: Document) -> None:
    """The signature stands at 860 of 1240 dots across, lowered by what the page was turned."""
    box = next(block.box for block in scanned.blocks if block.text == "CHỦ TỊCH")
    assert box is not None
    assert (box.x0 + box.x1) / 2 * 1240 / 595 == pytest.approx(856, abs=8)
    assert (box.y0 + box.y1) / 2 * 1754 / 842 == pytest.approx(1053 + 240 * 0.0227, abs=8)


@pytest.mark.parametrize("degrees", [180, 90, 270])
def test_a_page_on_its_side_or_head(degrees: int, scanned: Document) -> None:
    turned = io.BytesIO()
    with Image.open(PAGE) as page:
        page.rotate(degrees, expand=True).save(turned, "PNG", dpi=(150, 150))
    document = read_scan(turned.getvalue())
    (table,) = [block.table for block in document.blocks if block.table]
    assert table.text().endswith("Tổng cộng\t\t272\t36\t13,24")


def test_tiff_of_two_pages(scanned: Document) -> None:
    file = io.BytesIO()
    with Image.open(PAGE) as page:
        page.save(file, "TIFF", save_all=True, append_images=[Image.new("L", (1240, 1754), 255)], dpi=(150, 150))
    document = read_scan(file.getvalue())
    assert document.pages == 2
    assert told(document) == told(scanned)


def test_reads_the_same_twice(scanned: Document) -> None:
    assert read_scan(PAGE.read_bytes()) == scanned


# Bad input


def test_without_tesseract_the_command_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr, "FOLDERS", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(UnreadableError, match="sudo apt-get install -y tesseract-ocr tesseract-ocr-vie"):
        read_scan(PAGE.read_bytes())
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(UnreadableError, match="installer for Windows"):
        read_scan(PAGE.read_bytes())


def encoded(image: Image.Image, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, form)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cut off", PAGE.read_bytes()[:5000], "damaged"),
        ("head only", b"\x89PNG\r\n\x1a\n", "damaged"),
        ("no PDF", b"%PDF-1.4 nothing", "damaged or locked"),
        ("a bomb", encoded(Image.new("1", (30_000, 30_000))), "larger than any page"),
    ],
)
def test_bad_pictures(name: str, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        list(open_pictures(data))


def test_a_page_beyond_measure_is_told_and_the_others_are_read(tesseract: None) -> None:
    file = io.BytesIO()
    with Image.open(PAGE) as page:
        page.convert("1").save(file, "TIFF", save_all=True, append_images=[Image.new("1", (10_000, 8_500))])
    document = read_scan(file.getvalue())
    assert [(fault.page, "more than a page can need" in fault.why) for fault in document.faults] == [(2, True)]
    assert document.pages == 2
    assert document.blocks


def test_too_many_pages() -> None:
    file = io.BytesIO()
    dot = Image.new("1", (1, 1))
    dot.save(file, "TIFF", save_all=True, append_images=[dot] * PAGES_LIMIT)
    with pytest.raises(UnreadableError, match=f"{PAGES_LIMIT + 1} pages"):
        list(open_pictures(file.getvalue()))


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("blank", Image.new("L", (620, 877), 255)),
        ("black", Image.new("L", (620, 877), 0)),
        ("one dot", Image.new("L", (1, 1), 0)),
        ("noise", Image.fromarray(np.random.default_rng(1).integers(0, 255, (877, 620), dtype=np.uint8))),
    ],
)
def test_a_page_without_text_has_no_blocks(name: str, picture: Image.Image, tesseract: None) -> None:
    assert read_scan(encoded(picture)).blocks == ()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_mode_is_grey_or_colour_at_one_size(mode: str) -> None:
    grey = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(grey).rectangle((100, 100, 400, 200), fill=0)
    deep = np.asarray(grey).astype(np.uint16) * 256
    image = Image.fromarray(deep) if mode == "I;16" else grey.convert(mode)
    (picture,) = open_pictures(encoded(image, "TIFF"))
    assert picture.image.size == (2479, 3507)  # told no resolution it is taken for A4
    levels = np.asarray(picture.image.convert("L"))
    assert (levels[300, 500], levels[1000, 1000]) == (0, 255)


# Cleaning


@pytest.mark.parametrize(("ink", "stays"), [((205, 40, 60), False), ((40, 60, 190), False), ((30, 30, 34), True)])
def test_coloured_ink_is_dropped_beside_black_text(ink: tuple[int, int, int], stays: bool) -> None:
    page = Image.new("RGB", (400, 300), (248, 248, 246))
    pen = ImageDraw.Draw(page)
    pen.rectangle((20, 20, 380, 120), fill=(20, 20, 20))
    pen.rectangle((100, 200, 160, 260), fill=ink)
    grey = drop_stamps(page)
    assert grey[70, 200] < INK
    assert (grey[230, 130] < INK) == stays


def test_text_in_colour_stays_where_all_of_it_is() -> None:
    page = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(page).rectangle((20, 20, 380, 120), fill=(40, 60, 190))
    assert drop_stamps(page)[70, 200] < INK


def test_a_shadow_is_lifted() -> None:
    shade = np.tile(np.linspace(120, 250, 800), (600, 1)).astype(np.uint8)
    shade[300:320, 100:110] = 40
    even = flatten(shade)
    assert even[300:320, 100:110].max() < INK
    assert even[100:200].min() > 200


@pytest.mark.parametrize("slope", [-3.0, -0.6, 0.0, 0.45, 2.2])
def test_slope(slope: float) -> None:
    page = Image.new("L", (1600, 1200), 255)
    pen = ImageDraw.Draw(page)
    for y in range(150, 1050, 50):
        pen.line((150, y, 1450, y), fill=0, width=8)
    crooked = turn(np.asarray(page), -slope)
    assert find_slope(crooked < INK) == pytest.approx(slope, abs=0.06)


# Tables by their lines


def drawn(*lines: tuple[int, int, int, int], level: int = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    page = Image.new("L", (1000, 700), 255)
    pen = ImageDraw.Draw(page)
    for line in lines:
        pen.line(line, fill=level, width=3)
    return np.asarray(page)


FRAME = ((100, 100, 900, 100), (100, 600, 900, 600), (100, 100, 100, 600), (900, 100, 900, 600))


@pytest.mark.parametrize(
    ("name", "lines", "cells"),
    [
        ("frame alone", FRAME, None),
        ("two by two", (*FRAME, (100, 350, 900, 350), (500, 100, 500, 600)), [(1, 1)] * 4),
        ("header over two", (*FRAME, (100, 350, 900, 350), (500, 350, 500, 600)), [(1, 2), (1, 1), (1, 1)]),
        ("label over two rows", (*FRAME, (500, 350, 900, 350), (500, 100, 500, 600)), [(2, 1), (1, 1), (1, 1)]),
        ("open at its sides", (FRAME[0], FRAME[1], (100, 350, 900, 350), (500, 100, 500, 600)), [(1, 1)] * 4),
        ("underline", ((100, 300, 500, 300),), None),
    ],
)
def test_grids(name: str, lines: tuple[tuple[int, int, int, int], ...], cells: list[tuple[int, int]] | None) -> None:
    grids = find_grids(find_rules(drawn(*lines)))
    if cells is None:
        assert not grids
    else:
        assert [(cell.row_span, cell.column_span) for cell in grids[0].cells] == cells


def test_pale_rules_are_seen_and_erased() -> None:
    page = drawn(*FRAME, (100, 350, 900, 350), (500, 100, 500, 600), level=170)
    rules = find_rules(page)
    grids = find_grids(rules)
    assert len(grids) == 1
    assert erase(page, rules, grids).min() == 255


def test_the_feet_of_letters_are_no_rule() -> None:
    """Serifs that run into each other make a level stroke; strokes stand on it."""
    page = drawn((200, 400, 320, 400))
    letters = Image.fromarray(page)
    pen = ImageDraw.Draw(letters)
    for x in range(204, 320, 14):
        pen.line((x, 360, x, 400), fill=0, width=6)
    assert not find_rules(np.asarray(letters)).level_pieces


# Columns


def printed(*boxes: tuple[int, int, int, int]) -> Mask:
    """Lines of print as bars, in dots of 300 an inch."""
    mask = np.zeros((1600, 2480), dtype=bool)
    for x0, y0, x1, y1 in boxes:
        mask[y0:y1, x0:x1] = True
    return mask


@pytest.mark.parametrize(
    ("name", "boxes", "starts"),
    [
        ("one column", [(300, 100 + 80 * n, 2200, 140 + 80 * n) for n in range(5)], [300]),
        (
            "letterhead above text",
            [
                *((300, 100 + 80 * n, 900, 140 + 80 * n) for n in range(3)),
                *((1100, 100 + 80 * n, 2200, 140 + 80 * n) for n in range(3)),
                (300, 500, 2200, 540),
            ],
            [300, 1100, 300],
        ),
        ("a wide space in one line", [(300, 100, 900, 140), (1000, 100, 2200, 140)], [300]),
        ("number, dateline", [(300, 100, 700, 140), (1000, 100, 2200, 140), (300, 300, 2200, 340)], [300, 1000, 300]),
        (
            "labels are no column",
            [box for y in range(100, 420, 80) for box in ((300, y, 340, y + 40), (460, y, 2200, y + 40))],
            [300],
        ),
    ],
)  # fmt: skip
def test_regions(name: str, boxes: list[tuple[int, int, int, int]], starts: list[int]) -> None:
    assert [pytest.approx(region.x0, abs=30) for region in find_regions(printed(*boxes))] == starts


# What a ruler tells


@pytest.mark.parametrize(
    ("width", "y", "dash"), [(14, 80, "-"), (30, 80, "–"), (56, 80, "—"), (6, 80, ""), (30, 96, "")]
)
def test_dashes_by_their_width(width: int, y: int, dash: str) -> None:
    """In type of 58 dots an em on a baseline at 100; a speck is none, nor is an underline."""
    page = np.full((120, 200), 255, dtype=np.uint8)
    page[y : y + 4, 50 : 50 + width] = 0
    word = Word("—", 45, 60, 60 + width, 105, 0.3)
    assert dash_of(page, word, 100, 58) == dash


@pytest.mark.parametrize(
    ("read", "strokes", "numeral"),
    [("HI.", 3, "III."), ("II.", 3, "III."), ("I.", 1, "I."), ("ll)", 2, "II)"), ("11.", 2, "11."), ("TT", 2, "TT")],
)
def test_numerals_by_their_strokes(read: str, strokes: int, numeral: str) -> None:
    page = np.full((60, 200), 255, dtype=np.uint8)
    for stroke in range(strokes):
        page[10:50, 20 + 24 * stroke : 28 + 24 * stroke] = 0
        for serif in (10, 47):
            page[serif : serif + 3, 14 + 24 * stroke : 34 + 24 * stroke] = 0
    word = Word(read, 10, 8, 14 + 24 * strokes, 52, 0.9)
    assert numeral_of(page, word) == numeral
