"""Topics and policies out of SKOS, the thesaurus vocabulary of the W3C, in Turtle, RDF/XML or JSON-LD.

A file is read by itself: a part of it that would have to be read from elsewhere (a context, an entity) is refused.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.sax import SAXParseException
from xml.sax.handler import LexicalHandler, property_lexical_handler

from rdflib import DCTERMS, RDF, SDO, SKOS, BNode, Graph, Literal, URIRef
from rdflib.exceptions import ParserError
from rdflib.parser import InputSource, PythonInputSource
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.parsers.rdfxml import create_parser
from rdflib.term import Node

from extract.failure import Failure
from extract.topics.entries import SKOS as FORMATS
from extract.topics.entries import Entry, data_of, text_of

# rdflib warns of odd IRIs and literals, with tracebacks; where nobody listens they would end on standard error.
logging.getLogger("rdflib").addHandler(logging.NullHandler())

_JURISDICTION = (DCTERMS.spatial, SDO.spatialCoverage, URIRef("http://schema.org/spatialCoverage"))
_MEDIA_TOPIC = re.compile(r"https?://cv\.iptc\.org/newscodes/mediatopic/(\d{8})/?")


def skos_entries(file: Path, key: str) -> list[Entry]:
    """The concepts of a file as ``topics`` or as ``policies``. Raises `Failure`.

    A concept's id is its notation, else the last part of its IRI. Labels in English, or in no language, go before
    others. Of several broader concepts of a topic one is taken, the first by its id; what a policy leads to outside
    the policies of its file are its areas, and a topic whose id is a notation needs that notation in this file too.
    """
    graph = _graph(file)
    concepts = {*graph.subjects(RDF.type, SKOS.Concept)}
    if not concepts:
        raise Failure(f"{file}: no skos:Concept in it; describe each of the {key} as one")
    inner: Callable[[Graph, Node], dict[str, Any]] = _topic if key == "topics" else partial(_policy, policies=concepts)
    return [
        _entry(graph, concept, file, inner(graph, concept))
        for concept in sorted(concepts, key=lambda concept: (_id(graph, concept), str(concept)))
    ]


def _topic(graph: Graph, concept: Node) -> dict[str, Any]:
    broader = {*graph.objects(concept, SKOS.broader), *graph.subjects(SKOS.narrower, concept)}
    matches = (*graph.objects(concept, SKOS.exactMatch), *graph.objects(concept, SKOS.closeMatch))
    codes = {found[1] for iri in matches if (found := _MEDIA_TOPIC.fullmatch(str(iri)))}
    return {
        "broader": min((_id(graph, other) for other in broader), default=""),
        "examples": _english(graph.objects(concept, SKOS.example)),
        "iptc": [f"medtop:{code}" for code in sorted(codes)],
    }


def _policy(graph: Graph, concept: Node, *, policies: set[Node]) -> dict[str, Any]:
    places = [place for spatial in _JURISDICTION for place in graph.objects(concept, spatial)]
    around = {*graph.objects(concept, SKOS.broader), *graph.objects(concept, SKOS.related)} - policies
    return {
        "jurisdiction": next(iter(_english(place for place in places if isinstance(place, Literal))), ""),
        "areas": sorted(_id(graph, topic) for topic in around),
    }


def _entry(graph: Graph, concept: Node, file: Path, inner: dict[str, Any]) -> Entry:
    names = _english(graph.objects(concept, SKOS.prefLabel))
    others = _english(graph.objects(concept, SKOS.altLabel)) + _english(graph.objects(concept, SKOS.hiddenLabel))
    values = {"id": _id(graph, concept), "name": next(iter(names), ""), "aliases": names[1:] + others, **inner}
    told = names[:1] if isinstance(concept, BNode) else [f"<{concept}>"]
    return Entry(", ".join((str(file), *told)), {key: value for key, value in values.items() if value})


def _id(graph: Graph, concept: Node) -> str:
    notations = [str(notation) for notation in graph.objects(concept, SKOS.notation)]
    if notations or isinstance(concept, BNode):
        return min(notations, default="")
    return unquote(re.split(r"[/#:]", str(concept).rstrip("/#"))[-1])


def _english(labels: Iterable[Node]) -> list[str]:
    """The labels in English or in no language, English ones first; if there are none, those in other languages."""
    ranked = sorted((_rank(getattr(label, "language", None)), str(label).strip()) for label in labels)
    return [label for rank, label in ranked if label and (rank < 3 or ranked[0][0] == 3)]


def _rank(language: str | None) -> int:
    if language is None:
        return 2
    return 0 if language == "en" else 1 if language.startswith("en-") else 3


def _graph(file: Path) -> Graph:
    """What the bytes of a file say. Raises `Failure`."""
    format = FORMATS[file.suffix.lower()]
    graph, base = Graph(), file.absolute().as_uri()
    try:
        if format == "xml":
            _parse_xml(data_of(file), graph, base)
        elif format == "json-ld":
            data = json.loads(text_of(file), object_hook=_without_remote_context)
            graph.parse(PythonInputSource(data), format=format, publicID=base)
        else:
            graph.parse(data=text_of(file), format=format, publicID=base)
    except _Elsewhere as error:
        raise Failure(f"{file}: {error}") from error
    except Failure:
        raise
    except Exception as error:  # each of rdflib's parsers has its own
        line, reason = _fault(error)
        place = f"{file}, line {line}" if line else str(file)
        reason = " ".join(reason.split())
        raise Failure(f"{place}: not {format} that can be read: {reason}; mend it there") from error
    return graph


class _Elsewhere(ValueError):
    """A part of a file is, or may be, elsewhere; the message says which, and what to do."""


def _parse_xml(data: bytes, graph: Graph, base: str) -> None:
    """Raises `_Elsewhere` for a document type: entities and other files are named in those only."""
    source = InputSource(base)
    source.setByteStream(BytesIO(data))  # XML names its encoding itself
    parser = create_parser(source, graph)
    parser.setProperty(property_lexical_handler, _NoDocumentType())
    parser.parse(source)


class _NoDocumentType(LexicalHandler):
    def startDTD(self, name: str, public_id: str | None, system_id: str | None) -> None:
        raise _Elsewhere(
            "it has a document type (<!DOCTYPE …>), which may name entities and other files, and is never read; take "
            "it out and write out its entities, or save the file as Turtle (.ttl)"
        )


def _without_remote_context(value: dict[str, Any]) -> dict[str, Any]:
    """An object of JSON-LD as it is. Raises `_Elsewhere` if its context, or a part of that, is an address."""
    addresses = [value["@import"]] if "@import" in value else _addresses(value.get("@context"))
    if addresses:
        raise _Elsewhere(
            f"its @context is to be fetched from {addresses[0]!r}, and nothing is fetched; write that context itself "
            f"in its place, or save the file as Turtle (.ttl)"
        )
    return value


def _addresses(context: Any) -> list[str]:
    if isinstance(context, list):
        return [address for part in context for address in _addresses(part)]
    return [context] if isinstance(context, str) else []


def _fault(error: Exception) -> tuple[int | None, str]:
    """The line of a parser's error, if it tells one, and its reason."""
    match error:
        case BadSyntax():
            return error.lines + 1, error._why  # its text holds half of the file as well
        case SAXParseException():
            return error.getLineNumber(), error.getMessage()
        case ParserError() if found := re.match(r".*?:(\d+):\d+: (.*)", error.msg, re.DOTALL):
            return int(found[1]), found[2]
        case json.JSONDecodeError():
            return error.lineno, error.msg
        case RecursionError():
            return None, "it is nested too deeply"
        case AttributeError() | LookupError() | NameError() | TypeError():  # what rdflib makes of JSON of another shape
            return None, "a value in it is not of the kind that belongs there"
        case _:
            return None, str(error) or type(error).__name__
