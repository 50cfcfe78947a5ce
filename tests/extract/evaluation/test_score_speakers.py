import json
from pathlib import Path

import pytest
from spacy.language import Language

from extract.evaluation import evaluate, read_gold, read_speakers, resolve_gold, with_speakers
from extract.evaluation.gold import GoldArticle, GoldSpeaker
from extract.evaluation.speakers import is_right
from extract.pipeline import extract
from extract.records import Passage, Problem, Quote, Speaker
from extract.training.figures import house_scorer


def quote_by(*names: str) -> Quote:
    speakers = tuple(Speaker(id=name, name=name, type="person", method="named") for name in names)
    return Quote(
        id="a:0-2", kind="indirect", text="So", content=((0, 2),), paragraph=Passage(start=0, text="So it is."),
        speakers=speakers, confidence=1, method="gold",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gold", "type", "predicted", "right"),
    [
        ("Paul D. Ryan", "person", ["Paul Ryan"], True),
        ("Joe Manchin III", "person", ["Joe Manchin"], True),
        ("Hillary Clinton", "person", ["Bill Clinton"], False),
        ("Hillary Clinton", "person", ["Clinton"], False),
        ("", "unknown", [], True),
        ("Ana Ruiz", "person", [], False),
        ("Bo Lee & Ana Ruiz", "group", ["Ana Ruiz", "Bo Lee"], True),
        ("Bo Lee & Ana Ruiz", "group", ["Ana Ruiz"], False),
        ("some delegates", "group", ["delegates"], True),
    ],
)
def test_what_counts_as_the_right_speaker(gold: str, type: str, predicted: list[str], right: bool) -> None:
    assert is_right(GoldSpeaker(name=gold, type=type), quote_by(*predicted)) is right


def test_the_figures_are_those_of_the_house_scorer(shared: Path, nlp: Language) -> None:
    folder = shared / "gold" / "polnear"
    speakers = read_speakers(folder / "dev.speakers.jsonl", on_problem=fail)
    gold = list(with_speakers(read_gold(folder / "dev.jsonl", on_problem=fail), speakers))[:6]
    found = list(extract((article.article() for article in gold), nlp=nlp))
    mine = evaluate(gold, found, on_problem=fail).scores.figures

    bench = house_scorer(shared, "score_who_what")
    rows = [json.loads(line) for line in (folder / "dev.speakers.jsonl").read_text("utf-8").splitlines()]
    articles = [json.loads(line) for line in (folder / "dev.jsonl").read_text("utf-8").splitlines()]
    kept = {article.id for article in gold}
    theirs = bench.score(
        [article for article in articles if article["id"] in kept],
        [row for row in rows if row["doc"] in kept],
        {article.id: json.loads(article.to_json())["quotes"] for article in found},
    )
    assert round(mine["who said what"].f1, 4) == round(theirs["who said what"]["F"], 4)
    for name in ("speaker", "speaker, persons", "speaker, pronoun source", "type", "role"):
        assert round(mine[name].f1, 4) == theirs[name]


def test_gold_spans_leave_the_speakers_to_be_scored(nlp: Language) -> None:
    text = "Mayor Ana Ruiz spoke. The fee would fall, she said."
    gold = GoldArticle.model_validate(
        {
            "id": "a",
            "text": text,
            "attributions": [
                {
                    "source": [[42, 45]],
                    "cue": [[46, 50]],
                    "content": [[22, 40]],
                    "speaker": "Ana Ruiz",
                    "type": "person",
                }
            ],
        }
    )
    (found,) = resolve_gold([gold], nlp)
    assert [(quote.text, quote.speakers[0].name) for quote in found.quotes] == [("The fee would fall", "Ana Ruiz")]
    figures = evaluate([gold], [found], on_problem=fail).scores.figures
    assert figures["speaker"].f1 == figures["who said what"].f1 == 1
    assert "attribution_tagger" in nlp.pipe_names  # it is back


def test_a_broken_line_of_gold_speakers_is_named(tmp_path: Path) -> None:
    file = tmp_path / "speakers.jsonl"
    file.write_text('{"doc": "a", "n": 0, "speaker": "Ana Ruiz"}\n{"doc": "a"}\n[]\n', "utf-8")
    problems: list[Problem] = []
    assert list(read_speakers(file, on_problem=problems.append)) == [("a", 0)]
    assert [problem.input for problem in problems] == [f"{file}, line 2", f"{file}, line 3"]


def fail(problem: Problem) -> None:
    pytest.fail(str(problem))
