from pathlib import Path
from typing import Any

import typst

from tests.extract.articles.reading_helpers import article, read

DOCUMENT = '#set document(title: "Parking tax", author: "Ann Lee", date: datetime(year: 2026, month: 3, day: 4))\n'
PAGE = (
    '#set page(width: 11cm, height: 9cm, margin: 1.5cm, header: [Harbor Gazette #h(1fr) March], numbering: "1 / 1")\n'
)
PRINT = '#set text(size: 10pt, lang: "en", hyphenate: true)\n#set par(justify: true)\n'

PARAGRAPHS = [
    "“We will abolish the parking tax as quickly as administratively possible,” Mayor Ana Ruiz said on Tuesday, "
    "announcing the compromise after extraordinarily complicated negotiations with representatives of the harbour.",
    "Councillors applauded. “It isn’t finished,” Omar Castellane said.",
    "“We’ll see — the office’s first draft was, frankly, naïve,” a well-known official of the Department of Finance "
    "told reporters; officials find offices, flows and affiliations difficult. That well-known official asked not "
    "to be named, since negotiations had not ended when this newspaper went to press early in the morning.",
    "The council votes in April.",
    "Opponents of the plan gathered in front of the town hall for the third time in as many weeks, holding signs that "
    "asked the administration to reconsider the responsibilities of neighbouring municipalities for transportation.",
    "“Nobody asked us,” said Petra Holm, who owns a bakery.",
] * 2


def printed(file: Path, *paragraphs: str, head: str = DOCUMENT + PAGE + PRINT) -> Path:
    source: Any = (head + "\n\n".join(paragraphs)).encode()
    typst.compile(source, output=file)
    return file


def text_of(paragraphs: list[str]) -> str:
    return "".join(f"{paragraph}\n\n" for paragraph in paragraphs)


def test_lines_become_the_paragraphs_that_were_written(tmp_path: Path) -> None:
    found = article(printed(tmp_path / "a.PDF", "= Parking tax", *PARAGRAPHS))
    assert found.text == text_of(PARAGRAPHS)
    assert (found.title, found.byline) == ("Parking tax", "Ann Lee")
    assert found.published is None  # the day in it is that of the file


def test_paragraphs_that_are_told_by_their_indentation(tmp_path: Path) -> None:
    book = "#set par(first-line-indent: 1em, spacing: 0.65em)\n"
    found = article(printed(tmp_path / "a.pdf", *PARAGRAPHS, head=DOCUMENT + PAGE + PRINT + book))
    assert found.text == text_of(PARAGRAPHS)


def test_columns_are_read_one_after_another(tmp_path: Path) -> None:
    page = "#set page(width: 16cm, height: 12cm, margin: 1cm, columns: 2)\n"
    found = article(printed(tmp_path / "a.pdf", *PARAGRAPHS, head=page + PRINT))
    assert found.text == text_of(PARAGRAPHS)
    assert (found.title, found.byline) == (None, None)


def test_ragged_lines_on_a_single_page(tmp_path: Path) -> None:
    page = "#set page(width: 14cm, height: auto)\n#set par(justify: false)\n"
    found = article(printed(tmp_path / "a.pdf", "= A headline", *PARAGRAPHS[:6], head=page))
    assert found.text == text_of(["A headline", *PARAGRAPHS[:6]])


def test_titles_of_programs_are_none(tmp_path: Path) -> None:
    title = '#set document(title: "Microsoft Word - draft3.docx")\n'
    assert article(printed(tmp_path / "a.pdf", "Hello.", head=title)).title is None


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    scan = printed(tmp_path / "scan.pdf", "#rect(fill: black, width: 5cm, height: 5cm)", head="")
    long = printed(tmp_path / "long.pdf", "#lorem(50000)", head="#set text(size: 5pt)\n")
    whole = printed(tmp_path / "whole.pdf", "Hello.", head="")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole.read_bytes()[:200])
    locked = tmp_path / "locked.pdf"
    data = whole.read_bytes()
    key = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"ab" * 32 + b"> /U <" + b"cd" * 32 + b"> >> /Root"
    start = data.rindex(b"/Root")
    locked.write_bytes(data[:start] + key + data[start + len(b"/Root") :])
    articles, problems = read(scan, long, cut, locked)
    assert not articles
    assert [problem.input for problem in problems] == [str(file) for file in (scan, long, cut, locked)]
    reasons = [problem.reason for problem in problems]
    assert "no text in it, only pictures of pages" in reasons[0] and "OCR" in reasons[0]
    assert "more than 250,000 characters" in reasons[1]
    assert "damaged or cut off" in reasons[2]
    assert "protected by a password" in reasons[3]


def test_a_newspaper_page_with_head_and_columns(tmp_path: Path) -> None:
    page = "#set page(width: 21cm, height: 24cm, margin: 2cm, header: [THE GAZETTE #h(1fr) 1])\n"
    head = [
        "#text(size: 24pt)[A very long headline that goes over more than one single line]",
        "By Jo Bell, Staff Writer",
    ]
    body = "#columns(3)[\n#set par(justify: true, first-line-indent: 1em, spacing: 0.65em)\n" + "\n\n".join(PARAGRAPHS)
    found = article(
        printed(tmp_path / "a.pdf", *head, body + "\n]", head=page + '#set text(size: 9.5pt, lang: "en")\n')
    )
    headline = "A very long headline that goes over more than one single line"
    assert found.text == text_of(["THE GAZETTE 1", headline, "By Jo Bell, Staff Writer", *PARAGRAPHS])
