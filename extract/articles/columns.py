"""The fields of an article out of the columns of a table or the keys of a JSON object, whatever they are called."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from itertools import chain, islice, repeat
from typing import Any

from pydantic import AliasChoices, ValidationError

from extract.articles.days import day_of, is_day_first
from extract.articles.decode import decode
from extract.articles.faults import Unreadable, problem_of
from extract.articles.html import plain
from extract.articles.limits import fitting
from extract.articles.reading import Found
from extract.failure import Failure
from extract.records import FORMAT, Article, Problem

SYNONYMS = {
    "text": ("body", "content", "fulltext", "bodytext", "articletext", "articlebody", "maintext", "story", "article"),
    "published": ("publishedat", "publishedon", "publisheddate", "publishdate", "publicationdate", "datepublished"),
    "url": ("weburl", "articleurl", "uri"),
    "outlet": ("publication", "newspaper", "site"),
    "byline": ("authors", "creator", "writer", "reporter"),
    "language": ("lang",),
}
"""Names that exports give to fields beside those that `Article` knows, in lower case and without spaces and signs."""

FIRST_ROWS = 20
"""By which the order of day and month is told."""

_MARKUP = re.compile(r"</(?:p|div|h\d|li|span)>|<br ?/?>|<p[ >]", re.IGNORECASE)


@lru_cache(maxsize=1024)  # the same names in every row
def _normal(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _known_names() -> dict[str, tuple[str, ...]]:
    names = {}
    for field, info in Article.model_fields.items():
        alias = info.validation_alias
        ours = [str(choice) for choice in alias.choices] if isinstance(alias, AliasChoices) else [field]
        names[field] = (*map(_normal, ours), *SYNONYMS.get(field, ()))
    return names


NAMES = _known_names()
"""The fields of `Article` with the names under which they are found, the likeliest first."""


def field_called(name: str) -> str | None:
    """The field of `Article` that a column of this name holds, if it is a usual one."""
    normal = _normal(name)
    return next((field for field, names in NAMES.items() if normal in names), None)


def parse_columns(choices: Iterable[str]) -> dict[str, str]:
    """``["text=body"]`` as a mapping of fields to columns, for `Reading`. Raises `Failure`."""
    columns = {}
    for choice in choices:
        name, _, column = choice.partition("=")
        field = field_called(name)
        if field is None or not column.strip():
            raise Failure(f"--column {choice}: write FIELD=COLUMN, where FIELD is one of {', '.join(NAMES)}")
        columns[field] = column.strip()
    return columns


def article_of(
    row: Any, where: str, columns: Mapping[str, str] | None = None, *, day_first: bool | None = None
) -> Found:
    """The article that a row or an object is, or the problem with it, reported under `where`.

    `columns` maps fields to the names that hold them ("fields.body" is a key in an object); a field that is not found
    so is looked for under the names that are usual for it. What is called text is taken as it is; HTML under another
    name becomes plain text. `day_first` tells whether 3/4/2026 is in April; None if nobody knows.
    """
    if isinstance(row, Mapping) and row.get("format") == FORMAT:
        return Problem(input=where, reason="these are quotes already; load them by `onrecord load`")
    if not isinstance(row, Mapping):
        return Problem(input=where, reason=f"no article but {_kind(row)}; an article is an object with the key text")
    fields: dict[str, Any] = {}
    try:
        for field, names in _found(row, columns or {}).items():
            values = (_plain(_value(row, name), between="\n\n" if field == "text" else ", ") for name in names)
            if field == "text":
                values = (_without_markup(name, value) for name, value in zip(names, values, strict=True))
            if field == "title":
                values = (unescape(value) if isinstance(value, str) else value for value in values)
            found = (value for value in values if value not in (None, ""))
            fields[field] = next(found, "" if field == "text" else None)
        fields["published"] = _day(fields.get("published"), day_first=day_first)
        article = Article.model_validate({field: value for field, value in fields.items() if value is not None})
        return fitting(article, where)
    except ValidationError as error:
        problem = Problem.of(where, error)
        if "text" not in fields:
            return Problem(input=where, reason=f"{problem.reason}; {_how_to_name(row)}")
        return problem
    except Exception as error:  # what is wrong with one row must not cost the others
        return problem_of(error, where)


def table_articles(
    header: Sequence[str], rows: Iterable[tuple[str, Mapping[str, Any]] | Problem], columns: Mapping[str, str]
) -> Iterator[Found]:
    """Yield the articles of a table's rows, each with its place ("FILE, row 17"); blank rows are passed over.

    The first rows tell whether day or month comes first in 3/4/2026. Raises `Unreadable` if no column holds text.
    """
    found = _found(dict.fromkeys(header), columns)
    if "text" not in found:
        raise Unreadable(_how_to_name(header))
    for field in columns:
        if field not in found:
            raise Unreadable(f"there is no column {columns[field]!r} (columns: {_listed(header)})")
    rows = iter(rows)
    first: list[tuple[str, Mapping[str, Any]] | Problem] = []
    fault = None
    try:
        for row in islice(rows, FIRST_ROWS):
            first.append(row)
    except Exception as error:  # told when the rows before it are read
        fault = error
    names = found.get("published", ())
    day_first = is_day_first(_value(row[1], name) for row in first if not isinstance(row, Problem) for name in names)
    for row in chain(first, rows):
        if isinstance(row, Problem):
            yield row
        elif not all(value is None or value == "" for value in row[1].values()):
            yield article_of(unnumbered(row[1], columns), row[0], columns, day_first=day_first)
    if fault is not None:
        raise fault


def unnumbered(row: Any, columns: Mapping[str, str]) -> Any:
    """A row without an id that is a bare number, unless `columns` names it: every export numbers its rows from 1."""
    if not isinstance(row, Mapping) or "id" in columns:
        return row
    return {key: value for key, value in row.items() if _normal(str(key)) != "id" or not _is_number(value)}


def row_of(header: Iterable[str], cells: Iterable[Any]) -> dict[str, Any]:
    """A row by the names of its columns; of two columns with one name the first, and none without a name."""
    row: dict[str, Any] = {}
    for name, cell in zip(header, chain(cells, repeat(None)), strict=False):  # rows may be shorter than the header
        if name:
            row.setdefault(name, cell)
    return row


def columns_to_read(header: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """Those columns of a table that may hold a field of an article, in their order."""
    names = {name for names in _found(dict.fromkeys(header), columns).values() for name in names}
    return [column for column in header if column in names or any(name.startswith(f"{column}.") for name in names)]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdigit())


def _found(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, list[str]]:
    """Where each field may be in a row: the name chosen for it first, then the usual ones."""
    there: dict[str, str] = {}
    for key in row:
        there.setdefault(_normal(str(key)), key)
    found = {}
    for field, usual in NAMES.items():
        names = [there[name] for name in usual if name in there]
        if chosen := columns.get(field):
            if chosen in row or chosen.partition(".")[0] in row:
                names.insert(0, chosen)
            elif _normal(chosen) in there:
                names.insert(0, there[_normal(chosen)])
        if names:
            found[field] = names
    return found


def _value(row: Mapping[str, Any], name: str) -> Any:
    if name in row:
        return row[name]
    value: Any = row
    for key in name.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _day(value: Any, *, day_first: bool | None) -> Any:
    try:
        return day_of(value, day_first=day_first)
    except ValueError as error:
        raise Unreadable(f"published: {error}") from error


def _plain(value: Any, *, between: str) -> Any:
    """A value as an article takes it: a source may be an object with a name, authors may be a list."""
    if isinstance(value, Mapping):
        inner = (value.get(key) for key in ("name", "rendered", "main", "value"))
        return next((one for one in inner if isinstance(one, str)), None)
    if isinstance(value, list | tuple):
        parts = (_plain(one, between=between) for one in value)
        return between.join(str(part) for part in parts if part not in (None, ""))
    if isinstance(value, bytes):
        return decode(value)
    if isinstance(value, str) and not value.strip():
        return None
    return None if isinstance(value, float) and math.isnan(value) else value


def _without_markup(name: str, text: Any) -> Any:
    """A text as it is seen where content systems keep it as HTML; what is called text is text already."""
    if name != "text" and isinstance(text, str) and _MARKUP.search(text):
        return plain(text)
    return text


def _how_to_name(names: Iterable[Any]) -> str:
    return f"nothing here is called text (but {_listed(names)}); name what holds it by --column text=NAME"


def _listed(names: Iterable[Any]) -> str:
    short = [name if len(name) <= 30 else f"{name[:29]}…" for name in map(str, names) if name.strip()]
    return ", ".join(short[:20]) + (f" and {len(short) - 20} more" if len(short) > 20 else "") or "nothing"


def _kind(value: Any) -> str:
    kinds = {str: "a string", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "null")
