"""Files on this machine are read by themselves, whatever addresses stand in them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE

from extract.articles import read_articles
from extract.articles.reading import Reading
from extract.records import Problem
from tests.extract.articles.site import Site, page, serving_site


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as found:
        for path in ("/news", "/feed.dtd", "/style.css"):
            found.answer(path, page())
        yield found


def word(there: str, file: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The council voted to close the harbour road.")
    for kind in (RELATIONSHIP_TYPE.IMAGE, RELATIONSHIP_TYPE.HYPERLINK, RELATIONSHIP_TYPE.SETTINGS):
        document.part.relate_to(there, kind, is_external=True)
    document.save(str(file))


def text(template: str) -> Callable[[str, Path], None]:
    def write(there: str, file: Path) -> None:
        beside = file.with_name("secret")
        beside.write_text("Secret.")
        filled = template.replace("THERE", there).replace("BESIDE", beside.as_uri())
        file.write_text(filled)

    return write


SAID = "The council voted to close the harbour road to lorries, and the port will appeal to the court. " * 9
HEAD = '<base href="THERE"><link rel="canonical" href="THERE"><meta http-equiv="refresh" content="0; url=THERE">'
ENTITIES = '<!DOCTYPE rss [<!ENTITY far SYSTEM "THERE"><!ENTITY near SYSTEM "BESIDE"><!ENTITY % p SYSTEM "THERE"> %p;]>'
ITEM = f"<item><title>A road</title><link>THERE</link><description>{SAID}</description></item>"
LINKS = f"<item><title>&far;&near;</title><link>THERE</link></item>{ITEM}"
RSS = '<rss version="2.0"><channel><title>News</title><link>THERE</link>{}</channel></rss>'
ENTRY = '<entry><title>A road</title><link href="THERE"/><content type="text/html" src="THERE"/></entry>'
FILES: dict[str, Callable[[str, Path], None]] = {
    "a.html": text(f'<html><head>{HEAD}</head><body><p>{SAID}</p><img src="THERE"><iframe src="THERE"></body></html>'),
    "a.md": text(f"---\nurl: THERE\n---\n{SAID}\n\n![a picture](THERE)\n\n[a: THERE]: THERE\n"),
    "a.txt": text("THERE\n\nBESIDE\n"),
    "a.json": text(json.dumps({"url": "THERE", "text": SAID, "$ref": "THERE", "@context": "THERE"})),
    "a.csv": text(f"url,text\nTHERE,{SAID}\n"),
    "a.rss": text(RSS.format(f"{ITEM}<item><link>THERE</link></item>")),
    "a.xml": text(f'<?xml version="1.0"?>{ENTITIES}{RSS.format(LINKS)}'),
    "a.atom": text(f'<feed xmlns="http://www.w3.org/2005/Atom">{ENTRY}</feed>'),
    "a.eml": text(
        "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        f"Content-Type: text/plain\n\n{SAID}\n--b\n"
        'Content-Type: message/external-body; access-type=URL; URL="THERE"\n\nContent-Type: text/html\n\n--b--\n'
    ),
    "a.docx": word,
}


@pytest.mark.parametrize("name", FILES)
def test_no_address_in_a_file_is_asked(name: str, site: Site, tmp_path: Path) -> None:
    FILES[name](f"{site.url}/news", tmp_path / name)
    problems: list[Problem] = []
    reading = Reading(private_addresses=True)  # else the site would be refused, not left alone
    articles = list(read_articles(tmp_path / name, on_problem=problems.append, reading=reading))
    assert articles or problems
    assert not site.asked
    assert not any("Secret." in article.text for article in articles)
