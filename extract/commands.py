"""``onrecord extract``."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
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
    from extract.partial import Partial, whole_lines
    from extract.versions import Versions

    path = None if output == "-" or _is_device(Path(output)) else Path(output)
    if resume and path is None:
        raise Failure("--resume goes on from a file: name it by --output")
    report = Report(quiet=quiet)
    extraction = Extraction.of(**rest)
    made_by = extraction.fingerprint
    partial = Path(f"{output}.partial")
    before = whole_lines(partial, fingerprint=made_by) if resume else Partial(partial)
    versions = Versions(made_by, before.held)
    if resume and not before.hashes:
        report.say(f"nothing to go on from: {partial} is missing or empty")
    done = quotes = 0
    go_on = f"the lines so far are in {partial}: run the same command with --resume to go on from there"
    with interruptible("each line printed is whole" if path is None else go_on), ExitStack() as stack:
        stream = stack.enter_context(_opened(output if path is None else str(partial), append=resume))
        for article in extraction.quotes(versions, report):
            typer.echo(article.to_json(), file=stream)
            done, quotes = done + 1, quotes + len(article.quotes)
        if path is not None:
            stream.close()
            with _told(output):
                if resume:
                    before.keep_last()
                partial.replace(path)
    more = f" ({versions.unchanged:,} more were there already)" if resume else ""
    skipped = counted(report.skipped, "input")
    report.say(f"{counted(done, 'article')}{more}, {counted(quotes, 'quote')}, {skipped} skipped")
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


def _is_device(path: Path) -> bool:
    """Whether no file may take its place: a pipe, /dev/stdout."""
    return path.is_symlink() or (path.exists() and not path.is_file())


def _opened(output: str, *, append: bool) -> AbstractContextManager[IO[str]]:
    """A stream to write to. Raises `Failure` if there can be none."""
    if output == "-":
        return nullcontext(sys.stdout)
    with _told(output.removesuffix(".partial")):
        return Path(output).open("a" if append else "w", encoding="utf-8")


@contextmanager
def _told(output: str) -> Iterator[None]:
    """Tell an error of the file as one of the output."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(f"{output} cannot be written: {reason}; name another file by --output") from error
