"""The spaCy component that gives every quote on ``Doc._.quotes`` its policies and policy areas."""

from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.component import register_extensions
from extract.records import Policy, Quote, policy_id
from extract.topics import areas
from extract.topics.policies import ArticlePolicy, find_policies, main_policy

SCORES = {"named": 0.9, "nominal": 0.75, "paragraph": 0.5, "article": 0.4}
"""How sure each way of tying a policy to a quote is: the quote names it; goes on about it ("the ordinance"); stands in
a paragraph that does; names none, in an article about this one."""


@Language.factory("onrecord_topics", assigns=["doc._.quotes"], requires=["doc.noun_chunks", "doc._.quotes"])
class TopicsComponent:
    """Ties each quote to the policies that it is about and to policy areas; goes after ``attribution_tagger``."""

    def __init__(self, nlp: Language, name: str) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        found = find_policies(doc)
        main = main_policy(found)
        doc._.quotes = tuple(_with_topics(quote, found, main) for quote in doc._.quotes)
        return doc


def _with_topics(quote: Quote, found: list[ArticlePolicy], main: ArticlePolicy | None) -> Quote:
    inside, nearby = [], []
    for candidate in found:
        if any(start <= m.start and m.end <= end for m in candidate.mentions for start, end in quote.content):
            inside.append(candidate)
        elif any(0 <= m.start - quote.paragraph.start < len(quote.paragraph.text) for m in candidate.mentions):
            nearby.append(candidate)
    policies = tuple(_policy(quote, candidate) for candidate in inside or nearby)
    if not policies and main is not None:
        policies = (_policy(quote, main),)
    topics = areas.topics(
        content=quote.text, policies=(policy.name for policy in policies), paragraph=quote.paragraph.text
    )
    return quote.model_copy(update={"policies": policies, "topics": topics})


def _policy(quote: Quote, found: ArticlePolicy) -> Policy:
    """The policy as this quote is about it, with the mention that tells best."""
    inside = [m for m in found.mentions if any(start <= m.start and m.end <= end for start, end in quote.content)]
    first, last = quote.paragraph.start, quote.paragraph.start + len(quote.paragraph.text)
    around = [m for m in found.mentions if first <= m.start < last]
    mention = next(iter([m for m in inside if m.named] or inside or around), None)
    if inside:
        method = "named" if any(m.named for m in inside) else "nominal"
    else:
        method = "paragraph" if around else "article"
    return Policy(
        id=policy_id(found.name),
        name=found.name,
        aliases=tuple(sorted({*found.forms} - {found.name})),
        areas=tuple(topic.id for topic in areas.topics(content=found.name, policies=(), paragraph="")),
        score=SCORES[method],
        method=method,
        mention=(mention.start, mention.end) if mention is not None else None,
    )
