"""A dataset as a pandas frame that keeps its types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from doisoat.faults import RunError

# Types of pandas that know a missing value and change none of the others.
TYPES = {
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(),
}


def read_frame(files: Sequence[Path]) -> pd.DataFrame:
    """The rows of a dataset. Raises RunError where a file is damaged."""
    try:
        table = pa.concat_tables(pq.read_table(file) for file in files)
    except (pa.ArrowException, OSError) as error:
        raise RunError("dataset_damaged", path=files[0], error=error) from error
    nested = {field.name for field in table.schema if pa.types.is_nested(field.type)}
    frame: pd.DataFrame = table.drop_columns(sorted(nested)).to_pandas(types_mapper=TYPES.get, date_as_object=False)
    for name in table.column_names:
        if name in nested:  # pandas would make arrays of numpy of them
            frame[name] = pd.Series(table.column(name).to_pylist(), index=frame.index, dtype=object)
    ordered: pd.DataFrame = frame[table.column_names]
    return ordered
