"""Files that are no plans, or hardly: each is a row that says what is wrong, and the plan beside them is read."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doisoat.pipeline import Tally, extract_corpus

GOOD = "KẾ HOẠCH\nGiảm nghèo năm 2022\nĐầu năm 2022, toàn xã còn 74 hộ nghèo trên tổng số 789 hộ, chiếm 9,38%.\n"
PAGE = "Mục {page}. Trong năm 2022, khu dân cư số {page} có {page} hộ nghèo trên 120 hộ, cần vay 50 triệu đồng.\n" * 6

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zip_of(name: str) -> bytes:
    """A zip archive of one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "thôn")
    return buffer.getvalue()


def make_files(docx: bytes) -> dict[str, bytes]:
    """Bad inputs by name, the good plan among them."""
    return {
        "good.txt": GOOD.encode(),
        "empty.docx": b"",
        "blank.txt": b" \r\n\t\n",
        "pdf named.docx": b"%PDF-1.4\n%\xe2\xe3\n1 0 obj\n<< >>\nendobj\n",
        "picture named.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "docx named.txt": docx,
        "cut.docx": docx[: len(docx) // 2],
        "overwritten.docx": docx[:1000] + b"\xff" * 3000 + docx[4000:],
        "encrypted.docx": OLE + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 992,
        "no word.docx": zip_of("notes.txt"),
        "hollow.docx": zip_of("word/document.xml"),
        "noise.bin": random.Random(0).randbytes(20_000),
        "noise.txt": random.Random(1).randbytes(20_000),
        "unknown encoding.txt": "Hộ nghèo năm 2022 còn 74 hộ; ".encode("utf-32-be") * 20,
        "cyrillic.txt": "В деревне 74 бедных двора. ".encode("koi8-r") * 20,
        "no number.txt": "Ủy ban nhân dân xã giao trưởng các bản rà soát hộ nghèo.\n".encode(),
        "long.txt": "".join(PAGE.format(page=page) for page in range(1, 201)).encode(),
        "one line.txt": ("hộ nghèo " * 2_000).encode(),
        "digits.txt": b"7" * 5000,
    }


@pytest.fixture(scope="module")
def run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tally]:
    """One run over all of them."""
    folder = tmp_path_factory.mktemp("bad")
    docx = min(corpus.glob("*.docx")).read_bytes()
    (folder / "corpus").mkdir()
    for name, data in make_files(docx).items():
        (folder / "corpus" / name).write_bytes(data)
    return folder / "outputs", extract_corpus(folder / "corpus", folder / "outputs")


@pytest.fixture(scope="module")
def documents(run: tuple[Path, Tally]) -> dict[str, dict[str, object]]:
    """The rows of documents by path."""
    return {row["path"]: row for row in pq.read_table(run[0] / "documents.parquet").to_pylist()}


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        ("empty.docx", "docx", "empty"),
        ("blank.txt", "text", "empty"),
        ("pdf named.docx", "pdf", "PDF"),
        ("picture named.txt", "scan", "picture"),
        ("cut.docx", "docx", "damaged"),
        ("overwritten.docx", "docx", "damaged"),
        ("encrypted.docx", "docx", "encrypted with a password"),
        ("no word.docx", "unknown", "zip archive without a Word document"),
        ("hollow.docx", "docx", "damaged"),
        ("noise.bin", "unknown", "neither text nor of any known form"),
        ("noise.txt", "text", "neither text nor of any known form"),
        ("unknown encoding.txt", "text", "neither text nor of any known form"),
        ("cyrillic.txt", "text", "unknown encoding"),
    ],
)
def test_what_cannot_be_read(path: str, form: str, told: str, documents: dict[str, dict[str, object]]) -> None:
    row = documents[path]
    assert (row["status"], row["format"], row["reader"]) == ("failed", form, "none")
    assert told in str(row["error"])
    assert str(row["error"]).endswith(".")


@pytest.mark.parametrize(
    ("path", "form", "figures"),
    [
        ("good.txt", "text", 5),
        ("no number.txt", "text", 0),
        ("long.txt", "text", 200 * 6 * 6),
        ("one line.txt", "text", 0),
    ],
)
def test_what_can(
    path: str, form: str, figures: int, documents: dict[str, dict[str, object]], run: tuple[Path, Tally]
) -> None:
    row = documents[path]
    assert (row["status"], row["error"], row["format"]) == ("ok", None, form)
    found = pq.read_table(run[0] / "figures.parquet", filters=[("document_id", "=", row["document_id"])])
    assert found.num_rows == figures


def test_a_docx_is_read_whatever_its_ending(documents: dict[str, dict[str, object]]) -> None:
    row = documents["docx named.txt"]
    assert (row["status"], row["format"]) == ("ok", "docx")


def test_a_number_nobody_can_mean_has_no_value(
    documents: dict[str, dict[str, object]], run: tuple[Path, Tally]
) -> None:
    row = documents["digits.txt"]
    assert row["status"] == "ok"
    (figure,) = pq.read_table(
        run[0] / "figures.parquet", filters=[("document_id", "=", row["document_id"])]
    ).to_pylist()
    assert (figure["literal"], figure["value"]) == ("7" * 5000, None)


def test_the_good_plan_is_as_it_is_alone(
    documents: dict[str, dict[str, object]], run: tuple[Path, Tally], tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    extract_corpus(tmp_path / "good.txt", tmp_path / "out")
    for file in sorted(run[0].glob("*.parquet")):
        alone = pq.read_table(tmp_path / "out" / file.name).to_pylist()
        among = pq.read_table(file, filters=[("document_id", "=", documents["good.txt"]["document_id"])]).to_pylist()
        assert among == alone
    assert sum(1 for row in documents.values() if row["status"] == "failed") == 13
