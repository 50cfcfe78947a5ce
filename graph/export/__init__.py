"""Exports, one small module a format; each writes a networkx MultiDiGraph to a stream of bytes."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import networkx as nx

from extract.failure import Failure
from graph.export import graphml, node_link

WRITERS: dict[str, Callable[["nx.MultiDiGraph[str]", BinaryIO], None]] = {
    "graphml": graphml.write,
    "node-link": node_link.write,
}


class NotWritten(Failure):
    """A file that could not be written; what stood there before is unharmed."""


def export(graph: "nx.MultiDiGraph[str]", *, format: str, path: Path) -> None:
    """Write a graph to a file, whole or not at all. Raises `NotWritten`."""
    if not path.name or path.is_dir():
        raise NotWritten(f"{path} is a folder; name a file by --output")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            WRITERS[format](graph, stream)
        temporary.replace(path)
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror}; name another file by --output") from error
    finally:
        temporary.unlink(missing_ok=True)
