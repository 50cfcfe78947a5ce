"""docs/tutorial.md: every command runs, in order, and what is shown is what comes out."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEEDS
from tests.pages import console_page, python_page

TUTORIAL = ROOT / "docs" / "tutorial.md"
PROBABILITY = re.compile(r"\b0\.\d+")
"""What the 8-bit weights round otherwise on other processors."""


def test_the_tutorial_runs_and_shows_what_it_prints(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(SEEDS)
    page = TUTORIAL.read_text("utf-8")
    assert page.count("```console") > 8
    made = python_page(console_page(page, tmp_path), tmp_path)
    assert PROBABILITY.sub("0.…", page) == PROBABILITY.sub("0.…", made)
    shown, found = (list(map(float, PROBABILITY.findall(text))) for text in (page, made))
    assert found == pytest.approx(shown, abs=0.03)
    assert (tmp_path / "leaf-blowers.graphml").is_file() and (tmp_path / "kit").is_dir()


def test_links_of_the_pages_lead_somewhere() -> None:
    for page in (ROOT / "docs").glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)
