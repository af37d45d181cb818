"""What is written reads back as it was, and what does not is never taken for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doisoat import schemas
from doisoat.datasets import DatasetError, DatasetWriter, make_batch, schema, verify

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "string": TEXT,
    "bool": st.booleans(),
    "int32": st.integers(-(2**31), 2**31 - 1),
    "int64": st.integers(-(2**63), 2**63 - 1),
    "double": st.floats(allow_nan=False),
    "date": st.dates(date(1900, 1, 1), date(2100, 1, 1)),
}


def values(kind: str) -> st.SearchStrategy[object]:
    """Any value of a type of `schemas.toml`."""
    if kind in VALUES:
        return VALUES[kind]
    outer, _, inner = kind.removesuffix(">").partition("<")
    if outer == "list":
        return st.lists(values(inner), max_size=3)
    fields = dict(part.strip().split(": ") for part in inner.split(","))
    return st.fixed_dictionaries({name: values(own) for name, own in fields.items()})


@st.composite
def many_rows(draw: st.DrawFn, dataset: str) -> list[dict[str, object]]:
    """Rows with any values the dataset's columns allow, nulls among them."""
    columns = schemas.load().datasets[dataset]
    row = st.fixed_dictionaries(
        {column.name: st.none() | values(column.type) if column.nullable else values(column.type) for column in columns}
    )
    return draw(st.lists(row, max_size=4))


@pytest.mark.parametrize("dataset", schemas.load().datasets)
@settings(max_examples=20)
@given(data=st.data())
def test_read_gives_what_was_written(
    dataset: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plans = data.draw(st.lists(many_rows(dataset), max_size=3))
    folder = tmp_path_factory.mktemp("datasets")
    with DatasetWriter(folder, group_rows=2) as writer:
        for rows in plans:
            writer.add({dataset: make_batch(dataset, rows)})
    read = pq.read_table(folder / f"{dataset}.parquet")
    assert read.to_pylist() == [row for rows in plans for row in rows]
    assert read.schema.equals(schema(dataset), check_metadata=True)


def section(number: int) -> schemas.Row:
    """A row of sections."""
    return {"document_id": "a", "section_id": number, "parent_id": None, "label": None, "title": "T", "depth": 1}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": None}, "sections.title, row 1"),
        ({"colour": "red"}, "sections.colour, row 1"),
        ({"depth": "deep"}, "sections.depth, row 1"),
        ({"depth": 2**40}, "sections.depth, row 1"),
        ({"title": "\ud800"}, "sections.title, row 1"),
    ],
)
def test_rows_that_do_not_fit_are_refused(change: schemas.Row, told: str) -> None:
    with pytest.raises(DatasetError, match=told):
        make_batch("sections", [section(1), {**section(2), **change}])


def write(folder: Path, group_rows: int = 10) -> Path:
    """A file of 25 sections in plans of one row."""
    with DatasetWriter(folder, group_rows) as writer:
        for number in range(25):
            writer.add({"sections": make_batch("sections", [section(number)])})
    return folder / "sections.parquet"


def test_row_groups_hold_the_rows_that_were_asked_for(tmp_path: Path) -> None:
    stored = pq.ParquetFile(write(tmp_path)).metadata
    assert [stored.row_group(group).num_rows for group in range(stored.num_row_groups)] == [10, 10, 5]
    assert stored.row_group(0).column(0).compression == "ZSTD"
    assert stored.metadata[b"doisoat.contract"] == b"1"


def test_every_dataset_is_written_even_without_rows(tmp_path: Path) -> None:
    write(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {f"{name}.parquet" for name in schemas.load().datasets}


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda data: data[: len(data) // 2], "does not read back"),
        (lambda data: data[:20] + bytes([data[20] ^ 255]) + data[21:], "does not read back"),
        (lambda data: b"", "does not read back"),
    ],
    ids=["cut", "flipped", "empty"],
)
def test_a_damaged_file_is_not_taken_for_good(damage: Callable[[bytes], bytes], told: str, tmp_path: Path) -> None:
    file = write(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(DatasetError, match=told):
        verify(file, "sections", 25)


def test_lost_rows_are_noticed(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="25 rows instead of 26"):
        verify(write(tmp_path), "sections", 26)


def test_another_contract_version_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "sections.parquet"
    other = schema("sections").with_metadata({"doisoat.contract": "0"})
    pq.write_table(pa.Table.from_pylist([], other), file)
    with pytest.raises(DatasetError, match="contract version"):
        verify(file, "sections", 0)


def test_a_null_where_none_may_be_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "sections.parquet"
    loose = pa.schema([field.with_nullable(True) for field in schema("sections")], schema("sections").metadata)
    pq.write_table(pa.Table.from_pylist([{**section(1), "title": None}], loose), file)
    with pytest.raises(DatasetError, match="columns"):
        verify(file, "sections", 1)


def test_an_exception_writes_no_more(tmp_path: Path) -> None:
    batch = make_batch("sections", [section(1)])
    with pytest.raises(KeyError, match="figures of no dataset"), DatasetWriter(tmp_path) as writer:
        writer.add({"sections": batch, "figures of no dataset": batch})
    assert pq.read_metadata(tmp_path / "sections.parquet").num_rows == 0
