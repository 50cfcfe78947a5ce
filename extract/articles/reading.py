"""What every reader takes and gives."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from extract.articles.budget import Budget
from extract.records import Article, Problem, Record, short_hash
from extract.safe_text import printable


class Note(Record):
    """What a person may want to know of an input that was read all the same."""

    input: str
    text: str

    def __str__(self) -> str:
        return f"note: {self.input}: {self.text}"


Found = Article | Problem | Note


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: `columns` maps a field of `Article` to the column or key that holds it, where its name differs.

    `budget` is what may be read of the whole input. `follow_links` lets links in a folder lead out of it. Of the web:
    `private_addresses` lets pages come from hosts that are not public, too; `linked` is how many pages that a feed only
    links to are fetched.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget, compare=False)
    follow_links: bool = False
    private_addresses: bool = False
    linked: int = 50


Reader = Callable[[BinaryIO, str, Reading], Iterator[Found]]
"""Takes a stream of bytes that can be sought in, the name to report problems under, and how to read.

What is wrong with a part is a `Problem` among the articles; a reader raises `Unreadable` for all that it cannot read.
"""


def completed(article: Article, fields: Mapping[str, Any]) -> Article:
    """An article with `fields` where it has none of its own, and the id that goes with them."""
    own = article.model_dump(exclude_none=True, exclude=_made_id(article))
    return Article.model_validate({**fields, **own})


def without(article: Article, fields: Collection[str]) -> Article:
    """An article without some of its fields, and the id that goes with the rest."""
    if not fields:
        return article
    own = article.model_dump(exclude_none=True, exclude={*fields, *_made_id(article)})
    return Article.model_validate(own)


def _made_id(article: Article) -> set[str]:
    """The name of the field that holds the id, if that was made of others and nobody gave it."""
    return {"id"} if article.id == short_hash(article.url or article.text) else set()


def shown(name: str) -> str:
    """A name out of somebody else's file, safe to print on a terminal."""
    return printable(name, lines=False)
