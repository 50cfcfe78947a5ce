"""Exports, one small module a format; each writes a networkx MultiDiGraph to a stream of bytes.

The same graph gives the same bytes, in whatever order its nodes and edges were added.
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import networkx as nx

from extract.failure import Failure
from graph.export import (
    bibtex,
    csl_json,
    cypher,
    cytoscape,
    dot,
    ftm,
    gexf,
    graphml,
    jsonld,
    markdown,
    node_link,
    pairs,
    parquet,
    svg,
    xlsx,
)

WRITERS: dict[str, Callable[["nx.MultiDiGraph[str]", BinaryIO], None]] = {
    "graphml": graphml.write,
    "gexf": gexf.write,
    "cytoscape": cytoscape.write,
    "node-link": node_link.write,
    "cypher": cypher.write,
    "dot": dot.write,
    "svg": svg.write,
    "csv": pairs.write,
    "xlsx": xlsx.write,
    "parquet": parquet.write,
    "md": markdown.write,
    "jsonld": jsonld.write,
    "ftm": ftm.write,
    "bibtex": bibtex.write,
    "csl-json": csl_json.write,
}

ENDINGS = {
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".cyjs": "cytoscape",
    ".csl.json": "csl-json",
    ".ftm.json": "ftm",
    ".json": "node-link",
    ".cypher": "cypher",
    ".cql": "cypher",
    ".dot": "dot",
    ".gv": "dot",
    ".svg": "svg",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".md": "md",
    ".jsonld": "jsonld",
    ".ftm": "ftm",
    ".bib": "bibtex",
}
"""Ending of a file's name -> the format that it stands for; of several that fit, the first."""

BINARY = {"xlsx", "parquet"}
"""Formats that are no text."""


class NotWritten(Failure):
    """A file that could not be written; what stood there before is unharmed."""


def format_of(output: str) -> str:
    """The format that the ending of a file's name stands for. Raises `NotWritten` if it stands for none."""
    if _is_folder(Path(output)):
        raise NotWritten(f"{output} is a folder; name a file by --output")
    for ending, format in ENDINGS.items():
        if output.lower().endswith(ending):
            return format
    where = "standard output" if output == "-" else output
    raise NotWritten(f"{where} does not tell a format; name one by --format: {', '.join(WRITERS)}")


def export(graph: "nx.MultiDiGraph[str]", *, format: str, path: Path) -> None:
    """Write a graph to a file, whole or not at all. Raises `NotWritten`."""
    with whole_file(path) as stream:
        WRITERS[format](graph, stream)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """What is written in a ``with`` block becomes a file when the block ends well. Raises `NotWritten`."""
    if not path.name or _is_folder(path):
        raise NotWritten(f"{path} is a folder; name a file by --output")
    stream = io.BytesIO()
    yield stream  # outside of what follows: an error of the block is not one of the file
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):  # /dev/stdout, a pipe: nothing replaces them
            path.write_bytes(stream.getbuffer())
            return
        temporary.write_bytes(stream.getbuffer())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise NotWritten(f"{path} cannot be written: {reason}; name another file by --output") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _is_folder(path: Path) -> bool:
    with suppress(OSError):  # a name too long is no folder's
        return path.is_dir()
    return False


def exported(graph: "nx.MultiDiGraph[str]", *, format: str) -> bytes:
    """A graph as the bytes of a file."""
    stream = io.BytesIO()
    WRITERS[format](graph, stream)
    return stream.getvalue()
