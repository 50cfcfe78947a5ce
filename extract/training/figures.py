"""The accuracy figures: ``python -m extract.training.figures SHARED``.

SHARED holds ``gold/`` (articles with gold attributions and speakers) and ``bench/`` (the scorers). Four sets are
scored: PolNeAR dev, news of all kinds (policynews dev), one real news story, and the invented articles of seeds/ (which
the rules were written beside, so their figures flatter).
"""

import json
import resource
import sys
import time
from collections.abc import Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer
from spacy.language import Language

from extract.articles import read_articles
from extract.failure import Failure
from extract.pipeline import extract, load_pipeline
from extract.records import Article, ArticleQuotes, short_hash

SEEDS = Path(__file__).parent.parent.parent / "seeds"
Gold = list[dict[str, Any]]
MIN_CONFIDENCE = 0.3
"""Of the quotes of policynews that are scored: what questions show unless told otherwise."""
MARGIN = 0.004
"""How far below its figure a floor lies: another machine may round otherwise."""


def figures(shared: Path, nlp: Language) -> dict[str, float]:
    """Name of each figure -> its value, to four digits; words per CPU-second and the peak memory of the process."""
    score, who_what = (house_scorer(shared, name) for name in ("score", "score_who_what"))
    found: dict[str, float] = {}
    for name, folder, stem in (("dev", "polnear", "dev"), ("story", "seed", "gold")):
        gold = _lines(shared / "gold" / folder / f"{stem}.jsonl")
        speakers = _lines(shared / "gold" / folder / ("dev.speakers.jsonl" if name == "dev" else "speakers.jsonl"))
        articles = [
            Article(id=row["id"], text=row["text"], title=row.get("title"), outlet=row.get("publisher")) for row in gold
        ]
        started = time.process_time()
        extracted = list(extract(articles, nlp=nlp))
        if name == "dev":
            seconds = time.process_time() - started
            found["words per CPU-second"] = round(sum(len(a.text.split()) for a in articles) / seconds)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            found["peak memory, MB"] = round(peak / (1e6 if sys.platform == "darwin" else 1e3))
        quotes = _quotes(extracted if name == "dev" else map(_statements, extracted))
        found |= _figures(name, score.score(gold, quotes), who_what.score(gold, speakers, quotes))
    found |= _news(shared, nlp)
    gold, speakers, articles = _seed_gold()
    quotes = _quotes(map(_statements, extract(articles, nlp=nlp)))
    return found | _figures("seeds", score.score(gold, quotes), who_what.score(gold, speakers, quotes))


def _figures(name: str, spans: dict[str, dict[str, float]], who_what: dict[str, Any]) -> dict[str, float]:
    values = {
        key: spans[key]["F"] for key in ("attribution lenient", "direct", "content exact", "source exact", "cue exact")
    }
    stance = who_what.pop("stance")
    values |= {key: value["F"] if isinstance(value, dict) else value for key, value in who_what.items()}
    values |= {"stance, precision": stance["P"], "stance, recall": stance["R"]} if stance["gold"] else {}
    del values["pairs"]  # a count
    return {f"{name}: {key}": round(value, 4) for key, value in values.items() if value is not None}


def _news(shared: Path, nlp: Language) -> dict[str, float]:
    folder = shared / "gold" / "policynews"
    rows = _lines(folder / "dev.jsonl")
    extracted = extract(map(Article.model_validate, rows), nlp=nlp)
    texts = {row["id"]: row["text"] for row in rows}
    scored = house_scorer(shared, "score_policynews").score(
        texts, _lines(folder / "dev.gold.jsonl"), _quotes(extracted), MIN_CONFIDENCE
    )
    stance = scored.pop("stance")
    values = {name: value["F"] if isinstance(value, dict) else value for name, value in scored.items()}
    values |= {"stance, precision": stance["P"], "stance, recall": stance["R"]}
    names = {"mission": "who said what about which policy", "who": "speaker"}
    return {f"news: {names.get(name, name)}": round(value, 4) for name, value in values.items()}


def _statements(article: ArticleQuotes) -> ArticleQuotes:
    """An article with its statements alone: PolNeAR marks beliefs and intentions too, the other gold does not."""
    return article.model_copy(update={"quotes": tuple(q for q in article.quotes if q.act == "statement")})


def house_scorer(shared: Path, name: str) -> ModuleType:
    """One of the scorers in bench/, by its name: scripts that are no package."""
    spec = spec_from_file_location(name, shared / "bench" / f"{name}.py")
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
            "stance": (quote["policies"][0]["stance"] or "") if quote["policies"] else "",
        }
        for row in rows
        for n, quote in enumerate(row["quotes"])
    ]
    return gold, speakers, articles


def gold_hash(shared: Path) -> str:
    """The gold data that the figures depend on, as a hash: floors hold for the data that they were measured on."""
    folders = ("policynews", "polnear", "seed")
    files = sorted(path for folder in folders for path in (shared / "gold" / folder).glob("*.jsonl"))
    return short_hash(
        "".join(path.read_text("utf-8") for path in files if not path.name.startswith(("train", "unlabelled")))
    )


def with_floors(floors: dict[str, Any], found: dict[str, float], *, gold: str, lower: bool) -> dict[str, Any]:
    """New floors, a little under the figures of the same names. Raises `Failure` if one would sink, unless `lower`."""
    names = [name for name in floors if name != "gold"]
    new = {name: round(found[name] - MARGIN, 3) for name in names}
    sinking = [name for name in names if new[name] < floors[name] - MARGIN]
    if sinking and not lower:
        raise Failure(f"these floors would sink: {', '.join(sinking)}; say --lower if that is meant")
    return {"gold": gold} | {name: new[name] if lower else max(new[name], floors[name]) for name in names}


def main(
    shared: Annotated[Path, typer.Argument(help="Folder with gold/ and bench/ in it.")],
    floors: Annotated[Path | None, typer.Option(help="Raise the floors in this file to the figures.")] = None,
    lower: Annotated[bool, typer.Option("--lower", help="Lower floors as well.")] = False,
) -> None:
    """Print the accuracy figures, and raise their floors if asked to."""
    if not (shared / "gold").is_dir():
        raise Failure(f"the figures need the gold data: {shared} has no folder gold/")
    found = figures(shared, load_pipeline())
    for key, value in found.items():
        print(f"{key:34} {value:>8.4g}")
    if floors is not None:
        new = with_floors(json.loads(floors.read_text("utf-8")), found, gold=gold_hash(shared), lower=lower)
        floors.write_text(json.dumps(new, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    try:
        typer.run(main)
    except Failure as failure:
        sys.exit(str(failure))
