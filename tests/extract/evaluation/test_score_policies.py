import json
from pathlib import Path

import pytest
from spacy.language import Language

from extract.articles import read_articles
from extract.evaluation import evaluate, read_gold
from extract.evaluation.policies import is_same
from extract.pipeline import extract
from extract.records import ArticleQuotes, Problem
from extract.training.figures import house_scorer
from tests.conftest import Run


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        (["Affordable Care Act", "Obamacare"], ["obamacare"], True),
        (["background checks for gun buyers"], ["background check"], True),
        (["Keystone XL pipeline approval"], ["Keystone XL pipeline"], True),
        (["the bill"], ["the bill"], False),
        (["Affordable Care Act", "the law"], ["the law"], False),
        (["the mayor’s budget"], ["mayor budget"], True),
        (["sugar levy"], ["sugar ban and curfew for the young"], False),
        ([], ["sugar levy"], False),
    ],
)
def test_what_counts_as_the_same_policy(gold: list[str], predicted: list[str], same: bool) -> None:
    assert is_same(gold, predicted) is same


def test_the_figures_are_those_of_the_house_scorer(shared: Path, nlp: Language) -> None:
    folder = shared / "gold" / "policynews"
    articles = list(read_articles(folder / "dev.jsonl", on_problem=fail))[:8]
    gold = list(read_gold(folder / "dev.gold.jsonl", articles, on_problem=lambda _: None))
    found = list(extract((article.article() for article in gold), nlp=nlp))
    mine = evaluate(gold, found, min_confidence=0.3, on_problem=fail).scores.figures

    ids = {article.id for article in gold}
    assert len(ids) == 8
    rows = [json.loads(line) for line in (folder / "dev.gold.jsonl").read_text("utf-8").splitlines()]
    theirs = house_scorer(shared, "score_policynews").score(
        {article.id: article.text for article in gold},
        [row for row in rows if row["id"] in ids],
        {article.id: json.loads(article.to_json())["quotes"] for article in found},
        0.3,
    )
    names = {"policy": "policy", "stance": "stance", "areas": "areas", "mission": "who said what about which policy"}
    for their_name, name in names.items():
        figure, other = mine[name], theirs[their_name]
        assert (figure.right, figure.predicted, figure.gold) == (other["tp"], other["pred"], other["gold"])


def test_lines_of_extract_are_gold_for_themselves(seed_quotes: list[ArticleQuotes], tmp_path: Path, run: Run) -> None:
    """What a person corrected is scored as it was written: all figures of policies are 1 where nothing was changed."""
    (tmp_path / "gold.jsonl").write_text("".join(article.to_json() + "\n" for article in seed_quotes), "utf-8")
    done = run("evaluate", "gold.jsonl", "--predicted", "gold.jsonl", "--format", "json")
    figures = {row["figure"]: row for row in json.loads(done.stdout)}
    for name in ("policy", "stance", "areas", "who said what about which policy"):
        assert figures[name]["f1"] == 1
        assert figures[name]["gold"] > 0


def test_the_worst_articles_have_titles(seed_quotes: list[ArticleQuotes], tmp_path: Path, run: Run) -> None:
    (tmp_path / "gold.jsonl").write_text("".join(article.to_json() + "\n" for article in seed_quotes), "utf-8")
    done = run("evaluate", "gold.jsonl", "--predicted", "gold.jsonl", "--worst", "2")
    worst = done.stdout.partition("The worst articles")[2]
    assert sum((article.title or "?").split()[0] in worst for article in seed_quotes) >= 2


def fail(problem: Problem) -> None:
    pytest.fail(str(problem))
