"""PolNeAR's labelled train articles as stories, see `extract.training.labels`."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language

from extract.evaluation import read_gold
from extract.evaluation.gold import GoldArticle
from extract.evaluation.policies import is_same
from extract.training.about.stories import Story, kept
from extract.training.labels import Label, labels


def polnear(gold: Path, nlp: Language, work: Path) -> Iterator[Story]:
    """Yield the labelled train articles; what is parsed is kept in the work folder.

    They are not whole: only policies that quotes are about are labelled, and one a quote at most.
    """
    known = labels(gold, "train")
    for article in read_gold(gold / "train.jsonl", on_problem=print):
        if article.id in known:
            row = as_news(article, known[article.id])
            made = kept({"id": article.id, "text": article.text, "title": article.title}, row, nlp, work)
            told = zip(made.labels, row["quotes"], strict=True)
            own = [replace(label, partial=quote["partial"]) for label, quote in told]
            yield replace(made, labels=own, whole=False)


def as_news(article: GoldArticle, known: Mapping[int, Label]) -> dict[str, Any]:
    """The labels of an article as rows of news have them; wordings that share most of their words are one policy's."""
    policies: list[dict[str, Any]] = []
    ids: dict[str | None, str] = {}
    for wording, _ in Counter(label.policy for label in known.values() if label.policy).most_common():
        same = next((one for one in policies if is_same([one["name"]], [str(wording)])), None)
        if same is None:
            same = {"id": f"p{len(policies)}", "name": wording, "names": []}
            policies.append(same)
        same["names"].append(wording)
        ids[wording] = same["id"]
    quotes = []
    for n, quote in article.quotes().items():
        if n in known:
            label, id = known[n], ids.get(known[n].policy)
            spans = {name: getattr(quote, name) for name in ("source", "cue", "content")}
            told = {
                "policies": [id] if id else [],
                "stance": {id: label.stance} if id and label.stance else {},
                "evidence": {id: label.evidence} if id and label.evidence else {},
            }
            quotes.append({**spans, **told, "areas": label.topics, "partial": label.policy is None})
    return {"policies": policies, "quotes": sorted(quotes, key=lambda quote: quote["content"])}
