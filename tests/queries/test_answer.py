"""An answer is a list of rows with ways on: data frame, graph, notebook."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from extract.failure import Failure
from graph.embedded import StoreError
from queries.answer import MOST_SHOWN, Answer
from queries.catalogue import ask
from queries.quote_store import open_store


@pytest.fixture
def answer(seed_store: Path) -> Iterator[Answer]:
    with open_store(str(seed_store)) as store:
        yield store.ask("who-said-what", policy="leaf-blower ban")


def test_an_answer_is_a_list_of_rows_for_json_and_for_old_code(answer: Answer) -> None:
    assert answer == list(answer) and isinstance(answer, list)
    assert json.loads(json.dumps(answer, default=str))[0]["date"] == "2026-03-27"
    assert answer.parameters["act"] == "statement"
    assert answer == ask(answer.store, "who-said-what", policy="leaf-blower ban")
    assert set(answer.query.columns) < set(answer.columns) == set(answer[0])
    nobody = ask(answer.store, "who-said-what", policy="no such thing")
    assert nobody == [] and nobody.columns == nobody.query.columns
    assert list(nobody.to_pandas().columns) == list(nobody.columns)
    assert nobody.to_networkx().number_of_nodes() == 0


def test_a_frame_has_days_as_such(answer: Answer) -> None:
    frame = answer.to_pandas()
    assert list(frame.columns) == list(answer.columns) and len(frame) == len(answer)
    assert str(frame["date"].dtype).startswith("datetime64")
    assert frame["date"].max().date() == max(row["date"] for row in answer)
    undated = Answer(
        [{"date": None, "speaker": "a"}, {"date": date(2026, 3, 4), "speaker": "b"}],
        query=answer.query,
        parameters={},
        store=answer.store,
    ).to_pandas()
    assert undated["date"].isna().tolist() == [True, False]


def test_without_pandas_it_says_how_to_get_it(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(Failure, match=r"pip install 'onrecord\[pandas\]'"):
        answer.to_pandas()


def test_the_graph_is_had_while_the_store_is_open(seed_store: Path) -> None:
    with open_store(str(seed_store)) as store:
        answer = store.ask_in_words("who is for the ferry subsidy plan?")
        graph = answer.to_networkx()
    assert {"Quote/" + row["quoteId"] for row in answer} <= set(graph)
    with pytest.raises(StoreError, match="is closed; ask it inside of its `with` block"):
        answer.to_networkx()


def test_a_notebook_shows_a_table_and_no_markup_of_an_article(answer: Answer) -> None:
    html = answer._repr_html_()
    assert "<caption>Who said what about a policy</caption>" in html and html.count("<tr>") == len(answer) + 1
    hostile = {**answer[0], "said": "<img src=x onerror=alert(1)>", "speaker": None}
    many = Answer([hostile] * (MOST_SHOWN + 5), query=answer.query, parameters={}, store=answer.store)._repr_html_()
    assert "<img" not in many and "&lt;img src=x" in many and "None" not in many
    assert many.endswith("<p>… and 5 more rows</p>")
