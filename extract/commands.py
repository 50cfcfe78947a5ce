"""``onrecord extract``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from extract.failure import Failure
from extract.options import EXTRACTION_OPTIONS, Extraction, declare
from extract.reporting import Quiet, Report, counted, interruptible


def _extract(*, output: str, resume: bool, quiet: bool, **rest: Any) -> None:
    """Write each article's quotes as one JSON line (the form onrecord/1).

    Example: onrecord extract seeds/articles -o quotes.jsonl

    Example: onrecord extract wire.xlsx --column text=story --column title=slug
    """
    from extract.partial import whole_lines

    if resume and output == "-":
        raise Failure("--resume goes on from a file: name it by --output")
    report = Report(quiet=quiet)
    extraction = Extraction.of(**rest)
    held = whole_lines(Path(f"{output}.partial")) if resume else {}
    versions = extraction.versions(lambda ids: {id: held[id] for id in ids if id in held})
    done = quotes = 0
    go_on = f"the lines so far are in {output}.partial: run the same command with --resume to go on from there"
    kept = "each line printed is whole" if output == "-" else go_on
    with interruptible(kept), _writable(output, append=resume) as stream:
        for article in extraction.quotes(versions, report):
            typer.echo(article.to_json(), file=stream)
            done, quotes = done + 1, quotes + len(article.quotes)
    before = f" ({versions.unchanged:,} more were there already)" if resume else ""
    skipped = counted(report.skipped, "input")
    report.say(f"{counted(done, 'article')}{before}, {counted(quotes, 'quote')}, {skipped} skipped")
    report.finish()


extract_command = declare(
    _extract,
    {
        **EXTRACTION_OPTIONS,
        "output": (
            Annotated[str, typer.Option("--output", "-o", help="File for the JSON lines; - for standard output.")],
            "-",
        ),
        "resume": (
            Annotated[
                bool, typer.Option("--resume", help="Go on from FILE.partial, which a run that was cut off left.")
            ],
            False,
        ),
        "quiet": (Quiet, False),
    },
)


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
