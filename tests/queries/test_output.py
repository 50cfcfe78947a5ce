import csv
import io
import json
from datetime import date

import pytest
from markdown_it import MarkdownIt

from extract.safe_text import unprintable
from graph.export import WRITERS
from queries.ask_commands import GraphFormat
from queries.output import Format, render

ROWS = [
    {"date": date(2026, 3, 4), "said": "a | b\nc", "names": ["x", "y"], "confidence": 0.51234, "speaker": None},
    {
        "date": date(2026, 3, 5),
        "said": "“Köln” [bold]\x1b[31mred",
        "names": [],
        "confidence": 1.0,
        "speaker": "Bo, Lee",
    },
]


def test_json_jsonl_and_csv_hold_every_value() -> None:
    as_json = json.loads(render(ROWS, format=Format.json, columns=["said"]))
    assert as_json == [json.loads(line) for line in render(ROWS, format=Format.jsonl).splitlines()]
    assert as_json[0] == {
        "date": "2026-03-04",
        "said": "a | b\nc",
        "names": ["x", "y"],
        "confidence": 0.51234,
        "speaker": None,
    }
    rows = list(csv.DictReader(io.StringIO(render(ROWS, format=Format.csv))))
    assert (rows[0]["said"], rows[0]["names"], rows[1]["speaker"]) == ("a | b\nc", '["x", "y"]', "Bo, Lee")


def test_a_table_shows_the_columns_and_no_control_characters() -> None:
    table = render(ROWS, format=Format.table, columns=["date", "said", "confidence"], title="T")
    assert "2026-03-04" in table and "“Köln” [bold]" in table and "0.51" in table
    assert "\x1b[31m" not in table
    assert "Bo, Lee" not in table
    filled = render(ROWS, format=Format.table, columns=["date", "speaker"])
    assert "speaker" in filled and "speaker" not in render(ROWS[:1], format=Format.table, columns=["date", "speaker"])
    assert "Bo, Lee" in render(ROWS, format=Format.table)  # without columns: every column, a card a row


@pytest.mark.parametrize("format", Format)
def test_no_format_speaks_to_a_terminal(format: Format) -> None:
    escapes = "\x1b[31m \x07 \x9b31m \u2028 \u202e [/red]"
    row = {"said": escapes, escapes: [escapes, {escapes: escapes}], "link": f"https://news.example/{escapes}"}
    for columns in ([], list(row)):
        text = render([row], format=format, columns=columns, title=escapes)
        assert unprintable(text) is None
        assert "31m" in text
    if format in (Format.json, Format.jsonl):
        assert json.loads(text) in (row, [row])


def test_json_is_json_whatever_the_numbers() -> None:
    rows = [{"a": float("nan"), "b": [float("inf"), {"c": float("-inf")}], "d": 1e300, "e": 2**70}]
    assert json.loads(render(rows, format=Format.json), parse_constant=pytest.fail) == [
        {"a": None, "b": [None, {"c": None}], "d": 1e300, "e": 2**70}
    ]


def test_csv_gives_a_spreadsheet_no_formula() -> None:
    row = {"=1": '=HYPERLINK("http://x")', "b": "-5 degrees", "c": -5, "d": "@me", "e": ["=2"], "f": "a\r\nb"}
    (read,) = csv.DictReader(io.StringIO(render([row], format=Format.csv)))
    assert read == {
        "'=1": "'=HYPERLINK(\"http://x\")", "b": "'-5 degrees", "c": "-5", "d": "'@me", "e": '["=2"]', "f": "a\nb",
    }  # fmt: skip


def test_a_table_breaks_no_name_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    row = {"date": date(2026, 3, 4), "speaker": "Omar Castellane", "said": "the ban is overdue " * 20}
    row |= {"policy": "leaf-blower ban", "stance": "against", "article": "A noisy hearing", "confidence": 0.9}
    words = render([row], format=Format.table, columns=list(row)).split()
    assert {"Castellane", "leaf-blower", "overdue", "hearing"} <= set(words)


@pytest.mark.parametrize("width", [30, 60, 100, 200])
def test_a_table_is_as_wide_as_it_may_be_or_as_its_cells_are(width: int) -> None:
    said = "the ban is overdue " * 9
    row = {"date": date(2026, 3, 4), "speaker": "Omar Castellane", "said": said, "quotes": 12}
    lines = render([row], format=Format.table, columns=list(row), title="A title", width=width).splitlines()
    assert lines[0].strip() == "A title"
    assert max(map(len, lines)) <= width
    assert max(map(len, lines)) >= width - 2 or said.strip() in lines[4]
    narrow = render([{"outlet": "Gazette"}], format=Format.table, columns=["outlet"], title="A long title", width=width)
    assert "A long title" in narrow and max(len(line.rstrip()) for line in narrow.splitlines()[1:]) <= 10


def test_markdown_keeps_a_row_on_a_line() -> None:
    lines = render(ROWS, format=Format.md, columns=["date", "said"]).splitlines()
    assert lines[:3] == ["| date | said |", "| --- | --- |", "| 2026-03-04 | a \\| b c |"]
    assert len(lines) == 4


def test_markdown_takes_no_cell_for_markup() -> None:
    said = "a \\\\| b <img src=x onerror=alert(1)> [c](javascript:alert(2)) *d* `e` www.f.example https://g.example"
    row = {"said": said, "link": "https://news.example/a_b|c>#:~:text=x", "url": "javascript:alert(3)", "*x*": 1}
    address = "https://news.example/a_b%7Cc%3E#:~:text=x"
    text = render([row], format=Format.md, columns=list(row))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    cells = [token.children or [] for token in tokens if token.type == "inline"]
    shown = ["".join(part.content for part in cell) for cell in cells]
    assert shown == [*row, said, row["link"], row["url"], "1"]
    parts = [part for cell in cells for part in cell]
    assert [part.attrGet("href") for part in parts if part.type == "link_open"] == [address]
    assert {part.type for part in parts} <= {"text", "text_special", "link_open", "link_close"}


@pytest.mark.parametrize("format", Format)
def test_no_rows(format: Format) -> None:
    bare = {Format.json: "[]\n", Format.jsonl: "", Format.csv: "", Format.table: "", Format.md: "|  |\n|  |\n"}
    assert render([], format=format) == bare[format]


def test_the_graph_formats_offered_are_those_that_are_written() -> None:
    assert {format.value for format in GraphFormat} == WRITERS.keys()
