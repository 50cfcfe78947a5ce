import csv
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from extract.articles.formats import read_stream
from extract.articles.reading import Reading

NUMBER, SIZE = 6000, 5000


def _csv(file: Path, texts: list[str]) -> None:
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows([["text"], *([text] for text in texts)])


def _jsonl(file: Path, texts: list[str]) -> None:
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))


def _parquet(file: Path, texts: list[str]) -> None:
    pyarrow.parquet.write_table(pyarrow.table({"text": texts}), file)


@pytest.mark.parametrize(("kind", "write"), [("csv", _csv), ("jsonl", _jsonl), ("parquet", _parquet)])
def test_large_tables_take_little_memory(tmp_path: Path, kind: str, write: Callable[[Path, list[str]], None]) -> None:
    write(tmp_path / f"a.{kind}", [f"{number} " + "x" * SIZE for number in range(NUMBER)])
    file = tmp_path / f"a.{kind}"
    with file.open("rb") as stream:
        assert len(list(read_stream(stream, "a", file.suffix, Reading()))) == NUMBER  # the libraries are loaded
    pool = pyarrow.default_memory_pool()
    before = pool.bytes_allocated()
    tracemalloc.start()
    try:
        with file.open("rb") as stream:
            found = read_stream(stream, "a", file.suffix, Reading())
            most = max(pool.bytes_allocated() - before for _ in found)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6e6 < NUMBER * SIZE
    assert most < 16e6
