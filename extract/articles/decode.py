"""Bytes to text, without changing a character."""

import codecs
import io
import re
from typing import BinaryIO, TextIO

from extract.articles.faults import Unreadable
from extract.articles.limits import MAX_FILE, MIB, read_whole

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # begins as the mark of UTF-16 does, so it is looked for first
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
} | {
    name: name
    for name in (
        *("cp866", "cp874", "cp932", "cp949", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256"),
        *("cp1257", "cp1258", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "big5", "big5hkscs"),
        *("euc_jp", "iso2022_jp", *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16))),
    )
}
"""What a page that names a character set is read as: the sets of the WHATWG Encoding Standard, and their supersets."""

DETECTED = [
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2", "iso8859_5", "iso8859_7", "koi8_r"),
    *("mac_roman", "mac_cyrillic", "cp866", "cp437", "cp850", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
]

SAMPLE = MIB // 4
"""How many bytes of a text a detector looks at."""

_NOT_INSIDE_A_WORD = re.compile(
    r"(?<=[^\W\d_])[¡¢£¤¥¦§¨©«¬®¯°±²³¶¸¹º»¼½¾¿†‡‰‹›ˆ˜™„‚](?=[^\W\d_])|(?<=[a-z])[À-ÖØ-Þ](?=[a-z])"
)


def read_text(stream: BinaryIO, *, marked_up: bool = False, limit: int = MAX_FILE) -> str:
    """The text of a stream, as `decode` has it; `marked_up` if it may name its character set, as HTML and XML do.

    Raises `Unreadable`, also if there is no text, or more than `limit` bytes of it.
    """
    data = read_whole(stream, limit=limit)
    text = decode(data, declared=declared_charset(data) if marked_up else None)
    if not text.strip():
        raise Unreadable("the file is empty")
    return text


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of `data`, its line ends as they are. Raises what `encoding_of` does."""
    return data.decode(*encoding_of(data, declared=declared))


def text_stream(stream: BinaryIO, *, newline: str = "") -> TextIO:
    """The text of a stream that can be sought in, for reading in pieces; `newline` as `open` has it.

    The stream is gone through twice, and never held whole. Raises what `encoding_of` does.
    """
    start = stream.tell()
    encoding, errors = _encoding_of_stream(stream)
    stream.seek(start)
    return io.TextIOWrapper(stream, encoding, errors, newline)


def encoding_of(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """The encoding of `data` and what to do with bytes that do not fit it ("strict" or "replace").

    UTF-8, or UTF-16 or UTF-32 by its mark; else the set that the text itself declares; else Windows-1252, which
    browsers take for English pages that name no encoding (WHATWG Encoding Standard): statistical detectors misread
    single accented letters of short articles, so one is asked only where Windows-1252 makes no sense. UTF-8 with a few
    broken bytes, as a cut download has, is still UTF-8. Raises `Unreadable` for binary data and other encodings.
    """
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return encoding, "replace"
    if b"\0" in data[:8192]:
        raise Unreadable("a binary file, not text")
    named = _known(declared) if declared else None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf_8(data, cut=error.reason == "unexpected end of data"):
            return "utf-8", "replace"
    else:
        return ("iso2022_jp" if named == "iso2022_jp" else "utf-8"), "strict"
    if named and _decodes(data, named):
        return named, "strict"
    windows = _decodes(data, "cp1252")
    if windows and _is_plausible(data[:SAMPLE].decode("cp1252")):
        return "cp1252", "strict"
    if (detected := _detected(data)) is not None:
        return detected, "strict"
    if windows:
        return "cp1252", "strict"
    raise Unreadable("its encoding is not recognised; save the file as UTF-8")


def declared_charset(data: bytes) -> str | None:
    """The character set that a page or an XML file names in its head, as it is written there."""
    found = re.match(rb"\s*<\?xml[^>]{,200}?encoding\s*=\s*[\"']([\w.:-]+)", data[:1024])
    found = found or re.search(rb"<meta[^>]{,500}?charset\s*=\s*[\"']?\s*([\w.:-]+)", data[:8192], re.IGNORECASE)
    return found[1].decode("ascii", "replace") if found else None


def _known(name: str) -> str | None:
    try:
        return SUPERSETS.get(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf_8(data: bytes, *, cut: bool) -> bool:
    text = data.decode("utf-8", "replace")
    broken = text.count("�")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return whole > 4 * broken or (cut and whole > 0)


def _is_plausible(text: str) -> bool:
    """Whether a text decoded as Windows-1252 looks like one: mostly plain letters, no signs inside words."""
    plain = sum(character.isascii() and character.isalpha() for character in text)
    accented = sum(not character.isascii() and character.isalpha() for character in text)
    odd = len(_NOT_INSIDE_A_WORD.findall(text))
    return accented * 3 <= plain and odd * 10 <= accented + odd


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    sample = data if len(data) <= SAMPLE else data[:SAMPLE].rpartition(b"\n")[0] or data[:SAMPLE]
    best = from_bytes(sample, cp_isolation=DETECTED).best()
    if best is None or best.coherence < 0.5 or not _decodes(data, best.encoding):
        return None
    return best.encoding


def _encoding_of_stream(stream: BinaryIO) -> tuple[str, str]:
    chunk = stream.read(MIB)
    if chunk.startswith(tuple(MARKS)):
        return encoding_of(chunk)
    if b"\0" in chunk[:8192]:
        raise Unreadable("a binary file, not text")
    decoder = codecs.getincrementaldecoder("utf-8")()
    plain = True
    sample = b""
    while chunk:
        sample = decoder.getstate()[0] + chunk
        try:
            plain &= decoder.decode(chunk).isascii()
        except UnicodeDecodeError:
            if not plain:  # damaged: what came before was UTF-8
                return "utf-8", "replace"
            lines = sample.rpartition(b"\n")[0]  # a character may be cut off at the end
            return encoding_of(sample if _decodes(lines, "utf-8") else lines)
        chunk = stream.read(MIB)
    if plain and decoder.getstate()[0]:  # the one accent is at the very end
        return encoding_of(sample)
    return "utf-8", "replace"
