import random
from pathlib import Path

import pytest

from extract.failure import Failure
from extract.records import ArticleQuotes, Policy
from graph.correcting import merge, overview, rename, split, undo
from graph.corrections import Contradiction, read_corrections
from graph.knowledge import known_of
from graph.load import load
from graph.store import Store
from queries.catalogue import ask
from tests.conftest import Opener
from tests.graph import invented
from tests.graph.graph_state import whole_graph
from tests.graph.invented import policy


def about(article: str, *policies: Policy) -> ArticleQuotes:
    """An article with a quote about each policy."""
    return invented.article(article, *(invented.quote(article, n, policies=(p,)) for n, p in enumerate(policies)))


def policies(store: Store) -> dict[str, int]:
    rows = store.read("MATCH (p:Policy)<-[:ABOUT]-(q:Quote) RETURN p.name AS name, p.id AS id, count(q) AS quotes")
    assert len({row["name"] for row in rows}) == len(rows)
    return {row["name"]: row["quotes"] for row in rows}


ARTICLES = [
    about("a1", policy("leaf-blower ban", areas=("environment",)), policy("leaf-blower ban", aliases=("noise ban",))),
    about("a2", policy("ban on leaf blowers", "Harlow", areas=("civil_rights",))),
    about("a3", policy("SB 212", areas=("transportation",)), policy("Senate Bill 212")),
    about("a4", policy("Senate Bill 212", "Oregon")),
    about("a5", policy("Trans-Pacific Partnership", "international", aliases=("TPP",)), policy("TPP")),
    about("a6", policy("sanctuary ordinance", "Ada"), policy("sanctuary ordinance")),
]


def test_one_node_a_policy_whatever_the_order(reopen: Opener) -> None:
    graphs = []
    for seed in (1, 2, 3):
        shuffled = random.Random(seed).sample(ARTICLES, len(ARTICLES))
        with reopen() as store:
            store.execute("MATCH (n) DETACH DELETE n")
            for article in shuffled:  # one by one, so that each changes what the others meant
                load(store, [article])
            load(store, shuffled)
            graphs.append(whole_graph(store))
            assert policies(store) == {
                "leaf-blower ban": 3, "Senate Bill 212": 3, "Trans-Pacific Partnership": 2, "sanctuary ordinance": 2,
            }  # fmt: skip
    assert graphs[0] == graphs[1] == graphs[2]


def test_a_policy_has_the_names_the_jurisdiction_and_the_areas_of_its_forms(store: Store) -> None:
    load(store, ARTICLES)
    (ban,) = store.read(
        "MATCH (p:Policy {name: 'leaf-blower ban'})-[:IN_AREA]->(t) WITH p, t ORDER BY t.id RETURN p.id AS id,"
        " p.aliases AS aliases, p.jurisdiction AS jurisdiction, collect(t.id) AS areas"
    )
    assert ban == {
        "id": "policy:harlow:ban-on-leaf-blowers",
        "aliases": ["ban on leaf blowers", "leaf-blower ban", "noise ban"],
        "jurisdiction": "Harlow",
        "areas": ["civil_rights", "environment"],
    }


def test_every_about_tells_the_name_in_the_article_and_how_it_was_joined(store: Store) -> None:
    load(store, ARTICLES)
    rows = store.read(
        "MATCH (q:Quote)-[r:ABOUT]->(p:Policy) WHERE p.name IN ['Senate Bill 212', 'sanctuary ordinance']"
        " RETURN DISTINCT r.name AS name, r.jurisdiction AS place, r.given AS given, r.joined AS joined ORDER BY given"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("sanctuary ordinance", "Ada", "policy:ada:sanctuary-ordinance", "place"),
        ("Senate Bill 212", "Oregon", "policy:oregon:senate-bill-212", "place"),
        ("sanctuary ordinance", None, "policy:sanctuary-ordinance", "place"),
        ("SB 212", None, "policy:sb-212", "place"),
        ("Senate Bill 212", None, "policy:senate-bill-212", "place"),
    ]


def test_another_place_parts_what_went_with_the_only_one(store: Store) -> None:
    load(store, ARTICLES)
    before = whole_graph(store)
    load(store, [about("a7", policy("sanctuary ordinance", "Bo"))])
    ids = store.read("MATCH (p:Policy {name: 'sanctuary ordinance'}) RETURN p.id AS id ORDER BY id")
    assert [row["id"] for row in ids] == [
        "policy:ada:sanctuary-ordinance", "policy:bo:sanctuary-ordinance", "policy:sanctuary-ordinance",
    ]  # fmt: skip
    load(store, [about("a7")])
    store.execute("MATCH (a:Article {id: 'a7'}) DETACH DELETE a")
    assert whole_graph(store) == before


def test_a_replaced_article_takes_its_names_and_areas_along(store: Store) -> None:
    load(store, ARTICLES)
    load(store, [about("a2"), about("a6")])
    assert policies(store).keys() == {"leaf-blower ban", "Senate Bill 212", "Trans-Pacific Partnership"}
    (ban,) = [row for row in ask(store, "policies") if row["policy"] == "leaf-blower ban"]
    assert (ban["aliases"], ban["areas"], ban["jurisdiction"]) == (["noise ban"], ["environment"], None)


def test_a_person_corrects_and_takes_it_back(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    load(store, ARTICLES)
    before = whole_graph(store)
    merge(store, file, "policies", ["leaf-blower ban", "sanctuary ordinance"])
    split(store, file, "policies", "policy:sb-212")
    rename(store, file, "policies", "TPP", "Pacific deal")
    assert policies(store) == {"leaf-blower ban": 5, "SB 212": 1, "Senate Bill 212": 2, "Pacific deal": 2}
    corrected = whole_graph(store)
    load(store, ARTICLES, known_of(file, on_problem=lambda _: None))
    assert whole_graph(store) == corrected
    assert len(read_corrections(file, "policies").entries) == 3
    with pytest.raises(Contradiction, match=r"split policy:sb-212 from .*onrecord policies undo"):
        merge(store, file, "policies", ["policy:sb-212", "policy:senate-bill-212"])
    assert whole_graph(store) == corrected
    for _ in range(3):
        undo(store, file, "policies", 1)
    assert whole_graph(store) == before


def test_two_policies_of_one_name_are_parted_by_article(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    load(
        store,
        [about("a1", *[policy("parking tax")] * 2), about("a2", policy("parking tax", areas=("transportation",)))],
    )
    split(store, file, "policies", "parking tax", articles=["a2"], other_name="airport parking tax")
    assert policies(store) == {"parking tax": 2, "airport parking tax": 1}
    rows = {row["policy"]: row for row in ask(store, "policies")}
    assert (rows["parking tax"]["areas"], rows["airport parking tax"]["areas"]) == ([], ["transportation"])
    forms = {row["policy"]: row["forms"] for row in overview(store, "policies")}
    assert forms["airport parking tax"] == ["parking tax [policy:airport-parking-tax, corrected, 1×]"]
    with pytest.raises(Failure, match="the articles have no policy by a name of 'airport parking tax'"):
        split(store, file, "policies", "airport parking tax", articles=["a1"], other_name="Another")
    undo(store, file, "policies", 1)
    assert policies(store) == {"parking tax": 3}


def test_corrections_of_speakers_and_policies_are_numbered_apart(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    load(store, ARTICLES)
    rename(store, file, "policies", "TPP", "Pacific deal")
    with pytest.raises(Failure, match=r"there is no correction 1; .* holds 0: `onrecord speakers corrections`"):
        undo(store, file, "speakers", 1)
    assert undo(store, file, "policies", 1).told() == "rename policy:tpp to Pacific deal"
