"""PolNeAR's labelled train articles as stories, see `extract.training.labels`."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language

from extract.evaluation.gold import GoldArticle
from extract.evaluation.speakers import word_f1
from extract.training.about.stories import Story, kept
from extract.training.labels import Label, labels

SAME = 0.5
"""Word F1 from which on two wordings are one policy's, as the house scorer has it."""


def polnear(gold: Path, nlp: Language, work: Path) -> Iterator[Story]:
    """Yield the labelled train articles; what is parsed is kept in the work folder.

    They are not whole: only policies that quotes are about are labelled, and one a quote at most.
    """
    known = labels(gold, "train")
    for article in _lines(gold / "train.jsonl"):
        if article["id"] in known:
            row = as_news(article, known[article["id"]])
            made = kept(article, row, nlp, work)
            told = zip(made.labels, row["quotes"], strict=True)
            own = [replace(label, partial=quote["partial"]) for label, quote in told]
            yield replace(made, labels=own, whole=False)


def as_news(article: Mapping[str, Any], known: Mapping[int, Label]) -> dict[str, Any]:
    """The labels of an article as rows of news have them; wordings that share most of their words are one policy's."""
    policies: list[dict[str, Any]] = []
    ids: dict[str | None, str] = {}
    for wording, _ in Counter(label.policy for label in known.values() if label.policy).most_common():
        same = next((one for one in policies if word_f1(one["name"], str(wording)) >= SAME), None)
        if same is None:
            same = {"id": f"p{len(policies)}", "name": wording, "names": []}
            policies.append(same)
        same["names"].append(wording)
        ids[wording] = same["id"]
    quotes = []
    for n, quote in GoldArticle.model_validate(article).quotes().items():
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


def _lines(file: Path) -> Iterable[dict[str, Any]]:
    return map(json.loads, file.read_text("utf-8").splitlines())
