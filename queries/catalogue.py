"""The catalogue of saved queries: `catalogue` lists them, `ask` runs one.

A file ``<group>/<name>.cypher`` opens with ``// Title``, then ``// `` description lines, then one line a parameter,
``// :param name: type = default — meaning`` (without ``= default`` it has to be given), then perhaps ``// :table`` with
the columns that a table shows, then the Cypher. The comments are part of the statement, so the same file runs in Neo4j
Browser and cypher-shell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Protocol

from extract.failure import Failure

TYPES: dict[str, type] = {
    "policy": str,
    "speaker": str,
    "outlet": str,
    "text": str,
    "date": str,
    "integer": int,
    "number": float,
}
_PARAMETER = re.compile(r"// :param (?P<name>\w+): (?P<type>[\w|]+)(?: = (?P<default>\S+))? — (?P<meaning>.+)")
Row = dict[str, Any]


class Readable(Protocol):
    """What `ask` needs of a store (`graph.store.Store` is one)."""

    def ask(self, cypher: str, **parameters: Any) -> list[Row]: ...


class BadQuestion(Failure):
    """A saved query that does not exist, or a parameter that it cannot take."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a saved query; `default` is None where it may be left out, and `required` where it may not."""

    name: str
    type: str
    default: Any
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question with its Cypher, header included."""

    name: str
    group: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    cypher: str


@cache
def catalogue() -> dict[str, SavedQuery]:
    """All saved queries by name, in order of group and name."""
    found = sorted(_files(files(__package__)), key=lambda pair: (pair[0], pair[1].name))
    return {query.name: query for query in (parse(file.read_text("utf-8"), file.name, group) for group, file in found)}


def _files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for group in folder.iterdir():
        if group.is_dir():
            yield from ((group.name, file) for file in group.iterdir() if file.name.endswith(".cypher"))


def parse(text: str, file_name: str, group: str) -> SavedQuery:
    """Read a saved query's header. Raises `ValueError` if a line of it is malformed."""
    header = [line for line in text.split("\n") if line.startswith("// ")]
    descriptions = [line[3:] for line in header[1:] if not line.startswith("// :")]
    columns = [line.removeprefix("// :table ").split(", ") for line in header if line.startswith("// :table ")]
    return SavedQuery(
        name=file_name.removesuffix(".cypher"),
        group=group,
        title=header[0][3:],
        description=" ".join(descriptions),
        parameters=tuple(_parameter(line) for line in header if line.startswith("// :param")),
        columns=tuple(columns[0]) if columns else (),
        cypher=text.strip(),
    )


def _parameter(line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None or (found["type"] not in TYPES and "|" not in found["type"]):
        raise ValueError(f"not a parameter line: {line}")
    default = None if found["default"] in (None, "null") else python_type(found["type"])(found["default"])
    return Parameter(found["name"], found["type"], default, found["default"] is None, found["meaning"])


def python_type(type: str) -> type:
    """The Python type of a parameter's type; one of several words (``direct|mixed``) is text."""
    return TYPES.get(type, str)


def ask(store: Readable, name: str, /, **parameters: Any) -> list[Row]:
    """The rows of a saved query.

    Parameters left out take their defaults; dates are ISO dates as strings or `datetime.date`.
    Raises `BadQuestion` for an unknown query, an unknown or missing parameter, or a malformed date.

    Examples
    --------
    >>> ask(store, "who-said-what", policy="parking tax")                          # doctest: +SKIP
    [{'date': datetime.date(2026, 3, 11), 'speaker': ...
    """
    query, values = prepared(name, parameters)
    return store.ask(query.cypher, **values)


def prepared(name: str, parameters: dict[str, Any]) -> tuple[SavedQuery, dict[str, Any]]:
    """A saved query, and a checked value for each of its parameters. Raises `BadQuestion` as `ask` does."""
    query = catalogue().get(name)
    if query is None:
        raise BadQuestion(f"no saved query {name!r}; there are {', '.join(catalogue())}")
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := parameters.keys() - known.keys():
        raise BadQuestion(f"{name} takes no {', '.join(sorted(unknown))}; it takes {', '.join(known)}")
    return query, {key: _checked(parameter, parameters.get(key)) for key, parameter in known.items()}


def _checked(parameter: Parameter, value: Any) -> Any:
    if value is None and parameter.required:
        raise BadQuestion(f"{parameter.name} is needed: {parameter.meaning}")
    if value is None:
        return parameter.default
    if parameter.type == "date":
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise BadQuestion(f"{parameter.name}: {value!r} is no date; write it as 2026-03-04") from None
    if parameter.type == "number" and not 0 <= value <= 1:
        raise BadQuestion(f"{parameter.name}: {value} is not between 0 and 1")
    if parameter.type == "integer" and value < 0:
        raise BadQuestion(f"{parameter.name}: {value} is less than 0")
    if not isinstance(value, str):
        return value
    words = " ".join(value.split())
    if not words:
        raise BadQuestion(f"{parameter.name} is empty; leave it out, or say what to look for")
    choices = parameter.type.split("|")
    if len(choices) > 1 and (words := words.lower()) not in choices:
        raise BadQuestion(f"{parameter.name}: {value!r} is none of {', '.join(choices)}")
    return words
