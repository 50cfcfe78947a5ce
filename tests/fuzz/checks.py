"""What must hold of any article's quotes."""

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from spacy.language import Language

from extract.attribution.marks import paragraphs
from extract.pipeline import extract, load_pipeline
from extract.records import Article, ArticleQuotes, Problem
from tests.fuzz.mutations import mutated, seed_texts

SLOW = 0.0002
"""CPU-seconds for a character, and one more second: an article that takes longer is a fault."""


def faults(article: Article, found: ArticleQuotes) -> Iterator[str]:
    """Yield what is wrong with an article's quotes: offsets, ids, the way to JSON and back."""
    line = found.to_json().encode("utf-8")
    if b"\n" in line or ArticleQuotes.model_validate_json(line) != found:
        yield "the line does not come back as it was"
    text = article.text
    if (found.id, found.text) != (article.id, text):
        yield "another article's id or text"
    ids = [quote.id for quote in found.quotes]
    if len(set(ids)) < len(ids):
        yield f"an id twice: {ids}"
    starts = {start for start, _ in paragraphs(text)}
    for quote in found.quotes:
        spans = [*quote.source, *quote.cue, *quote.content, *(m.span for m in quote.mentions)]
        for speaker in quote.speakers:
            spans += filter(None, (speaker.mention, speaker.role_span, speaker.affiliation_span))
            if speaker.mention and not text[slice(*speaker.mention)].strip():
                yield f"{quote.id}: a speaker's mention holds no word"
        for policy in quote.policies:
            spans += filter(None, (policy.mention, policy.evidence))
        if not all(0 <= start < end <= len(text) for start, end in spans):
            yield f"{quote.id}: a span outside of the text"
        if quote.text != " … ".join(text[start:end] for start, end in quote.content):
            yield f"{quote.id}: the text is not what stands at its offsets"
        if not any(map(str.isalnum, quote.text)):
            yield f"{quote.id}: a quote without a word: {quote.text!r}"
        if not text.startswith(quote.paragraph.text, quote.paragraph.start) or quote.paragraph.start not in starts:
            yield f"{quote.id}: no paragraph stands at its offset"
        for part in (quote.source, quote.cue, quote.content):
            if any(before[1] > after[0] for before, after in pairwise(part)):
                yield f"{quote.id}: spans out of order, or over one another: {part}"
        names = [speaker.name for speaker in quote.speakers] + [policy.name for policy in quote.policies]
        if not all(name.strip() for name in names):
            yield f"{quote.id}: a name without a letter"
        if quote.act == "statement" and quote.source and not any(text[s:e].strip() for s, e in quote.source):
            yield f"{quote.id}: a source of white space"


def run_case(number: int, nlp: Language, texts: Sequence[str]) -> Iterator[str]:
    """Yield the faults of one case."""
    article = mutated(number, texts)
    problems: list[Problem] = []
    started = time.process_time()
    for found in extract([article], nlp=nlp, on_problem=problems.append):
        yield from (f"{article.title}: {fault}" for fault in faults(article, found))
    yield from map(str, problems)
    seconds = time.process_time() - started
    if seconds > 1 + SLOW * len(article.text):
        yield f"{article.title}: {seconds:.1f} s for {len(article.text):,} characters"


pipeline = cache(load_pipeline)
_texts = cache(seed_texts)


def run_cases(numbers: Iterable[int]) -> list[str]:
    """The faults of some cases, by a pipeline that each process loads once."""
    return [fault for number in numbers for fault in run_case(number, pipeline(), _texts())]
