"""Hostile text is harmless where it goes, and loses nothing that it need not lose."""

import csv
import io
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.safe_text import (
    json_text,
    printable,
    printable_text,
    spreadsheet_cell,
    unprintable,
    web_address,
)

ESCAPES = "\x1b[31m \x07 \x9b31m \x85 \u2028 \u2029 \u202e \u2066 \x00 \x7f \ud800"
"""What a terminal, a pager or an editor obeys, and half of a character, which cannot be written."""
anything = st.text(st.characters() | st.sampled_from(ESCAPES))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | anything,
    lambda inner: st.lists(inner) | st.dictionaries(anything, inner),
)


@given(anything)
def test_printable_text_speaks_to_no_terminal_and_can_be_written(text: str) -> None:
    shown = printable(text)
    assert unprintable(shown) is None
    assert not any((ord(char) < 32 and char not in "\n\t") or 127 <= ord(char) < 160 for char in shown)
    assert shown.encode().decode() == printable(shown) == printable_text(text)
    assert not set(printable(text, lines=False)) & {"\n", "\t"}


@pytest.mark.parametrize("text", ["“Köln”\n\tsaid\xa0she", "👩‍👩‍👧 مرحبا", "e\u0301", "\u200fשלום!\u200e"])
def test_what_people_write_stays(text: str) -> None:
    assert printable(text) == text


def test_every_kind_of_escape_is_replaced() -> None:
    assert set(printable(ESCAPES)) == set(" [31m\N{REPLACEMENT CHARACTER}")
    assert printable("a\r\nb\rc") == "a\nb\nc"


@given(values)
def test_json_holds_the_same_value_in_characters_that_are_safe_to_print(value: Any) -> None:
    text = json_text(value)
    assert unprintable(text) is None
    text.encode()

    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is no JSON")

    assert json.loads(text, parse_constant=refuse) == _finite(value)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return list(map(_finite, value)) if isinstance(value, list) else value


@given(st.lists(anything, min_size=1))
def test_no_cell_of_csv_is_a_formula_or_speaks_to_a_terminal(cells: list[str]) -> None:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(map(spreadsheet_cell, cells))
    assert unprintable(stream.getvalue()) is None
    (row,) = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) for cell in row)
    assert [cell.removeprefix("'") for cell in row] == [printable(cell).removeprefix("'") for cell in cells]


def test_numbers_are_no_formulas() -> None:
    assert [spreadsheet_cell(value) for value in (-1, -0.5, None, True)] == [-1, -0.5, None, True]
    assert spreadsheet_cell('=HYPERLINK("http://x")') == '\'=HYPERLINK("http://x")'


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://news.example/a?b=c#:~:text=d", "https://news.example/a?b=c#:~:text=d"),
        (" HTTP://news.example/a b\n", "HTTP://news.example/a%20b"),
        ('https://news.example/"<>\\^`{|}', "https://news.example/%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("https://news.example/\x1b\u202e\ud800", "https://news.example/%1B%E2%80%AE?"),
        ("https:evil", None),
        ("https:///evil", None),
        ("javascript:alert(1)//https://news.example", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,<script>alert(1)</script>", None),
        ("file:///etc/passwd", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_an_address_is_one_of_the_web(value: object, address: str | None) -> None:
    assert web_address(value) == address


@given(anything)
def test_an_address_is_plain_ascii(text: str) -> None:
    found = web_address(f"https://{text}")
    assert found is None or (found.isascii() and found.isprintable() and " " not in found and '"' not in found)
