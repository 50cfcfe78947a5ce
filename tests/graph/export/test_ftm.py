"""FollowTheMoney entities, judged by the model's own package where it is installed: it needs ICU, built from source."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from graph.export.quotes import quotes
from tests.graph.export.conftest import LINES, NAMES, Graph, Written
from tests.server.fixtures import required
from tests.server.maven import ServerUnavailable

Entity = dict[str, Any]


@contextmanager
def followthemoney() -> Iterator[Any]:
    try:
        from followthemoney import model
    except ImportError:
        raise ServerUnavailable(
            "followthemoney is missing: apt-get install libicu-dev pkg-config g++, then pip install '.[ftm]'"
        ) from None
    yield model


@pytest.fixture(scope="session")
def model() -> Iterator[Any]:
    """The model of the package followthemoney."""
    yield from required(followthemoney())


def entities(data: bytes) -> list[Entity]:
    return [json.loads(line) for line in data.decode().split("\n") if line]


def bare(value: str) -> str:
    return re.sub(r"[^\w<>=@/]", "", value)


@pytest.mark.parametrize("which", ["seed_graph", "hostile_graph"])
def test_the_model_takes_every_entity_as_it_is(
    request: pytest.FixtureRequest, model: Any, written: Written, which: str
) -> None:
    found = entities(written(request.getfixturevalue(which), "ftm"))
    schemas = {entity["id"]: model.get(entity["schema"]) for entity in found}
    assert len(schemas) == len(found)
    for entity in found:
        schema = schemas[entity["id"]]
        assert schema is not None and not schema.abstract
        schema.validate(entity)
        assert set(schema.required) <= entity["properties"].keys()
        cleaned = model.get_proxy(entity, cleaned=False).to_dict()["properties"]
        assert cleaned.keys() == entity["properties"].keys()
        for name, values in entity["properties"].items():  # it trims marks around names, and takes joiners out
            assert {bare(value) for value in cleaned[name]} == {bare(value) for value in values}, name
        for name, values in entity["properties"].items():
            if (range := schema.get(name).range) is not None:
                assert all(schemas[value].is_a(range) for value in values), (entity, name)


def test_quotes_are_events_that_involve_speakers_and_are_linked_to_policies(
    seed_graph: "Graph[str]", written: Written
) -> None:
    found = {entity["id"]: entity for entity in entities(written(seed_graph, "ftm"))}
    schemas = Counter(entity["schema"] for entity in found.values())
    assert schemas["Article"] == 12 and schemas["Person"] > 15 and schemas["Document"] and schemas["LegalEntity"]
    events = {entity["properties"]["recordId"][0]: entity for entity in found.values() if entity["schema"] == "Event"}
    links = [entity["properties"] for entity in found.values() if entity["schema"] == "UnknownLink"]
    for quote in quotes(seed_graph):
        event = events[quote.node["id"]]
        told = event["properties"]
        assert told["description"] == [quote.node["text"]]
        assert told["date"] == [str(quote.node["published"])]
        assert found[told["proof"][0]]["properties"]["title"] == [quote.article.name if quote.article else None]
        speakers = {found[id]["properties"]["name"][0] for id in told.get("involved", [])}
        assert speakers == {end.name for end in quote.speakers if end.node["kind"] != "Document"}
        about = {(found[link["object"][0]]["properties"]["name"][0], link["role"][0]) for link in links
                 if link["subject"] == [event["id"]] and found[link["object"][0]]["schema"] == "Project"}  # fmt: skip
        assert about == {(end.name, end.edge.get("stance") or "about") for end in quote.policies}


def test_hostile_texts_stay_as_they_are(hostile_graph: "Graph[str]", written: Written) -> None:
    found = entities(written(hostile_graph, "ftm"))
    assert [entity["properties"]["description"] for entity in found if entity["schema"] == "Event"] == [[LINES]] * len(
        NAMES
    )
    names = {name for entity in found for name in entity["properties"].get("name", ())}
    assert {" ".join(name.split("\n")) for name in NAMES} <= names
