"""Tables as Parquet: typed columns, compressed with zstd, the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.exports.tables import Column, Row

#: Rows of a row group, and in memory at a time.
_GROUP = 5000
_TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def _schema(columns: Sequence[Column]) -> Any:
    return pa.schema([pa.field(one.name, _TYPES[one.kind], nullable=not one.required) for one in columns])


def write_parquet(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Write rows and return how many there are."""
    schema, number, rows = _schema(columns), 0, iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd", version="2.6") as writer:
        while piece := list(islice(rows, _GROUP)):
            cells = zip(*piece, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(cells, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            number += len(piece)
    return number
