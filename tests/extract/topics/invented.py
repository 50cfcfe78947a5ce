"""Policies without the models that find them: what is mentioned where is told by the test."""

import re
from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc

from extract.records import Article
from extract.topics.candidates import Candidate, find_candidates, keys_of
from extract.topics.known import KnownPolicies
from extract.topics.policies import ArticlePolicy, PolicyMention, find_policies
from extract.topics.reading import Reading
from extract.topics.scheme import KnownPolicy, Scheme


def parsed(nlp: Language, text: str, *, title: str | None = None) -> Doc:
    """A text with its quotes on ``Doc._.quotes``."""
    doc = nlp.make_doc(text)
    doc._.article = Article(text=text, title=title)
    return nlp(doc)


def policy_called(phrase: str, text: str) -> ArticlePolicy:
    """A policy that a text mentions wherever it has a phrase."""
    places = [found.start() for found in re.finditer(re.escape(phrase), text)]
    words = phrase.split()
    return ArticlePolicy(
        None,
        keys_of(words),
        {words[-1]},
        Counter({phrase: len(places)}),
        mentions=[PolicyMention(start, start + len(phrase), True, 0.9) for start in places],
    )


def policies_called(
    nlp: Language, text: str, *names: str, title: str | None = None, known: tuple[KnownPolicy, ...] | None = None
) -> list[ArticlePolicy]:
    """The policies of a text where phrases of these names are likely ones, and so are numbers and cases."""
    doc = parsed(nlp, text, title=title)
    reading = Reading.of(doc)
    scheme = KnownPolicies(Scheme.built_in().policies if known is None else known)

    def likelihood(candidate: Candidate) -> float:
        return 0.9 if candidate.name in names or candidate.kind in ("numbered", "case") else 0.0

    likely = [(candidate, likelihood(candidate)) for candidate in find_candidates(doc)]
    return find_policies(reading, list(scheme.find(reading)), likely)
