from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

import neo4j
import pytest

from extract.options import ActChoice
from extract.records import Act, ArticleQuotes, Stance
from graph.load import load
from graph.nearest import nearest_names
from graph.schema import searchable
from graph.store import Store, open_store
from queries.catalogue import BadQuestion, ask, catalogue
from tests.graph import invented
from tests.graph.invented import policy
from tests.server.neo4j_server import Neo4jServer


@pytest.fixture
def loaded(store: Store, seed_quotes: list[ArticleQuotes]) -> Store:
    load(store, seed_quotes)
    return store


NEEDED = {"policy": "ban", "speaker": "osterby", "other": "drummond", "quote": "58933fdcc009:349"}
"""A value for each parameter that some question has to be given, or that narrows its answer."""


def variants() -> Iterator[tuple[str, dict[str, str]]]:
    """Each question as plain as it can be asked, and with each of its options in turn."""
    narrower = NEEDED | {"since": "2026-04-01", "until": "2026-05-31", "copies": "without", "type": "person"}
    narrower |= {"outlet": "gazette", "act": "all", "kind": "direct", "stance": "for", "role": "council"}
    for query in catalogue().values():
        needed = {p.name: NEEDED[p.name] for p in query.parameters if p.required}
        yield query.name, needed
        for parameter in query.parameters:
            if not parameter.required and parameter.name in narrower:
                yield query.name, needed | {parameter.name: narrower[parameter.name]}


def test_every_question_has_the_same_rows_on_every_server(loaded: Store, seed_store: Path) -> None:
    with open_store(str(seed_store)) as other:
        for name, parameters in variants():
            rows = ask(loaded, name, **parameters)
            assert rows == ask(other, name, **parameters), (name, parameters)
            assert not rows or set(catalogue()[name].columns) <= rows[0].keys(), name
            assert len(rows) == len({repr(row) for row in rows}), (name, parameters)


def test_every_question_has_an_answer_in_the_seeds_that_leads_back_to_quotes(seed_store: Path) -> None:
    with open_store(str(seed_store)) as store:
        for name, parameters in variants():
            rows = ask(store, name, **parameters)
            assert rows or parameters.keys() - {p.name for p in catalogue()[name].parameters if p.required}, name
            for row in rows:
                ids = row.get("quoteIds", [row.get("quoteId")])
                assert all(ids) and (ids or row["share"] == 0), (name, row)  # an outlet that names everybody
                assert all(ask(store, "evidence", quote=id) for id in ids[:1])


def test_every_question_is_valid_in_both_versions_of_cypher(neo4j_2026: Neo4jServer) -> None:
    auth = (neo4j_2026.user, neo4j_2026.password)
    with neo4j.GraphDatabase.driver(neo4j_2026.uri, auth=auth, notifications_min_severity="OFF") as driver:
        for version in ("CYPHER 5", "CYPHER 25"):
            for query in catalogue().values():
                driver.execute_query(f"{version} EXPLAIN {query.cypher}", {p.name: p.default for p in query.parameters})


def test_the_questions_and_their_headers() -> None:
    assert len(catalogue()) >= 20
    for query in catalogue().values():
        assert query.columns or query.name == "evidence"  # which is shown as a card
        assert query.title and query.description and query.parameters
        assert not query.cypher.endswith(";")
        for parameter in query.parameters:
            assert f"${parameter.name}" in query.cypher


@pytest.mark.parametrize("wanted", ["leaf-blower ban", "LEAF-BLOWER  Ban", "leaf-blower"])
def test_who_said_what_in_whatever_case(loaded: Store, wanted: str) -> None:
    rows = ask(loaded, "who-said-what", policy=wanted)
    assert len(rows) >= 5
    assert {row["policy"] for row in rows} == {"leaf-blower ban"}
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert {"Camille Ibarrola", "Omar Castellane"} <= {row["speaker"] for row in rows}
    assert all(row["link"].startswith("https://") and "#:~:text=" in row["link"] for row in rows)


def test_policies_match_by_alias(loaded: Store) -> None:
    search = "MATCH (p:Policy {name: 'leaf-blower ban'}) SET p.search = p.search + $more"
    loaded.execute(search, more="\n" + searchable(["Quiet Mornings Act"]))
    assert {row["policy"] for row in ask(loaded, "who-said-what", policy="quiet mornings")} == {"leaf-blower ban"}


def test_every_answer_is_the_same_twice_and_narrows(loaded: Store) -> None:
    everything = ask(loaded, "who-said-what")
    assert everything == ask(loaded, "who-said-what")
    for narrower in (
        {"kind": "Direct"},
        {"outlet": "gazette"},
        {"speaker": "osterby"},
        {"since": "2026-06-01"},
        {"until": date(2026, 3, 31)},
        {"min_confidence": 0.7},
        {"limit": 3},
    ):
        rows = ask(loaded, "who-said-what", **narrower)
        assert 0 < len(rows) < len(everything)
        assert all(row in everything for row in rows)


def test_what_a_speaker_said_tells_one_surname_apart(loaded: Store) -> None:
    both = {row["speaker"] for row in ask(loaded, "what-did-speaker-say", speaker="hallorane")}
    assert both == {"Nora Hallorane", "Pete Hallorane"}
    assert {row["speaker"] for row in ask(loaded, "what-did-speaker-say", speaker="pete hallorane")} == {
        "Pete Hallorane"
    }
    about = ask(loaded, "what-did-speaker-say", speaker="osterby", policy="ferry subsidy plan")
    assert about
    assert all("ferry subsidy plan" in row["policies"] for row in about)


def test_most_quoted_counts_quotes_once(loaded: Store) -> None:
    rows = ask(loaded, "most-quoted", type="person")
    assert {row["type"] for row in rows} == {"person"}
    assert {row["type"] for row in ask(loaded, "most-quoted")} > {"person"}
    assert [row["quotes"] for row in rows] == sorted((row["quotes"] for row in rows), reverse=True)
    top = rows[0]
    said = ask(loaded, "what-did-speaker-say", speaker=top["speaker"])
    assert top["quotes"] == len({row["quoteId"] for row in said if row["speakerId"] == top["speakerId"]})


def test_the_most_quoted_of_an_outlet(loaded: Store) -> None:
    rows = ask(loaded, "most-quoted", outlet="gazette", type="person", limit=3)
    assert {row["outlets"] for row in rows} == {1}
    for row in rows:
        said = ask(loaded, "what-did-speaker-say", speaker=row["speaker"])
        assert row["quoteIds"] == sorted({one["quoteId"] for one in said if one["outlet"] == "Harbor Gazette"})


def test_policies_have_areas_and_counts(loaded: Store) -> None:
    rows = {row["policy"]: row for row in ask(loaded, "policies")}
    assert {"leaf-blower ban", "ferry subsidy plan"} <= rows.keys()
    ferry = rows["ferry subsidy plan"]
    assert ferry["areas"] == ["Transportation"]
    assert ferry["quotes"] >= 8 and ferry["articles"] >= 2


def test_evidence_leads_to_the_characters(loaded: Store) -> None:
    quote = ask(loaded, "who-said-what", policy="leaf-blower ban")[0]["quoteId"]
    (row,) = ask(loaded, "evidence", quote=quote)
    spans = zip(row["contentOffsets"][::2], row["contentOffsets"][1::2], strict=True)
    start = row["paragraphStart"]
    assert row["said"] == " … ".join(row["paragraph"][s - start : e - start] for s, e in spans)
    assert row["source"] and row["cue"] and row["method"] and row["confidence"]
    scores = [told.rpartition(": ") for told in row["policyScores"]]
    assert {name for name, _, _ in scores} == set(row["policies"])
    assert all(0 < float(told.split()[0]) <= 1 and told.split()[1] for _, _, told in scores)
    assert len(ask(loaded, "evidence", quote=quote[: quote.index("-")])) == 1
    assert ask(loaded, "evidence", quote=quote[: quote.index("-") - 1]) == []  # no number is cut short


def test_unknown_names_get_the_nearest(loaded: Store) -> None:
    assert ask(loaded, "who-said-what", policy="leafblower bann") == []
    assert nearest_names(loaded, "policy", "leafblower bann")[0] == "leaf-blower ban"
    assert nearest_names(loaded, "speaker", "Ostreby")[0] == "Leland Osterby"


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        (
            "who-said-it",
            {},
            r"no saved query 'who-said-it'; did you mean who-said-what\? there are anonymous-sources, ",
        ),
        ("who-said-what", {"polity": "x"}, "takes no polity; it takes policy, "),
        ("who-said-what", {"since": "last week"}, "'last week' is no date; write it as 2026-03-04"),
        ("who-said-what", {"limit": "three"}, "limit: 'three' is no integer"),
        ("evidence", {}, "quote is needed"),
        ("who-said-what", {"policy": 5}, "policy: 5 is no text"),
    ],
)
def test_a_question_that_cannot_be_asked(name: str, parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(BadQuestion, match=message):
        ask(cast(Store, "no store, for none is asked"), name, **parameters)


def test_the_acts_to_choose_from_are_those_that_quotes_have() -> None:
    acts = {*get_args(Act), "all"}
    assert {choice.value for choice in ActChoice} == acts
    asked = [p.type for query in catalogue().values() for p in query.parameters if p.name == "act"]
    assert len(asked) >= 4
    assert all(set(type.split("|")) == acts for type in asked)


def test_the_stances_to_choose_from_are_those_that_policies_have() -> None:
    asked = [p.type for query in catalogue().values() for p in query.parameters if p.name == "stance"]
    assert asked and all(set(type.split("|")) == set(get_args(Stance)) for type in asked)


def test_a_quote_about_two_names_of_one_policy_is_one_row(store: Store) -> None:
    both = invented.quote(
        "a1", 1, text="SB 212 is a gift to us all",
        policies=(
            policy("SB 212").model_copy(update={"score": 0.5, "stance": "for", "evidence": (112, 116)}),
            policy("Senate Bill 212"),
        ),
    )  # fmt: skip
    load(store, [invented.article("a1", both)])
    (row,) = ask(store, "who-said-what")
    assert (row["policyInArticle"], row["stance"], row["evidence"]) == ("SB 212", "for", "gift")
    assert [row["quotes"] for row in ask(store, "policies")] == [1]


def test_stance_with_the_words_that_carry_it(store: Store) -> None:
    said = invented.quote(
        "a1", 0, text="the ban is a gift",
        policies=(
            policy("leaf-blower ban", stance="for", evidence=(13, 17)), policy("ferry plan", "Harlow"),
        ),
    )  # fmt: skip
    load(store, [invented.article("a1", said)])
    row, other = ask(store, "who-said-what")[::-1]
    assert (row["stance"], row["evidence"], row["evidenceOffsets"]) == ("for", "gift", [13, 17])
    assert (other["stance"], other["evidence"], other["jurisdiction"]) == (None, None, "Harlow")
    assert ask(store, "who-said-what", stance="for") == [row]
    assert ask(store, "who-said-what", stance="against") == []
    (evidence,) = ask(store, "evidence", quote=said.id)
    assert evidence["policies"] == ["ferry plan", "leaf-blower ban"]
    assert (evidence["stance"], evidence["evidence"]) == (["for leaf-blower ban"], ["gift"])
    start, end = evidence["evidenceOffsets"]
    assert evidence["paragraph"][start - evidence["paragraphStart"] : end] == "gift"


def test_a_speakers_stances_by_policy(store: Store) -> None:
    speaker = {"id": "person:ana-ruiz", "name": "Ana Ruiz", "type": "person", "method": "named"}
    said = invented.quote("a1", 0, speakers=(speaker,), policies=(policy("ban", stance="mixed", evidence=(0, 5)),))
    load(store, [invented.article("a1", said, invented.quote("a1", 1, speakers=(speaker,)))])
    rows = ask(store, "what-did-speaker-say", speaker="ruiz")
    assert [(row["stance"], row["evidence"]) for row in rows] == [(["mixed ban"], ["words"]), ([], [])]
