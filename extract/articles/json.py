"""JSON: one article, a list of articles, or an object with such a list in it ({"articles": [...]})."""

from collections import deque
from collections.abc import Iterator
from typing import Any, BinaryIO

from extract.articles.columns import NAMES, article_of, unnumbered
from extract.articles.decode import read_text
from extract.articles.faults import Unreadable
from extract.articles.reading import Found, Reading
from extract.lines import parsed_json
from extract.records import Article, Problem


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the articles of a file, or problems with the items' numbers, from 1. The file is read whole."""
    data = parsed_json(read_text(stream), name)
    if isinstance(data, Problem):
        yield data
        return
    items = _articles(data, reading)
    if items is None:
        yield article_of(unnumbered(data, reading.columns), name, reading.columns)
        return
    if not items:
        raise Unreadable("a list without articles")
    for number, item in enumerate(items, start=1):
        yield article_of(unnumbered(item, reading.columns), f"{name}, item {number}", reading.columns)


def _articles(data: Any, reading: Reading) -> list[Any] | None:
    """The list of articles in `data`: the outermost list of objects. None if `data` is an article itself."""
    waiting = deque([data])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, list) and (value is data or (value and all(isinstance(item, dict) for item in value))):
            return value
        if isinstance(value, dict):
            if value is data and _is_article(value, reading):
                return None
            waiting.extend(value.values())
    return None


def _is_article(value: dict[str, Any], reading: Reading) -> bool:
    named = any(isinstance(value.get(key), str) and key.casefold() in NAMES["text"] for key in value)
    return named or isinstance(article_of(value, "", reading.columns), Article)
