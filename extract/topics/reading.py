"""One article as the steps of this room read it: words, sentences and paragraphs, looked up by characters."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from extract.attribution.marks import paragraphs
from extract.records import Article, Quote
from extract.topics.areas import AreaReader, AreaTerms, Zones
from extract.topics.words import Words

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its words and, as spans of characters in order, its sentences and paragraphs."""

    text: str
    title: str
    words: Words
    sentences: Sequence[Span]
    paragraphs: Sequence[Span]

    @classmethod
    def of(cls, doc: Doc) -> "Reading":
        """Read a parsed text, with the title of the article on ``Doc._.article``."""
        article: Article | None = doc._.article
        text = doc.text
        title = article.title if article is not None and article.title else ""
        sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
        return cls(text, title, Words.of(text), sentences, list(paragraphs(text)))

    def area_reader(self, terms: AreaTerms) -> AreaReader:
        """What reads the areas of this article's quotes."""
        return AreaReader(self.words, self.title, terms)

    def zones(self, quote: Quote) -> Zones:
        """The zones of a quote, as runs of words."""
        start, end = quote.paragraph.start, quote.paragraph.start + len(quote.paragraph.text)
        return Zones(
            content=[self.words.between(*span) for span in quote.content],
            sentence=[self.words.between(*span) for span in self.sentences_of(quote)],
            paragraph=[self.words.between(start, end)],
        )

    def sentences_of(self, quote: Quote) -> Sequence[Span]:
        """The sentences that a quote's content touches."""
        found = {n for span in quote.content for n in _touched(self.sentences, span)}
        return [self.sentences[n] for n in sorted(found)]

    def sentence_at(self, start: int) -> Span:
        """The sentence that holds a character, or follows it."""
        return self.sentences[_holding(self.sentences, start)]

    def paragraph_of(self, start: int) -> int:
        """The number of the paragraph that holds a character, or follows it."""
        return _holding(self.paragraphs, start)


def _holding(spans: Sequence[Span], place: int) -> int:
    return min(bisect_right(spans, place, key=lambda span: span[1]), len(spans) - 1)


def _touched(spans: Sequence[Span], span: Span) -> range:
    first = bisect_right(spans, span[0], key=lambda one: one[1])
    return range(first, bisect_left(spans, span[1], lo=first, key=lambda one: one[0]))
