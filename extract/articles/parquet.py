"""Parquet: one article a row; read in batches of rows."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from extract.articles.columns import columns_to_read, table_articles
from extract.articles.reading import Found, Reading

if TYPE_CHECKING:
    from pyarrow import Array
    from pyarrow.parquet import ParquetFile

BATCH = 64
"""Rows that are held at a time."""


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield one article, or one problem with its row's number, for each row; the first is row 1."""
    table = _opened(stream)
    header = table.schema_arrow.names
    yield from table_articles(header, _rows(table, columns_to_read(header, reading.columns), name), reading.columns)


def count(stream: BinaryIO) -> int:
    """How many rows there are."""
    return int(_opened(stream).metadata.num_rows)


def _opened(stream: BinaryIO) -> "ParquetFile":
    from pyarrow.parquet import ParquetFile

    return ParquetFile(stream, pre_buffer=False, buffer_size=2**16)


def _rows(table: "ParquetFile", header: list[str], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    number = 0
    for batch in table.iter_batches(batch_size=BATCH, columns=header, use_threads=False):
        columns = [_values(column) for column in batch.columns]
        for cells in zip(*columns, strict=True):
            number += 1
            yield f"{name}, row {number}", dict(zip(batch.schema.names, cells, strict=True))


def _values(column: "Array[Any]") -> list[Any]:
    """The values of a column; of times only what Python's can tell (no nanoseconds)."""
    import pyarrow

    if pyarrow.types.is_timestamp(column.type):
        column = column.cast(pyarrow.timestamp("us", tz=column.type.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values
