"""A script in Cypher that makes the same subgraph in any Neo4j: ``cypher-shell -f graph.cypher``, or in Neo4j Browser.

Constraints come first; then nodes and edges are merged by their keys, so a second run changes nothing, and a graph that
is there already is added to. Valid in Cypher 5 and 25; every statement ends in a semicolon at the end of a line.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

import networkx as nx

from extract.safe_text import ACTIVE
from graph.export.values import Properties, edges, nodes
from graph.schema import KEYS, SPEAKER_LABELS, statements

_ROWS = 25
"""Nodes or edges that one statement merges: longer lists of literals take Neo4j longer to plan than they save."""
_KEY = "key"  # of a node of a label that the schema does not have
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TO_ESCAPE = re.compile(rf"[\\'\t\n{ACTIVE}]")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as Cypher, UTF-8."""
    stream.write(b"// Written by onrecord export. May be run again.\n")
    for statement in _script(graph):
        stream.write(f"{statement};\n".encode())


def _script(graph: "nx.MultiDiGraph[str]") -> Iterator[str]:
    properties = dict(nodes(graph))
    present = {node.get("label") for node in properties.values()}
    for statement in statements():
        if statement.startswith("CREATE CONSTRAINT") and any(f"(n:{label})" in statement for label in present):
            yield statement
    yield from _nodes(properties)
    yield from _edges(graph, properties)


def _nodes(properties: dict[str, Properties]) -> Iterator[str]:
    by_labels: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for node, told in properties.items():
        by_labels[_labels(told)].append(literal({"key": _key(node, told), "props": _of_store(told)}))
    for labels, rows in sorted(by_labels.items()):
        merged = f"MERGE ({_pattern('n', labels, 'key')})"
        for batch in _batches(rows):
            yield f"UNWIND {batch} AS row\n{merged} SET n += row.props"


def _edges(graph: "nx.MultiDiGraph[str]", properties: dict[str, Properties]) -> Iterator[str]:
    by_type: dict[tuple[str, str, str, bool], list[str]] = defaultdict(list)
    for start, end, key, told in edges(graph):
        from_label, to_label = (_labels(properties[node])[0] for node in (start, end))
        props = {name: value for name, value in told.items() if name != "type"}
        row = {"start": _key(start, properties[start]), "end": _key(end, properties[end]), "props": props}
        by_type[from_label, str(told.get("type", key)), to_label, "given" in told].append(literal(row))
    for (from_label, type, to_label, given), rows in sorted(by_type.items()):
        ends = f"MATCH ({_pattern('a', (from_label,), 'start')})\nMATCH ({_pattern('b', (to_label,), 'end')})"
        # a quote may give one speaker under two names
        edge = f"[r:{_name(type)}{' {given: row.props.given}' if given else ''}]"
        # from the quote, which has few edges: the embedded engine looks for an existing one from that side
        merged = f"MERGE (b)<-{edge}-(a)" if to_label == "Quote" else f"MERGE (a)-{edge}->(b)"
        for batch in _batches(rows):
            yield f"UNWIND {batch} AS row\n{ends}\n{merged} SET r += row.props"


def _pattern(variable: str, labels: tuple[str, ...], column: str) -> str:
    """What matches the node whose key is in this column of the row."""
    return f"{variable}:{':'.join(map(_name, labels))} {{{_name(KEYS.get(labels[0], _KEY))}: row.{column}}}"


def literal(value: Any) -> str:
    """A value as Cypher: text in single quotation marks, days as date('…'), lists and maps of these."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return f"date('{value:%Y-%m-%d}')"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_name(name)}: {literal(item)}' for name, item in value.items())}}}"
    return "'" + _TO_ESCAPE.sub(lambda char: _ESCAPES.get(char[0], f"\\u{ord(char[0]):04X}"), str(value)) + "'"


def _name(name: str) -> str:
    """A label, type or property: in backticks where it is no plain word."""
    return name if _PLAIN.fullmatch(name) else "`" + name.replace("`", "``").replace("\\", "\\u005C") + "`"


def _labels(properties: Properties) -> tuple[str, ...]:
    label = str(properties.get("label", "Node"))
    kind = properties.get("kind")
    return (label, str(kind)) if label == "Speaker" and kind in SPEAKER_LABELS.values() else (label,)


def _key(node: str, properties: Properties) -> str:
    return str(properties.get(KEYS.get(properties.get("label", ""), ""), node))


def _of_store(properties: Properties) -> dict[str, Any]:
    """A node's properties without those that say its labels."""
    said = {"label"} | ({"kind"} if properties.get("label") == "Speaker" else set())
    return {name: value for name, value in properties.items() if name not in said}


def _batches(rows: Sequence[str]) -> Iterable[str]:
    left = iter(rows)
    while batch := list(islice(left, _ROWS)):
        yield "[\n  " + ",\n  ".join(batch) + "\n]"
