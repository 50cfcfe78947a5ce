"""The spaCy component that gives every quote on ``Doc._.quotes`` its speakers, its addressee and whom it mentions."""

from collections.abc import Container, Iterator
from operator import itemgetter

from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.component import register_extensions
from extract.records import Addressee, Article, Mention, Quote, Span, Speaker, short_hash, speaker_id
from extract.speakers.bodies import is_generic
from extract.speakers.cast import Cast
from extract.speakers.entities import Entity, Tokens
from extract.speakers.ranker import shipped
from extract.speakers.resolve import Resolved, Resolver
from extract.speakers.roles import affiliation_of, role_of

NOBODY = "nobody"
"""The method, in the certainties, of naming no speaker."""


@Language.factory(
    "onrecord_speakers", assigns=["doc._.quotes", "doc.ents"], requires=["doc.ents", "token.dep", "doc._.quotes"]
)
class SpeakersComponent:
    """Resolves each quote's source to speakers of the article; goes after ``attribution_tagger``.

    A source that stays unclear gives no speaker: its quote keeps the source span. How a source was resolved goes
    into the quote's confidence.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        register_extensions()
        self._ranker, self._certainty = shipped()

    def __call__(self, doc: Doc) -> Doc:
        article: Article | None = doc._.article
        outlet, byline = (article.outlet, article.byline) if article is not None else (None, None)
        cast = Cast(doc, self._ranker.choose, outlet=outlet, byline=byline)
        resolver = Resolver(cast, self._ranker.choose)
        article_id = article.id if article is not None else short_hash(cast.text)
        found = [(quote, resolver.speakers(quote)) for quote in doc._.quotes]
        entities = {id(one.entity): one.entity for _, speakers in found for one in speakers}
        organizations = frozenset(cast.organizations)
        known = {key: _speaker(cast, article_id, entity, organizations) for key, entity in entities.items()}
        doc._.quotes = tuple(self._with_speakers(cast, article_id, quote, said, known) for quote, said in found)
        return doc

    def _with_speakers(
        self, cast: Cast, article_id: str, quote: Quote, found: list[Resolved], known: dict[int, Speaker]
    ) -> Quote:
        sure = min((self._certainty[one.method] * one.probability for one in found), default=self._certainty[NOBODY])
        return quote.model_copy(
            update={
                "speakers": tuple(_mentioned(known[id(one.entity)], one) for one in found),
                "addressee": _addressee(cast, article_id, quote),
                "mentions": tuple(_mentions(cast, article_id, quote, {id(one.entity) for one in found})),
                "confidence": round(quote.confidence * sure, 3),
            }
        )


def _mentioned(speaker: Speaker, one: Resolved) -> Speaker:
    """A speaker as one quote's source names it."""
    mention = (one.mention.start_char, one.mention.end_char) if one.mention is not None else None
    return speaker.model_copy(update={"mention": mention, "method": one.method})


def _speaker(cast: Cast, article_id: str, entity: Entity, organizations: Container[Entity]) -> Speaker:
    """A speaker with all that the article says of it; how each quote names it comes on top."""
    role = role_of(entity)
    affiliation = affiliation_of(entity, cast.mentions, organizations)
    return Speaker(
        id=_id(entity, article_id),
        name=entity.name,
        type=entity.type,
        role=role.text if role is not None else None,
        role_span=_characters(cast.doc, role.tokens) if role is not None else None,
        affiliation=affiliation[0] if affiliation is not None else None,
        affiliation_span=_characters(cast.doc, affiliation[1]) if affiliation is not None else None,
        aliases=tuple(sorted(entity.aliases - {entity.name})),
        method="named",
    )


def _id(entity: Entity, article_id: str) -> str:
    generic = entity.type == "organization" and is_generic(entity.name)
    owner = (entity.place or article_id) if generic else None
    return speaker_id(type=entity.type, name=entity.name, article_id=article_id, owner=owner)


def _characters(doc: Doc, tokens: Tokens) -> Span:
    span = doc[tokens[0] : tokens[1]]
    return span.start_char, span.end_char


def _addressee(cast: Cast, article_id: str, quote: Quote) -> Addressee | None:
    """Whom the words were told to: the named entity that is the object of the cue ("told City News Service")."""
    doc = cast.doc
    cue = [token for start, end in quote.cue for token in doc.char_span(start, end, alignment_mode="expand") or ()]
    told = {
        child.i for token in cue for child in token.children if child.dep_ in ("dobj", "dative") and child.i > token.i
    }
    for entity, (first, _) in cast.mentions.over(told):
        if not any(start <= doc[first].idx < end for start, end in quote.content):
            identity = _id(entity, article_id)
            return Addressee(id=identity, name=entity.name, type=entity.type)
    return None


def _mentions(cast: Cast, article_id: str, quote: Quote, speakers: set[int]) -> Iterator[Mention]:
    """The people and organisations that the content names, the speakers aside, in text order."""
    found: dict[int, tuple[Span, Entity]] = {}
    for start, end in quote.content:
        for entity, tokens in cast.mentions.within(*cast.around.tokens((start, end))):
            span = _characters(cast.doc, tokens)
            if cast.is_named(entity) and id(entity) not in speakers and span[1] <= end:
                found.setdefault(id(entity), (span, entity))
    for span, entity in sorted(found.values(), key=itemgetter(0)):
        identity = _id(entity, article_id)
        yield Mention(id=identity, name=entity.name, type=entity.type, span=span)
