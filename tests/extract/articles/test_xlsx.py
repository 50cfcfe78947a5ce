import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl

from extract.articles import read_articles
from tests.extract.articles.reading_helpers import article, read

TEXT = "“No,” she said; _x000D_ is no line end.\n\nA second\tparagraph\nwith a line end. ½ €"


def workbook(file: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(file)
    return file


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    header = ["Headline", "Published", "Text", "Source", "Author"]
    rows: list[Sequence[object]] = [
        header,
        ["T", datetime(2026, 3, 4, 10, 15), TEXT, "Gazette", "Ann Lee"],
        [None] * 5,
        ["U", date(2026, 3, 5), "Two."],
        [1, "6 March 2026", "Three."],
    ]
    articles, problems = read(workbook(tmp_path / "a.XLSX", Wire=rows))
    assert [one.text for one in articles] == [TEXT.replace("_x000D_", "\r"), "Two.", "Three."]
    assert [one.title for one in articles] == ["T", "U", "1"]
    assert [one.published for one in articles] == [date(2026, 3, day) for day in (4, 5, 6)]
    assert (articles[0].outlet, articles[0].byline) == ("Gazette", "Ann Lee")
    assert not problems


def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", Wire=[[], ["title", "text"], [], ["T", "One."], ["U"]], Notes=[["a", "b"]])
    articles, (problem,) = read(file)
    assert [one.text for one in articles] == ["One."]
    assert problem.input.endswith("a.xlsx, sheet Wire, row 5")


def test_a_workbook_without_a_column_of_texts(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", One=[["slug", "words"], ["T", "Hello."]], Two=[])
    articles, (problem,) = read(file)
    assert not articles
    assert "slug, words" in problem.reason and "--column text=NAME" in problem.reason
    assert article(file, text="words").text == "Hello."


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    rows = [["text"], *([f"{number} text"] for number in range(500))]
    articles = read_articles(workbook(tmp_path / "a.xlsx", Wire=rows), on_problem=print)
    assert next(articles).text == "0 text"
    assert sum(1 for _ in articles) == 499


def rewritten(file: Path, part: str, content: bytes) -> Path:
    """The same archive with another content of one part."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, old in (parts | {part: content}).items():
            archive.writestr(name, old)
    return file


def test_what_is_hostile_is_named(tmp_path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]><worksheet>&x;</worksheet>'
    files = [workbook(tmp_path / f"{number}.xlsx", Wire=[["text"], ["Hello."]]) for number in range(6)]
    rewritten(files[0], sheet, bomb)
    rewritten(files[1], sheet, bomb.decode().encode("utf-16"))
    rewritten(files[4], "xl/sheet.bin", bomb)  # the file of content types may call it a sheet
    rewritten(files[5], "xl/media/picture.svg", b"<!DOCTYPE svg><svg/>")
    rewritten(files[2], sheet, b"<worksheet><sheetData><row>")
    files[3].write_bytes(files[3].read_bytes()[:-200])
    articles, problems = read(*files)
    assert [one.text for one in articles] == ["Hello."], "with a picture"
    entities, also, broken, cut, named = (problem.reason for problem in problems)
    assert "declares entities" in entities and "declares entities" in also and "declares entities" in named
    assert "cannot be read as XLSX" in broken
    assert "damaged or cut off" in cut


def test_a_row_far_below_the_last_ends(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", Wire=[["text"], ["Hello."]])
    with zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    row = b'<row r="99999999999999"><c t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    rewritten(file, "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", row))
    assert article(file).text == "Hello."
