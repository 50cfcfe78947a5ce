"""What an answer must not get wrong: joint speakers, several names of one policy, quotes without a date."""

from typing import Any

from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Store
from queries.catalogue import ask
from tests.graph import invented
from tests.graph.invented import policy

ANA = {"id": "person:ana-ruiz", "name": "Ana Ruiz", "type": "person", "method": "named"}
BO = {"id": "person:bo-lee", "name": "Bo Lee", "type": "person", "method": "named"}


def said(article: str, n: int, *speakers: dict[str, str], stance: str | None = None, **fields: Any) -> Any:
    """A quote about the parking tax."""
    about: dict[str, Any] = {} if stance is None else {"stance": stance, "evidence": (100 * n, 100 * n + 5)}
    return invented.quote(article, n, speakers=speakers, policies=(policy("parking tax", **about),), **fields)


def test_a_joint_quote_counts_once_for_each_and_once_in_all(store: Store) -> None:
    load(store, [invented.article("a1", said("a1", 0, ANA, BO), said("a1", 1, ANA))])
    assert [(row["speaker"], row["quotes"]) for row in ask(store, "most-quoted")] == [("Ana Ruiz", 2), ("Bo Lee", 1)]
    (policies,) = ask(store, "policies")
    assert (policies["quotes"], policies["speakers"], policies["articles"]) == (2, 2, 1)
    (month,) = ask(store, "timeline", policy="parking tax")
    assert (month["quotes"], month["speakers"]) == (2, 2)
    (shared,) = ask(store, "common-ground", speaker="ruiz", other="lee")
    assert (shared["quotes"], shared["otherQuotes"]) == (2, 1)
    assert len(ask(store, "who-said-what")) == 3  # a row for each who said it
    assert ask(store, "gaps") == []


def test_two_names_of_one_policy_in_a_quote_are_one_side(store: Store) -> None:
    words: dict[str, Any] = {"stance": "against", "evidence": (0, 5)}
    both = (policy("SB 212", **words), policy("Senate Bill 212", **words))
    load(store, [invented.article("a1", invented.quote("a1", 0, speakers=(ANA,), policies=both))])
    assert [(row["speaker"], row["stance"]) for row in ask(store, "both-sides", policy="212")] == [
        ("Ana Ruiz", "against")
    ]


def test_sides_stand_together_those_for_it_first(store: Store) -> None:
    stances = ("mixed", "against", "for", "against")
    load(store, [invented.article(f"a{n}", said(f"a{n}", n, ANA, stance=s), day=n + 1) for n, s in enumerate(stances)])
    rows = ask(store, "both-sides", policy="parking tax")
    assert [row["stance"] for row in rows] == ["for", "against", "against", "mixed"]


def test_no_undated_quote_is_the_latest_word(store: Store) -> None:
    undated = invented.article("a3", said("a3", 0, ANA, text="who knows when")).model_copy(update={"published": None})
    dated = [invented.article(f"a{n}", said(f"a{n}", 0, ANA, text=f"on day {n}"), day=n) for n in (1, 2)]
    load(store, [*dated, ArticleQuotes.model_validate(undated.model_dump())])
    (row,) = ask(store, "earliest-and-latest", policy="parking tax")
    assert (row["saidFirst"], row["saidLast"], row["quotes"]) == ("on day 1", "on day 2", 2)
    assert len(ask(store, "what-did-speaker-say", speaker="ruiz")) == 3


def test_each_change_of_stance_is_told_with_both_stances(store: Store) -> None:
    stances = ("for", "for", "against", "mixed")
    load(store, [invented.article(f"a{n}", said(f"a{n}", n, ANA, stance=s), day=n + 1) for n, s in enumerate(stances)])
    changes = ask(store, "flip-flops")
    assert [(row["stance"], row["stanceLater"]) for row in changes] == [("for", "against"), ("against", "mixed")]
