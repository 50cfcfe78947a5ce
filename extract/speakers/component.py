"""The spaCy component that gives every quote on ``Doc._.quotes`` its speakers and its addressee."""

from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.component import register_extensions
from extract.records import Addressee, Quote, speaker_id
from extract.speakers.resolve import CERTAINTY, UNSURE, Resolver


@Language.factory("onrecord_speakers", assigns=["doc._.quotes"], requires=["doc.ents", "token.dep", "doc._.quotes"])
class SpeakersComponent:
    """Resolves each quote's source to speakers of the article; goes after ``attribution_tagger``.

    A source that stays unclear gives no speaker: its quote keeps the source span. How a source was resolved goes
    into the quote's confidence.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        resolver = Resolver(doc)
        doc._.quotes = tuple(_with_speakers(doc, resolver, quote) for quote in doc._.quotes)
        return doc


def _with_speakers(doc: Doc, resolver: Resolver, quote: Quote) -> Quote:
    speakers = resolver.speakers(quote)
    certainty = min((CERTAINTY[speaker.method] for speaker in speakers), default=UNSURE)
    return quote.model_copy(
        update={
            "speakers": speakers,
            "addressee": _addressee(doc, resolver, quote),
            "confidence": round(quote.confidence * certainty, 3),
        }
    )


def _addressee(doc: Doc, resolver: Resolver, quote: Quote) -> Addressee | None:
    """Whom the words were told to: the named entity that is the object of the cue ("told City News Service")."""
    cue = [token for start, end in quote.cue for token in doc.char_span(start, end, alignment_mode="expand") or ()]
    told = {
        child.i for token in cue for child in token.children if child.dep_ in ("dobj", "dative") and child.i > token.i
    }
    for entity in resolver.entities:
        for first, last in entity.mentions:
            reported = any(start <= doc[first].idx < end for start, end in quote.content)
            if not reported and any(first <= word < last for word in told):
                identity = speaker_id(type=entity.type, name=entity.name, article_id=resolver.article_id)
                return Addressee(id=identity, name=entity.name, type=entity.type)
    return None
