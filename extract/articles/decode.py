"""Bytes to text, without changing a character."""

import codecs
from typing import BinaryIO

from extract.articles.reading import Unreadable


def read_text(stream: BinaryIO) -> str:
    """The text of a stream, as `decode` has it. Raises `Unreadable`, also if there is none."""
    text = decode(stream.read())
    if not text.strip():
        raise Unreadable("the file is empty")
    return text


def decode(data: bytes) -> str:
    """The text of `data`: UTF-8 (with or without a mark), UTF-16 by its mark, else Windows-1252.

    Windows-1252 is what browsers take for English pages that name no encoding (WHATWG Encoding Standard); statistical
    detectors misread single accented letters of short articles. Line ends are kept as they are.
    Raises `Unreadable` for binary data and other encodings.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\0" in data[:8192]:
        raise Unreadable("a binary file, not text")
    else:
        candidates = ["utf-8-sig", "cp1252"]
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("its encoding is not recognised; save the file as UTF-8")
