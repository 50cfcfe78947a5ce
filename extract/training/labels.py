"""Articles of the gold folder with labels: what each quote is about, and the speaker's stance.

Two files give labels: the gold folder's ``train.speakers.jsonl``, and ``labels.jsonl`` beside this module, in which a
large language model labelled 600 more articles of the same training split by the same guide. The latter holds no text:
policies and evidence are offsets into the article.
"""

import json
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.evaluation.gold import GoldArticle
from extract.records import Article, Quote, Stance, short_hash
from extract.training.about.stories import LABELLED, gold_articles

LABELS = Path(__file__).parent / "labels.jsonl"
GOLD_WEIGHT = 3.0
"""What an article of the gold folder counts beside one of ``labels.jsonl``."""


@dataclass(frozen=True, slots=True)
class Label:
    """What one quote is about. `policy` is "" for none, and None where the article words it nowhere."""

    topics: tuple[str, ...]
    policy: str | None = ""
    stance: Stance | None = None
    evidence: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A parsed article (its bytes), its gold quotes with speakers in order of their content, and their labels."""

    article: Article
    parse: bytes
    quotes: tuple[Quote, ...]
    labels: tuple[Label, ...]
    weight: float

    def doc(self, nlp: Language) -> Doc:
        """The parse, with the article on ``Doc._.article`` and the quotes on ``Doc._.quotes``."""
        doc = Doc(nlp.vocab).from_bytes(self.parse)
        doc._.article, doc._.quotes = self.article, self.quotes
        return doc


def labels(gold: Path, part: str) -> dict[str, dict[int, Label]]:
    """Article -> number of an attribution -> its label, for the part "train" or "dev" of a gold folder."""
    texts = {row["id"]: row["text"] for row in _lines(gold / f"{part}.jsonl")}
    found: dict[str, dict[int, Label]] = {}
    for row in _lines(LABELS) if part == "train" else ():
        found[row["doc"]] = {n: _label(texts[row["doc"]], rest) for n, *rest in row["labels"]}
    for row in _lines(gold / f"{part}.speakers.jsonl"):
        label = Label(tuple(row["topics"]), row["policy"], row["stance"] or None)
        found.setdefault(row["doc"], {})[row["n"]] = label
    return found


def _label(text: str, row: list[Any]) -> Label:
    topics = tuple(filter(None, row[0].split(",")))
    if len(row) == 1:
        return Label(topics)
    policy = None if row[1] == 0 else row[1] if isinstance(row[1], str) else " ".join(text[slice(*row[1])].split())
    stance, evidence = row[2:] if len(row) > 2 else (None, None)
    return Label(topics, policy, stance, tuple(evidence) if evidence else None)


def labelled(gold: Path, part: str, nlp: Language, work: Path) -> list[Labelled]:
    """The labelled articles of a part of PolNeAR, parsed by a whole pipeline; what is parsed is kept in the work
    folder."""
    marks = short_hash((gold / f"{part}.jsonl").read_text("utf-8") + LABELS.read_text("utf-8"))
    return _kept(work / f"labelled-{part}-{marks}.pickle", _parsed(gold, part, nlp))


def labelled_news(news: Path, part: str, nlp: Language, work: Path) -> list[Labelled]:
    """The articles of a part of policynews with the policy areas of their quotes, parsed and kept in the same way."""
    marks = short_hash((news / f"{part}.gold.jsonl").read_text("utf-8") + LABELLED.read_text("utf-8"))
    return _kept(work / f"labelled-news-{part}-{marks}.pickle", _parsed_news(news, part, nlp))


def _kept(file: Path, made: Iterable[Labelled]) -> list[Labelled]:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(list(made)))
    loaded: list[Labelled] = pickle.loads(file.read_bytes())
    return loaded


def _parsed(gold: Path, part: str, nlp: Language) -> Iterator[Labelled]:
    known = labels(gold, part)
    weighty = {row["doc"] for row in _lines(gold / f"{part}.speakers.jsonl")}
    with nlp.select_pipes(disable=["attribution_tagger", "onrecord_topics"]):
        for row in _lines(gold / f"{part}.jsonl"):
            if row["id"] in known:
                article = GoldArticle.model_validate(row)
                weight = GOLD_WEIGHT if article.id in weighty else 1.0
                yield _article(article, known[article.id], nlp, weight, outlet=row.get("publisher"))


def _parsed_news(news: Path, part: str, nlp: Language) -> Iterator[Labelled]:
    with nlp.select_pipes(disable=["attribution_tagger", "onrecord_topics"]):
        for article in gold_articles(news, part):
            known = {n: Label(one.areas, policy=None) for n, one in enumerate(article.attributions)}
            yield _article(article, known, nlp, 1.0)


def _article(
    gold: GoldArticle, known: Mapping[int, Label], nlp: Language, weight: float, *, outlet: str | None = None
) -> Labelled:
    marked = gold.quotes()
    quotes = sorted((quote.content[0][0], n) for n, quote in marked.items() if n in known)
    article = Article(id=gold.id, text=gold.text, title=gold.title, outlet=outlet)
    doc = nlp.make_doc(article.text)
    doc._.article, doc._.quotes = article, tuple(marked[n] for _, n in quotes)
    found = nlp(doc)._.quotes
    doc._.article, doc._.quotes = None, ()
    parse = doc.to_bytes(exclude=["tensor", "user_data"])
    return Labelled(article, parse, found, tuple(known[n] for _, n in quotes), weight)


def _lines(file: Path) -> Iterable[dict[str, Any]]:
    return map(json.loads, file.read_text("utf-8").splitlines())
