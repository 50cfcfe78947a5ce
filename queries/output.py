"""Rows as a table for people, or as JSON, JSON Lines, CSV or Markdown for everything else."""

import csv
import io
import shutil
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from extract.safe_text import json_text, printable, spreadsheet_cell, web_address
from queries.catalogue import Row

_SHARES = {"said": 6, "saidFirst": 6, "saidLast": 6, "saidLater": 6, "otherSaid": 6, "speaker": 4}
"""Of a table's width, where others have 3: what was said is what people read."""
_SHORT = 10  # characters of a cell that is not broken: a day
_WORD = 14  # characters of a word that is not


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"


def render(
    rows: Sequence[Row], *, format: Format, columns: Sequence[str] = (), title: str = "", width: int | None = None
) -> str:
    """The rows as text that ends in a line feed (empty for no rows as JSON Lines).

    `columns` are those that a table and Markdown show, in order (a table leaves out those that no row fills); without
    any, a table shows each row as a card of all its columns. The other formats always hold every column.
    JSON holds every value as it is, the other formats text as `extract.safe_text` makes it. A table is `width`
    characters wide, or else as wide as the terminal, or 120.
    """
    if format is Format.json:
        return json_text(rows, indent=1) + "\n"
    if format is Format.jsonl:
        return "".join(json_text(row) + "\n" for row in rows)
    if format is Format.csv:
        return _csv(rows)
    if format is Format.md:
        return _markdown(rows, columns or _names(rows))
    return _table(rows, columns, title, width)


def _names(rows: Sequence[Row]) -> list[str]:
    return list(rows[0]) if rows else []


def console_width() -> int:
    """How wide to print: as COLUMNS or the terminal say, else 120 characters."""
    return shutil.get_terminal_size((120, 24)).columns


def _text(value: Any) -> str:
    """A cell as a reader wants it: no null, lists joined, numbers short, no control characters of hostile articles."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, float):
        return f"{value:.2f}"
    return printable(value)


def _csv(rows: Sequence[Row]) -> str:
    stream = io.StringIO()
    names = _names(rows)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(spreadsheet_cell, names))
    for row in rows:
        cells = (json_text(row[name]) if isinstance(row[name], list) else row[name] for name in names)
        writer.writerow(map(spreadsheet_cell, cells))
    return stream.getvalue() if rows else ""


def _markdown(rows: Sequence[Row], columns: Sequence[str]) -> str:
    from graph.export.markdown import escaped  # loads networkx

    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cells) + " |\n"

    def cell(name: str, value: Any) -> str:
        address = web_address(value) if name in ("link", "url") else None
        return f"<{address}>" if address else escaped(_text(value))

    cells = ([cell(name, row[name]) for name in columns] for row in rows)
    return line(map(escaped, columns)) + line(["---"] * len(columns)) + "".join(map(line, cells))


def _widths(cells: dict[str, list[str]], room: int) -> dict[str, int]:
    """The width of each column: of its longest word at least, of its longest cell at most, in between by its share."""
    from rich.cells import cell_len

    longest = {name: max(map(cell_len, column)) for name, column in cells.items()}
    words = {name: max(cell_len(word) for cell in column for word in cell.split()) for name, column in cells.items()}
    widths = {name: longest[name] if longest[name] <= _SHORT else min(words[name], _WORD) for name in cells}
    spare = room - 2 * len(cells) - sum(widths.values())  # two spaces between columns, one at either end
    while spare > 0 and (growing := [name for name in cells if widths[name] < longest[name]]):
        widths[min(growing, key=lambda name: widths[name] / _SHARES.get(name, 3))] += 1
        spare -= 1
    while spare < 0 and max(widths.values()) > 1:  # a narrow terminal breaks the widest
        widths[max(widths, key=lambda name: widths[name])] -= 1
        spare += 1
    return widths


def _table(rows: Sequence[Row], columns: Sequence[str], title: str, width: int | None) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    terminal = width is None and sys.stdout.isatty()
    stream = io.StringIO()
    console = Console(file=stream, width=width or console_width(), force_terminal=terminal, highlight=False)
    if columns:
        shown = [name for name in columns if any(_text(row[name]) for row in rows)]
        widths = _widths({name: [name, *(_text(row[name]) for row in rows)] for name in shown}, console.width)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        for name in shown:
            table.add_column(Text(printable(name)), overflow="fold", width=widths[name])
        for row in rows:
            table.add_row(*(Text(_text(row[name])) for name in shown))
        console.print(Text(printable(title), "italic"), table, sep="\n")
    for row in () if columns else rows:
        card = Table("name", Column("value", overflow="fold"), box=box.SIMPLE, show_header=False)
        for name, value in row.items():
            card.add_row(Text(printable(name), "bold"), Text(_text(value)))
        console.print(card)
    return stream.getvalue()
