"""The spaCy component that gives every quote on ``Doc._.quotes`` its policies and policy areas."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.component import register_extensions
from extract.records import Policy, Quote, policy_id
from extract.topics import areas, weights
from extract.topics.areas import AreaClassifier
from extract.topics.candidates import find_candidates
from extract.topics.generic import distinct_name
from extract.topics.jurisdiction import Places
from extract.topics.known import KnownPolicies
from extract.topics.linking import (
    Link,
    Rated,
    as_rated,
    chosen_links,
    contexts_of,
    likeliest_first,
    links,
    rate,
    tie_of,
)
from extract.topics.policies import ArticlePolicy, find_policies, scored
from extract.topics.reader import LEAST, OPTIONS, ArticleWords, QuoteReader
from extract.topics.reading import Reading
from extract.topics.scheme import SchemeFiles
from extract.topics.sides import Case, sides_of
from extract.topics.stance import Found
from extract.topics.weights import probability


@Language.factory(
    "onrecord_topics",
    assigns=["doc._.quotes", "doc._.areas"],
    requires=["doc.noun_chunks", "doc._.quotes"],
    default_config=SchemeFiles().config(),
)
class TopicsComponent:
    """Ties each quote to the policies that it is about and to policy areas; goes after ``onrecord_speakers``.

    The settings are those of `SchemeFiles`; raises `Failure` if a file is none.
    """

    def __init__(
        self,
        nlp: Language,
        name: str,
        topics: str | None,
        policies: str | None,
        extend_topics: bool,
        extend_policies: bool,
    ) -> None:
        register_extensions()
        self.scheme = SchemeFiles(
            topics=Path(topics) if topics else None,
            policies=Path(policies) if policies else None,
            extend_topics=extend_topics,
            extend_policies=extend_policies,
        ).read()
        self._classifier = AreaClassifier(self.scheme.areas, areas.shipped())
        self._known = KnownPolicies(self.scheme.policies)
        self._models = weights.shipped()
        self._reader = QuoteReader()

    def __call__(self, doc: Doc) -> Doc:
        if doc._.quotes:
            doc._.quotes = tuple(self._with_topics(doc))
            doc._.areas = self.scheme.with_broader(_areas_of(doc._.quotes))
        doc._.encoded = None  # a thousand times the text; nobody reads it after this
        return doc

    def _with_topics(self, doc: Doc) -> Iterator[Quote]:
        reading = Reading.of(doc)
        reader = reading.area_reader(self._classifier.terms)
        contexts = contexts_of(doc._.quotes, reading, reader, self._classifier)
        candidates = scored(find_candidates(doc), self._models["mention"])
        found = find_policies(reading, list(self._known.find(reading)), candidates)
        options = [
            [(as_rated(link), odds) for link, odds in rate(own, self._models["about"])]
            for own in links(found, contexts, reading, self._models["policy"])
        ]
        read = self._read(doc, options)
        linked = chosen_links([[(link, probability(odds)) for link, odds in own] for own in read])
        told = {id(link.policy): link.policy for chosen in linked for link, _ in chosen}
        places = Places(doc, reading)
        facts = {}
        for number, policy in told.items():
            place = places.of(policy)
            facts[number] = _name(doc, policy, place), place, self._areas(policy, reader, reading)
        pairs = [(context.quote, pair) for context, chosen in zip(contexts, linked, strict=True) for pair in chosen]
        sides = iter(sides_of(doc, [Case.of(doc, quote, link, score) for quote, (link, score) in pairs]))
        for context, chosen in zip(contexts, linked, strict=True):
            policies = tuple(
                _policy(context.quote, link, score, next(sides), *facts[id(link.policy)]) for link, score in chosen
            )
            named = [area for policy in policies for area in policy.areas]
            topics = self._classifier.topics(context.areas, named)
            yield context.quote.model_copy(update={"policies": policies, "topics": topics})

    def _read(self, doc: Doc, options: Sequence[Rated]) -> list[Rated]:
        """The policies that quotes may be about, likeliest first, once the network has read the quotes worth it."""
        worth = [n for n, own in enumerate(options) if own and own[0][1] >= LEAST]
        read = list(options)
        if doc._.encoded is not None and worth:
            words = ArticleWords(doc, doc._.encoded)
            cases = [words.case(doc._.quotes[n], options[n][:OPTIONS]) for n in worth]
            for n, odds in zip(worth, self._reader.read(cases, words.meanings), strict=True):
                read[n] = likeliest_first(zip((link for link, _ in options[n][:OPTIONS]), odds, strict=True))
        return read

    def _areas(self, policy: ArticlePolicy, reader: areas.AreaReader, reading: Reading) -> tuple[str, ...]:
        """The areas of a policy: those of the scheme, else of its name, else what is said where it is named."""
        if policy.known is not None:
            return policy.known.areas
        if named := self._classifier.named_in(policy.name):
            return named
        runs = [reading.words.between(m.start, m.end) for m in policy.named]
        around = [reading.words.between(*reading.sentence_at(m.start)) for m in policy.named]
        zones = areas.Zones(content=runs, sentence=around, paragraph=around)
        return tuple(topic.id for topic in self._classifier.topics(self._classifier.probabilities(reader, zones)))


def _areas_of(quotes: Iterable[Quote]) -> Iterator[str]:
    for quote in quotes:
        yield from (topic.id for topic in quote.topics)
        yield from (area for policy in quote.policies for area in policy.areas)


def _name(doc: Doc, policy: ArticlePolicy, place: str | None) -> str:
    if policy.known is not None or place is not None or doc._.article is None:
        return policy.name
    return distinct_name(policy.name, doc._.article)


def _policy(
    quote: Quote,
    link: Link,
    score: float,
    side: Found | None,
    name: str,
    place: str | None,
    policy_areas: tuple[str, ...],
) -> Policy:
    """The policy as a quote is about it, with the mention that tells best."""
    policy = link.policy
    method, mention = tie_of(quote, link)
    return Policy(
        id=policy.known.id if policy.known is not None else policy_id(name, jurisdiction=place),
        name=name,
        aliases=tuple(sorted({policy.name, *policy.forms} - {name})),
        jurisdiction=place,
        areas=policy_areas,
        score=round(score, 3),
        method=method,
        mention=(mention.start, mention.end) if mention is not None else None,
        stance=side.side if side is not None else None,
        evidence=side.evidence if side is not None else None,
    )
