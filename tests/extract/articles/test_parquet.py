from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from extract.articles import count_articles
from tests.extract.articles.reading_helpers import article, read

TEXT = "“No,” she said.\r\n\r\n\tA second paragraph. \u2028 ½ 🙂"


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    columns = {
        "Body": [TEXT, "Two.", None],
        "Title": ["T", None, "U"],
        "source": ["Gazette"] * 3,
        "x": [[1], [2], None],
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "a.parquet")
    articles, (problem,) = read(tmp_path)
    assert [(one.text, one.title, one.outlet) for one in articles] == [
        (TEXT, "T", "Gazette"),
        ("Two.", None, "Gazette"),
    ]
    assert problem.input.endswith("a.parquet, row 3")
    assert count_articles([tmp_path]) == 3


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (date(2026, 3, 4), pyarrow.date32()),
        (datetime(2026, 3, 4, 10, 15), pyarrow.timestamp("s")),
        (datetime(2026, 3, 4, 10, 15, tzinfo=UTC), pyarrow.timestamp("us", tz="UTC")),
        (1772619300000000001, pyarrow.timestamp("ns")),
        ("2026-03-04T10:15:00Z", pyarrow.string()),
        ("4 March 2026", pyarrow.dictionary(pyarrow.int8(), pyarrow.string())),
    ],
)
def test_days_of_every_kind(tmp_path: Path, value: object, kind: pyarrow.DataType) -> None:
    table = pyarrow.table({"text": ["Hello."], "date": pyarrow.array([value], kind)})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    assert article(tmp_path).published == date(2026, 3, 4)


def test_columns_can_be_named_in_structures_too(tmp_path: Path) -> None:
    table = pyarrow.table({"fields": [{"body": "Hello.", "n": 1}], "slug": ["T"], "raw": [b"caf\xc3\xa9"]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    found = article(tmp_path, text="fields.body", title="slug")
    assert (found.text, found.title) == ("Hello.", "T")
    assert article(tmp_path, text="raw").text == "café"
    _, (problem,) = read(tmp_path)
    assert "fields, slug, raw" in problem.reason


def test_a_file_that_was_cut_off_is_named(tmp_path: Path) -> None:
    pyarrow.parquet.write_table(pyarrow.table({"text": ["Hello."] * 99}), tmp_path / "a.parquet")
    data = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "b.parquet").write_bytes(data[: len(data) // 2])
    articles, (problem,) = read(tmp_path)
    assert len(articles) == 99
    assert problem.input.endswith("b.parquet")
    assert "cannot be read as PARQUET" in problem.reason
