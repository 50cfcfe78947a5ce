"""Feeds (RSS 0.9 to 2.0, Atom) by feedparser: one article for each entry that holds its whole text.

Full text is what stands in Atom's content or RSS's content:encoded, or a description of an article's length. Entries
with less are reported by their links; only `extract.articles.web` follows those.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urljoin

from pydantic import ValidationError

from extract.articles.faults import Unreadable
from extract.articles.limits import MAX_FEED, MAX_TAGS, fitting, read_whole
from extract.articles.reading import Found, Reading, shown
from extract.records import Article, Problem, Record

FULL_TEXT_WORDS = 150
"""A description (the element for summaries) of fewer words is one."""

READABLE = {"text/html", "application/xhtml+xml", "text/plain"}

BLOCKS = ("p", "div", "br", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "hr", "section")
DROPPED = ("script", "style", "figure", "iframe")
PARAGRAPH_END = "\u2029"
"""Where a block begins or ends; a line feed is no more than a space in HTML."""

FEED = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*+<(?:\w+:)?(?:rss|feed|RDF)[\s>]", re.DOTALL)
"""How a feed begins, also one that is served as something else."""


class Entry(Record):
    """An entry of a feed: its whole text, if it holds that, and the fields of `Article` that it tells."""

    text: str | None
    fields: Mapping[str, Any]


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield an article, or a problem with its link, for each entry. Raises `Unreadable` if this is no feed."""
    for number, entry in enumerate(entries(read_whole(stream, limit=MAX_FEED), name), start=1):
        if isinstance(entry, Problem):
            yield entry
        elif entry.text is None:
            link = shown(entry.fields.get("url", ""))
            reason = f"only a summary; give its link: {link}" if link else "only a summary, and no link to its page"
            yield Problem(input=f"{name}, entry {number}", reason=reason)
        else:
            yield article(entry, f"{name}, entry {number}")


def article(entry: Entry, name: str) -> Found:
    """The article that an entry with its whole text is."""
    try:
        return fitting(Article.model_validate({"text": entry.text, **entry.fields}), name)
    except ValidationError as error:
        return Problem.of(name, error)


def entries(content: bytes, name: str, *, url: str | None = None) -> Iterator[Entry | Problem]:
    """Yield the entries of a feed, and at the end a problem if it breaks off; `url` is what its links are relative to.

    Raises `Unreadable` if this is no feed.
    """
    if content.count(b"<") > MAX_TAGS:
        raise Unreadable(f"more than {MAX_TAGS:,} tags; no feed has as many")
    import feedparser  # loads its parsers and date formats: only where a feed is read

    # A stream, as feedparser opens what looks like a file's name or an address.
    heads = {"content-location": url} if url else None
    try:
        parsed = feedparser.parse(BytesIO(content), response_headers=heads)
    except Exception as error:  # feedparser raises whatever its parsing of broken text comes upon
        raise Unreadable(f"a feed that cannot be parsed ({error})") from error
    if not parsed.get("version"):
        raise Unreadable("no feed (neither RSS nor Atom)")
    feed = parsed.feed
    for item in parsed.entries:
        fields = {
            "title": _plain(item.get("title_detail")),
            "outlet": _plain(feed.get("title_detail")),
            "published": _day(item),
            "byline": ", ".join(filter(None, (author.get("name") for author in item.get("authors", [])))),
            "url": _link(item, feed),
            "language": feed.get("language"),
        }
        yield Entry(text=_full_text(item), fields={field: value for field, value in fields.items() if value})
    broken = parsed.get("bozo_exception")
    if hasattr(broken, "getLineNumber"):
        reason = f"the feed is broken ({broken.getMessage()}); what could be read of it was read"
        yield Problem(input=f"{name}, line {broken.getLineNumber()}", reason=reason)


def _link(item: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    with suppress(ValueError):  # brackets in the place of a host
        return urljoin(feed.get("link", ""), item.get("link", "")) if item.get("link") else None
    return None


def _full_text(item: Mapping[str, Any]) -> str | None:
    texts = [_plain(part) for part in item.get("content", []) if part.get("type") in READABLE]
    summary = _plain(item.get("summary_detail"))
    if len(summary.split()) >= FULL_TEXT_WORDS:
        texts.append(summary)
    return max(texts, key=len, default="") or None


def _plain(detail: Mapping[str, Any] | None) -> str:
    """The text of a piece of a feed, each paragraph on a line of its own.

    Pictures and their captions are left out, and nothing else: there is no menu beside the article, as in pages.
    """
    if not detail or not detail.get("value", "").strip():
        return ""
    if detail.get("type") == "text/plain":
        return str(detail["value"]).strip()
    from lxml import etree, html

    root = html.fromstring(f"<div>{detail['value']}</div>")
    etree.strip_elements(root, *DROPPED, with_tail=False)
    text = ""
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if element.tag in BLOCKS:
            text += PARAGRAPH_END
        text += (element.text if event == "start" else element.tail) or ""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split(PARAGRAPH_END))
    return "\n".join(filter(None, paragraphs))


def _day(item: Mapping[str, Any]) -> date | None:
    """The day as it was written: feedparser turns times into UTC, often the day after, and guesses at broken ones."""
    told = item.get("published") or item.get("updated") or ""
    with suppress(ValueError, OverflowError):
        return parsedate_to_datetime(told).date()
    with suppress(ValueError):
        return date.fromisoformat(told[:10])
    return None
