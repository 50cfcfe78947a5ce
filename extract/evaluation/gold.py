"""Gold files: one article a line, ``{"id", "text", "attributions": [{"source", "cue", "content"}]}``.

Where the article lists its policies (``"policies": [{"id", "name", "names"}]``) and the attributions (or ``"quotes"``)
name theirs (``"policies": ["p1"], "stance": {"p1": "for"}, "areas": ["health"]``), those are scored, too. Lines of
``onrecord extract`` that a person corrected will do as well; a line without the text needs the articles beside it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, Field, ValidationError, model_validator

from extract.attribution.marks import QuotedRegion, paragraphs, quoted_regions, whole_paragraphs
from extract.attribution.spans import kind_of_share, quoted_share
from extract.lines import json_lines
from extract.records import (
    FORMAT,
    Article,
    OptionalText,
    Passage,
    Problem,
    Quote,
    Record,
    Span,
    Spans,
    Stance,
    Text,
    quote_id,
    short_hash,
)


class GoldSpeaker(Record):
    """Who said it, as a person resolved it; several names are joined by " & ", an empty one is nobody."""

    name: str = ""
    type: str = "unknown"
    role: OptionalText = None


class GoldPolicy(Record):
    """A policy of an article, under the name and the other wordings that a person gave it."""

    id: str
    name: str
    names: tuple[str, ...] = ()


class GoldAttribution(Record):
    """Spans that a person marked, as those of `extract.records.Quote`; any may be empty.

    `speaker` is None where nobody said who speaks. `policies` are ids of the article's policies, `stance` the speaker's
    stance by policy, where the words carry one, and `areas` the policy areas.
    """

    source: Spans = ()
    cue: Spans = ()
    content: Spans = ()
    speaker: GoldSpeaker | None = None
    policies: tuple[str, ...] = ()
    stance: dict[str, Stance | Literal[""]] = Field(default_factory=dict)
    areas: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _takes_names_and_speakers_of_quotes(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("speaker"), str):
            told = {"name": data["speaker"], "type": data.get("type") or "unknown", "role": data.get("role")}
            return {**data, "speaker": told}
        if isinstance(data, dict) and isinstance(data.get("speakers"), list) and "speaker" not in data:
            found = [one for one in data["speakers"] if isinstance(one, dict)]
            name = " & ".join(str(one.get("name")) for one in found)
            return {**data, "speaker": {**(found[0] if found else {}), "name": name}}
        return data


class GoldArticle(Record):
    """An article's text with the attributions that a person marked in it.

    `policies` is None where nobody marked what the article's quotes are about.
    """

    id: str = Field(min_length=1)
    text: Text
    title: str | None = None
    attributions: Annotated[tuple[GoldAttribution, ...], Field(validation_alias=AliasChoices("attributions", "quotes"))]
    policies: tuple[GoldPolicy, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _takes_policies_of_quotes(cls, data: Any) -> Any:
        """Lines of extract have the policies and topics in each quote."""
        if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("quotes"), list):
            return data
        quotes = [quote for quote in data["quotes"] if isinstance(quote, dict)]
        policies = {policy["id"]: policy for quote in quotes for policy in quote.get("policies", ())}
        return {
            **data,
            "policies": [
                {"id": id, "name": policy["name"], "names": policy.get("aliases", ())}
                for id, policy in policies.items()
            ],
            "quotes": [
                {
                    **quote,
                    "policies": [policy["id"] for policy in quote.get("policies", ())],
                    "stance": {policy["id"]: policy.get("stance") or "" for policy in quote.get("policies", ())},
                    "areas": [topic["id"] for topic in quote.get("topics", ())],
                }
                for quote in quotes
            ],
        }

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

    def quotes(self) -> dict[int, Quote]:
        """The gold attributions as quotes without speakers, by their numbers; those without content are left out."""
        blocks, regions = list(paragraphs(self.text)), quoted_regions(self.text)
        return {
            number: self._quote(number, attribution, blocks, regions)
            for number, attribution in enumerate(self.attributions)
            if attribution.content
        }

    def _quote(self, number: int, gold: GoldAttribution, blocks: list[Span], regions: list[QuotedRegion]) -> Quote:
        start, end = whole_paragraphs(blocks, (*gold.source, *gold.cue, *gold.content))
        return Quote(
            id=f"{quote_id(self.id, gold.content)}/{number}",  # two attributions may share a content
            kind=kind_of_share(quoted_share(gold.content, regions)),
            text=" … ".join(self.text[s:e] for s, e in gold.content),
            source=gold.source,
            cue=gold.cue,
            content=gold.content,
            paragraph=Passage(start=start, text=self.text[start:end]),
            confidence=1.0,
            method="gold",
        )


def read_gold(
    path: Path, articles: Iterable[Article] = (), *, on_problem: Callable[[Problem], None]
) -> Iterator[GoldArticle]:
    """Yield the articles of a gold file; `articles` hold the texts of lines without one.

    A line that is no gold article, or one that an earlier line held already, is reported with its number.
    """
    known = {article.id: article for article in articles}
    seen: set[str] = set()
    for where, data in json_lines(str(path), on_problem=on_problem):
        if isinstance(data, dict) and "text" not in data:
            if (article := known.get(str(data.get("id")))) is not None:
                data = {"title": article.title, **data, "text": article.text}
            else:
                reason = f"no text, and --articles holds none with the id {data.get('id')!r}"
                on_problem(Problem(input=where, reason=reason))
                continue
        try:
            marked = GoldArticle.model_validate(data)
        except ValidationError as error:
            on_problem(Problem.of(where, error))
            continue
        if marked.id in seen:
            on_problem(Problem(input=where, reason=f"the article {marked.id} stands on an earlier line already"))
        else:
            seen.add(marked.id)
            yield marked


def read_speakers(path: Path, *, on_problem: Callable[[Problem], None]) -> dict[tuple[str, int], GoldSpeaker]:
    """Read a file of gold speakers, ``{"doc", "n", "speaker", "type", "role"}`` a line, by article and attribution.

    `n` counts the attributions of the article ``doc`` from 0. A line that is no such record is reported.
    """
    found: dict[tuple[str, int], GoldSpeaker] = {}
    for where, data in json_lines(str(path), on_problem=on_problem):
        try:
            key = str(data["doc"]), int(data["n"])
            found[key] = GoldSpeaker(name=data["speaker"], type=data.get("type") or "unknown", role=data.get("role"))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            on_problem(Problem(input=where, reason=f"not a gold speaker with doc, n and speaker ({error})"))
    return found


def with_speakers(
    articles: Iterable[GoldArticle], speakers: Mapping[tuple[str, int], GoldSpeaker]
) -> Iterator[GoldArticle]:
    """The articles that `speakers` tells anything about, each attribution with its gold speaker."""
    known = {article for article, _ in speakers}
    for article in articles:
        if article.id in known:
            marked = (
                one.model_copy(update={"speaker": speakers.get((article.id, number))})
                for number, one in enumerate(article.attributions)
            )
            yield article.model_copy(update={"attributions": tuple(marked)})
