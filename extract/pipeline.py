"""The rooms strung into one spaCy pipeline: articles in, their quotes out."""

import re
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import groupby, pairwise
from multiprocessing import get_context
from operator import itemgetter

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from extract import DEFAULT_MODEL
from extract.attribution.component import AttributionTagger
from extract.attribution.marks import paragraphs
from extract.failure import Failure
from extract.prose import Prose
from extract.records import Article, ArticleQuotes, Problem, short_hash
from extract.speakers.component import SpeakersComponent
from extract.topics.component import TopicsComponent
from extract.topics.scheme import SchemeFiles

COMPONENTS = {
    "attribution_tagger": AttributionTagger,
    "onrecord_speakers": SpeakersComponent,
    "onrecord_topics": TopicsComponent,
}
"""Our components in their order; importing their classes registers their factories."""

BUILT_IN = SchemeFiles()
"""No files: the topics and policies that onrecord brings."""


LONGEST_RUN = 300
"""Characters without white space that are tokenized at once: spaCy takes time that grows with their square, or faster,
and longer ones (a heap of brackets, a page that lost its spaces) are no words."""


MOST_TOKENS = 80_000
"""Of an article, at most: time and memory grow with them. Prose has one in five characters, and so the longest article
that is read, 250,000 characters, some 55,000; a heap of marks has one a character."""

PARSED_TOGETHER = 10_000
"""Tokens that spaCy parses at once, at most: it takes 16 kilobytes for each. Of 3,400 news articles the longest has
7,000; a longer one is parsed in pieces, of whole paragraphs where they are no longer than that."""


class ModelMissing(Failure):
    """The spaCy pipeline asked for is not installed, or lacks what our components need; the message says what to do."""


def load_pipeline(model: str = DEFAULT_MODEL, *, components: bool = True, schemes: SchemeFiles = BUILT_IN) -> Language:
    """Load an English spaCy pipeline (a package's name or a folder) and add ours to it.

    `schemes` are the user's own topics and policies. With ``components=False`` only paragraph ends are added: the parse
    that the training reads. Raises `ModelMissing`, and `Failure` if the files of `schemes` cannot be used.
    """
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError) as error:
        message = f"no spaCy pipeline {model!r} is installed; install its package, or leave out --model"
        raise ModelMissing(message) from error
    lacking = [name for name in ("tagger", "parser", "ner", "lemmatizer") if name not in nlp.pipe_names]
    if lacking:
        raise ModelMissing(f"the spaCy pipeline {model!r} lacks {', '.join(lacking)}; choose one that has them")
    nlp.add_pipe("onrecord_paragraphs", before="parser")
    settings = {"onrecord_topics": schemes.config()}
    for name in COMPONENTS if components else ():
        nlp.add_pipe(name, config=settings.get(name, {}))
    return nlp


def extract(
    articles: Iterable[Article],
    *,
    nlp: Language | None = None,
    model: str = DEFAULT_MODEL,
    on_problem: Callable[[Problem], None] | None = None,
    batch_size: int = 8,
    jobs: int = 1,
    schemes: SchemeFiles = BUILT_IN,
) -> Iterator[ArticleQuotes]:
    """Yield each article's quotes, in order.

    An article that cannot be processed is reported to `on_problem` and skipped; without `on_problem` its error is
    raised. Every span is checked against the article's text. `nlp` is a pipeline to use, else `model` names the one to
    load, with the user's own topics and policies of `schemes`; with more `jobs` than one, each process loads it, and
    only a few batches are held at a time. Raises what `load_pipeline` does.

    Examples
    --------
    >>> from onrecord import Article
    >>> article = Article(text="“The tax is a mistake,” said Mayor Ana Ruiz.", outlet="Harbor Gazette")
    >>> (found,) = extract([article])
    >>> (quote,) = found.quotes
    >>> quote.text, quote.kind, [speaker.name for speaker in quote.speakers]
    ('“The tax is a mistake,”', 'direct', ['Ana Ruiz'])
    >>> [article.text[start:end] for start, end in quote.source]
    ['Mayor Ana Ruiz']
    """
    if jobs > 1 and nlp is not None:
        raise ValueError("a pipeline cannot be handed to other processes: give model instead of nlp, or one job")
    if nlp is not None and schemes != BUILT_IN:
        raise ValueError("a pipeline has its topics and policies already: give schemes to load_pipeline")
    schemes.read()  # its faults are told before an article is read
    if jobs > 1:
        yield from _extract_in_processes(articles, (model, schemes), on_problem, batch_size, jobs)
        return
    for batch in _batches(articles, batch_size):
        nlp = nlp or load_pipeline(model, schemes=schemes)  # not before there is work for it
        try:
            read = [Prose.of(article.text) for article in batch]
            with nlp.memory_zone():  # the words of a batch are forgotten after it
                docs = _docs(nlp, batch, read)
                done = [article_quotes(doc, prose) for doc, prose in zip(docs, read, strict=True)]
        except Exception as error:  # any fault of one article must not cost the others
            if on_problem is None:
                raise
            if len(batch) > 1:
                yield from extract(batch, nlp=nlp, on_problem=on_problem, batch_size=1)
            else:
                name = batch[0].title or batch[0].id
                known = isinstance(error, Failure)
                reason = str(error) if known else f"not processed ({type(error).__name__}: {error})"
                on_problem(Problem(input=name, reason=reason))
        else:
            yield from done


def _batches(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    yield from minibatch(articles, size)  # type: ignore[no-untyped-call]  # spaCy has not annotated it


def _extract_in_processes(
    articles: Iterable[Article],
    pipeline: tuple[str, SchemeFiles],
    on_problem: Callable[[Problem], None] | None,
    batch_size: int,
    jobs: int,
) -> Iterator[ArticleQuotes]:
    waiting: deque[Future[tuple[list[ArticleQuotes], list[Problem]]]] = deque()
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, pipeline) as pool:
        try:
            for batch in _batches(articles, batch_size):
                waiting.append(pool.submit(_work, batch, on_problem is not None))
                if len(waiting) > 2 * jobs:
                    yield from _finished(waiting.popleft(), on_problem)
            while waiting:
                yield from _finished(waiting.popleft(), on_problem)
        except BrokenProcessPool as broken:
            raise Failure(f"one of {jobs} processes died, perhaps for want of memory; try fewer --jobs") from broken
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _finished(
    future: "Future[tuple[list[ArticleQuotes], list[Problem]]]", on_problem: Callable[[Problem], None] | None
) -> list[ArticleQuotes]:
    done, problems = future.result()
    if on_problem is not None:
        for problem in problems:
            on_problem(problem)
    return done


_worker: Language | Failure
"""A worker's pipeline, or why it has none: an error while a worker starts would only break the pool."""


def _start_worker(model: str, schemes: SchemeFiles) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    try:
        _worker = load_pipeline(model, schemes=schemes)
    except Failure as failure:
        _worker = failure


def _work(batch: list[Article], degrade: bool) -> tuple[list[ArticleQuotes], list[Problem]]:
    if isinstance(_worker, Failure):
        raise _worker
    problems: list[Problem] = []
    return list(extract(batch, nlp=_worker, on_problem=problems.append if degrade else None)), problems


def _docs(nlp: Language, articles: Sequence[Article], read: Iterable[Prose]) -> Iterator[Doc]:
    """The articles' texts, processed: parsed a few at once, or one in pieces; then each goes through our components."""
    ours = next((n for n, name in enumerate(nlp.pipe_names) if name in COMPONENTS), len(nlp.pipe_names))
    pieces = ((piece, n) for n, prose in enumerate(read) for piece in _pieces(_tokenized(nlp, prose.text)))
    parsed = (
        pair for group in _groups(pieces) for pair in nlp.pipe(group, as_tuples=True, disable=[*nlp.pipe_names[ours:]])
    )
    for number, own in groupby(parsed, key=itemgetter(1)):
        docs = [piece for piece, _ in own]
        doc = Doc.from_docs(docs, ensure_whitespace=False) if len(docs) > 1 else docs[0]
        assert doc is not None
        doc._.article = articles[number]
        for _, component in nlp.pipeline[ours:]:
            doc = component(doc)
        yield doc


def _pieces(doc: Doc) -> Iterator[Doc]:
    """A text to be parsed, cut before paragraphs, if it is too long to be parsed at once."""
    if len(doc) <= PARSED_TOGETHER:
        yield doc
        return
    starts = {start for start, _ in paragraphs(doc.text)}
    begin = cut = 0
    for token in doc:
        if token.i - begin == PARSED_TOGETHER:
            end = cut if cut > begin else token.i
            yield doc[begin:end].as_doc()
            begin = end
        if token.idx in starts:
            cut = token.i
    yield doc[begin:].as_doc()


def _groups(pieces: Iterable[tuple[Doc, int]]) -> Iterator[list[tuple[Doc, int]]]:
    """The pieces in lists of as many as are parsed at once."""
    group: list[tuple[Doc, int]] = []
    size = 0
    for piece in pieces:
        if group and size + len(piece[0]) > PARSED_TOGETHER:
            yield group
            group, size = [], 0
        group.append(piece)
        size += len(piece[0])
    if group:
        yield group


def _tokenized(nlp: Language, text: str) -> Doc:
    """The text's tokens; those of a run without white space that is too long are found piece by piece."""
    if len(text) > nlp.max_length:
        raise ValueError(f"{len(text):,} characters are more than the pipeline's max_length, {nlp.max_length:,}")
    long = (run for run in re.finditer(r"\S+", text) if run.end() - run.start() > LONGEST_RUN)
    cuts = [place for run in long for place in range(run.start(), run.end(), LONGEST_RUN)]
    if cuts:
        pieces = (text[start:end] for start, end in pairwise([0, *cuts, len(text)]))
        doc = Doc.from_docs([nlp.make_doc(piece) for piece in pieces if piece], ensure_whitespace=False)
    else:
        doc = nlp.make_doc(text)
    assert doc is not None and doc.text == text
    if len(doc) > MOST_TOKENS:
        raise Failure(
            f"{len(doc):,} words and marks are too many for one article (at most {MOST_TOKENS:,}); split it into its "
            f"articles, or leave out what is no prose"
        )
    return doc


def article_quotes(doc: Doc, prose: Prose | None = None) -> ArticleQuotes:
    """What a processed text tells: ``Doc._.quotes`` and their areas with the article, every span checked.

    `prose` is what the text is of the article; left out, it is all of it.
    """
    article: Article = doc._.article
    quotes = prose.quotes(doc._.quotes, article.id) if prose is not None else doc._.quotes
    for quote in quotes:
        assert quote.text == " … ".join(article.text[start:end] for start, end in quote.content)
        assert all(quote.paragraph[span] == article.text[slice(*span)] for span in (*quote.source, *quote.cue))
    return ArticleQuotes(
        id=article.id,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
        byline=article.byline,
        text_hash=short_hash(article.text),
        text=article.text,
        quotes=quotes,
        areas=doc._.areas,
    )
