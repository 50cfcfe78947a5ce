"""E-mail: a message's own text, and the articles attached to it."""

import re
from collections.abc import Iterator
from datetime import date
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from extract.articles.decode import decode
from extract.articles.faults import Unreadable
from extract.articles.html import article_of_page
from extract.articles.limits import MAX_HEADER, fitting, read_whole
from extract.articles.reading import Found, Reading
from extract.records import Article, Problem

_PARSED = {
    *("subject", "from", "date", "content-type", "content-disposition", "content-transfer-encoding"),
    "content-language",
}


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the article that a message is, then those attached to it, forwarded messages among them.

    The plain text is taken if there is one, else the page; subject, sender and day become title, byline and date.
    """
    message = BytesParser(policy=policy.default).parsebytes(read_whole(stream))
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        for header, value in part.raw_items():
            if header.lower() in _PARSED and len(value) > MAX_HEADER:
                raise Unreadable(
                    f"its header {header} has more than {MAX_HEADER:,} characters; no mail program writes so many"
                )
    if not any(header in message for header in ("From", "Date", "Subject", "Received", "Message-ID")):
        raise Unreadable("no e-mail message: it has neither sender nor day nor subject")
    yield from _of_message(message, name, reading)


def _of_message(message: EmailMessage, name: str, reading: Reading) -> Iterator[Found]:
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        raise Unreadable("encrypted; save the message without encryption")
    own = _own(message, name)
    if isinstance(own, Article):
        yield own
    attached = None
    for attached in _attached(message, name, reading):
        yield attached
    if isinstance(own, Problem) and attached is None:
        yield own


def _read_part(part: Iterator[Found], name: str, reading: Reading) -> Iterator[Found]:
    try:
        with reading.budget.member(name):
            yield from part
    except Unreadable as error:
        yield Problem(input=name, reason=str(error))


def _own(message: EmailMessage, name: str) -> Article | Problem:
    text, url = "", None
    for kind in ("plain", "html"):
        if (body := message.get_body((kind,))) is None or any(map(str.isalnum, text)):
            continue
        text = _content(body) if kind == "html" else _own_lines(_content(body))
        if kind == "html":
            page = article_of_page(text, name)
            if isinstance(page, Problem):
                return page
            text, url = page.text, page.url
    if not any(map(str.isalnum, text)):
        return Problem(input=name, reason="no text in this message")
    display, address = parseaddr(_header(message, "From"))
    article = Article(
        text=text,
        title=_header(message, "Subject"),
        published=_day(_header(message, "Date")),
        byline=display or address,
        url=url,
        language=_header(message, "Content-Language").partition(",")[0],
    )
    return fitting(article, name)


def _own_lines(text: str) -> str:
    """The sender's lines, without those out of a message that is answered, and what a signature begins with."""
    own = re.split(r"^-- \r?$", text, maxsplit=1, flags=re.MULTILINE)[0]
    return re.sub(r"^>.*\n?", "", own, flags=re.MULTILINE)


def _attached(message: EmailMessage, name: str, reading: Reading) -> Iterator[Found]:
    from extract.articles.formats import ending, read_stream  # which reads messages by this module

    for part in message.iter_attachments():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            where = f"{name}, message {_header(inner, 'Subject') or 'without subject'}"
            yield from _read_part(_of_message(inner, where, reading), where, reading)
            continue
        file = part.get_filename()
        data = part.get_payload(decode=True)
        if file and ending(Path(file)) and isinstance(data, bytes):
            where = f"{name}, attachment {file}"
            yield from _read_part(read_stream(BytesIO(data), where, ending(Path(file)), reading), where, reading)


def _content(part: Message) -> str:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return decode(data, declared=part.get_content_charset()) if data else ""


def _header(message: EmailMessage, header: str) -> str:
    try:
        return str(message.get(header) or "")
    except Exception:  # the parser of headers has faults of its own on malformed ones
        return ""


def _day(written: str) -> date | None:
    try:
        return parsedate_to_datetime(written).date()
    except ValueError:
        return None
