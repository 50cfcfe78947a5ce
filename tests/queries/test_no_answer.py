"""What an empty answer says: never that there is nothing where there is something of another stance."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Store
from queries.assistant.tools import tools
from queries.catalogue import ask, with_own
from queries.no_answer import NoAnswer, with_rows
from queries.quote_store import open_store
from tests.conftest import Run
from tests.graph import invented
from tests.graph.invented import policy

ANA = {"id": "person:ana-ruiz", "name": "Ana Ruiz", "type": "person", "method": "named"}
BO = {"id": "person:bo-lee", "name": "Bo Lee", "type": "person", "method": "named"}


def articles(*stances: str | None) -> list[ArticleQuotes]:
    """An article for each stance to the sugar levy, Ana's first and Bo's after it."""
    made = []
    for n, stance in enumerate(stances):
        about: dict[str, Any] = {"stance": stance, "evidence": (0, 5)} if stance else {}
        levy = policy("sugar levy", **about)
        quote = invented.quote(f"a{n}", 0, speakers=(BO if n else ANA,), policies=(levy,))
        made.append(invented.article(f"a{n}", quote, day=n + 1))
    return made


def why(store: Store, name: str, **parameters: Any) -> str:
    answer = ask(store, name, **parameters)
    with pytest.raises(NoAnswer) as raised:
        with_rows(answer)
    assert answer.why_empty() == str(raised.value)
    return str(raised.value)


def test_quotes_without_a_clear_stance_are_counted(store: Store) -> None:
    load(store, articles(None, None))
    for name, stance in (("who-said-what", {"stance": "against"}), ("both-sides", {})):
        told = why(store, name, policy="Sugar Levy", **stance)
        assert told.startswith("2 quotes about 'Sugar Levy', none with a clear stance; `onrecord ask who-said-what")
        assert told.endswith("shows them")


def test_quotes_of_another_stance_are_counted_by_stance(store: Store) -> None:
    load(store, articles("for", "for", "mixed", None))
    told = why(store, "who-said-what", policy="sugar levy", stance="against")
    assert told.startswith("4 quotes about 'sugar levy': none against, 2 for, 1 mixed, 1 without a clear stance; ")


def test_only_quotes_that_fit_the_other_options_are_counted(store: Store) -> None:
    load(store, articles("for", None))
    told = why(store, "who-said-what", policy="sugar levy", speaker="bo lee", stance="for")
    assert told.startswith("1 quote about 'sugar levy', none with a clear stance; ")
    assert "--policy 'sugar levy' --speaker 'bo lee'" in told
    assert "fit; loosen the options" in why(store, "who-said-what", policy="levy", stance="for", since="2031-01-01")


def test_every_interface_says_so(tmp_path: Path, run: Run) -> None:
    with open_store(str(tmp_path / "town")) as store:
        load(store, articles(None, None))
        assert "none with a clear stance" in store.ask_in_words("who opposes the sugar levy?").why_empty()
        with pytest.raises(NoAnswer, match="none with a clear stance"):
            tools(with_own(None))["who-said-what"].call(store, {"policy": "sugar levy", "stance": "for"})
    for asked in (
        ["ask", "who opposes the sugar levy?"],
        ["ask", "both-sides", "--policy", "sugar levy"],
        ["export", "who-said-what", "--policy", "sugar levy", "--stance", "for", "-o", "x.csv"],
    ):
        done = run(*asked, "--store", "town")
        assert done.returncode == 1
        (line,) = (line for line in done.stderr.splitlines() if line.startswith("onrecord: "))
        assert "2 quotes about 'sugar levy', none with a clear stance; `onrecord ask who-said-what" in line
        shown = run(*shlex.split(line.split("`")[1])[1:])
        assert shown.stdout.count("sugar levy") == 2
