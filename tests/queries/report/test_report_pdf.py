"""The PDF of a report, read by the engine of Chromium."""

import pypdfium2

from extract.safe_text import printable
from queries.report.gather import Gathered
from queries.report.pdf import pdf
from tests.queries.report.conftest import HOSTILE


def text_of(document: pypdfium2.PdfDocument) -> str:
    """All its words, one space between them: lines are broken anywhere."""
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_it_has_pages_contents_links_and_every_quote(seed_report: Gathered) -> None:
    document = pypdfium2.PdfDocument(pdf(seed_report))
    assert len(document) > 10
    assert document.get_metadata_value("Title") == seed_report.title
    assert document.is_tagged()
    outline = [item.get_title() for item in document.get_toc()]
    assert outline[:2] == ["At a glance", "Who spoke about which policy"]
    assert {"Leland Osterby", "1. Council weighs short-term rental ordinance", "How to read this"} <= {*outline}
    text = text_of(document).replace(" ", "").replace("\ufffe", "").replace("-", "")
    for entry in seed_report.entries:
        assert "".join(entry.text.split()).replace("-", "") in text, entry.text
    assert "2/" in text


def test_nothing_hostile_is_run(hostile_report: Gathered) -> None:
    document = pypdfium2.PdfDocument(pdf(hostile_report))
    assert document.get_metadata_value("Title") == printable(HOSTILE["title"])
    text = text_of(document).replace(" ", "")
    for part in ('#eval("1")', "#setpage(fill:red)", "{{7*7}}", "*notem*", "alert(6)"):
        assert part in text
