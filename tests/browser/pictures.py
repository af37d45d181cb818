"""Takes the pictures of the report that the READMEs show, from the shipped corpus: `make pictures`."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

from doisoat.pipeline import extract_corpus
from doisoat.report import write_report

ROOM = Path(__file__).resolve().parent
ROOT = ROOM.parent.parent
PICTURES = ROOT / "docs" / "pictures"
PLAN = "ha-nguyen-2022.docx"  # it has an error of three figures that stand side by side


def main() -> None:
    """Read the corpus, write its report and take the pictures."""
    with TemporaryDirectory() as scratch:
        outputs, report = Path(scratch, "outputs"), Path(scratch, "report")
        extract_corpus(ROOT / "corpus", outputs, workers=2)
        write_report(outputs, report, None, lambda done, total: None)
        documents = pq.read_table(outputs / "documents.parquet", columns=["path", "document_id"]).to_pylist()
        (plan,) = [row["document_id"] for row in documents if row["path"] == PLAN]
        PICTURES.mkdir(parents=True, exist_ok=True)
        subprocess.run(["node", "pictures.mjs", report, plan, PICTURES], cwd=ROOM, check=True)


if __name__ == "__main__":
    main()
