"""Gold files: one article a line, ``{"id", "text", "attributions": [{"source", "cue", "content"}]}``.

Lines of ``onrecord extract`` that a person corrected will do as well; they lack the text, so the articles are needed
beside them.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Self

from pydantic import AliasChoices, Field, ValidationError, model_validator

from extract.lines import json_lines
from extract.records import Article, Problem, Record, Spans, Text, short_hash


class GoldAttribution(Record):
    """Spans that a person marked, as those of `extract.records.Quote`; any may be empty."""

    source: Spans = ()
    cue: Spans = ()
    content: Spans = ()


class GoldArticle(Record):
    """An article's text with the attributions that a person marked in it."""

    id: str = Field(min_length=1)
    text: Text
    attributions: Annotated[tuple[GoldAttribution, ...], Field(validation_alias=AliasChoices("attributions", "quotes"))]

    @model_validator(mode="after")
    def _spans_lie_in_the_text(self) -> Self:
        for attribution in self.attributions:
            for start, end in (*attribution.source, *attribution.cue, *attribution.content):
                if end > len(self.text):
                    raise ValueError(
                        f"the span [{start}, {end}] ends after the text, which has {len(self.text)} characters"
                    )
        return self

    @property
    def text_hash(self) -> str:
        """What `extract.records.ArticleQuotes.text_hash` is for this text."""
        return short_hash(self.text)

    def article(self) -> Article:
        """The article, to be read like any other."""
        return Article(id=self.id, text=self.text)


def read_gold(
    path: Path, articles: Iterable[Article] = (), *, on_problem: Callable[[Problem], None]
) -> Iterator[GoldArticle]:
    """Yield the articles of a gold file; `articles` hold the texts of lines without one.

    A line that is no gold article, or one that an earlier line held already, is reported with its number.
    """
    texts = {article.id: article.text for article in articles}
    seen: set[str] = set()
    for where, data in json_lines(str(path), on_problem=on_problem):
        if isinstance(data, dict) and "text" not in data:
            data["text"] = texts.get(str(data.get("id")))
            if data["text"] is None:
                reason = f"no text, and --articles holds none with the id {data.get('id')!r}"
                on_problem(Problem(input=where, reason=reason))
                continue
        try:
            article = GoldArticle.model_validate(data)
        except ValidationError as error:
            on_problem(Problem.of(where, error))
            continue
        if article.id in seen:
            on_problem(Problem(input=where, reason=f"the article {article.id} stands on an earlier line already"))
        else:
            seen.add(article.id)
            yield article
