"""Makes scans: crooked, grey, speckled, a red stamp over the signature.

    python tests/make_scan.py [FONT.ttf [BOLD.ttf]]

draws tests/readers/stamped-and-crooked.jpg, a page for tests of the reader, and scans plans of corpus/ that
make_print.py printed. The font must have Vietnamese letters; Debian's fonts-dejavu-core has.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

DOTS = 150
SIZE = (1240, 1754)  # A4
SLOPE = 1.3
FONTS = ("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf")
TESTS = Path(__file__).resolve().parent
PLACE = TESTS / "readers" / "stamped-and-crooked.jpg"
CORPUS = TESTS.parent / "corpus"

# The plans that ship as a scan too, with the slope of each page in degrees.
SCANNED = {"vinh-khe-2023": (-1.1, 0.7)}
QUALITY = 42
PAPER = (246, 246, 244)
STAMPED = datetime(2024, 1, 1, tzinfo=UTC).timetuple()  # every file; a clock's time would change its bytes
# Where the stamp belongs, from the first letter of the signature's heading, in points.
STAMP_RIGHT, STAMP_BELOW = 40, 75

HEAD = (
    (("ỦY BAN NHÂN DÂN", 0), ("XÃ KHE SIM", 0), ("Số: 47/KH-UBND", 1)),
    (
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0),
        ("Độc lập - Tự do - Hạnh phúc", 0),
        ("Khe Sim, ngày 15 tháng 3 năm 2022", 1),
    ),
)
TITLE = ("KẾ HOẠCH", "Giảm nghèo của xã Khe Sim năm 2022")
TEXT = (
    ("I. TÌNH HÌNH", True),
    ("\tĐầu năm 2022 toàn xã có 272 hộ, trong đó hộ nghèo là 36 hộ, chiếm", False),
    ("13,24%. Ba thôn đều đã rà soát xong trước ngày 10/01/2022.", False),
    ("III. MỤC TIÊU", True),
    ("\t- Giảm 09 hộ nghèo trong năm 2022.", False),
)
ROWS = (
    ("TT", "Thôn", "Tổng số hộ", "Hộ nghèo đầu năm 2022", None),
    ("", "", "", "Số hộ", "Tỷ lệ (%)"),
    ("1", "Na Lộc", "78", "17", "21,79"),
    ("2", "Khe Sim", "89", "13", "14,61"),
    ("3", "Bản Vả", "105", "6", "5,71"),
    ("Tổng cộng", None, "272", "36", "13,24"),
)
COLUMNS = (120, 190, 470, 640, 850, 1080)
FOOT = ("Nơi nhận:", "- Các thôn;", "- Lưu: VT.")
SIGNATURE = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


def draw_page(plain: str = FONTS[0], bold: str = FONTS[1]) -> Image.Image:
    """The page as it came out of the printer, then as the scanner saw it."""
    page = Image.new("RGB", SIZE, (250, 250, 248))
    pen = ImageDraw.Draw(page)
    faces = {False: ImageFont.truetype(plain, 23), True: ImageFont.truetype(bold, 23)}
    for middle, lines in zip((330, 860), HEAD, strict=True):
        for number, (line, is_plain) in enumerate(lines):
            pen.text((middle, 90 + 36 * number), line, "black", faces[not is_plain], anchor="mm")
    for number, line in enumerate(TITLE):
        pen.text((620, 260 + 38 * number), line, "black", faces[True], anchor="mm")
    y = 350
    for line, is_bold in TEXT:
        pen.text((120 + 50 * line.startswith("\t"), y), line.strip("\t"), "black", faces[is_bold])
        y += 42
    draw_table(pen, faces, y + 30)
    for number, line in enumerate(FOOT):
        pen.text((130, 1000 + 34 * number), line, "black", faces[False])
    for number, line in enumerate(SIGNATURE):
        pen.text((860, 1015 + 38 * number), line, "black", faces[True], anchor="mm")
    draw_stamp(page, 760, 1060)
    return scan(page)


def draw_table(pen: ImageDraw.ImageDraw, faces: dict[bool, ImageFont.FreeTypeFont], top: int) -> None:
    """The table: the first three headers over two rows, the fourth over two columns, the total over two."""
    height = 46
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            if text is None:
                continue
            spans = column + 1 < len(texts) and texts[column + 1] is None
            right = COLUMNS[column + 2] if spans else COLUMNS[column + 1]
            tall = 2 if row == 0 and column < 3 else 1
            if row == 1 and column < 3:
                continue
            box = (COLUMNS[column], top + row * height, right, top + (row + tall) * height)
            pen.rectangle(box, outline="black", width=2)
            middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            pen.text(middle, text, "black", faces[row < 2 or row == len(ROWS) - 1], anchor="mm")


def draw_stamp(page: Image.Image, x: int, y: int) -> None:
    """A round red stamp, printed over what stands there."""
    layer = Image.new("RGBA", page.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for radius, width in ((95, 5), (62, 2)):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(205, 40, 60, 190), width=width)
    pen.polygon(
        [(x, y - 34), (x + 12, y + 4), (x - 30, y - 12), (x + 30, y - 12), (x - 12, y + 4)], fill=(205, 40, 60, 190)
    )
    page.paste(layer, (0, 0), layer)


def scan(page: Image.Image, slope: float = SLOPE) -> Image.Image:
    """Crooked, a little blurred, with dust."""
    chance = random.Random(7)
    seen = page.rotate(-slope, Image.Resampling.BICUBIC, fillcolor=PAPER).filter(ImageFilter.GaussianBlur(0.6))
    pen = ImageDraw.Draw(seen)
    for _ in range(120):
        x, y = chance.randrange(page.width), chance.randrange(page.height)
        pen.point((x, y), (120, 120, 120))
    return seen


def scan_plan(printed: bytes, slopes: tuple[float, ...]) -> bytes:
    """A PDF of page pictures: every page of a printed plan as it comes back from the scanner."""
    pictures = []
    with pypdfium2.PdfDocument(printed) as file:
        for page, slope in zip(file, slopes, strict=True):
            picture = page.render(scale=DOTS / 72).to_pil().convert("RGB")
            picture = ImageChops.multiply(picture, Image.new("RGB", picture.size, PAPER))
            text = page.get_textpage()
            if (signed := text.search("TM. ").get_next()) is not None:
                left, _, _, top = text.get_charbox(signed[0])
                x, y = left + STAMP_RIGHT, page.get_height() - top + STAMP_BELOW
                draw_stamp(picture, round(x * DOTS / 72), round(y * DOTS / 72))
            pictures.append(scan(picture, slope))
    first, *others = pictures
    data = BytesIO()
    about = {"creationDate": STAMPED, "modDate": STAMPED}
    first.save(data, "PDF", save_all=True, append_images=others, resolution=DOTS, quality=QUALITY, **about)
    return data.getvalue()


def main(*fonts: str) -> None:
    """Draw the page and scan the plans."""
    draw_page(*fonts).save(PLACE, quality=55, dpi=(DOTS, DOTS))
    for name, slopes in SCANNED.items():
        scanned = scan_plan((CORPUS / f"{name}.pdf").read_bytes(), slopes)
        (CORPUS / f"{name}.scan.pdf").write_bytes(scanned)


if __name__ == "__main__":
    main(*sys.argv[1:])
