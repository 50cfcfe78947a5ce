"""docs/questions.md is what the code writes, and its examples are what the command line prints."""

import re
import shlex
from pathlib import Path

import pytest

from graph.store import open_store
from queries.catalogue import catalogue
from queries.reference import reference
from tests.conftest import ROOT, Run

PAGE = (ROOT / "docs" / "questions.md").read_text("utf-8")
EXAMPLES = {
    found[1]: found for found in re.finditer(r"```console\n\$ onrecord ask ([\w-]+)(.*?)\n(.*?)\n```", PAGE, re.DOTALL)
}


def test_the_page_is_up_to_date(seed_store: Path) -> None:
    with open_store(str(seed_store)) as store:
        assert reference(store) == PAGE, "write it anew: make docs"


def test_every_question_has_an_example_with_an_answer() -> None:
    assert list(EXAMPLES) == list(catalogue())
    assert "(no rows)" not in PAGE


@pytest.mark.parametrize("name", ["most-quoted", "evidence", "flip-flops"])
def test_an_example_prints_what_it_shows(run: Run, seed_store: Path, name: str) -> None:
    _, options, shown = EXAMPLES[name].groups()
    done = run("ask", name, *shlex.split(options), "--store", seed_store, COLUMNS="100")
    assert "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n") == shown
