"""Markdown, with or without front matter, as the plain text that a reader of the page sees."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from extract.articles.columns import article_of
from extract.articles.decode import read_text
from extract.articles.front_matter import parted
from extract.articles.html import plain
from extract.articles.limits import MAX_MARKDOWN
from extract.articles.reading import Found, Reading

if TYPE_CHECKING:
    from markdown_it.token import Token


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the one article of a file. Offsets count in the plain text, in which paragraphs end in a blank line.

    Links are their text, images are left out, code is kept. A leading heading of the first level is the title, and no
    part of the text, unless the front matter tells another one.
    """
    from markdown_it import MarkdownIt

    head, source = parted(read_text(stream, limit=MAX_MARKDOWN))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    paragraphs = list(_paragraphs(tokens))
    if tokens and (tokens[0].type, tokens[0].tag) == ("heading_open", "h1"):
        known = head.get("title") or head.get("headline")
        if not known or known == paragraphs[0]:
            head["title"] = paragraphs.pop(0)
    text = "".join(f"{paragraph}\n\n" for paragraph in paragraphs if paragraph.strip())
    yield article_of({**head, "text": text}, name)


def _paragraphs(tokens: Sequence["Token"]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield _plain(token.children or ())
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")
        elif token.type == "html_block":
            yield plain(token.content)


def _plain(tokens: Sequence["Token"]) -> str:
    signs = {"softbreak": " ", "hardbreak": "\n"}
    kept = ("text", "text_special", "code_inline")
    return "".join(token.content if token.type in kept else signs.get(token.type, "") for token in tokens)
