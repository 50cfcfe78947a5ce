"""The saved questions, and a user's own beside them: `catalogue` lists them, `ask` runs one.

`queries.header` tells how a file of a question looks. Those of onrecord lie in ``queries/<group>/<name>.cypher``; a
user's own in a folder, which may hold folders as groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.failure import Failure
from queries.answer import Answer, Row
from queries.header import BadHeader, Parameter, SavedQuery, parse

if TYPE_CHECKING:
    from graph.store import Store

__all__ = ["BadQuestion", "Catalogue", "Row", "SavedQuery", "answered", "ask", "catalogue", "checked", "with_own"]


LARGEST_INTEGER = 2**63 - 1
"""That a store can be given, over Bolt: 64 bits with a sign."""


class BadQuestion(Failure):
    """A saved query that does not exist, or a parameter that it cannot take."""


@dataclass(slots=True)
class Catalogue:
    """The questions by name, and what there is to say about a user's own.

    `replaced` names the saved questions whose place a file of the user takes, `broken` the files that are no questions,
    each with the message that says why.
    """

    queries: dict[str, SavedQuery]
    replaced: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)

    def query(self, name: str) -> SavedQuery:
        """The question of a name. Raises `BadQuestion`, for a file that is no question with what is wrong with it."""
        if name in self.broken:
            raise BadQuestion(self.broken[name])
        if name not in self.queries:
            near = get_close_matches(name, self.queries)
            meant = f"did you mean {' or '.join(near)}? " if near else ""
            raise BadQuestion(f"no saved query {name!r}; {meant}there are {', '.join(self.queries)}")
        return self.queries[name]

    def notes(self, name: str) -> list[str]:
        """What a person should know who asks the question of a name."""
        return [f"note: {fault}" for fault in self.broken.values()] + [
            f"note: {text}" for other, text in self.replaced.items() if other == name
        ]


@cache
def catalogue() -> dict[str, SavedQuery]:
    """All saved queries of onrecord by name, in order of group and name."""
    groups = sorted((group for group in files(__package__).iterdir() if group.is_dir()), key=lambda group: group.name)
    found = (
        parse(file.read_text("utf-8"), file.name.removesuffix(".cypher"), group=group.name, file=file.name)
        for group in groups
        for file in sorted(group.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".cypher")
    )
    return {query.name: query for query in found}


def with_own(folder: str | Path | None) -> Catalogue:
    """The saved queries, with those that a user keeps in a folder; a file of the same name takes a saved one's place.

    Raises `BadQuestion` if there is no such folder.
    """
    found = Catalogue(dict(catalogue()))
    if folder is None:
        return found
    folder = Path(folder)
    if not folder.is_dir():
        raise BadQuestion(f"{folder}: no such folder; --queries names one that holds .cypher files")
    own: dict[str, Path] = {}
    for file in sorted(folder.rglob("*.cypher")):
        name = file.stem
        if name in own:
            found.broken[name] = f"{file}: {own[name]} has the same name; rename one of the two"
            continue
        own[name] = file
        group = "/".join(file.relative_to(folder).parts[:-1]) or folder.resolve().name
        try:
            query = parse(file.read_text("utf-8-sig"), name, group=group, file=str(file))
        except BadHeader as error:
            found.broken[name] = str(error)
        except (OSError, UnicodeDecodeError) as error:
            found.broken[name] = f"{file}: it cannot be read as UTF-8 text: {getattr(error, 'strerror', error)}"
        else:
            if name in found.queries:
                found.replaced[name] = f"{name} is the question of {file}, in the place of the saved one"
            found.queries[name] = query
    return found


def ask(store: "Store", name: str, /, *, queries: str | Path | None = None, **parameters: Any) -> Answer:
    """The answer to a saved question, or to one in the folder `queries` of your own.

    Parameters left out take their defaults; dates are ISO dates as strings or `datetime.date`.
    Raises `BadQuestion` for an unknown query, an unknown or missing parameter, or a malformed date, and
    `graph.read_only.WritingStatement` for one of your own that does more than read.

    Examples
    --------
    >>> from onrecord import open_store
    >>> with open_store("town") as store:
    ...     rows = ask(store, "most-quoted", type="person", limit=1)
    >>> [row["speaker"] for row in rows]
    ['Leland Osterby']
    """
    return answered(store, with_own(queries).query(name), parameters)


def answered(store: "Store", query: SavedQuery, given: Mapping[str, Any]) -> Answer:
    """The answer to a question at hand. Raises as `ask` does."""
    parameters = checked(query, given)
    return Answer(store.query(query.cypher, **parameters), query=query, parameters=parameters, store=store)


def checked(query: SavedQuery, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """A value for each parameter of a query. Raises `BadQuestion` as `ask` does."""
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := parameters.keys() - known.keys():
        raise BadQuestion(f"{query.name} takes no {', '.join(sorted(unknown))}; it takes {', '.join(known)}")
    return {key: _checked(parameter, parameters.get(key)) for key, parameter in known.items()}


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
    if parameter.type in ("number", "integer") and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise BadQuestion(f"{parameter.name}: {value!r} is no {parameter.type}")
    if parameter.type == "number" and not 0 <= value <= 1:
        raise BadQuestion(f"{parameter.name}: {value} is not between 0 and 1")
    if parameter.type == "integer" and isinstance(value, float) and not value.is_integer():
        raise BadQuestion(f"{parameter.name}: {value} is no whole number")
    if parameter.type == "integer" and value < 0:
        raise BadQuestion(f"{parameter.name}: {value} is less than 0")
    if parameter.type == "integer" and value > LARGEST_INTEGER:
        raise BadQuestion(f"{parameter.name}: {value} is more than {LARGEST_INTEGER}")
    if parameter.type in ("number", "integer"):
        return value
    if not isinstance(value, str):
        raise BadQuestion(f"{parameter.name}: {value!r} is no text")
    words = " ".join(value.split())
    if not words:
        raise BadQuestion(f"{parameter.name} is empty; leave it out, or say what to look for")
    if parameter.choices and (words := words.lower()) not in parameter.choices:
        raise BadQuestion(f"{parameter.name}: {value!r} is none of {', '.join(parameter.choices)}")
    return words
