"""A file of SKOS is read by itself: nothing that it names is fetched or opened, however it is named."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from extract.failure import Failure
from extract.topics import entries
from extract.topics.scheme import SchemeFiles
from tests.extract.articles.site import Site, serving_site

VOCABULARY = {"@vocab": "http://www.w3.org/2004/02/skos/core#"}
CONCEPT = {"@id": "https://town.example/homes", "@type": "Concept", "prefLabel": "Homes"}
HEAD = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"'

_listeners: list[Callable[[str, tuple[Any, ...]], None]] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    for listen in _listeners:
        listen(event, arguments)


sys.addaudithook(_hear)  # for the rest of the process: no hook can be taken back


@contextmanager
def reached(file: Path) -> Iterator[list[str]]:
    """The files beside `file` that are opened, and what is looked up or connected to, within the block."""
    found: list[str] = []

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        beside = event == "open" and Path(str(arguments[0])).parent == file.parent and str(arguments[0]) != str(file)
        if beside or event.startswith(("socket.", "urllib.")):
            found.append(f"{event} {arguments}")

    _listeners.append(listen)
    try:
        yield found
    finally:
        _listeners.remove(listen)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as found:
        found.answer("/context.jsonld", json.dumps({"@context": VOCABULARY}), "application/ld+json")
        yield found


@pytest.fixture(params=["web", "file", "beside", "itself"])
def address(request: pytest.FixtureRequest, site: Site, tmp_path: Path) -> str:
    """An address of a context that could be read: on the web, in a file, beside the file of topics, in that file."""
    beside = tmp_path / "context.jsonld"
    beside.write_text(json.dumps({"@context": VOCABULARY}))
    return {"web": f"{site.url}/context.jsonld", "file": beside.as_uri(), "beside": beside.name, "itself": ""}[
        request.param
    ]


WAYS: dict[str, Callable[[str], Any]] = {
    "string": lambda there: {"@context": there, "@graph": [CONCEPT]},
    "list": lambda there: {"@context": [VOCABULARY, there], **CONCEPT},
    "list in a list": lambda there: {"@context": [[VOCABULARY, [there]]], **CONCEPT},
    "context in a context": lambda there: {"@context": {"@context": there}, **CONCEPT},
    "several documents": lambda there: [{"@context": VOCABULARY, **CONCEPT}, {"@context": there, **CONCEPT}],
    "node": lambda there: {"@context": VOCABULARY, "@graph": [{"@context": there, **CONCEPT}]},
    "value": lambda there: {
        "@context": VOCABULARY,
        **CONCEPT,
        "broader": {"@context": there, "@id": "https://town.example/homes"},
    },
    "term": lambda there: {
        "@context": {**VOCABULARY, "prefLabel": {"@id": "skos:prefLabel", "@context": there}},
        **CONCEPT,
    },
    "type": lambda there: {
        "@context": {**VOCABULARY, "Concept": {"@id": "skos:Concept", "@context": [there]}},
        **CONCEPT,
    },
    "import": lambda there: {"@context": {"@version": 1.1, "@import": there}, **CONCEPT},
    "import of a term": lambda there: {
        "@context": {**VOCABULARY, "Concept": {"@id": "skos:Concept", "@context": {"@import": there}}},
        **CONCEPT,
    },
    "included": lambda there: {"@context": VOCABULARY, **CONCEPT, "@included": [{"@context": there, **CONCEPT}]},
    "reverse": lambda there: {
        "@context": VOCABULARY,
        **CONCEPT,
        "@reverse": {"broader": {"@context": there, **CONCEPT}},
    },
    "nest": lambda there: {
        "@context": {**VOCABULARY, "labels": "@nest"},
        **CONCEPT,
        "labels": {"broader": {"@context": there, **CONCEPT}},
    },
}


@pytest.mark.parametrize("way", WAYS)
def test_no_context_is_fetched(way: str, address: str, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "topics.jsonld"
    file.write_text(json.dumps(WAYS[way](address)))
    with reached(file) as found, pytest.raises(Failure) as failed:
        SchemeFiles(topics=file).read()
    told = f"{file}: its @context is to be fetched from {address!r}, and nothing is fetched"
    assert str(failed.value).startswith(told)
    assert not site.asked
    assert not found


def test_a_base_on_the_web_leads_nowhere(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "topics.jsonld"
    homes = {"@id": "homes", "@type": "Concept", "prefLabel": "Homes"}
    file.write_text(json.dumps({"@context": {**VOCABULARY, "@base": f"{site.url}/"}, "@graph": [homes]}))
    with reached(file) as found:
        (area,) = SchemeFiles(topics=file).read().areas
    assert (area.id, area.name) == ("homes", "Homes")
    assert not found
    file.write_text(json.dumps({"@context": [{**VOCABULARY, "@base": f"{site.url}/"}, "context.jsonld"], **CONCEPT}))
    with pytest.raises(Failure, match="nothing is fetched"):
        SchemeFiles(topics=file).read()
    assert not site.asked


def test_contexts_that_are_written_out_are_read(tmp_path: Path) -> None:
    file = tmp_path / "topics.jsonld"
    scoped = {"@id": "http://www.w3.org/2004/02/skos/core#Concept", "@context": {"label": "skos:prefLabel"}}
    context = [{"skos": VOCABULARY["@vocab"]}, {"Topic": scoped}, None, {"skos": VOCABULARY["@vocab"], "Topic": scoped}]
    file.write_text(json.dumps({"@context": context, "@id": "a:homes", "@type": "Topic", "label": "Homes"}))
    assert [area.name for area in SchemeFiles(topics=file).read().areas] == ["Homes"]


def test_an_address_in_the_place_of_a_file_is_not_fetched(site: Site) -> None:
    site.answer(
        "/plain.json", json.dumps(CONCEPT), Link='</context.jsonld>; rel="http://www.w3.org/ns/json-ld#context"'
    )
    with pytest.raises(Failure, match="No such file or directory"):
        SchemeFiles(topics=Path(f"{site.url}/plain.json")).read()
    assert not site.asked


DOCUMENT_TYPES = {
    "internal": '<!DOCTYPE r [<!ENTITY e "Homes">]>',
    "laughs": '<!DOCTYPE r [<!ENTITY a "ha ha ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">]>',
    "external file": '<!DOCTYPE r [<!ENTITY e SYSTEM "{file}">]>',
    "external page": '<!DOCTYPE r [<!ENTITY e SYSTEM "{web}">]>',
    "parameter": '<!DOCTYPE r [<!ENTITY % p SYSTEM "{web}"> %p; <!ENTITY e "Homes">]>',
    "parameter in a file": '<!DOCTYPE r [<!ENTITY % p SYSTEM "{file}"> %p; <!ENTITY e "Homes">]>',
    "external subset": '<!DOCTYPE r SYSTEM "{web}" [<!ENTITY e "Homes">]>',
    "public": '<!DOCTYPE r PUBLIC "-//A//B" "{file}" [<!ENTITY e "Homes">]>',
    "notation": '<!DOCTYPE r [<!NOTATION n SYSTEM "{web}"><!ENTITY u SYSTEM "{file}" NDATA n><!ENTITY e "Homes">]>',
    "no entity": "<!DOCTYPE r>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("kind", DOCUMENT_TYPES)
def test_no_document_type_is_read(kind: str, encoding: str, site: Site, tmp_path: Path) -> None:
    beside = tmp_path / "secret.txt"
    beside.write_text("Homes")
    site.answer("/entities.dtd", '<!ENTITY e "Homes">')
    place = {"{file}": beside.as_uri(), "{web}": f"{site.url}/entities.dtd"}
    head = DOCUMENT_TYPES[kind]
    for name, value in place.items():
        head = head.replace(name, value)
    label = "Homes" if kind == "no entity" else "&e;"
    concept = f'<skos:Concept rdf:about="https://a/homes"><skos:prefLabel>{label}</skos:prefLabel></skos:Concept>'
    file = tmp_path / "topics.rdf"
    text = (
        f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n{head}\n<rdf:RDF {HEAD}>{concept}</rdf:RDF>'
    )
    file.write_text(text, encoding)
    with reached(file) as found, pytest.raises(Failure) as failed:
        SchemeFiles(topics=file).read()
    assert str(failed.value).startswith(f"{file}: it has a document type (<!DOCTYPE …>)")
    assert not site.asked
    assert not found


@pytest.mark.parametrize("name", ["topics.ttl", "topics.rdf"])
def test_what_a_graph_points_to_is_not_read(name: str, site: Site, tmp_path: Path) -> None:
    there = f"{site.url}/more.ttl"
    turtle = f"""@base <{there}> . @prefix more: <{there}#> . @prefix skos: <{VOCABULARY["@vocab"]}> .
<> <http://www.w3.org/2002/07/owl#imports> <{there}>, <{(tmp_path / "more.ttl").as_uri()}> .
<#homes> a skos:Concept ; skos:prefLabel "Homes" ; skos:exactMatch more:homes ; skos:inScheme <{there}> .
"""
    xml = f"""<?xml-stylesheet href="{there}"?><rdf:RDF {HEAD} xml:base="{there}">
<rdf:Description rdf:about=""><imports xmlns="http://www.w3.org/2002/07/owl#" rdf:resource="{there}"/>
<include xmlns="http://www.w3.org/2001/XInclude" href="{there}" rdf:resource="{there}"/></rdf:Description>
<skos:Concept rdf:about="#homes"><skos:prefLabel>Homes</skos:prefLabel></skos:Concept></rdf:RDF>"""
    file = tmp_path / name
    file.write_text(turtle if name.endswith("ttl") else xml)
    with reached(file) as found:
        assert [area.id for area in SchemeFiles(topics=file).read().areas] == ["homes"]
    assert not site.asked
    assert not found


DEEP = 100_000
HOSTILE = {
    "deep.jsonld": "[" * DEEP,
    "deep.json": '{"@graph":' * DEEP + "{}" + "}" * DEEP,
    "circle.jsonld": json.dumps({"@context": {"a": "b:x", "b": "a:y"}, "@id": "a:b", "@type": "a:c"}),
    "number.jsonld": "9" * 10_000,
    "scalar.jsonld": "5",
    "shape.jsonld": '{"@context": 5, "@graph": 7}',
    "twice.jsonld": '{"@context": "gone", "@context": [[]], "@graph": "x"}',
    "deep.ttl": "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <a> skos:broader " + "[ skos:broader " * DEEP,
    "list.ttl": "<a> <b> " + "(" * DEEP,
    "open.ttl": '<a> <b> """' + "x" * DEEP,
    "deep.rdf": f"<rdf:RDF {HEAD}>" + "<skos:Concept><skos:broader>" * 5000,
    "literal.rdf": f'<rdf:RDF {HEAD}><skos:Concept><skos:note rdf:parseType="Literal">' + "<a>" * 1000,
    "encoding.rdf": '<?xml version="1.0" encoding="utf-7"?><r/>',
    "nul.rdf": "\0" * DEEP,
    "deep.yaml": "topics: " + "[" * DEEP,
    "laughs.yaml": "topics:\n- id: a\n  name: A\n  terms: [&a [x, x], "
    + ", ".join(f"&{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(24))
    + "]\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_one_line(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(HOSTILE[name])
    with pytest.raises(Failure) as failed:
        SchemeFiles(topics=tmp_path / name).read()
    assert str(failed.value).startswith(str(tmp_path / name))
    assert "\n" not in str(failed.value)
    assert len(str(failed.value)) < 1000


@pytest.mark.parametrize("name", ["topics.ttl", "topics.rdf", "topics.jsonld", "topics.yaml"])
def test_a_file_without_an_end_is_not_read_to_it(name: str, tmp_path: Path) -> None:
    (tmp_path / name).symlink_to("/dev/zero")
    with pytest.raises(Failure, match=f"{name}: more than {entries.MAX_BYTES // 2**20} MB; keep only"):
        SchemeFiles(topics=tmp_path / name).read()
