"""Files of JSON lines: quotes as ``onrecord extract`` writes them, or anything else that has one record a line."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from extract.records import FORMAT, ArticleQuotes, Problem

MAX_LINE = 32 << 20
"""Characters of a line: a hundred times an article's text."""


def parsed(lines: TextIO, name: str) -> Iterator[tuple[str, Any] | Problem]:
    """Yield each line that is not blank, as its place ("NAME, line 3") and what it holds, or as a problem."""
    for number, line in enumerate(iter(partial(lines.readline, MAX_LINE), ""), start=1):
        where = f"{name}, line {number}"
        if len(line) == MAX_LINE and not line.endswith("\n"):
            while (rest := lines.readline(MAX_LINE)) and not rest.endswith("\n"):
                pass
            yield Problem(input=where, reason=f"a line of more than {MAX_LINE >> 20} MB is no article")
        elif line.strip():
            data = parsed_json(line, where)
            yield data if isinstance(data, Problem) else (where, data)


def parsed_json(text: str, where: str) -> Any:
    """What a JSON text holds, or the `Problem` with it, reported under `where`."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        return Problem(input=where, reason=f"broken JSON: {error.msg} ({line}column {error.colno})")
    except RecursionError:
        return Problem(input=where, reason="not JSON that can be read: nested too deeply")
    except ValueError as error:  # a number of thousands of digits
        return Problem(input=where, reason=f"not JSON that can be read: {error}")


def json_lines(file: str, *, on_problem: Callable[[Problem], None]) -> Iterator[tuple[str, Any]]:
    """Yield the lines of a file as `parsed` does; what cannot be read is reported. ``-`` is standard input."""
    name = "standard input" if file == "-" else file
    try:
        with nullcontext(sys.stdin) if file == "-" else Path(file).open(encoding="utf-8-sig") as stream:
            for line in parsed(stream, name):
                if isinstance(line, Problem):
                    on_problem(line)
                else:
                    yield line
    except UnicodeDecodeError:
        on_problem(Problem(input=name, reason="not UTF-8 text, so no JSON lines"))
    except OSError as error:
        on_problem(Problem(input=name, reason=error.strerror or str(error)))


def quote_lines(files: Iterable[str], *, on_problem: Callable[[Problem], None]) -> Iterator[ArticleQuotes]:
    """Yield the articles of files in the form onrecord/1; a line that is none is reported with its number."""
    for file in files:
        for where, data in json_lines(file, on_problem=on_problem):
            if isinstance(data, dict) and data.get("format") != FORMAT:
                on_problem(Problem(input=where, reason=f"not a line of onrecord extract (format {FORMAT})"))
                continue
            try:
                article = ArticleQuotes.model_validate(data)
            except ValidationError as error:
                on_problem(Problem.of(where, error))
            else:
                yield article


def count_lines(files: Iterable[str]) -> int | None:
    """How many lines files have, None if one is standard input or cannot be read: for telling the time left."""
    number = 0
    for file in files:
        if file == "-":
            return None
        try:
            with Path(file).open("rb") as stream:
                number += sum(1 for _ in stream)
        except OSError:
            return None
    return number
