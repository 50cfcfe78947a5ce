"""What a report says is what the question answers, no more and no less."""

from pathlib import Path
from typing import Any

import pytest

from extract.failure import Failure
from graph.load import load, remove
from graph.store import Row, Store, open_store
from queries.catalogue import BadQuestion, ask
from queries.report.commands import ReportFormat, rendered
from queries.report.figures import figures, lines, over_time
from queries.report.gather import Gathered, Question, gather
from tests.graph import invented


def test_it_has_each_quote_of_the_answer_once(seed_report: Gathered, seed_store: Path) -> None:
    with open_store(str(seed_store)) as store:
        rows = ask(store, "who-said-what")
    by_id = {entry.id: entry for entry in seed_report.entries}
    assert by_id.keys() == {row["quoteId"] for row in rows}
    for row in rows:
        entry = by_id[row["quoteId"]]
        assert (entry.text, entry.link, entry.confidence) == (row["said"], row["link"], row["confidence"])
        assert row["policyId"] in {about.id for about in entry.policies}
        assert row["speakerId"] in {said.id for said in entry.speakers} | {None}
    shown = [entry.number for person in seed_report.people for entry in person.quotes]
    assert sorted(shown) == list(range(1, len(by_id) + 1))
    assert {article.id for article in seed_report.articles} == {row["articleId"] for row in rows}


def test_speakers_come_the_most_quoted_first_and_quotes_without_one_last(seed_report: Gathered) -> None:
    named = [person for person in seed_report.people if person.number]
    assert [person.count for person in named] == sorted((person.count for person in named), reverse=True)
    assert [person.number for person in seed_report.people[len(named) :]] == [0]
    assert all(not entry.speakers for entry in seed_report.people[-1].quotes)
    assert (named[0].name, named[0].role) == ("Leland Osterby", "Council member")


def test_figures_agree_with_the_quotes(seed_report: Gathered) -> None:
    found = figures(seed_report)
    assert found.quotes == len(seed_report.entries)
    assert found.outlets == 3
    assert sum(found.stances.values()) + found.silent == sum(len(entry.policies) for entry in seed_report.entries)
    assert found.stances["for"] > found.stances["against"] > 0
    unit, counts = over_time(seed_report)
    assert unit == "month"
    assert list(counts) == ["2026-03", "2026-04", "2026-05", "2026-06"]
    assert sum(counts.values()) == found.quotes
    osterby = {line.policy: line for line in lines(seed_report) if line.speaker == "Leland Osterby"}
    assert osterby["short-term rental ordinance"].stance == "mixed"  # against in March, for in June
    assert osterby["leaf-blower ban"].stance is None


@pytest.mark.parametrize(
    ("question", "title"),
    [
        (Question(policy="leaf-blower"), "On record about the leaf-blower ban"),
        (Question(speaker="osterby"), "Leland Osterby on record"),
        (Question(speaker="osterby", policy="FERRY subsidy"), "Leland Osterby on record about the ferry subsidy plan"),
        (Question(since="2026-06-01"), "Who is on record saying what"),
    ],
)
def test_a_question_narrows_and_names_it(seed_store: Path, question: Question, title: str) -> None:
    with open_store(str(seed_store)) as store:
        report = gather(store, question)
    assert report.title == title
    for entry in report.entries:
        assert not question.policy or any(question.policy.lower() in about.name for about in entry.policies)
        assert not question.since or str(entry.date) >= question.since
    assert {article.id for article in report.articles} == {entry.article_id for entry in report.entries}


def test_an_empty_answer_fails_as_ask_does(seed_store: Path) -> None:
    with open_store(str(seed_store)) as store:
        with pytest.raises(Failure, match="did you mean 'leaf-blower ban'"):
            gather(store, Question(policy="leafblower bann"))
        with pytest.raises(Failure, match=r"no quotes in .* fit; loosen the options"):
            gather(store, Question(since="2031-01-01"))
        with pytest.raises(BadQuestion, match="'soon' is no date"):
            gather(store, Question(since="soon"))


def test_what_is_removed_while_it_is_read_is_left_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    tax = invented.policy("parking tax")
    load(store, [invented.article(id, invented.quote(id, 1, policies=(tax,))) for id in ("a1", "a2")])
    gone = ["a1"]
    query = store.query

    def then_removed(cypher: str, **parameters: Any) -> list[Row]:
        """As if another process did it between two reads."""
        rows = query(cypher, **parameters)
        remove(store, gone)
        return rows

    monkeypatch.setattr(store, "query", then_removed)
    report = gather(store, Question())
    assert [entry.article_id for entry in report.entries] == [article.id for article in report.articles] == ["a2"]
    for format in ReportFormat:
        assert rendered(report, format, note=pytest.fail)
    gone.append("a2")
    with pytest.raises(Failure, match=r"were taken out of .* while they were read; ask again"):
        gather(store, Question())
