"""What a file is, by its first bytes: for standard input, which has no name, and for names that say otherwise."""

import io
import re
import zipfile
from functools import partial
from typing import BinaryIO

from extract.articles.columns import field_called
from extract.articles.decode import MARKS
from extract.articles.feed import FEED
from extract.lines import MAX_LINE

HEAD = 8192

SIGNATURES = {
    b"PAR1": ".parquet",
    b"\x1f\x8b": ".gz",
    b"\x89PNG\r\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF87a": ".gif",
    b"GIF89a": ".gif",
    b"II*\0": ".tif",
    b"MM\0*": ".tif",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ".doc",
    b"{\\rtf": ".rtf",
    b"Rar!\x1a\x07": ".rar",
    b"7z\xbc\xaf\x27\x1c": ".7z",
    b"\xfd7zXZ\0": ".xz",
    b"\x28\xb5\x2f\xfd": ".zst",
    b"SQLite format 3\0": ".sqlite",
}
"""The endings of formats that begin so."""

NAMES = {
    ".html": "a web page",
    ".jsonl": "JSON lines",
    ".json": "JSON",
    ".csv": "a table (CSV)",
    ".eml": "an e-mail message",
    ".txt": "plain text",
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".xlsx": "an Excel workbook",
    ".parquet": "a Parquet table",
    ".zip": "a ZIP archive",
    ".gz": "a gzip file",
    ".warc": "a web archive",
    ".rss": "a feed",
    ".png": "a PNG picture",
    ".jpg": "a JPEG picture",
    ".gif": "a GIF picture",
    ".tif": "a TIFF picture",
    ".doc": "an Office file that has a password, or of Word or Excel before 2007",
    ".rtf": "a Rich Text document",
    ".rar": "a RAR archive",
    ".7z": "a 7-Zip archive",
    ".xz": "an xz file",
    ".zst": "a Zstandard file",
    ".sqlite": "an SQLite database",
}
"""What the formats are called."""

_PAGE = re.compile(
    r"(?:<!--.*?-->|<\?xml.*?\?>|\s)*+<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)

_MESSAGE = re.compile(
    r"(?=[\w-]+:)(?:[\w-]+:.*\n(?:[ \t].*\n)*)*?(?:received|return-path|delivered-to|message-id|mime-version):",
    re.IGNORECASE,
)


def sniff(stream: BinaryIO) -> str:
    """The ending that the content of `stream` should have, such as ".html"; ".txt" for all else that may be text.

    The stream is at its start before and afterwards.
    """
    head = stream.read(HEAD)
    stream.seek(0)
    if head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and not head[:1024].isascii()):
        return ".pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(stream)
    for start, ending in SIGNATURES.items():
        if head.startswith(start):
            return ending
    encoding = next((encoding for mark, encoding in MARKS.items() if head.startswith(mark)), "latin-1")
    return _kind_of_text(stream, encoding, head.decode(encoding, "ignore"))


def is_binary(ending: str) -> bool:
    """Whether files of the ending are no text."""
    return ending not in (".html", ".json", ".jsonl", ".csv", ".eml", ".rss", ".txt", ".warc")


def _kind_of_text(stream: BinaryIO, encoding: str, head: str) -> str:
    if head.startswith("WARC/"):
        return ".warc"
    if FEED.match(head.encode()):
        return ".rss"
    if _PAGE.match(head):
        return ".html"
    if re.match(r"\s*\[\s*[{\]]", head):
        return ".json"
    if _MESSAGE.match(head):
        return ".eml"
    lines = io.TextIOWrapper(stream, encoding, "ignore", "\n")
    first, second = (next(filter(str.strip, iter(partial(lines.readline, MAX_LINE), "")), "") for _ in range(2))
    lines.detach()  # else it would close the stream
    stream.seek(0)
    if first.lstrip().startswith("{"):
        one_a_line = second.lstrip().startswith("{") or (second and first.rstrip().endswith("}"))
        return ".jsonl" if one_a_line else ".json"
    header = first if len(first) < HEAD else ""
    return ".csv" if any(_is_header(header.split(sign)) for sign in ",;\t|") else ".txt"


def _is_header(cells: list[str]) -> bool:
    """Whether cells name the text of an article and another of its fields."""
    fields = {field_called(cell) for cell in cells} - {None}
    return "text" in fields and len(fields) > 1


def _kind_of_archive(stream: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ".zip"
    finally:
        stream.seek(0)
    for folder, ending in (("word/", ".docx"), ("xl/", ".xlsx")):
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return ending
    return ".zip"
