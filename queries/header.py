"""How the file of a question looks, and `parse`, which reads one.

The first line is ``// Title``; comment lines describe the question; then comes one line a parameter,
``// :param name: type = default — meaning`` (without ``= default`` it has to be given, ``= null`` may be left out),
then perhaps ``// :table`` with the columns that a table shows, then the Cypher. The comments are part of the statement,
so the same file runs in Neo4j Browser and cypher-shell.

A type is ``policy``, ``speaker``, ``outlet`` (names, which the command line completes), ``text``, ``date``,
``integer`` (0 or more), ``number`` (from 0 to 1), or the words to choose from: ``direct|indirect|mixed``.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from keyword import iskeyword
from typing import Any

from extract.failure import Failure
from extract.safe_text import unprintable

TYPES: dict[str, type] = {
    "policy": str,
    "speaker": str,
    "outlet": str,
    "text": str,
    "date": str,
    "integer": int,
    "number": float,
}
OPTIONS = frozenset(
    ["database", "explain", "format", "help", "output", "password", "queries", "quiet", "store", "user"]
)
"""Names that the commands take for themselves."""

_PARAMETER = re.compile(r"// :param (?P<name>\w+): (?P<type>[\w|-]+)(?: = (?P<default>\S+))? [—–-] (?P<meaning>.+)")
_TABLE = "// :table "
_NO_CODE = re.compile(r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`""", re.DOTALL)
_FORM = "write it as // :param name: type = default — meaning"


class BadHeader(Failure):
    """A file that is no question; the message tells file, line and what to write."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a saved query; `default` is None where it may be left out, and `required` where it may not."""

    name: str
    type: str
    default: Any
    required: bool
    meaning: str

    @property
    def choices(self) -> tuple[str, ...]:
        """The words to choose from; none where the type is none of choices."""
        return tuple(self.type.split("|")) if "|" in self.type else ()

    @property
    def option(self) -> str:
        """Its name on the command line."""
        return f"--{self.name.replace('_', '-')}"


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
    file: str

    def command(self, given: Mapping[str, Any]) -> str:
        """The command that asks it with some parameters, ready to paste; those with their default are left out."""
        usual = {parameter.name: parameter.default for parameter in self.parameters}
        values = {name: value for name, value in given.items() if value != usual.get(name)}
        options = [f"--{name.replace('_', '-')} {shlex.quote(str(value))}" for name, value in values.items()]
        return " ".join(["onrecord ask", self.name, *options])


def parse(text: str, name: str, *, group: str, file: str) -> SavedQuery:
    """Read the file of a question. Raises `BadHeader`."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise BadHeader(f"{file}: a question is called by small letters, digits and hyphens; rename the file")
    lines = text.split("\n")
    length = next((n for n, line in enumerate(lines) if not line.startswith("//")), len(lines))
    try:
        _check_characters(lines)
        title = _title(lines[:length])
        parameters = _parameters(lines[:length])
        _check_code(text, length, parameters)
    except _Fault as fault:
        raise BadHeader(f"{file}, line {fault.line}: {fault}") from None
    columns = [line.removeprefix(_TABLE).split(",") for line in lines[:length] if line.startswith(_TABLE)]
    return SavedQuery(
        name=name,
        group=group,
        title=title,
        description=" ".join(line[2:].strip() for line in lines[1:length] if not line.startswith("// :")),
        parameters=tuple(parameter for _, parameter in parameters.values()),
        columns=tuple(column.strip() for column in columns[0]) if columns else (),
        cypher=text.strip().removesuffix(";"),
        file=file,
    )


class _Fault(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _check_characters(lines: list[str]) -> None:
    """A question is shown before it is asked: nothing in it may hide from a reader, or speak to a terminal."""
    for number, line in enumerate(lines, start=1):
        if found := unprintable(line):
            raise _Fault(number, f"the character U+{ord(found):04X} cannot be shown; take it out")


def _title(header: list[str]) -> str:
    if not header or header[0].startswith("// :") or not header[0][2:].strip():
        raise _Fault(1, "a question begins with its title; write it as // Title")
    return header[0][2:].strip()


def _parameters(header: list[str]) -> dict[str, tuple[int, Parameter]]:
    """The parameters by name, each with the number of its line."""
    found: dict[str, tuple[int, Parameter]] = {}
    for number, line in enumerate(header, start=1):
        if line.startswith("// :param"):
            try:
                parameter = _parameter(line)
            except ValueError as error:
                raise _Fault(number, str(error)) from None
            if parameter.name in found:
                raise _Fault(number, f"{parameter.name} is a parameter already; take one of the lines out")
            found[parameter.name] = number, parameter
        elif line.startswith("// :") and not line.startswith(_TABLE):
            raise _Fault(number, f"{line} is neither // :param nor // :table")
    return found


def _check_code(text: str, length: int, parameters: dict[str, tuple[int, Parameter]]) -> None:
    code = _NO_CODE.sub(lambda found: "\n" * found.group().count("\n"), text)
    if not code.strip():
        raise _Fault(length, "there is no Cypher after the header")
    used = {name: n for n, line in enumerate(code.splitlines(), start=1) for name in re.findall(r"\$(\w+)", line)}
    for name, number in used.items():
        if name not in parameters:
            raise _Fault(number, f"${name} has no line in the header; {_FORM}")
    for name, (number, _) in parameters.items():
        if name not in used:
            raise _Fault(number, f"the Cypher has no ${name}; use it, or take the line out")


def _parameter(line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None:
        raise ValueError(f"{line!r} is no line of a parameter; {_FORM}")
    name, type, default = found["name"], found["type"], found["default"]
    if iskeyword(name) or name in OPTIONS or not name[0].isalpha():
        raise ValueError(f"a parameter cannot be called {name}; give it another name")
    if type not in TYPES and "|" not in type:
        raise ValueError(f"there is no type {type}; there are {', '.join(TYPES)}, and choices: one|two|three")
    parameter = Parameter(name, type, None, default is None, found["meaning"])
    if type != type.lower() or "" in parameter.choices or len({*parameter.choices}) < len(parameter.choices):
        raise ValueError(f"{type}: choices are different words in small letters: one|two|three")
    if default in (None, "null"):
        return parameter
    value = _default(parameter, default)
    return Parameter(name, type, value, False, found["meaning"])


def _default(parameter: Parameter, default: str) -> Any:
    if parameter.choices and default not in parameter.choices:
        raise ValueError(f"the default {default} is none of {', '.join(parameter.choices)}")
    try:
        if parameter.type == "date":
            date.fromisoformat(default)
        return python_type(parameter.type)(default)
    except ValueError:
        raise ValueError(f"the default {default} is no {parameter.type}") from None


def python_type(type: str) -> type:
    """The Python type of a parameter's type; one of several words (``direct|mixed``) is text."""
    return TYPES.get(type, str)
