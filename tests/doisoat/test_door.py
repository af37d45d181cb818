"""The program from Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import doisoat
from doisoat import schemas
from doisoat.faults import RunError

ROOT = Path(doisoat.__file__).parents[1]


def test_importing_it_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import doisoat; dir(doisoat); print(*(set(sys.modules) - before))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in told.stdout.split()} <= {"doisoat"} | set(sys.stdlib_module_names)


def test_its_names() -> None:
    assert set(doisoat.__all__) <= set(dir(doisoat))
    assert doisoat.__all__
    assert all(getattr(doisoat, name).__doc__ for name in doisoat.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = doisoat.nonsense


def test_read_and_audit(corpus: Path) -> None:
    plan = doisoat.read(corpus / "nam-cuom-2023.txt")
    block = plan.facts.document.blocks
    assert plan.facts.figures
    assert all(
        block[figure.block_id].text[figure.start : figure.end] == figure.literal for figure in plan.facts.figures
    )
    assert doisoat.audit(str(corpus / "nam-cuom-2023.txt")) == plan.audit
    assert plan.audit.findings


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(b"")
    with pytest.raises(doisoat.UnreadableError):
        doisoat.read(tmp_path / "plan.docx")


def test_frames(shipped: Path) -> None:
    for frames in (doisoat.frames(shipped), doisoat.frames(str(shipped))):  # twice: the name is no module's
        assert list(frames) == list(schemas.load().datasets)
    for name, columns in schemas.load().datasets.items():
        frame, stored = frames[name], pq.read_table(shipped / f"{name}.parquet")
        assert list(frame.columns) == [column.name for column in columns]
        assert len(frame) == stored.num_rows
        for column in columns:
            kinds = {"string": "string", "bool": "boolean", "int32": "Int32", "int64": "Int64", "double": "Float64"}
            kind = str(frame[column.name].dtype)
            assert kind.startswith("datetime64") if column.type == "date" else kind == kinds.get(column.type, "object")
            assert frame[column.name].isna().sum() == stored.column(column.name).null_count
    figures = frames["figures"]
    assert isinstance(frames["checks"]["figures"].iloc[0], list)
    years = figures.loc[figures["year"].notna(), "year"]
    assert not years.empty
    assert years.map(type).eq(int).all()
    assert isinstance(figures["date"].dropna().iloc[0], pd.Timestamp)


def test_no_datasets(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="Run doisoat extract first"):
        doisoat.frames(tmp_path / "nowhere")
