"""A part of the fuzz: ``make fuzz`` runs it all. And what took minutes, or worse, before it was mended."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO

import pytest
from spacy.language import Language

from extract.articles.jsonl import read
from extract.articles.reading import Reading
from extract.attribution.marks import paragraphs, quoted_regions
from extract.pipeline import LONGEST_RUN, extract
from extract.records import Article, ArticleQuotes, Problem
from tests.conftest import ROOT
from tests.fuzz.checks import faults, run_case
from tests.fuzz.files import read_spoilt, unspoilt
from tests.fuzz.mutations import MUTATIONS, mutated, seed_texts


def test_spoilt_articles_have_sound_quotes(nlp: Language) -> None:
    texts = seed_texts()
    short = [number for number in range(25 * len(MUTATIONS)) if len(mutated(number, texts).text) < 450]
    assert len(short) > 200
    assert [fault for number in short[:240] for fault in run_case(number, nlp, texts)] == []


FOUND = (100644, 102024, 103425, 103870, 104268, 105969)
"""Cases that failed once: a name of no letter at the text's end, a quote without a word."""


@pytest.mark.parametrize("number", FOUND)
def test_what_failed_once(number: int, nlp: Language) -> None:
    assert list(run_case(number, nlp, seed_texts())) == []


def test_cases_are_the_same_at_every_run() -> None:
    texts = seed_texts()
    assert [mutated(number, texts) for number in range(60)] == [mutated(number, texts) for number in range(60)]


def test_halves_of_characters_cost_no_article(nlp: Language) -> None:
    """Emoji cut in two by a content system are no text that can be written."""
    line = json.dumps({"text": "Mayor Ana Ruiz said the tax would fall \ud83d\ude00 \ud83d.", "title": "\ude00 Tax"})
    assert "\\ud83d." in line
    (article,) = read(BytesIO(line.encode()), "wire.jsonl", Reading())
    assert isinstance(article, Article)
    assert (article.text[-3:], article.title) == (" \ufffd.", "\ufffd Tax")
    (found,) = extract([article], nlp=nlp)
    assert list(faults(article, found)) == []
    assert ArticleQuotes.model_validate_json(found.to_json().encode("utf-8")) == found


def quickly(call: Callable[[], object], seconds: float) -> None:
    started = time.process_time()
    call()
    assert time.process_time() - started < seconds


HEAPS = ("(", "“", '"', "😀", "''", "a“", "http://a.", "-", "\u0301")


@pytest.mark.parametrize("heap", HEAPS)
def test_runs_without_white_space_are_tokenized_in_linear_time(heap: str, nlp: Language) -> None:
    from extract.pipeline import _tokenized

    text = f"Ana Ruiz said no. {heap * (20_000 // len(heap))} Bo Lee didn't."
    quickly(lambda: _tokenized(nlp, text), 4)
    doc = _tokenized(nlp, text)
    assert doc.text == text
    assert [token.norm_ for token in doc][-3:] == ["do", "not", "."]


def test_words_of_some_length_are_tokenized_as_ever(nlp: Language) -> None:
    from extract.pipeline import _tokenized

    text = f"She wrote {'http://a.example/' + 'b' * (LONGEST_RUN - 20)}, and didn't see (U.S.) why."
    assert [token.text for token in _tokenized(nlp, text)] == [token.text for token in nlp.make_doc(text)]


LONG = {
    "spaces": "One." + " " * 250_000 + "Two.",
    "spaces and a line end": "One.\n" + " " * 250_000 + "Two.",
    "tabs and blank lines": "One.\n\nTwo.\n" + "\t" * 250_000 + "Three.",
    "line ends": "One." + "\n" * 250_000 + "Two.",
    "single marks": "‘a’ " * 62_500,
    "open marks": "“a " * 83_000,
    "straight marks": '"' * 250_000,
    "wire marks": "``a " * 62_500,
}


@pytest.mark.parametrize("name", LONG)
def test_paragraphs_and_marks_are_found_in_linear_time(name: str) -> None:
    quickly(lambda: (list(paragraphs(LONG[name])), quoted_regions(LONG[name])), 20)


def test_a_text_beyond_the_pipelines_length_is_named_and_the_others_go_on(nlp: Language) -> None:
    problems: list[Problem] = []
    long = Article(text="Ana Ruiz said no. " * 60_000, title="A book")
    short = Article(text="Ana Ruiz said the tax would fall.", title="An article")
    assert [found.title for found in extract([long, short], nlp=nlp, on_problem=problems.append)] == ["An article"]
    assert "A book: not processed" in str(problems[0])
    assert "1,080,000 characters are more than the pipeline's max_length, 1,000,000" in str(problems[0])


@pytest.mark.skipif(sys.platform != "linux", reason="what a file costs is read from /proc")
def test_spoilt_files_cost_themselves_only() -> None:
    assert [one for one in unspoilt() if one.faults] == []
    assert [one for one in read_spoilt(range(0, 150)) if one.faults] == []


def test_spoilt_files_are_the_same_at_every_run() -> None:
    script = "from tests.fuzz.files import spoilt; print([hash(spoilt(number)) for number in range(45)])"
    command = [sys.executable, "-c", script]
    same = os.environ | {"PYTHONHASHSEED": "0"}
    runs = [subprocess.run(command, cwd=ROOT, env=same, check=True, capture_output=True).stdout for _ in range(2)]
    assert runs[0] == runs[1]
