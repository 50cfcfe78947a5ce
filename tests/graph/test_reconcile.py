import random
from datetime import date
from pathlib import Path

import pytest

from extract.failure import Failure
from extract.records import ArticleQuotes, Problem, Speaker, SpeakerType, speaker_id
from graph.correcting import merge, overview, rename, split, undo
from graph.corrections import Contradiction, read_corrections
from graph.knowledge import known_of
from graph.load import load
from graph.store import Store, open_store
from graph.wikidata import link
from tests.conftest import Opener
from tests.graph import invented
from tests.graph.graph_state import whole_graph


def said(
    article: str,
    *names: str,
    day: int = 1,
    type: SpeakerType = "person",
    role: str | None = None,
    affiliation: str | None = None,
) -> ArticleQuotes:
    """An article with a quote of each name."""
    quotes = []
    for n, name in enumerate(names):
        id = speaker_id(type=type, name=name, article_id=article)
        speaker = Speaker(id=id, name=name, type=type, role=role, affiliation=affiliation, method="named")
        quotes.append(invented.quote(article, n, speakers=(speaker,)))
    return invented.article(article, *quotes, day=day)


def speakers(store: Store) -> dict[str, int]:
    rows = store.read("MATCH (s:Speaker)-[:SAID]->(q:Quote) RETURN s.name AS name, s.id AS id, count(q) AS quotes")
    assert len({row["name"] for row in rows}) == len(rows)
    return {row["name"]: row["quotes"] for row in rows}


ARTICLES = [
    said("a1", "Paul Ryan", "Paul Ryan", role="House speaker", day=4),
    said("a2", "Paul D. Ryan", role="House speaker", day=9),
    said("a3", "P. Ryan", "Ana Ruiz", day=2),
    said("a4", "Ryan", role="House speaker", day=3),
    said("a5", "CBO", "Congressional Budget Office", type="organization", day=5),
    said("a6", "Nora Hale", role="director of the Harbor League", affiliation="Harbor League", day=6),
    said("a7", "Nora Hale", role="director of the Harbor League", affiliation="Harbor League", day=8),
]


def test_one_node_a_person_whatever_the_order(reopen: Opener) -> None:
    graphs = []
    for seed in (1, 2, 3):
        shuffled = random.Random(seed).sample(ARTICLES, len(ARTICLES))
        with reopen() as store:
            store.execute("MATCH (n) DETACH DELETE n")
            for article in shuffled:  # one by one, so that each changes what the others meant
                load(store, [article])
            graphs.append(whole_graph(store))
            assert speakers(store) == {
                "Paul Ryan": 5, "Ana Ruiz": 1, "Congressional Budget Office": 2, "Nora Hale": 2,
            }  # fmt: skip
    assert graphs[0] == graphs[1] == graphs[2]


def test_roles_with_the_days_when_they_were_seen(store: Store) -> None:
    load(store, ARTICLES)
    rows = store.read(
        "MATCH (s:Speaker)-[r:HAS_ROLE]->(o:Organization) RETURN s.name AS who, r.title AS title, o.name AS of,"
        " r.firstSeen AS first, r.lastSeen AS last, s.roles AS roles"
    )
    assert rows == [
        {
            "who": "Nora Hale", "title": "director of the Harbor League", "of": "Harbor League",
            "first": date(2026, 3, 6), "last": date(2026, 3, 8),
            "roles": ["director of the Harbor League (2026-03-06 – 2026-03-08)"],
        }
    ]  # fmt: skip
    (ryan,) = store.read("MATCH (s:Speaker {name: 'Paul Ryan'}) RETURN s.roles AS roles, s.aliases AS aliases")
    assert ryan["roles"] == ["House speaker (2026-03-03 – 2026-03-09)"]
    assert ryan["aliases"] == ["P. Ryan", "Paul D. Ryan", "Paul Ryan", "Ryan"]


def test_every_said_tells_the_name_in_the_article_and_how_it_was_joined(store: Store) -> None:
    load(store, ARTICLES)
    rows = store.read(
        "MATCH (:Speaker {name: 'Paul Ryan'})-[r:SAID]->(:Quote) RETURN DISTINCT r.name AS name, r.joined AS joined"
        " ORDER BY name"
    )
    assert [(row["name"], row["joined"]) for row in rows] == [
        ("P. Ryan", "variant"), ("Paul D. Ryan", "variant"), ("Paul Ryan", "variant"), ("Ryan", "role"),
    ]  # fmt: skip


def test_a_replaced_article_takes_its_names_and_roles_along(store: Store) -> None:
    load(store, ARTICLES)
    load(store, [said("a2", "Ana Ruiz"), said("a6", "Ana Ruiz"), said("a7", "Ana Ruiz")])
    assert speakers(store)["Paul Ryan"] == 4
    (ryan,) = store.read("MATCH (s:Speaker {name: 'Paul Ryan'}) RETURN s.aliases AS aliases")
    assert "Paul D. Ryan" not in ryan["aliases"]
    assert store.read("MATCH (s:Speaker) WHERE s.name IN ['Nora Hale', 'Harbor League'] RETURN s.id AS id") == []


def test_a_person_corrects_and_takes_it_back(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    load(store, ARTICLES)
    before = whole_graph(store)
    merge(store, file, "speakers", ["Ana Ruiz", "Nora Hale"])
    assert speakers(store)["Nora Hale"] == 3
    split(store, file, "speakers", "person:p-ryan")
    assert speakers(store)["P. Ryan"] == 1
    rename(store, file, "speakers", "Paul D. Ryan", "Speaker Ryan")
    rename(store, file, "speakers", "Paul D. Ryan", "Speaker Paul Ryan")
    assert speakers(store)["Speaker Paul Ryan"] == 4
    corrected = whole_graph(store)
    load(store, [*ARTICLES, said("a8", "P. Ryan")], known_of(file, on_problem=fail))
    assert speakers(store)["P. Ryan"] == 2
    load(store, ARTICLES, known_of(file, on_problem=fail))
    assert len(read_corrections(file, "speakers").entries) == 3
    assert whole_graph(store) != corrected  # a8 is there
    for _ in range(3):
        undo(store, file, "speakers", 1)
    store.execute("MATCH (a:Article {id: 'a8'})<-[:APPEARS_IN]-(q) DETACH DELETE a, q")
    load(store, ARTICLES)
    assert whole_graph(store) == before


def test_two_people_of_one_name_are_parted_by_article(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    load(store, [said("a1", "Mike Johnson", "Mike Johnson"), said("a2", "Mike Johnson")])
    split(store, file, "speakers", "Mike Johnson", articles=["a2"], other_name="Mike Johnson (carpenter)")
    assert speakers(store) == {"Mike Johnson": 2, "Mike Johnson (carpenter)": 1}
    rename(store, file, "speakers", "person:mike-johnson", "Speaker Johnson")
    rename(store, file, "speakers", "person:mike-johnson-carpenter", "Carpenter Mike")
    assert speakers(store) == {"Speaker Johnson": 2, "Carpenter Mike": 1}
    forms = {row["speaker"]: row["forms"] for row in overview(store, "speakers")}
    assert forms["Carpenter Mike"] == ["Mike Johnson [person:mike-johnson-carpenter, corrected, 1×]"]
    for _ in range(3):
        undo(store, file, "speakers", 1)
    assert speakers(store) == {"Mike Johnson": 3}


def test_a_split_by_article_takes_the_form_that_the_article_uses(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    load(store, [said("a1", "Mike Johnson"), said("a2", "Michael Johnson", "Michael Johnson"), said("a3", "Ana Ruiz")])
    assert speakers(store) == {"Michael Johnson": 3, "Ana Ruiz": 1}
    split(store, file, "speakers", "Michael Johnson", articles=["a1"], other_name="Mike Johnson (carpenter)")
    assert speakers(store) == {"Michael Johnson": 2, "Mike Johnson (carpenter)": 1, "Ana Ruiz": 1}
    with pytest.raises(Failure, match="have no speaker by a name of 'Michael Johnson'"):
        split(store, file, "speakers", "Michael Johnson", articles=["a3"], other_name="Another")


def test_joint_speakers_that_are_merged_and_parted_again_are_as_before(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    one, other = said("a1", "Paul Ryan").quotes[0], said("a1", "Anna Berg").quotes[0]
    joint = one.model_copy(update={"speakers": one.speakers + other.speakers})
    load(store, [said("a1", "Paul Ryan").model_copy(update={"quotes": (joint,)})])
    before = whole_graph(store)
    merge(store, file, "speakers", ["Paul Ryan", "Anna Berg"])
    assert whole_graph(store) != before
    undo(store, file, "speakers", 1)
    assert whole_graph(store) == before


def test_a_name_that_was_given_stays_with_whom_it_was_given_to(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    load(store, [said("a1", "Ana Ruiz"), said("a2", "Nora Hale")])
    merge(store, file, "speakers", ["Ana Ruiz", "Nora Hale"])
    rename(store, file, "speakers", "Nora Hale", "Nora the Elder")
    assert speakers(store) == {"Nora the Elder": 2}
    undo(store, file, "speakers", 1)
    assert speakers(store) == {"Ana Ruiz": 1, "Nora the Elder": 1}


def test_nothing_changes_where_the_corrections_cannot_be_kept(store: Store, tmp_path: Path) -> None:
    load(store, ARTICLES)
    before = whole_graph(store)
    with pytest.raises(Failure, match="its folder does not exist"):
        rename(store, tmp_path / "nowhere" / "c.yaml", "speakers", "Ana Ruiz", "Ana")
    assert whole_graph(store) == before


def test_a_correction_that_contradicts_changes_nothing(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    load(store, ARTICLES)
    split(store, file, "speakers", "person:p-ryan")
    before, kept = whole_graph(store), file.read_text("utf-8")
    with pytest.raises(Contradiction, match="split person:p-ryan from"):
        merge(store, file, "speakers", ["person:p-ryan", "person:paul-ryan"])
    assert (whole_graph(store), file.read_text("utf-8")) == (before, kept)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["Paul Rian", "Ana Ruiz"], "no speaker .* is called 'Paul Rian'; did you mean 'Paul Ryan'"),
        (["Ana Ruiz", "Ana Ruiz"], "needs two names or more"),
        (["Ana Ruiz", "CBO"], "of different types"),
    ],
)
def test_names_that_cannot_be_merged(tmp_path: Path, names: list[str], message: str) -> None:
    with open_store(str(tmp_path / "store")) as store:
        load(store, ARTICLES)
        with pytest.raises(Failure, match=message):
            merge(store, tmp_path / "c.yaml", "speakers", names)


def test_wikidata_ids_by_name(store: Store, tmp_path: Path) -> None:
    file, listed = tmp_path / "corrections.yaml", tmp_path / "people.csv"
    listed.write_text("name,qid\nP. Ryan,Q203966\nNobody Here,Q1\nAna Ruiz,42\n", "utf-8")
    problems: list[Problem] = []
    load(store, ARTICLES)
    assert link(store, file, listed, on_problem=problems.append) == ["Nobody Here"]
    assert [str(problem) for problem in problems] == [
        f"{listed}, line 4: Ana Ruiz has no Wikidata id such as Q42, but '42'"
    ]
    (ryan,) = [row for row in overview(store, "speakers") if row["speaker"] == "Paul Ryan"]
    assert ryan["qid"] == "Q203966"
    load(store, [said("a9", "Paul Ryan")], known_of(file, on_problem=lambda _: None))
    assert [row["qid"] for row in overview(store, "speakers", name="ryan")] == ["Q203966"]


def test_an_office_that_a_person_lists_joins_surnames(store: Store, tmp_path: Path) -> None:
    file, listed = tmp_path / "corrections.yaml", tmp_path / "people.csv"
    listed.write_text(
        "Name,QID,Office,Place,From,Until\nIda Quist,,mayor,,2024-01-01,\nBo Quist,,mayor,,spring,\n", "utf-8"
    )
    problems: list[Problem] = []
    articles = [said(article, "Quist", role="Mayor") for article in ("a1", "a2")]
    load(store, [*articles, said("a3", "Quist")])
    assert link(store, file, listed, on_problem=problems.append) == []
    assert [str(problem).partition(": ")[2] for problem in problems] == [
        "Bo Quist: the days of an office are written as 2026-03-04: Invalid isoformat string: 'spring'"
    ]
    (row,) = [row for row in overview(store, "speakers", name="quist") if row["speaker"] == "Ida Quist"]
    assert row["id"] == "person:ida-quist"
    assert row["forms"] == ["Quist [person:a1:quist, office 0.98, 1×]", "Quist [person:a2:quist, office 0.98, 1×]"]
    split(store, file, "speakers", "person:a1:quist")
    assert speakers_by_id(store) == {"person:a1:quist": 1, "person:a3:quist": 1, "person:ida-quist": 1}
    load(store, articles, known_of(file, on_problem=lambda _: None))
    assert speakers_by_id(store) == {"person:a1:quist": 1, "person:a3:quist": 1, "person:ida-quist": 1}
    undo(store, file, "speakers", 1)
    assert speakers_by_id(store) == {"person:a3:quist": 1, "person:ida-quist": 2}


def test_bodies_of_a_generic_name_carry_their_place(store: Store) -> None:
    articles = []
    for article, owner in (("a1", "Ghana"), ("a2", "Peru"), ("a3", "a3")):
        id = speaker_id(type="organization", name="Supreme Court", article_id=article, owner=owner)
        body = Speaker(id=id, name="Supreme Court", type="organization", method="named")
        articles.append(invented.article(article, invented.quote(article, 0, speakers=(body,))))
    load(store, [*articles, said("a2b", "Ana Ruiz", role="Supreme Court judge", affiliation="Supreme Court")])
    assert speakers(store) == {"Supreme Court (Ghana)": 1, "Supreme Court (Peru)": 1, "Supreme Court": 1, "Ana Ruiz": 1}


def speakers_by_id(store: Store) -> dict[str, int]:
    rows = store.read("MATCH (s:Speaker)-[:SAID]->(q:Quote) RETURN s.id AS id, count(q) AS quotes")
    return {row["id"]: row["quotes"] for row in rows}


def fail(problem: Problem) -> None:
    pytest.fail(str(problem))


def test_what_was_misread_stays_so_and_may_be_parted(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    articles = [said(article, "Chirpr", type="organization") for article in ("a1", "a2")] + [said("a3", "Chirpr")]
    load(store, articles)
    before = whole_graph(store)
    assert speakers(store) == {"Chirpr": 3}
    load(store, [*articles, said("a4", "Ana Ruiz")])
    split(store, file, "speakers", "person:a3:chirpr")
    assert speakers_by_id(store) == {"organization:chirpr": 2, "person:a3:chirpr": 1, "person:ana-ruiz": 1}
    undo(store, file, "speakers", 1)
    store.execute("MATCH (a:Article {id: 'a4'})<-[:APPEARS_IN]-(q) DETACH DELETE a, q")
    load(store, articles)
    assert whole_graph(store) == before
