"""Count the cue lexicon: ``python -m extract.training.cues GOLD.jsonl``.

GOLD holds one article a line, ``{"text", "attributions": [{"source", "cue", "content"}]}`` (PolNeAR train). Every
candidate clause of every article is compared with the gold: right if its verb is (in) a gold cue, its content overlaps
that cue's content by half and its source shares a word. Only probabilities of single verbs are kept: no text.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extract.attribution.clauses import clauses
from extract.attribution.marks import quoted_regions
from extract.pipeline import load_pipeline

PRIOR_STRENGTH = 5.0
KEPT = 0.1
"""Verbs that are an attribution less often than this are left out of the file."""


def count(gold: Iterable[dict[str, Any]], docs: Iterable[Doc]) -> dict[str, dict[str, float]]:
    """Probabilities by pattern and lemma, smoothed towards the pattern's mean."""
    seen: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for article, doc in zip(gold, docs, strict=True):
        by_cue = _gold_by_cue(article, doc)
        for clause in clauses(doc):
            lemma, pattern = clause.key
            content, source = by_cue.get(clause.verb.i, (set(), set()))
            mine = _words(doc, range(*clause.content))
            named = _words(doc, range(*clause.source)) if clause.source else set()
            agrees = 2 * len(mine & content) >= len(mine | content) > 0 and (bool(named & source) or named == source)
            seen[pattern, lemma] += 1
            right[pattern, lemma] += agrees
        regions = quoted_regions(doc.text)
        for sentence in doc.sents:
            if not any(r.start < sentence.end_char and sentence.start_char < r.end for r in regions):
                continue
            for verb in sentence:
                if verb.pos_ in ("VERB", "AUX") and not any(r.start <= verb.idx < r.end for r in regions):
                    seen["quoted", verb.lemma_.lower()] += 1
                    right["quoted", verb.lemma_.lower()] += verb.i in by_cue
    lexicon: dict[str, dict[str, float]] = {}
    for pattern in sorted({pattern for pattern, _ in seen}):
        total = sum(n for (p, _), n in seen.items() if p == pattern)
        mean = sum(n for (p, _), n in right.items() if p == pattern) / total
        smoothed = {
            lemma: (right[pattern, lemma] + PRIOR_STRENGTH * mean) / (n + PRIOR_STRENGTH)
            for (p, lemma), n in sorted(seen.items())
            if p == pattern and right[pattern, lemma] >= 2
        }
        kept = {lemma: round(value, 3) for lemma, value in smoothed.items() if value >= KEPT}
        if kept:
            lexicon[pattern] = kept
    return lexicon


def _gold_by_cue(article: dict[str, Any], doc: Doc) -> dict[int, tuple[set[int], set[int]]]:
    """Token index of each cue word -> the token indexes of its content's and its source's words."""
    by_cue = {}
    for attribution in article["attributions"]:
        content, source, cue = (
            {i for span in attribution[part] for i in _words(doc, _tokens(doc, *span))}
            for part in ("content", "source", "cue")
        )
        by_cue.update(dict.fromkeys(cue, (content, source)))
    return by_cue


def _tokens(doc: Doc, start: int, end: int) -> range:
    span = doc.char_span(start, end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


def _words(doc: Doc, tokens: range) -> set[int]:
    return {i for i in tokens if any(map(str.isalnum, doc[i].text))}


def main(path: str) -> None:
    """Write ``cues.json`` beside the rules that read it."""
    articles = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    nlp = load_pipeline(rules=False)
    lexicon = count(articles, nlp.pipe((article["text"] for article in articles), batch_size=8))
    target = Path(__file__).parent.parent / "attribution" / "cues.json"
    target.write_text(json.dumps(lexicon, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{target}: {sum(map(len, lexicon.values()))} verb patterns from {len(articles)} articles")


if __name__ == "__main__":
    main(sys.argv[1])
