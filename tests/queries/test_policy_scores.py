"""What a quote is hardly about is left out until it is asked for; how sure a stance is stands beside it."""

import inspect
from pathlib import Path
from typing import Any

import pytest

from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Store
from graph.subgraph import subgraph
from queries.catalogue import ask, catalogue
from queries.commands import show_command
from queries.marked import marked_articles
from queries.no_answer import why_empty
from queries.report.commands import report_command
from queries.report.gather import Question, gather
from tests.conftest import Run
from tests.graph import invented

ANA = {"id": "person:ana-ruiz", "name": "Ana Ruiz", "type": "person", "method": "named"}
BO = {"id": "person:bo-lee", "name": "Bo Lee", "type": "person", "method": "named"}
WORDS = "we will fix every road in this town before snow"
NEEDED = {"policy": "sugar levy", "speaker": "ruiz", "other": "lee", "quote": "a1:100"}
"""A value for each parameter that narrows an answer to what is said about the sugar levy."""
OPTION = "min_policy_score"
QUESTIONS = [query.name for query in catalogue().values() if OPTION in {p.name for p in query.parameters}]


def policy(name: str, *, score: float, stance: str | None = None, at: int = 0) -> Any:
    about: dict[str, Any] = {"stance": stance, "stance_score": 0.8, "evidence": (at, at + 5)} if stance else {}
    return invented.policy(name, **about).model_copy(update={"score": score})


def town(score: float) -> list[ArticleQuotes]:
    """Ana turns from the sugar levy, Bo and nobody known speak of it as well; Ana alone speaks of the bus plan."""
    for_it, against_it = (policy("sugar levy", score=score, stance=stance) for stance in ("for", "against"))
    articles = [
        invented.article(
            "a1",
            invented.quote("a1", 0, text=WORDS, speakers=(ANA,), policies=(for_it, policy("bus plan", score=score))),
            invented.quote("a1", 1, speakers=(BO,), policies=(policy("sugar levy", score=score),)),
            invented.quote("a1", 2, policies=(policy("sugar levy", score=score),)),
            day=1,
        ),
        invented.article("a2", invented.quote("a2", 0, text=WORDS, speakers=(ANA,), policies=(against_it,)), day=2),
    ]
    return [article.model_copy(update={"outlet": f"The {article.id}"}) for article in articles]


@pytest.fixture
def unlikely(store: Store) -> Store:
    load(store, town(0.4))
    return store


def test_every_question_leaves_out_what_a_quote_is_hardly_about(unlikely: Store) -> None:
    assert len(QUESTIONS) >= 14
    for name in QUESTIONS:
        given = {p.name: NEEDED[p.name] for p in catalogue()[name].parameters if p.name in NEEDED}
        assert not ask(unlikely, name, **given, min_policy_score=0.5), name
        for least in (0, 0.4):
            assert ask(unlikely, name, **given, min_policy_score=least), name


def test_what_a_speaker_said_is_told_without_what_it_is_hardly_about(unlikely: Store) -> None:
    for least, names, changes in ((0.5, [], []), (0, ["bus plan", "sugar levy"], ["was for sugar levy"])):
        rows = ask(unlikely, "what-did-speaker-say", speaker="ruiz", min_policy_score=least)
        assert [row["said"] for row in rows] == [WORDS, WORDS]
        assert sorted({name for row in rows for name in row["policies"]}) == names
        assert [change for row in rows for change in row["changed"]] == changes


def test_every_question_and_command_has_the_same_default() -> None:
    defaults = {p.default for name in QUESTIONS for p in catalogue()[name].parameters if p.name == OPTION}
    defaults.add(Question().min_policy_score)
    defaults |= {inspect.signature(command).parameters[OPTION].default for command in (show_command, report_command)}
    assert len(defaults) == 1


def test_a_stance_is_told_with_its_score(store: Store) -> None:
    load(store, town(0.9))
    rows = ask(store, "who-said-what", policy="levy", speaker="ruiz")
    assert [(row["stance"], row["policyScore"], row["stanceScore"]) for row in rows] == [
        ("for", 0.9, 0.8),
        ("against", 0.9, 0.8),
    ]
    assert {row["stanceScore"] for row in ask(store, "who-said-what", policy="bus plan")} == {None}
    sides = ask(store, "both-sides", policy="levy")
    assert [(row["policyScore"], row["stanceScore"]) for row in sides] == [(0.9, 0.8)] * 2
    (change,) = ask(store, "flip-flops")
    assert (change["policyScore"], change["stanceScore"]) == (0.9, 0.8)
    assert (change["policyScoreLater"], change["stanceScoreLater"]) == (0.9, 0.8)
    quote = rows[0]["quoteId"]
    (evidence,) = ask(store, "evidence", quote=quote)
    said = next(row for row in ask(store, "what-did-speaker-say", speaker="ruiz") if row["quoteId"] == quote)
    for row in (evidence, said):
        assert row["policyScores"] == ["bus plan: 0.9 named", "sugar levy: 0.9 named"]
        assert row["stanceScores"] == ["for sugar levy: 0.8"]


def test_a_store_of_an_earlier_release_has_no_scores_of_stances(store: Store) -> None:
    load(store, town(0.9))
    store.execute("MATCH (:Quote)-[r:ABOUT]->(:Policy) REMOVE r.stanceScore")
    for name in ("who-said-what", "both-sides", "flip-flops"):
        rows = ask(store, name, policy="levy")
        assert rows and {row["stanceScore"] for row in rows} == {None}
    (evidence,) = ask(store, "evidence", quote="a1:0")
    said = ask(store, "what-did-speaker-say", speaker="ruiz")
    assert evidence["stance"] and said and all(row["stanceScores"] == [] for row in (evidence, *said))


def test_an_empty_answer_names_the_option(unlikely: Store) -> None:
    told = why_empty(ask(unlikely, "who-said-what", policy="sugar levy", min_policy_score=0.5))
    assert told.endswith("or add --act all --min-confidence 0 --min-policy-score 0")
    assert told.startswith("no quotes in ")


def test_the_graph_behind_an_answer_holds_no_more_policies_than_the_answer(store: Store) -> None:
    both = policy("sugar levy", score=0.9), policy("bus plan", score=0.4).model_copy(update={"areas": ("transport",)})
    load(store, [invented.article("a1", invented.quote("a1", 0, speakers=(ANA,), policies=both))])
    answer = ask(store, "who-said-what", policy="levy", min_policy_score=0.5)
    assert {node for node in answer.to_networkx() if node.startswith(("Policy/", "Topic/"))} == {
        "Policy/policy:sugar-levy"
    }
    wider = ask(store, "who-said-what", policy="levy", min_policy_score=0)
    assert {"Policy/policy:bus-plan", "Topic/transport"} < set(wider.to_networkx())
    assert set(subgraph(store, answer)) == set(wider.to_networkx())


def test_a_report_and_a_marked_article_leave_it_out(store: Store) -> None:
    both = policy("sugar levy", score=0.9, stance="for"), policy("bus plan", score=0.4)
    load(store, [invented.article("a1", invented.quote("a1", 0, speakers=(ANA,), policies=both))])
    for least, names in ((0.5, ["sugar levy"]), (0.0, ["bus plan", "sugar levy"])):
        (entry,) = gather(store, Question(min_policy_score=least)).entries
        assert sorted(about.name for about in entry.policies) == names
        (marked,) = marked_articles(store, ["a1"], min_policy_score=least)
        assert sorted(name for name, _ in marked.quotes[0].policies) == names


def test_the_commands_take_the_option(run: Run, tmp_path: Path) -> None:
    (tmp_path / "town.jsonl").write_text("".join(article.to_json() + "\n" for article in town(0.4)), "utf-8")
    assert run("load", "town.jsonl", "--store", "town").returncode == 0
    for command in (
        ["ask", "who-said-what"],
        ["export", "who-said-what", "-o", "town.csv"],
        ["report", "-o", "town.md"],
        ["show", "a1"],
    ):
        fewer, usual = (run(*command, "--store", "town", *more) for more in (["--min-policy-score", "0.5"], []))
        written = "".join(file.read_text("utf-8") for file in tmp_path.glob("town.[cm]*") if file.name in command)
        assert "sugar levy" in usual.stdout + written, command
        assert "sugar levy" not in fewer.stdout, command
        assert fewer.returncode == (0 if command[0] == "show" else 1)
