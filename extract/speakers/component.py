"""The spaCy component that gives every quote on ``Doc._.quotes`` its speakers and its addressee."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.component import register_extensions
from extract.records import Addressee, Quote, speaker_id
from extract.speakers.resolve import CERTAINTY, Resolver


@Language.factory("onrecord_speakers", assigns=["doc._.quotes"], requires=["doc.ents", "token.dep", "doc._.quotes"])
class SpeakersComponent:
    """Resolves each quote's source to speakers of the article; goes after ``onrecord_attribution``.

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
    certainty = min((CERTAINTY[speaker.method] for speaker in speakers), default=0.5)
    return quote.model_copy(
        update={
            "speakers": speakers,
            "addressee": _addressee(doc, resolver, quote),
            "confidence": round(quote.confidence * certainty, 3),
        }
    )


def _addressee(doc: Doc, resolver: Resolver, quote: Quote) -> Addressee | None:
    """Whom the words were told to: the named entity inside the cue ("told City News Service")."""
    for start, end in quote.cue:
        if not re.match(r"\w+\s", quote.paragraph[start, end]):
            continue
        for entity in resolver.entities:
            for first, last in entity.mentions:
                if start <= doc[first].idx and doc[last - 1].idx < end:
                    identity = speaker_id(type=entity.type, name=entity.name, article_id=resolver.article_id)
                    return Addressee(id=identity, name=entity.name, type=entity.type)
    return None
