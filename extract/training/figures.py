"""The accuracy figures: ``python -m extract.training.figures SHARED``.

SHARED holds ``gold/`` (articles with gold attributions and speakers) and ``bench/`` (the scorers). Three sets are
scored: PolNeAR dev, one real news story, and the invented articles of seeds/ (which the rules were written beside, so
their figures flatter).
"""

import json
import sys
import time
from collections.abc import Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from spacy.language import Language

from extract.articles import read_articles
from extract.pipeline import extract, load_pipeline
from extract.records import Article, ArticleQuotes

SEEDS = Path(__file__).parent.parent.parent / "seeds"
Gold = list[dict[str, Any]]


def figures(shared: Path, nlp: Language) -> dict[str, float]:
    """Name of each figure -> its value, rounded to four digits; speed in words per CPU-second."""
    score, who_what = (_scorer(shared / "bench" / f"{name}.py") for name in ("score", "score_who_what"))
    found: dict[str, float] = {}
    for name, folder, stem in (("dev", "polnear", "dev"), ("story", "seed", "gold")):
        gold = _lines(shared / "gold" / folder / f"{stem}.jsonl")
        speakers = _lines(shared / "gold" / folder / ("dev.speakers.jsonl" if name == "dev" else "speakers.jsonl"))
        articles = [Article(id=row["id"], text=row["text"], outlet=row.get("publisher")) for row in gold]
        started = time.process_time()
        quotes = _quotes(extract(articles, nlp=nlp))
        if name == "dev":
            seconds = time.process_time() - started
            found["words per CPU-second"] = round(sum(len(a.text.split()) for a in articles) / seconds)
        found |= _figures(name, score.score(gold, quotes), who_what.score(gold, speakers, quotes))
    gold, speakers, articles = _seed_gold()
    quotes = _quotes(extract(articles, nlp=nlp))
    return found | _figures("seeds", score.score(gold, quotes), who_what.score(gold, speakers, quotes))


def _figures(name: str, spans: dict[str, dict[str, float]], who_what: dict[str, Any]) -> dict[str, float]:
    values = {key: spans[key]["F"] for key in ("attribution lenient", "direct", "content exact", "source exact")}
    values |= {key: value["F"] if isinstance(value, dict) else value for key, value in who_what.items()}
    del values["stance"], values["pairs"]  # no stances yet; a count
    return {f"{name}: {key}": round(value, 4) for key, value in values.items() if value is not None}


def _scorer(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _lines(path: Path) -> Gold:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _quotes(articles: Iterable[ArticleQuotes]) -> dict[str, Gold]:
    return {article.id: json.loads(article.to_json())["quotes"] for article in articles}


def _seed_gold() -> tuple[Gold, Gold, list[Article]]:
    """The gold of seeds/ as the scorers want it: attributions with text, and one speaker line for each."""
    articles = list(read_articles([SEEDS / "articles"], on_problem=print))
    texts = {article.id: article.text for article in articles}
    rows = _lines(SEEDS / "gold.jsonl")
    gold = [{"id": row["id"], "text": texts[row["id"]], "attributions": row["quotes"]} for row in rows]
    speakers = [
        {
            "doc": row["id"],
            "n": n,
            "speaker": " & ".join(speaker["name"] for speaker in quote["speakers"]),
            "type": quote["speakers"][0]["type"] if quote["speakers"] else "unknown",
            "role": (quote["speakers"][0]["role"] or "") if quote["speakers"] else "",
            "topics": [topic["id"] for topic in quote["topics"]],
            "policy": quote["policies"][0]["name"] if quote["policies"] else "",
        }
        for row in rows
        for n, quote in enumerate(row["quotes"])
    ]
    return gold, speakers, articles


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "gold").is_dir():
        sys.exit(
            "the figures need the gold data: python -m extract.training.figures FOLDER (with gold/ and bench/ in it)"
        )
    for key, value in figures(Path(sys.argv[1]), load_pipeline()).items():
        print(f"{key:34} {value:>8.4g}")
