"""Labelled news as the policy network learns from it.

Two files give stories of all kinds with their quotes and policies: the gold folder's ``train.gold.jsonl``, and
``stories.jsonl`` beside this module, in which a large language model labelled more of the folder's unlabelled articles
by the same guide. The latter holds no text of articles: names and evidence are offsets.
"""

import json
import pickle
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.component import register_extensions
from extract.attribution.encoding import Range, words_of
from extract.attribution.marks import paragraphs, quoted_regions
from extract.attribution.wordpieces import word_pieces
from extract.evaluation.gold import GoldArticle
from extract.records import Article, short_hash
from extract.training.about.encoding import ArticleText

LABELLED = Path(__file__).parent.parent / "stories.jsonl"
INVENTED = LABELLED.with_name("invented.jsonl")
STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}
"""Quotation marks and apostrophes, and their straight forms."""
_STRAIGHT = str.maketrans(STRAIGHT)


@dataclass(frozen=True, slots=True)
class GoldPolicy:
    """A policy of a story, with the wordings that the story uses for it."""

    id: str
    name: str
    names: Sequence[str]

    @property
    def wordings(self) -> list[str]:
        return [self.name, *self.names]


@dataclass(frozen=True, slots=True)
class Label:
    """What a quote is about: ids of policies, by them the side taken ("" for none) and the characters that tell it;
    areas. A quote that is `partial` may be about more policies."""

    policies: Sequence[str]
    stance: Mapping[str, str]
    evidence: Mapping[str, Range]
    areas: Sequence[str]
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans of a quote, in characters."""

    source: Sequence[Range]
    cue: Sequence[Range]
    content: Sequence[Range]


@dataclass(frozen=True, slots=True)
class Story:
    """A parsed article with its labels; `mentions` are characters with the ids of the policies that they may mean. An
    article that is not `whole` may have more policies."""

    id: str
    text: str
    title: str
    article: ArticleText
    quotes: Sequence[Spans]
    policies: Sequence[GoldPolicy]
    mentions: Sequence[tuple[Range, frozenset[str]]]
    labels: Sequence[Label]
    whole: bool = True


def stories(gold: Path, part: str, nlp: Language, work: Path) -> Iterator[Story]:
    """Yield the stories of the part "train" or "dev" of a gold folder; what is parsed is kept in the work folder."""
    for article, labels in _rows(gold, part):
        yield kept(article, labels, nlp, work)


def kept(article: Mapping[str, Any], labels: Mapping[str, Any], nlp: Language, work: Path) -> Story:
    """A labelled article, parsed once and kept in the work folder."""
    file = work / "stories" / f"{short_hash(json.dumps([article, labels]))}.pickle"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(story(article, labels, nlp)))
    found: Story = pickle.loads(file.read_bytes())
    return found


def _rows(gold: Path, part: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    files = [gold / f"{part}.gold.jsonl", *([LABELLED] if part == "train" else [])]
    labels = {row["id"]: row for file in files for row in _lines(file)}
    for file in (f"{part}.jsonl", *(("unlabelled-world.jsonl", "unlabelled.jsonl") if part == "train" else ())):
        for article in _lines(gold / file):
            if article["id"] in labels:
                yield article, labels[article["id"]]


def invented(nlp: Language) -> Iterator[Story]:
    """Yield short stories that were made up to show every way to be for or against something."""
    yield from (story(row, row, nlp) for row in _lines(INVENTED))


def held_out(id: str) -> bool:
    """Whether a labelled article of the part "train" is kept from training, to fit the scores on: one in twelve."""
    return int(short_hash(id), 16) % 12 == 0


def gold_articles(gold: Path, part: str) -> Iterator[GoldArticle]:
    """Yield the labelled articles of a part as gold ones."""
    for article, labels in _rows(gold, part):
        policies = [
            {**one, "names": [n if isinstance(n, str) else article["text"][slice(*n)] for n in one["names"]]}
            for one in labels["policies"]
        ]
        row = {**labels, "policies": policies, "text": article["text"], "title": article.get("title")}
        yield GoldArticle.model_validate(row)


def parsed(gold: GoldArticle, nlp: Language) -> Doc:
    """A gold article as a pipeline reads it, with its title."""
    doc = nlp.make_doc(gold.text)
    doc._.article = Article(id=gold.id, text=gold.text, title=gold.title)
    return nlp(doc)


def story(article: Mapping[str, Any], labels: Mapping[str, Any], nlp: Language) -> Story:
    """A labelled article, parsed; policies that the article words nowhere have no mentions."""
    text = article["text"]
    policies = [
        GoldPolicy(one["id"], one["name"], [n if isinstance(n, str) else text[slice(*n)] for n in one["names"]])
        for one in labels["policies"]
    ]
    marked = [quote for quote in labels["quotes"] if quote["content"]]
    quotes = [Spans(*(list(map(tuple, quote[name])) for name in ("source", "cue", "content"))) for quote in marked]
    register_extensions()
    doc = nlp(text)
    doc._.article, doc._.quotes = Article(id=article["id"], text=text, title=article.get("title")), quotes
    return Story(
        id=article["id"],
        text=text,
        title=article.get("title") or "",
        article=article_text(doc),
        quotes=quotes,
        policies=policies,
        mentions=list(located(text, policies)),
        labels=[_label(text, quote) for quote in marked],
    )


def article_text(doc: Doc) -> ArticleText:
    """A parsed text as the network reads it, with the quotes on ``Doc._.quotes``."""
    words = words_of(doc, list(paragraphs(doc.text)), quoted_regions(doc.text), word_pieces())
    starts = [doc[token].idx for token in words.tokens]
    ends = [start + len(doc[token]) for start, token in zip(starts, words.tokens, strict=True)]
    title = doc._.article.title if doc._.article is not None else None
    return ArticleText(words, starts=starts, ends=ends, title=title or "", quotes=doc._.quotes)


def _label(text: str, quote: Mapping[str, Any]) -> Label:
    evidence = {}
    for id, words in quote.get("evidence", {}).items():
        if isinstance(words, str):
            places = ((start, text.find(words, start, end)) for start, end in (*quote["content"], *quote["cue"]))
            place = next((found for _, found in places if found >= 0), None) if words else None
            words = (place, place + len(words)) if place is not None else None
        if words:
            evidence[id] = (words[0], words[1])
    return Label(quote["policies"], quote["stance"], evidence, quote["areas"])


def located(text: str, policies: Iterable[GoldPolicy]) -> Iterator[tuple[Range, frozenset[str]]]:
    """Yield where policies are named, in text order; of overlapping places the longest."""
    plain = text.translate(_STRAIGHT).lower()
    found: dict[Range, set[str]] = {}
    for policy in policies:
        for wording in policy.wordings:
            if words := [re.escape(word) for word in wording.translate(_STRAIGHT).lower().split()]:
                for place in re.finditer(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", plain):
                    found.setdefault(place.span(), set()).add(policy.id)
    taken: list[Range] = []
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span)):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            taken.append((start, end))
    yield from ((span, frozenset(found[span])) for span in sorted(taken))


def _lines(file: Path) -> Iterable[dict[str, Any]]:
    return map(json.loads, file.read_text("utf-8").splitlines())
