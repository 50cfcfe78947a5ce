"""Readers, one module a format: files in, `Article` records out.

What cannot be read is reported as a `Problem` with its name and skipped; reading goes on.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

from extract.articles import archive, feed, html, jsonl, text, warc, web
from extract.articles.reading import Found, Reader, Reading, Unreadable
from extract.lines import count_lines
from extract.records import Article, Problem

READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".html": html.read,
    ".htm": html.read,
    ".jsonl": jsonl.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".xml": feed.read,
    ".warc": warc.read,
    ".warc.gz": warc.read,
    ".zip": archive.read,
}

UNCOUNTED = {".rss", ".atom", ".xml", ".warc", ".warc.gz", ".zip"}
"""Formats of many articles that are only counted by reading them."""

MAX_CHARACTERS = 250_000
"""Longer texts are no news article (this is a short book) and would need gigabytes to parse."""


def read_articles(
    paths: str | Path | Iterable[str | Path], *, on_problem: Callable[[Problem], None], reading: Reading | None = None
) -> Iterator[Article]:
    """Yield the articles of files and folders, in the order given, folders by file name.

    Parameters
    ----------
    paths : files, folders (searched for the known formats), addresses of the web (as text: "https://…"), or "-" for
        JSON Lines or plain text on standard input.
    on_problem : called with each input that was skipped.
    reading : how to read, where it is not as usual.
    """
    for path in [paths] if isinstance(paths, str | Path) else paths:
        for file in _files(path, on_problem):
            for found in _read_file(file, reading or Reading()):
                if isinstance(found, Problem):
                    on_problem(found)
                elif len(found.text) > MAX_CHARACTERS:
                    on_problem(
                        Problem(
                            input=str(file),
                            reason=f"{len(found.text):,} characters are too many for one article (at most "
                            f"{MAX_CHARACTERS:,}); split it into its articles, one a file or one a JSON line",
                        )
                    )
                else:
                    yield found


def count_articles(paths: Iterable[str | Path]) -> int | None:
    """About how many articles there are to read, None if nobody can tell: for telling the time left."""
    number = 0
    for path in paths:
        for file in _files(path, lambda _: None):
            if web.is_address(file) or ending(Path(file)) in UNCOUNTED:
                return None
            lines = count_lines([str(file)]) if str(file) == "-" or Path(file).suffix.lower() == ".jsonl" else 1
            if lines is None:
                return None
            number += lines
    return number


def ending(file: Path) -> str:
    """The ending by which a file is read, in lower case (".html", ".warc.gz"); "" if no reader knows it."""
    return next((known for known in READERS if file.name.lower().endswith(known)), "")


def _files(path: str | Path, on_problem: Callable[[Problem], None]) -> Iterator[str | Path]:
    if str(path) == "-" or web.is_address(path):
        yield str(path)
        return
    path = Path(path)
    if not path.is_dir():
        yield path
        return
    files = sorted(file for file in path.rglob("*") if ending(file) and file.is_file())
    if not files:
        on_problem(Problem(input=str(path), reason=f"no articles in this folder (known formats: {', '.join(READERS)})"))
    yield from files


def _read_file(file: str | Path, reading: Reading) -> Iterator[Found]:
    name = "standard input" if file == "-" else web.without_password(str(file)) if web.is_address(file) else str(file)
    try:
        if web.is_address(file):
            yield from web.read(str(file), reading)
        elif isinstance(file, str):
            content = BytesIO(sys.stdin.buffer.read())
            read = jsonl.read if content.getvalue().lstrip().startswith(b"{") else text.read
            yield from read(content, name, reading)
        elif ending(file):
            with file.open("rb") as stream:
                yield from READERS[ending(file)](stream, name, reading)
        else:
            known = ", ".join(READERS)
            why = f"no reader for {file.suffix or 'files without an ending'} (known formats: {known})"
            yield Problem(input=name, reason=why if file.exists() else "no such file")
    except FileNotFoundError:
        yield Problem(input=name, reason="no such file")
    except (OSError, Unreadable) as error:
        yield Problem(input=name, reason=getattr(error, "strerror", None) or str(error))
