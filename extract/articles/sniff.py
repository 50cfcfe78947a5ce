"""What a file is, by its first bytes: for standard input, which has no name, and for names that say otherwise."""

import re
import zipfile
from typing import BinaryIO

from extract.articles.decode import MARKS
from extract.articles.feed import FEED

HEAD = 8192

BINARY = {
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
    r"\s*(?:<!--.*?-->\s*|<\?xml.*?\?>\s*)*<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
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
    for start, ending in BINARY.items():
        if head.startswith(start):
            return ending
    encoding = next((encoding for mark, encoding in MARKS.items() if head.startswith(mark)), "latin-1")
    text = head.decode(encoding, "ignore")
    if text.startswith("WARC/"):
        return ".warc"
    if FEED.match(head):
        return ".rss"
    if _PAGE.match(text):
        return ".html"
    return _json(text)


def is_binary(ending: str) -> bool:
    """Whether files of the ending are no text."""
    return ending not in (".html", ".json", ".jsonl", ".rss", ".txt", ".warc")


def _json(text: str) -> str:
    if re.match(r"\s*\[\s*[{\]]", text):
        return ".json"
    if not re.match(r"\s*\{", text):
        return ".txt"
    first, _, rest = text.lstrip().partition("\n")
    one_a_line = rest.lstrip().startswith("{") or (rest and first.rstrip().endswith("}"))
    return ".jsonl" if one_a_line else ".json"


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
