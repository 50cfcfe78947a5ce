"""Web pages, saved as HTML: trafilatura finds the article's text, title, author, date and outlet."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from extract.articles.decode import read_text
from extract.articles.faults import Unreadable
from extract.articles.limits import MAX_ATTRIBUTES, MAX_PAGE, MAX_TAGS, fitting
from extract.articles.reading import Found, Reading
from extract.records import Article, Problem

if TYPE_CHECKING:
    from trafilatura.settings import Document

BLOCKS = (
    *("p", "div", "section", "article", "blockquote", "pre", "figure", "figcaption", "table", "tr", "td", "th"),
    *("ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
)
"""The elements that begin and end a paragraph."""


_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LONG_TAG = re.compile(rf"""<[a-z](?:"[^"]*+"|'[^']*+'|[^"'>])*+(?<=.{{{2 * MAX_ATTRIBUTES}}})""", re.I | re.S)
"""Only those in which so many attributes have room."""


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the one article of a page. Offsets count in the extracted text (paragraphs end in a line feed)."""
    yield article_of_page(read_text(stream, marked_up=True, limit=MAX_PAGE), name)


def article_of_page(page: str, name: str) -> Article | Problem:
    """The article that the HTML of a page holds, or the problem with it, reported under `name`."""
    import trafilatura  # loads lxml and its word lists: only where a page is read

    if page.count("<") > MAX_TAGS:
        return Problem(input=name, reason=f"more than {MAX_TAGS:,} tags; no page with one article has as many")
    if any(len(_QUOTED.sub('""', tag[0]).split()) > MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(page)):
        return Problem(input=name, reason=f"a tag with more than {MAX_ATTRIBUTES:,} attributes; no page has one")
    document = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
    found = cast("Document", document).as_dict() if document else {}
    if not any(map(str.isalnum, found.get("text") or "")):
        return Problem(input=name, reason="no article text found in this page")
    article = Article(
        text=found["text"],
        title=found.get("title"),
        outlet=found.get("sitename"),
        published=found.get("date"),
        url=found.get("url"),
        byline=found.get("author"),
        language=found.get("language"),
    )
    return fitting(article, name)


def plain(fragment: str) -> str:
    """The words of a piece of a page, all of them; paragraphs are parted by blank lines, scripts and comments left out.

    Raises `Unreadable` if it is no markup at all.
    """
    from lxml import etree
    from lxml.html import fragment_fromstring

    try:
        root = fragment_fromstring(fragment, create_parent="div")
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(f"broken HTML ({error})") from error
    etree.strip_elements(root, etree.Comment, etree.PI, "script", "style", "template", with_tail=False)
    for element in root.iter():
        inside, behind = (re.sub(r"[ \t\r\n\f]+", " ", text or "") for text in (element.text, element.tail))
        end = "\n\n" if element.tag in BLOCKS else ""
        element.text, element.tail = end + inside, ("\n" if element.tag == "br" else end) + behind
    words = re.sub(" {2,}", " ", root.text_content())
    words = re.sub(" ?\n ?", "\n", words)
    return re.sub(r"\n{2,}", "\n\n", words).strip()
