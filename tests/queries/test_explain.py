import json
import re

import pytest

from queries.catalogue import BadQuestion, catalogue
from queries.explain import explain
from tests.conftest import Run

NEEDED = {"policy": "ban", "speaker": "osterby", "other": "drummond", "quote": "58933fdcc009:349"}


def told(text: str) -> dict[str, object]:
    """The parameters that an explanation tells."""
    line, semicolon, *_ = text.splitlines()
    assert line.startswith(":param {") and line.endswith("}") and semicolon == ";"
    parameters: dict[str, object] = json.loads(re.sub(r'(?<=[{ ])(\w+): (?=["\dn])', r'"\1": ', line[7:]))
    return parameters


@pytest.mark.parametrize("name", catalogue())
def test_the_statement_and_every_parameter_of_it(name: str) -> None:
    query = catalogue()[name]
    given = {p.name: NEEDED[p.name] for p in query.parameters if p.required}
    text = explain(name, **given)
    assert told(text) == {p.name: given.get(p.name, p.default) for p in query.parameters}
    assert text.partition("\n\n")[2] == query.cypher + ";\n"


@pytest.mark.parametrize("value", ['the "ban"', "Jo O'Hara's ban", "a } brace", r"back \ slash", "Köln – „nein“"])
def test_any_text_is_one_value(value: str) -> None:
    text = explain("policies", policy=value, limit=3)
    assert told(text)["policy"] == value
    assert text.splitlines()[0].count("}") == 1  # the Browser takes the first for the last


def test_a_question_that_cannot_be_asked_cannot_be_explained() -> None:
    with pytest.raises(BadQuestion, match="'soon' is no date"):
        explain("most-quoted", since="soon")


def test_explaining_needs_no_store(run: Run) -> None:
    done = run("ask", "who-said-what", "--policy", "Leaf-blower  ban", "--explain", "--store", "nowhere")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == explain("who-said-what", policy="Leaf-blower ban")
    assert run("ask", "evidence", "--explain").returncode == 2  # what has to be given has to be given
