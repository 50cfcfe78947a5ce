"""Word: the paragraphs of a document, those in tables too, as paragraphs that end in a blank line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from extract.articles import office
from extract.articles.limits import MAX_DOCX_XML, fitting
from extract.articles.reading import Found, Reading
from extract.records import Article, Problem

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_RUNS = ".//w:r[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::w:txbxContent)]"
"""Words that an editor put in are there, whether accepted or not; those that were struck out are not."""


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the one article of a document: its body, without head, foot, notes and comments.

    The title is the leading paragraph in the style Title or Heading 1, which is no part of the text then, else that of
    the document's properties; these tell author and language. The day when a file was made is not the article's.
    """
    office.check(stream, reading.budget, most_xml=MAX_DOCX_XML)
    import docx

    document = docx.Document(stream)
    paragraphs = [(paragraph, text) for paragraph in _paragraphs(document) if (text := _text(paragraph)).strip()]
    properties = document.core_properties
    title = properties.title
    if paragraphs and _is_title(paragraphs[0][0]):
        title = paragraphs.pop(0)[1].strip()
    text = "".join(f"{text}\n\n" for _, text in paragraphs)
    if not any(map(str.isalnum, text)):
        yield Problem(input=name, reason="no text in this document")
        return
    article = Article(
        text=text,
        title=title,
        byline=properties.author,
        language=properties.language,
    )
    yield fitting(article, name)


def _paragraphs(document: "Document") -> Iterator["Paragraph"]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for element in document.element.body.iter(qn("w:p")):
        if not element.xpath("ancestor::w:txbxContent"):
            yield Paragraph(element, document)


def _text(paragraph: "Paragraph") -> str:
    from docx.text.run import Run

    return "".join(Run(run, paragraph).text for run in paragraph._p.xpath(_RUNS))


def _is_title(paragraph: "Paragraph") -> bool:
    return paragraph.style is not None and paragraph.style.name in ("Title", "Heading 1")
