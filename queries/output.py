"""Rows as a table for people, or as JSON, JSON Lines, CSV or Markdown for everything else."""

import csv
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from queries.catalogue import Row

_SHARES = {"said": 6, "speaker": 4}  # of a table's width: what was said is what people read
_WORD = 14  # characters of a word that a table keeps on one line
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"


def render(rows: Sequence[Row], *, format: Format, columns: Sequence[str] = (), title: str = "") -> str:
    """The rows as text that ends in a line feed (empty for no rows as JSON Lines).

    `columns` are those that a table and Markdown show, in order (a table leaves out those that no row fills); without
    any, a table shows each row as a card of all its columns. The other formats always hold every column.
    """
    if format is Format.json:
        return json.dumps(rows, ensure_ascii=False, indent=1, default=str) + "\n"
    if format is Format.jsonl:
        return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    if format is Format.csv:
        return _csv(rows)
    if format is Format.md:
        return _markdown(rows, columns or _names(rows))
    return _table(rows, columns, title)


def _names(rows: Sequence[Row]) -> list[str]:
    return list(rows[0]) if rows else []


def _text(value: Any) -> str:
    """A cell as a reader wants it: no null, lists joined, numbers short, no control characters of hostile articles."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, float):
        return f"{value:.2f}"
    return _CONTROL.sub("�", str(value))


def _csv(rows: Sequence[Row]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _names(rows), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {
                key: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
                for key, value in row.items()
            }
        )
    return stream.getvalue() if rows else ""


def _markdown(rows: Sequence[Row], columns: Sequence[str]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in cells) + " |\n"

    cells = ([_text(row[name]) for name in columns] for row in rows)
    return line(columns) + line(["---"] * len(columns)) + "".join(map(line, cells))


def _table(rows: Sequence[Row], columns: Sequence[str], title: str) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    width = None if terminal or "COLUMNS" in os.environ else 120
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=terminal, highlight=False)
    if columns:
        table = Table(
            title=title,
            box=box.SIMPLE_HEAD,
            title_justify="left",
            expand="said" in columns,
            pad_edge=False,
            collapse_padding=True,
        )
        shown = [name for name in columns if any(_text(row[name]) for row in rows)]
        for name in shown:
            fixed = name in (
                "date",
                "first",
                "last",
                "before",
                "after",
                "copied",
                "stance",
                "stanceLater",
                "confidence",
            )
            ratio = None if fixed else _SHARES.get(name, 3)
            words = " ".join([name, *(_text(row[name]) for row in rows)]).split()
            widest = min(max(map(len, words)), _WORD)  # no name is broken where there is room for it
            table.add_column(name, overflow="fold", no_wrap=fixed, ratio=ratio, min_width=widest)
        for row in rows:
            table.add_row(*(Text(_text(row[name])) for name in shown))
        console.print(table)
    for row in () if columns else rows:
        card = Table("name", Column("value", overflow="fold"), box=box.SIMPLE, show_header=False)
        for name, value in row.items():
            card.add_row(Text(name, "bold"), Text(_text(value)))
        console.print(card)
    return stream.getvalue()
