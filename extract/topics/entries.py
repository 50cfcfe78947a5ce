"""What a file of topics or policies holds, entry by entry, with the places where a fault can be named; YAML files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from extract.failure import Failure

YAML = (".yaml", ".yml")
SKOS = {".ttl": "turtle", ".rdf": "xml", ".xml": "xml", ".jsonld": "json-ld", ".json": "json-ld"}
"""The suffixes of SKOS files, with the names that rdflib gives to their formats."""

MAX_BYTES = 16 * 2**20
"""Of a file: some 150,000 topics. Reading takes up to a hundred times as much memory."""

_BLANK = ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic or a policy as a file gives it: its values by the file's own keys, and where it and they stand."""

    place: str
    values: Mapping[str, Any]
    places: Mapping[str, str] = field(default_factory=dict)

    def place_of(self, key: str) -> str:
        """Where a key stands, as near as the file's format tells."""
        return self.places.get(key, self.place)


def data_of(file: Path) -> bytes:
    """A file's bytes. Raises `Failure` if there are none, or more than `MAX_BYTES`."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror or error}; name another file") from error
    if len(data) > MAX_BYTES:
        raise Failure(f"{file}: more than {MAX_BYTES // 2**20} MB; keep only the topics or policies that you need")
    if not data.strip():
        raise Failure(f"{file}: the file is empty; list topics or policies in it, or leave it out")
    return data


def text_of(file: Path) -> str:
    """A file's text. Raises `Failure` if there is none."""
    try:
        return data_of(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"{file}: not UTF-8 text; save it as UTF-8") from error


def yaml_entries(file: Path, key: str) -> list[Entry]:
    """The entries of the list that a YAML file holds under one key; every scalar is text, so "NO" is Norway.

    Raises `Failure`, with the line.
    """
    text = text_of(file)
    try:
        loader = yaml.BaseLoader(text)  # it knows no types but text, and its nodes know their lines
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode) or [name.value for name, _ in root.value] != [key]:
            line = 1 if root is None else root.start_mark.line + 1
            raise Failure(f"{file}, line {line}: the file has to hold one list under the key {key}, and nothing else")
        rows = root.value[0][1]
        if not isinstance(rows, yaml.SequenceNode):
            raise Failure(f"{_place(file, rows)}: {key} has to be a list; begin each entry with a hyphen")
        return [_entry(file, row, loader.construct_object(row, deep=True)) for row in rows.value]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = "" if mark is None else f", line {mark.line + 1}"
        raise Failure(f"{file}{line}: not YAML: {error.problem or error.context}; mend it there") from error
    except (yaml.YAMLError, RecursionError) as error:  # characters that YAML forbids, nesting without end
        raise Failure(f"{file}: not YAML: {' '.join(str(error).split())}; mend the file") from error


def _place(file: Path, node: yaml.Node) -> str:
    return f"{file}, line {node.start_mark.line + 1}"


def _entry(file: Path, node: yaml.Node, values: Any) -> Entry:
    if not isinstance(node, yaml.MappingNode):
        raise Failure(f"{_place(file, node)}: an entry has to be keys with values, such as `name: Housing`")
    places: dict[str, str] = {}
    for key, _ in node.value:
        if key.value in places:
            raise Failure(f"{_place(file, key)}: {key.value!r} is given twice in one entry; take one out")
        places[key.value] = _place(file, key)
    return Entry(_place(file, node), {key: value for key, value in values.items() if value not in _BLANK}, places)
