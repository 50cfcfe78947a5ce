"""Whatever a text holds, a table or a JSON file gives it back unchanged."""

import csv
import io
import json

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.articles.formats import read_stream
from extract.articles.reading import Reading
from extract.records import Article

TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60).map(
        lambda text: f"A{text}"
    ),
    min_size=1,
    max_size=4,
)


def written(texts: list[str], kind: str) -> bytes:
    if kind == ".jsonl":
        return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts).encode()
    if kind == ".json":
        return json.dumps([{"text": text} for text in texts]).encode()
    if kind == ".parquet":
        table = io.BytesIO()
        pyarrow.parquet.write_table(pyarrow.table({"text": texts}), table)
        return table.getvalue()
    rows = io.StringIO(newline="")
    writer = csv.writer(rows, delimiter="\t" if kind == ".tsv" else ",")
    writer.writerows([["text", "title"], *([text, "T"] for text in texts)])
    return rows.getvalue().encode()


@pytest.mark.parametrize("kind", [".jsonl", ".json", ".csv", ".tsv", ".parquet"])
@settings(max_examples=60, deadline=None)
@given(texts=TEXTS)
def test_texts_come_back_as_they_were_written(kind: str, texts: list[str]) -> None:
    found = list(read_stream(io.BytesIO(written(texts, kind)), "a", kind, Reading()))
    assert [one.text if isinstance(one, Article) else one for one in found] == texts


def test_cells_of_excel_come_back_as_they_were_written() -> None:
    texts = ["A\nB", "A\tB ", " A", "A_x0041_", "A½🙂“”", "A" * 32_767]
    book, file = openpyxl.Workbook(), io.BytesIO()
    for text in ["text", *(text.replace("_x", "_x005F_x") for text in texts)]:
        book.worksheets[0].append([text])
    book.save(file)
    file.seek(0)
    found = list(read_stream(file, "a", ".xlsx", Reading()))
    assert [one.text if isinstance(one, Article) else one for one in found] == texts
