"""PDF: PDFium tells the characters and where they stand, `layout` makes paragraphs of them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from extract.articles.faults import Unreadable
from extract.articles.layout import Line, paragraphs
from extract.articles.limits import MAX_CHARACTERS, fitting, read_whole
from extract.articles.reading import Found, Reading
from extract.records import Article

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MAX_PAGES = 2_000

_TOO_LONG = f"more than {MAX_CHARACTERS:,} characters are too many for one article; split it into its articles"
_LINE_END = re.compile("\r\n|[\r\n\x02]")  # PDFium writes U+0002 for a hyphen at a line's end, and no line end then
_HYPHENS = ("-", "‐", "\xad")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_NO_CHARACTERS = re.compile("[\0\ufffe\uffff]")
_NO_TITLE = re.compile(
    r"untitled.*|(microsoft )?(word|powerpoint) - .*|.*\.(docx?|pdf|indd|qxd|odt|rtf|pages)", re.IGNORECASE
)


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the one article of a document. Offsets count in its text, in which paragraphs end in a blank line.

    The document's properties tell title and author; the day when a file was made is not the article's. A first
    paragraph that is the title is no part of the text.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(read_whole(stream))  # by a stream, PDFium asks Python for a few bytes at a time
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("protected by a password; save it without one") from error
        raise Unreadable(f"damaged or cut off ({error}); get the file anew") from error
    try:
        yield fitting(_article(document), name)
    finally:
        document.close()


def _article(document: "PdfDocument") -> Article:
    if len(document) > MAX_PAGES:
        raise Unreadable(f"{len(document):,} pages are too many for one article; split it into its articles")
    pages = []
    characters = 0
    for page in document:
        pages.append(list(_lines(page)))
        characters += sum(len(line.text) for line in pages[-1])
        if characters > MAX_CHARACTERS:
            raise Unreadable(_TOO_LONG)
    found = paragraphs(pages)
    if not any(map(str.isalnum, "".join(found))):
        raise Unreadable("no text in it, only pictures of pages (a scan?); run text recognition (OCR) over it first")
    told = document.get_metadata_dict()
    title = told.get("Title", "").strip()
    title = "" if _NO_TITLE.fullmatch(title) else title
    if len(found) > 1 and found[0] == title:
        found.pop(0)
    return Article(
        text="".join(f"{paragraph}\n\n" for paragraph in found),
        title=title,
        byline=told.get("Author", ""),
    )


def _lines(page: "PdfPage") -> Iterator[Line]:
    from pypdfium2.raw import FPDFText_GetUnicode

    text_page = page.get_textpage()
    if text_page.count_chars() > 4 * MAX_CHARACTERS:
        raise Unreadable(_TOO_LONG)
    characters = "".join(chr(FPDFText_GetUnicode(text_page, i)) for i in range(text_page.count_chars()))
    start = 0
    for end in _LINE_END.finditer(characters + "\n"):
        if line := _line(text_page, characters, start, end.start(), hyphen=_is_hyphenated(characters, end)):
            yield line
        start = end.end()
    text_page.close()
    page.close()


def _is_hyphenated(characters: str, end: re.Match[str]) -> bool:
    return end[0] == "\x02" or characters.startswith("\xad", end.end())  # at a column's end it is put behind


def _line(text_page: "PdfTextPage", characters: str, start: int, end: int, *, hyphen: bool) -> Line | None:
    raw = characters[start:end]
    text = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(_LIGATURES)
    text = _NO_CHARACTERS.sub("", text).strip().lstrip("\xad ")
    if not text:
        return None
    first, last = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip()) - 1
    left, bottom, _, top = text_page.get_charbox(first, loose=True)
    right = text_page.get_charbox(last, loose=True)[2]
    if not hyphen and text.endswith(_HYPHENS) and text[-2:-1].isalpha():
        text, hyphen = text[:-1], True
    return Line(text, hyphen, left=left, right=right, bottom=bottom, height=top - bottom)
