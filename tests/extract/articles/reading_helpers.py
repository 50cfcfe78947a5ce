"""What the tests of the readers share."""

from collections.abc import Mapping
from pathlib import Path

from extract.articles import read_articles
from extract.articles.reading import Reading
from extract.records import Article, Problem


def read(
    *paths: Path | str, columns: Mapping[str, str] | None = None, follow_links: bool = False
) -> tuple[list[Article], list[Problem]]:
    """The articles of files, and the problems with them."""
    problems: list[Problem] = []
    reading = Reading(columns=columns or {}, follow_links=follow_links)
    return list(read_articles(paths, on_problem=problems.append, reading=reading)), problems


def article(path: Path, **columns: str) -> Article:
    """The one article of a file in which nothing is wrong."""
    (found,), problems = read(path, columns=columns)
    assert not problems
    return found
