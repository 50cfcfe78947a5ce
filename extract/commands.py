"""``onrecord extract``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from extract import DEFAULT_MODEL
from extract.failure import Failure
from extract.reporting import Quiet, Report, counted, interruptible

if TYPE_CHECKING:
    from extract.articles.reading import Reading
    from extract.topics.scheme import SchemeFiles

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
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that extract at once.")]
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
    typer.Option("--skip-duplicates", help="Leave out articles that are, or nearly are, the text of earlier ones."),
]
ExtendPolicies = Annotated[
    bool, typer.Option("--extend-policies", help="Keep the built-in known policies beside those of --policies.")
]
PrivateAddresses = Annotated[
    bool, typer.Option("--allow-private-addresses", help="Read pages from hosts that are not public, too.")
]
Limit = Annotated[int, typer.Option("--limit", min=0, help="How many pages that a web feed links to are fetched.")]


def chosen_schemes(
    *, topics: Path | None, policies: Path | None, extend_topics: bool, extend_policies: bool
) -> "SchemeFiles":
    """The files that the options name, read once so that a fault is told before anything is done."""
    from extract.topics.scheme import SchemeFiles

    files = SchemeFiles(topics, policies, extend_topics=extend_topics, extend_policies=extend_policies)
    files.read()
    return files


def chosen_reading(columns: list[str] | None, *, linked: int = 0, private_addresses: bool = False) -> "Reading":
    """How the options tell to read articles. Raises `Failure` for a column that is named wrongly."""
    from extract.articles.columns import parse_columns
    from extract.articles.reading import Reading

    return Reading(columns=parse_columns(columns or ()), linked=linked, private_addresses=private_addresses)


class ActChoice(StrEnum):
    """The acts of `extract.records.Act`, named here so that the options need not load the records."""

    all = "all"
    statement = "statement"
    belief = "belief"
    intention = "intention"
    perception = "perception"
    other = "other"


def extract_command(
    paths: Paths,
    output: Annotated[
        str, typer.Option("--output", "-o", help="File for the JSON lines; - for standard output.")
    ] = "-",
    model: Model = DEFAULT_MODEL,
    jobs: Jobs = 1,
    topics: Topics = None,
    policies: Policies = None,
    extend_topics: ExtendTopics = False,
    extend_policies: ExtendPolicies = False,
    columns: Columns = None,
    no_text: NoText = False,
    limit: Limit = 50,
    allow_private_addresses: PrivateAddresses = False,
    skip_duplicates: SkipDuplicates = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from FILE.partial, which a run that was cut off left.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Write each article's quotes as one JSON line (the form onrecord/1).

    Example: onrecord extract seeds/articles -o quotes.jsonl

    Example: onrecord extract wire.xlsx --column text=story --column title=slug
    """
    from extract.articles import count_articles, read_articles
    from extract.articles.duplicates import Notes, duplicates
    from extract.partial import whole_lines
    from extract.pipeline import extract
    from extract.versions import Versions, fingerprint

    if resume and output == "-":
        raise Failure("--resume goes on from a file: name it by --output")
    report = Report(quiet=quiet)
    schemes = chosen_schemes(
        topics=topics, policies=policies, extend_topics=extend_topics, extend_policies=extend_policies
    )
    reading = chosen_reading(columns, linked=limit, private_addresses=allow_private_addresses)
    held = whole_lines(Path(f"{output}.partial")) if resume else {}
    made_by = fingerprint(model=model, schemes=schemes, no_text=no_text)
    versions = Versions(made_by, lambda ids: {id: held[id] for id in ids if id in held})
    notes = Notes(report.say)
    read = read_articles(paths, on_problem=report.problem, reading=reading)
    articles = versions.missing(duplicates(read, on_duplicate=notes, skip=skip_duplicates))
    found = versions.marked(extract(articles, model=model, on_problem=report.problem, jobs=jobs, schemes=schemes))
    done = quotes = 0
    go_on = f"the lines so far are in {output}.partial: run the same command with --resume to go on from there"
    kept = "each line printed is whole" if output == "-" else go_on
    with interruptible(kept), _writable(output, append=resume) as stream:
        for article in report.watched(found, "articles", total=lambda: count_articles(paths)):
            typer.echo((article.without_text() if no_text else article).to_json(), file=stream)
            done, quotes = done + 1, quotes + len(article.quotes)
    notes.finish(skipped=skip_duplicates)
    before = f" ({versions.unchanged:,} more were there already)" if resume else ""
    numbers = (
        f"{counted(done, 'article')}{before}, {counted(quotes, 'quote')}, {counted(report.skipped, 'input')} skipped"
    )
    report.say(numbers)
    report.finish()


@contextmanager
def _writable(output: str, *, append: bool) -> Iterator[IO[str]]:
    """Standard output, or a file that takes the place of `output` when all is written: an input may be the output."""
    if output == "-":
        yield sys.stdout
        return
    partial = Path(f"{output}.partial")
    try:
        with partial.open("a" if append else "w", encoding="utf-8") as stream:
            yield stream
        partial.replace(output)
    except OSError as error:
        raise Failure(f"{output} cannot be written: {error.strerror}; name another file by --output") from error
