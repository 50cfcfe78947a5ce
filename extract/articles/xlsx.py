"""Excel: a header, then one article a row, on each sheet that has a column of texts; read row by row."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO

from extract.articles import office
from extract.articles.columns import row_of, table_articles
from extract.articles.faults import Unreadable
from extract.articles.limits import MAX_CELLS, MAX_XLSX_XML
from extract.articles.reading import Found, Reading

MAX_ROWS = 2**20
"""Of Excel; rows that a file leaves out are filled in, up to any number that it tells."""


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield one article, or one problem with its row's number, for each row; rows are numbered as Excel shows them.

    The first row with words is the header. Sheets without a column of texts are passed over if another has one. What
    formulas gave when the file was saved is their value. Shared strings, as Excel writes them, are held in memory.
    """
    office.check(stream, reading.budget, most_xml=MAX_XLSX_XML)
    from openpyxl import load_workbook

    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    sheets = book.worksheets
    without: list[Unreadable] = []
    for sheet in sheets:
        sheet.reset_dimensions()  # files may tell any number of columns, and rows are filled up to it
        where = f"{name}, sheet {sheet.title}" if len(sheets) > 1 else name
        rows = enumerate(_within(islice(sheet.iter_rows(values_only=True), MAX_ROWS)), start=1)
        header = next((cells for _, cells in rows if any(map(_has_words, cells))), ())
        names = ["" if cell is None else str(_written(cell)).strip() for cell in header]
        try:
            yield from table_articles(names, _rows(rows, names, where), reading.columns)
        except Unreadable as error:
            without.append(error)
    if len(without) == len(sheets):
        raise without[0] if without else Unreadable("no sheet with cells in it")


def _within(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > MAX_CELLS:
            raise Unreadable(f"more than {MAX_CELLS:,} cells in one sheet, most of them empty; save it as CSV")
        yield row


def _rows(
    rows: Iterable[tuple[int, tuple[Any, ...]]], header: list[str], where: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, cells in rows:
        yield f"{where}, row {number}", row_of(header, map(_written, cells))


def _has_words(cell: Any) -> bool:
    return isinstance(cell, str) and bool(cell.strip())


def _written(cell: Any) -> Any:
    """The value of a cell; Excel writes signs that XML has no room for as _x000D_."""
    from openpyxl.utils.escape import unescape

    return unescape(cell) if isinstance(cell, str) and "_x" in cell else cell
