"""The one door to Tesseract: a picture of text → lines of words with boxes, confidences and rival readings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import tesserocr
from PIL import Image

from extract.document import UnreadableError
from extract.readers.scanned.clean import Grey

LANGUAGE = "vie"
# The second opinion on digits comes from a model that was trained apart.
DIGITS_LANGUAGE = "eng"
DIGITS = "0123456789.,%-/<>~"
# Where distributions and installers put the models; TESSDATA_PREFIX goes before all of them.
FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    r"C:\Program Files\Tesseract-OCR\tessdata",
)
APT = "sudo apt-get install -y tesseract-ocr tesseract-ocr-vie"
WINDOWS = "the Tesseract installer for Windows (by UB Mannheim), with the language Vietnamese ticked"

# Pictures are shown at the size of letters it reads best: 14 point type then has about this many dots an inch.
RESOLUTION = 180
# A page of text takes two or three seconds; what takes so many thousandths is none.
PATIENCE = 30_000
# Tesseract gives every symbol a cost; those that cost so little more than the best are possible readings.
RIVAL = 12.0
# Vietnamese has no eth, only the đ that looks like it.
_LETTERS = str.maketrans("Ðð", "Đđ")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read: its rectangle in dots, how sure its reading is (0–1), and what else it may be."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line of print, from the left; never empty. It stands on `baseline`, `height` dots from the top
    of its letters to their lower end."""

    words: tuple[Word, ...]
    baseline: float
    height: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> int:
        return min(word.x0 for word in self.words)

    @property
    def y0(self) -> int:
        return min(word.y0 for word in self.words)

    @property
    def x1(self) -> int:
        return max(word.x1 for word in self.words)

    @property
    def y1(self) -> int:
        return max(word.y1 for word in self.words)

    @property
    def confidence(self) -> float:
        return min(word.confidence for word in self.words)


def find_models() -> Path | None:
    """The folder that holds the Vietnamese model; None where Tesseract is not installed, or without it."""
    told = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(told), Path(told) / "tessdata"] if told else []
    folders += [Path(folder) for folder in FOLDERS]
    return next((folder for folder in folders if (folder / f"{LANGUAGE}.traineddata").is_file()), None)


def remedy() -> str:
    """What installs Tesseract with its Vietnamese model on this system."""
    return f"Install {WINDOWS}." if sys.platform == "win32" else f"Install it with: {APT}"


def engine() -> str:
    """What reads: `Tesseract 5.5.4`."""
    return str(tesserocr.tesseract_version()).split("\n")[0].strip().capitalize()


class Reader:
    """Tesseract, by two models: one for text, one for digits alone.

    Models are loaded once a process, and nothing is learned from what is read: a page reads the same whatever came
    before. Raises UnreadableError, with the command that installs what is missing, where there is no Vietnamese model.
    """

    def __init__(self) -> None:
        models = find_models()
        if models is None:
            raise UnreadableError(f"Scans are read by Tesseract, which is not installed for Vietnamese. {remedy()}")
        self._text = _load(str(models), LANGUAGE, "")
        digits = DIGITS_LANGUAGE if (models / f"{DIGITS_LANGUAGE}.traineddata").is_file() else LANGUAGE
        self._digits = _load(str(models), digits, DIGITS)

    def read_block(self, picture: Grey) -> list[Line]:
        """The lines of one column of text."""
        return _read(self._text, tesserocr.PSM.SINGLE_BLOCK, picture)

    def read_line(self, picture: Grey) -> Line | None:
        """The words of a picture of one line; None where there are none."""
        return _one(_read(self._text, tesserocr.PSM.SINGLE_LINE, picture))

    def read_digits(self, picture: Grey) -> Line | None:
        """A picture of one line read as digits and their marks, by the other model."""
        return _one(_read(self._digits, tesserocr.PSM.SINGLE_LINE, picture))


@cache
def _load(models: str, language: str, letters: str) -> tesserocr.PyTessBaseAPI:
    model = tesserocr.PyTessBaseAPI(path=models, lang=language, oem=tesserocr.OEM.LSTM_ONLY)
    settings = {
        "lstm_choice_mode": "2" if letters else "0",
        "tessedit_enable_doc_dict": "0",
        "tessedit_char_whitelist": letters,
        "debug_file": os.devnull,
    }
    for name, value in settings.items():
        model.SetVariable(name, value)
    return model


def _read(model: tesserocr.PyTessBaseAPI, mode: int, picture: Grey) -> list[Line]:
    model.SetPageSegMode(mode)
    model.SetImage(Image.fromarray(np.ascontiguousarray(picture)))
    model.SetSourceResolution(RESOLUTION)
    lines = list(_lines(model)) if model.Recognize(PATIENCE) else []
    model.Clear()
    return lines


def _one(lines: list[Line]) -> Line | None:
    words = tuple(word for line in lines for word in line.words)
    return Line(words, lines[0].baseline, lines[0].height) if words else None


def _lines(model: tesserocr.PyTessBaseAPI) -> Iterator[Line]:
    level, line = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
    results = model.GetIterator()
    words: list[Word] = []
    baseline = height = 0.0
    for result in tesserocr.iterate_level(results, level) if results is not None else ():
        if result.IsAtBeginningOf(line):
            if words:
                yield Line(tuple(words), baseline, height)
            words = []
            ends, box = result.Baseline(line), result.BoundingBox(line)
            bottom = box[3] if box else 0
            baseline = (ends[0][1] + ends[1][1]) / 2 if ends else bottom
            height = float(result.RowAttributes()["row_height"])
        if result.Empty(level):
            continue
        text = result.GetUTF8Text(level).strip().translate(_LETTERS)
        box = result.BoundingBox(level)
        if text and box:
            confidence = max(result.Confidence(level), 0.0) / 100
            x0, y0, x1, y1 = box
            others = _others(text, result.GetBestLSTMSymbolChoices())
            words.append(Word(text, x0, y0, x1, y1, confidence, others))
    if words:
        yield Line(tuple(words), baseline, height)


def _others(text: str, choices: list[list[tuple[str, float]]]) -> tuple[str, ...]:
    """What else a word may be, one character changed, likeliest first; the model for text is not asked.

    `choices` holds for each character the symbols it may be, with their costs; blanks stand before a word.

    >>> _others("82", [[(" ", 1.0)], [("8", 1.5), ("9", 4.0), ("B", 40.0)], [("2", 1.0)]])
    ('92',)
    """
    told = [symbols for symbols in choices if symbols and symbols[0][0].strip()]
    if "".join(symbols[0][0] for symbols in told).translate(_LETTERS) != text:
        return ()
    rivals = []
    for place, symbols in enumerate(told):
        for symbol, cost in symbols[1:]:
            if cost - symbols[0][1] <= RIVAL and symbol.strip():
                rivals.append((cost - symbols[0][1], text[:place] + symbol + text[place + 1 :]))
    return tuple(dict.fromkeys(other for _, other in sorted(rivals)))
