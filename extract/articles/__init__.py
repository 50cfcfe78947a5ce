"""Readers, one module a format: files in, `Article` records out.

What cannot be read is reported as a `Problem` with its name and skipped; reading goes on. Files are opened here and
read in another process (`apart`).
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extract.articles import apart, web
from extract.articles.faults import problem_of
from extract.articles.files import files_of
from extract.articles.formats import COUNTERS, FORMATS, READERS, UNCOUNTED, ending
from extract.articles.limits import MAX_CHARACTERS, spooled
from extract.articles.reading import Note, Reading, shown
from extract.records import Article, Problem, Record

__all__ = ["MAX_CHARACTERS", "READERS", "count_articles", "ending", "read_articles"]


def read_articles(
    paths: str | Path | Iterable[str | Path],
    *,
    on_problem: Callable[[Problem], None],
    on_note: Callable[[str], None] = lambda _: None,
    reading: Reading | None = None,
) -> Iterator[Article]:
    """Yield the articles of files and folders, in the order given, folders by file name.

    Parameters
    ----------
    paths : files, folders and patterns ("news/**/*.html"), both searched for the known formats, addresses of the web
        (as text: "https://…"), or "-" for standard input in any format that its first bytes tell: JSON, JSON Lines,
        HTML, a feed, PDF, Word, Excel, Parquet, WARC, ZIP, gzip of text, else plain text.
    on_problem : called with each input that was skipped.
    on_note : called with what a person may want to know: which files of a folder are of no known format, which fields
        of an article were left out.
    reading : how to read, where it is not as usual.

    Examples
    --------
    >>> articles = list(read_articles("seeds/articles", on_problem=print))
    >>> len(articles), sorted({article.outlet for article in articles})
    (12, ['Harbor Gazette', 'Tideline Weekly', 'Wrenmouth Ledger'])
    """
    reading = reading or Reading()
    for path in [paths] if isinstance(paths, str | Path) else paths:
        for file in _files(path, reading, on_problem, on_note):
            for found in _read_file(file, reading):
                match found:  # names of columns, sheets and attachments are the file's
                    case Problem():
                        on_problem(Problem(input=shown(found.input), reason=shown(found.reason)))
                    case Note():
                        on_note(shown(str(found)))
                    case Article():
                        yield found


def count_articles(paths: Iterable[str | Path], *, reading: Reading | None = None) -> int | None:
    """About how many articles there are to read, None if nobody can tell: for telling the time left."""
    number = 0
    for path in paths:
        for file in _files(path, reading or Reading(), lambda _: None, lambda _: None):
            kind = "" if isinstance(file, str) else ending(file)
            if isinstance(file, str) or kind.endswith(UNCOUNTED):
                return None
            more: int | None = 1
            if kind in COUNTERS:
                if not file.is_file():  # a pipe can be read once only
                    return None
                more = _count(file, kind)
            if more is None:
                return None
            number += more
    return number


def _count(file: Path, kind: str) -> int | None:
    try:
        with file.open("rb") as stream:
            (found,) = apart.records("count", stream, str(file), ending=kind)
    except OSError:  # reading it will tell what is wrong
        return None
    return found.number if isinstance(found, apart.Count) else None


def _files(
    path: str | Path, reading: Reading, on_problem: Callable[[Problem], None], on_note: Callable[[str], None]
) -> Iterator[str | Path]:
    if web.is_address(path):
        yield str(path)
        return
    try:
        if web.lacks_scheme(str(path)) and not Path(Path(path).parts[0]).exists():
            on_problem(Problem(input=str(path), reason=f"no such file; for a page of the web write https://{path}"))
        else:
            yield from files_of(
                path,
                known=lambda file: bool(ending(file)),
                formats=FORMATS,
                follow_links=reading.follow_links,
                on_problem=on_problem,
                on_note=on_note,
            )
    except OSError as error:  # a name that is too long, a folder that nobody may look into
        on_problem(problem_of(error, str(path)))


def _read_file(file: str | Path, reading: Reading) -> Iterator[Record]:
    name = "standard input" if file == "-" else web.without_password(str(file))
    try:
        if web.is_address(file):
            yield from web.read(str(file), reading)
        elif isinstance(file, str):
            with spooled(sys.stdin.buffer) as stream:
                yield from apart.records("articles", stream, name, columns=reading.columns, ending=None)
        elif kind := ending(file):
            with file.open("rb") as opened, opened if opened.seekable() else spooled(opened) as stream:
                yield from apart.records("articles", stream, name, columns=reading.columns, ending=kind)
        else:
            why = f"no reader for {file.suffix or 'files without an ending'} (known formats: {FORMATS})"
            yield Problem(input=name, reason=why if file.exists() else "no such file")
    except FileNotFoundError:
        yield Problem(input=name, reason="no such file")
    except Exception as error:
        yield problem_of(error, name)
