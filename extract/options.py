"""The options of the commands that read and extract articles, and what they come to: from paths to quotes."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer

from extract import DEFAULT_MODEL
from extract.reporting import Report

if TYPE_CHECKING:
    from extract.articles.reading import Reading
    from extract.records import ArticleQuotes
    from extract.topics.scheme import SchemeFiles
    from extract.versions import Versions

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Articles: files, folders of them, patterns in quotes (“news/**/*.html”), addresses of the web "
        "(https://…), or - for standard input. Known are .txt, .md, .html, .json, .jsonl, .csv, .tsv, .xlsx, .parquet, "
        ".docx, .pdf, .eml, feeds, .warc and .zip; .gz of text.",
        metavar="PATH...",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="What a table or JSON calls a field of its articles: text=body, title=headline. Usual names need none.",
    ),
]
Model = Annotated[
    str,
    typer.Option("--model", help="An installed English spaCy pipeline with tagger, parser, lemmatizer and ner."),
]
MOST_JOBS = 256
"""More processes than any machine gains by; each takes a gigabyte."""
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, max=MOST_JOBS, help="Processes that extract at once.")]
Topics = Annotated[
    Path | None,
    typer.Option("--topics", metavar="FILE", help="Your own policy areas, YAML or SKOS, instead of the built-in ones."),
]
Policies = Annotated[
    Path | None,
    typer.Option(
        "--policies", metavar="FILE", help="Policies to know by name, YAML or SKOS, instead of the built-in ones."
    ),
]
ExtendTopics = Annotated[
    bool, typer.Option("--extend-topics", help="Keep the built-in policy areas beside those of --topics.")
]
NoText = Annotated[
    bool, typer.Option("--no-text", help="Keep of the articles' text no more than the paragraphs with quotes.")
]
Again = Annotated[bool, typer.Option("--again", help="Extract articles that the store holds as they are, too.")]
SkipDuplicates = Annotated[
    bool,
    typer.Option("--skip-duplicates", help="Leave out articles that are, but for a tenth, the text of earlier ones."),
]
ExtendPolicies = Annotated[
    bool, typer.Option("--extend-policies", help="Keep the built-in known policies beside those of --policies.")
]
PrivateAddresses = Annotated[
    bool, typer.Option("--allow-private-addresses", help="Read pages from hosts that are not public, too.")
]
FollowLinks = Annotated[
    bool, typer.Option("--follow-links", help="Read what links in a folder name outside of it, too.")
]
Limit = Annotated[int, typer.Option("--limit", min=0, help="How many pages that a web feed links to are fetched.")]

EXTRACTION_OPTIONS: dict[str, tuple[Any, Any]] = {
    "paths": (Paths, inspect.Parameter.empty),
    "model": (Model, DEFAULT_MODEL),
    "jobs": (Jobs, 1),
    "topics": (Topics, None),
    "policies": (Policies, None),
    "extend_topics": (ExtendTopics, False),
    "extend_policies": (ExtendPolicies, False),
    "columns": (Columns, None),
    "no_text": (NoText, False),
    "follow_links": (FollowLinks, False),
    "limit": (Limit, 50),
    "allow_private_addresses": (PrivateAddresses, False),
    "skip_duplicates": (SkipDuplicates, False),
}
"""Name -> (type, default) of the options that `Extraction.of` takes, for `declare`."""


class ActChoice(StrEnum):
    """The acts of `extract.records.Act`, named here so that the options need not load the records."""

    all = "all"
    statement = "statement"
    belief = "belief"
    intention = "intention"
    perception = "perception"
    other = "other"


def declare(command: Callable[..., None], parameters: dict[str, tuple[Any, Any]]) -> Callable[..., None]:
    """Give a command that takes ``**rest`` its parameters, name -> (type, default), for Typer to read."""
    keyword_only = inspect.Parameter.KEYWORD_ONLY
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # mypy knows no signatures set by hand
        [inspect.Parameter(n, keyword_only, annotation=a, default=d) for n, (a, d) in parameters.items()]
    )
    command.__annotations__ = {name: annotation for name, (annotation, _) in parameters.items()}
    return command


def chosen_schemes(
    *, topics: Path | None, policies: Path | None, extend_topics: bool, extend_policies: bool
) -> "SchemeFiles":
    """The files that the options name, read once so that a fault is told before anything is done."""
    from extract.topics.scheme import SchemeFiles

    files = SchemeFiles(topics, policies, extend_topics=extend_topics, extend_policies=extend_policies)
    files.read()
    return files


def chosen_reading(columns: list[str] | None, **rest: Any) -> "Reading":
    """How the options tell to read articles; `rest` are fields of it. Raises `Failure` for a wrongly named column."""
    from extract.articles.columns import parse_columns
    from extract.articles.reading import Reading

    return Reading(columns=parse_columns(columns or ()), **rest)


@dataclass(frozen=True, slots=True)
class Extraction:
    """From paths to quotes, as the options tell."""

    paths: list[str]
    reading: "Reading"
    model: str
    jobs: int
    schemes: "SchemeFiles"
    no_text: bool
    skip_duplicates: bool

    @classmethod
    def of(
        cls, *, columns: list[str] | None, follow_links: bool, limit: int, allow_private_addresses: bool,
        topics: Path | None, policies: Path | None, extend_topics: bool, extend_policies: bool, **rest: Any,
    ) -> Self:  # fmt: skip
        """What `EXTRACTION_OPTIONS` come to. Raises `Failure` for one that cannot be."""
        schemes = chosen_schemes(
            topics=topics, policies=policies, extend_topics=extend_topics, extend_policies=extend_policies
        )
        reading = chosen_reading(
            columns, follow_links=follow_links, linked=limit, private_addresses=allow_private_addresses
        )
        return cls(schemes=schemes, reading=reading, **rest)

    @property
    def fingerprint(self) -> str:
        """What all quotes depend on beside the articles, as `extract.versions.fingerprint` has it."""
        from extract.versions import fingerprint

        return fingerprint(model=self.model, schemes=self.schemes, no_text=self.no_text)

    def quotes(self, versions: "Versions", report: Report) -> "Iterator[ArticleQuotes]":
        """Yield the quotes of the articles that are not held yet; the report tells of problems, copies and progress."""
        from extract.articles import count_articles, read_articles
        from extract.articles.duplicates import Notes, duplicates
        from extract.pipeline import extract

        notes = Notes(report.say)
        read = read_articles(self.paths, on_problem=report.problem, on_note=report.say, reading=self.reading)
        articles = versions.missing(duplicates(read, on_duplicate=notes, skip=self.skip_duplicates))
        extracted = extract(articles, model=self.model, on_problem=report.problem, jobs=self.jobs, schemes=self.schemes)
        found = versions.marked(extracted)
        kept = (article.without_text() if self.no_text else article for article in found)
        yield from report.watched(kept, "articles", total=lambda: count_articles(self.paths, reading=self.reading))
        notes.finish(skipped=self.skip_duplicates)
