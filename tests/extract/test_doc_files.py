"""Files of Word 97-2003 as a whole: damaged, shipped, too old; LibreOffice as the oracle of reader and writer."""

from __future__ import annotations

import importlib.util
import random
import shutil
import struct
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from extract.document import Document, UnreadableError
from extract.readers import office
from extract.readers.doc import read_doc
from extract.readers.docx import read_docx

TESTS = Path(__file__).resolve().parents[1]


def load(name: str) -> ModuleType:
    """A script of tests/, which are no package."""
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


word = load("make_doc")
Extras = word.Extras


def told(text: str, modifiers: bytes = b"") -> object:
    """A paragraph of one run."""
    return word.Paragraph(((text, b""),), modifiers)


GOOD = word.make_doc([told("Xã có 74 hộ nghèo.")])
STREAMS = word.make_streams([told("chữ")], Extras())


def changed(at: int, value: int, stream: str = "WordDocument") -> bytes:
    """A good file with a number of a stream changed."""
    data = bytearray(STREAMS[stream])
    struct.pack_into("<I", data, at, value)
    return bytes(word.pack(STREAMS | {stream: bytes(data)}))


FIRST_PLACE = 154
PLACE_OF_PIECES, PLACE_OF_LISTS = FIRST_PLACE + 8 * 33, FIRST_PLACE + 8 * 73
PIECES_AT = struct.unpack_from("<I", STREAMS["WordDocument"], PLACE_OF_PIECES)[0]
DEEP = [told("a", word.sprm(word.IN_TABLE) + word.sprm(word.DEPTH, 41))]
BAD = {
    "cut off": (GOOD[: len(GOOD) // 2], "damaged"),
    "no container": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "damaged"),
    "no Word document in it": (word.pack({"Workbook": b"x"}), "no Word document of its own"),
    "no tables": (word.pack({"WordDocument": STREAMS["WordDocument"]}), "tables of its text are missing"),
    "no head": (word.pack(STREAMS | {"WordDocument": b"x"}), "no Word document's"),
    "encrypted": (word.make_doc([told("x")], Extras(flags=0x1300)), "password"),
    "its text has a length below zero": (changed(0x4C, 2**31), "below zero"),
    "its text is longer than its pieces": (changed(0x4C, 99), "part of its text is missing"),
    "no piece table": (changed(PLACE_OF_PIECES + 4, 0), "table of its pieces"),
    "a part beyond the end": (changed(PLACE_OF_PIECES, 10**6), "beyond its end"),
    "a piece beyond the end": (changed(PIECES_AT + 15, 10**6, "1Table"), "piece of its text lies beyond"),
    "pieces that overlap": (changed(PIECES_AT + 9, 10**8, "1Table"), "longer than the file"),
    "lists longer than their place": (changed(PLACE_OF_LISTS + 4, 8), "longer than its place"),
    "tables in tables without end": (word.make_doc(DEEP), "nests tables"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD)
def test_bad_files_are_told(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        read_doc(data)


def damage(data: bytes, chance: random.Random) -> bytes:
    """A file cut off, with bytes changed, erased, moved or left out."""
    made = bytearray(data)
    at = chance.randrange(len(made))
    match chance.randrange(6):
        case 0:
            del made[at:]
        case 1:
            for _ in range(chance.choice((1, 8, 200))):
                made[chance.randrange(len(made))] = chance.randrange(256)
        case 2:
            length = min(chance.choice((4, 64, 2048)), len(made) - at)
            made[at : at + length] = bytes((chance.choice((0, 7, 13, 255)),)) * length
        case 3:  # the numbers of the head
            for _ in range(4):
                made[512 + chance.randrange(900)] = chance.choice((0, 1, 127, 255))
        case 4:
            made[at : at + 2] = chance.choice((b"\xff\xff", b"\0\0", b"\xff\x7f", b"\0\x80"))
        case _:
            del made[at : at + chance.choice((1, 2, 512))]
    return bytes(made)


def test_damaged_files_end_soon_and_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """2,000 of them: a document, or a sentence for the owner, and each within two seconds."""
    monkeypatch.setattr("extract.readers.doc.convert", lambda data, suffix: None)
    plan = word.write_plan(tomllib.loads((TESTS / "plans" / "ha-nguyen-2022.toml").read_text("utf-8")))
    chance = random.Random(97)
    read = refused = 0
    for _ in range(2000):
        data = damage(plan, chance)
        before = time.process_time()
        try:
            document = read_doc(data)
        except UnreadableError:
            refused += 1
        else:
            read += 1
            assert all(block.text.encode() for block in document.blocks if block.table is None)
        assert time.process_time() - before < 2
    assert min(read, refused) > 400


def test_a_long_plan_takes_time_in_proportion(spent) -> None:
    page = [told(f"Đoạn {i} có {i} hộ.") for i in range(30)] + word.write_table("a | 1\n" * 20, [])
    short, long = (word.make_doc(page * pages) for pages in (10, 100))
    assert len(read_doc(long).blocks) == 31 * 100
    # in proportion it is 10 times, by the square 100
    assert spent(lambda: read_doc(long)) < 40 * spent(lambda: read_doc(short))


def test_shipped_file_is_what_its_source_gives(corpus: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, TESTS / "make_doc.py", tmp_path], check=True)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert made == {file.name: file.read_bytes() for file in corpus.glob("*.doc")}


@pytest.mark.parametrize("name", [source.stem for source in sorted((TESTS / "plans").glob("*.toml"))])
def test_a_plan_reads_as_its_docx_does(corpus: Path, name: str) -> None:
    plan = tomllib.loads((TESTS / "plans" / f"{name}.toml").read_text("utf-8"))
    assert read_doc(word.write_plan(plan)).blocks == read_docx((corpus / f"{name}.docx").read_bytes()).blocks


def test_the_real_plan_reads_as_its_docx_does(plans: Path) -> None:
    doc, docx = (read(plans / f"hong-thuong-2021.{form}") for form, read in (("doc", read_file), ("docx", read_file)))
    assert doc.blocks == docx.blocks
    assert (doc.format, doc.reader) == ("doc", "doc (olefile)")


def read_file(path: Path) -> Document:
    return (read_doc if path.suffix == ".doc" else read_docx)(path.read_bytes())


@pytest.fixture(scope="session")
def soffice() -> str:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: nothing to compare with")
    return program


def convert_all(soffice: str, form: str, sources: list[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def test_libreoffice_reads_what_is_written_here(soffice: str, corpus: Path, tmp_path: Path) -> None:
    """What the tests write is .doc to others too."""
    sources = sorted(corpus.glob("*.doc"))
    convert_all(soffice, "docx", sources, tmp_path)
    for source in sources:
        assert read_file(tmp_path / f"{source.stem}.docx").blocks == read_file(source).blocks, source.name


def test_what_libreoffice_writes_is_read(soffice: str, corpus: Path, plans: Path, tmp_path: Path) -> None:
    """Every docx of ours and of the real plans, those in TCVN3 and VNI among them, as .doc."""
    sources = sorted([*corpus.glob("*.docx"), *plans.glob("*.docx")])
    convert_all(soffice, "doc", sources, tmp_path)
    for source in sources:
        assert read_file(tmp_path / f"{source.stem}.doc").blocks == read_file(source).blocks, source.name


OLD = word.make_doc([told("x")], Extras(magic=0xA5DC, version=104))


def test_word_95_wants_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda program: None)
    with pytest.raises(UnreadableError, match=r"Install LibreOffice"):
        read_doc(OLD)


@pytest.mark.skipif(sys.platform == "win32", reason="a stand-in for LibreOffice is a shell script")
@pytest.mark.parametrize(
    ("script", "expected"),
    {
        "it converts": ('cp "{docx}" "$7/plan.docx"', ["chuyển"]),
        "it fails": ("exit 1", None),
        "it writes nothing": ("exit 0", None),
        "it hangs, with what it started": ("sleep 60 & sleep 60", None),
    }.values(),
)
def test_word_95_by_libreoffice(
    script: str, expected: list[str] | None, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "TIMEOUT", 0.5)
    docx = corpus / "vinh-khe-2023.docx"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script.format(docx=docx)}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office.shutil, "which", lambda name: str(program) if name == "soffice" else None)
    if expected is None:
        with pytest.raises(UnreadableError, match="Word 95 or older"):
            read_doc(OLD)
        return
    document = read_doc(OLD)
    assert document.blocks == read_file(docx).blocks
    assert (document.format, document.reader) == ("doc", "doc (LibreOffice)")
