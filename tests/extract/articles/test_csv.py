import csv
from datetime import date
from pathlib import Path

import pytest

from extract.articles import count_articles
from tests.extract.articles.reading_helpers import article, read

TEXT = '“No,” she said; "never".\r\n\r\nA second, paragraph\twith\na line end.'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_was_written_is_read_again(tmp_path: Path, delimiter: str, encoding: str) -> None:
    with (tmp_path / "a.csv").open("w", newline="", encoding=encoding) as stream:
        rows = csv.writer(stream, delimiter=delimiter)
        rows.writerow(["Title", "Date", "Body", "Source", "Link"])
        rows.writerow(["T", "2026-03-04", TEXT, "Gazette", "https://a.example/"])
        rows.writerow(["U", "", "Two.", "", ""])
    (one, two), problems = read(tmp_path)
    assert (one.text, one.title, one.outlet, one.url) == (TEXT, "T", "Gazette", "https://a.example/")
    assert one.published == date(2026, 3, 4)
    assert (two.text, two.published, two.outlet) == ("Two.", None, None)
    assert not problems
    assert count_articles([tmp_path]) == 2


def test_tables_from_databases_keep_their_quotation_marks(tmp_path: Path) -> None:
    text = '"We will see," she said. "Never."'
    (tmp_path / "a.tsv").write_text(f'id\ttext\tsource\n7\t{text}\tGazette\n8\t"Unclosed\tGazette\n')
    (one, two), problems = read(tmp_path)
    assert (one.text, one.outlet) == (text, "Gazette")
    assert two.text == '"Unclosed'
    assert not problems


def test_tables_parted_by_tabs_may_be_quoted(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text('text\tsource\n"Two\nlines, ""quoted""."\tGazette\nShort row.\n')
    articles, problems = read(tmp_path)
    assert [one.text for one in articles] == ['Two\nlines, "quoted".', "Short row."]
    assert not problems


def test_a_table_of_one_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('text\n"Hello, you."\n\nAgain.\n')
    articles, problems = read(tmp_path)
    assert [one.text for one in articles] == ["Hello, you.", "Again."]
    assert not problems


def test_broken_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = ["", "title,text", "a,One.", 'b,"Two" and', "c,Three, and more", "d,", "e", ",", "f,Four.", 'g,"cut off']
    (tmp_path / "a.csv").write_text("\n".join(rows))
    articles, problems = read(tmp_path)
    assert [one.text for one in articles] == ["One.", "Four."]
    assert [problem.input.rpartition(", ")[2] for problem in problems] == [f"row {n}" for n in (4, 5, 6, 7, 10)]
    reasons = [problem.reason for problem in problems]
    assert "quotation marks" in reasons[0] and "3 cells, but 2 columns" in reasons[1]
    assert all("no text" in reason for reason in reasons[2:4])
    assert "unexpected end of data" in reasons[4]


def test_columns_without_text_are_told_and_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("slug,words\nT,Hello.\n")
    articles, (problem,) = read(file)
    assert not articles
    assert "slug, words" in problem.reason and "--column text=NAME" in problem.reason
    found = article(file, text="Words", title="slug")
    assert (found.text, found.title) == ("Hello.", "T")
    _, (problem,) = read(file, columns={"text": "words", "title": "headlin"})
    assert problem.reason == "there is no column 'headlin' (columns: slug, words)"


def test_names_of_columns_cannot_steer_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("slug\x1b[2J,words\nT,Hello.\n")
    _, (problem,) = read(tmp_path)
    assert "slug\ufffd[2J, words" in problem.reason


def test_numbers_of_rows_are_no_ids_unless_they_are_chosen(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,One.\nwire-2,Two.\n")
    (one, two), _ = read(tmp_path)
    assert (one.id == "1", two.id) == (False, "wire-2")
    (one, two), _ = read(tmp_path, columns={"id": "id"})
    assert (one.id, two.id) == ("1", "wire-2")


def test_a_line_that_never_ends(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nOne.\n" + "word " * 9_000_000)
    articles, (problem,) = read(tmp_path)
    assert [one.text for one in articles] == ["One."]
    assert "more than 32 MB" in problem.reason


@pytest.mark.parametrize(("days", "month"), [(("3/4/2026", "3/14/2026"), 3), (("3/4/2026", "14/3/2026"), 4)])
def test_the_order_of_day_and_month_is_that_of_the_table(tmp_path: Path, days: tuple[str, str], month: int) -> None:
    (tmp_path / "a.csv").write_text("".join(["date,text\n", *(f"{day},Hello.\n" for day in days)]))
    articles, problems = read(tmp_path)
    assert [one.published for one in articles] == [date(2026, month, 7 - month), date(2026, 3, 14)]
    assert not problems


def test_an_order_of_day_and_month_that_the_table_does_not_tell(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("date,text\n3/4/2026,Hello.\n14/3/2026,Two.\n3/15/2026,Three.\n")
    articles, (problem,) = read(tmp_path)
    assert [one.text for one in articles] == ["Two.", "Three."]
    assert "3/4/2026 can be two days; write it as 2026-03-04" in problem.reason
