"""What the graph is to hold of articles with their quotes: rows of plain values, a list for each label and type.

They say what `graph.load` writes in transactions and `graph.bulk` as files, in the same words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote as percent_encoded

from extract.records import Addressee, ArticleQuotes, Mention, Policy, Quote, Speaker
from graph.grouping import SAME_NAME
from graph.schema import SPEAKER_LABELS, searchable

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class GraphRows:
    """Rows of nodes hold their properties; those of relationships the keys of their ends, and `props`.

    Rows that several articles give, of speakers, policies, topics and outlets, stand once, in order of their keys.
    """

    articles: Rows
    outlets: Rows
    quotes: Rows
    speakers: dict[str, Rows]
    said: Rows
    told_to: Rows
    mentions: Rows
    policies: Rows
    about_policy: Rows
    topics: Rows
    areas: Rows
    about_topic: Rows


def graph_rows(articles: Sequence[ArticleQuotes], hashes: Sequence[str]) -> GraphRows:
    """The rows of articles; `hashes` tells the version of each."""
    quotes = [(article, quote) for article in articles for quote in article.quotes]
    said = [quote for _, quote in quotes]
    policies = [(quote, policy) for quote in said for policy in quote.policies]
    topics = {topic.id for quote in said for topic in quote.topics}
    topics |= {area for _, policy in policies for area in policy.areas}
    scheme = {area.id: area for article in articles for area in article.areas}
    return GraphRows(
        articles=[_article_row(article, hash) for article, hash in zip(articles, hashes, strict=True)],
        outlets=[{"id": article.id, "name": article.outlet} for article in articles if article.outlet],
        quotes=[_quote_row(article, quote) for article, quote in quotes],
        speakers={label: _speakers(type, said) for type, label in SPEAKER_LABELS.items()},
        said=[_said_row(quote, speaker) for quote in said for speaker in quote.speakers],
        told_to=[_told_row(quote, quote.addressee) for quote in said if quote.addressee],
        mentions=[_mention_row(quote, mention) for quote in said for mention in quote.mentions],
        policies=_named(policy for _, policy in policies),
        about_policy=[_about_row(quote, policy) for quote, policy in policies],
        # lines of onrecord 0.1 tell no more of an area than its id
        topics=[{"id": topic, "name": topic.replace("_", " ")} for topic in sorted(topics)],
        areas=[area.model_dump() for area in scheme.values()],
        about_topic=[
            {"quote": quote.id, "topic": topic.id, "props": {"score": topic.score, "method": topic.method}}
            for quote in said
            for topic in quote.topics
        ],
    )


def text_fragment(url: str, text: str) -> str:
    """The link that opens a page at a text: ``URL#:~:text=first words,last words`` (WICG Scroll To Text Fragment)."""
    words = re.sub(r"^\W+|\W+$", "", text).split()
    if len(words) <= 8:
        fragment = _fragment(" ".join(words))
    else:
        fragment = f"{_fragment(' '.join(words[:4]))},{_fragment(' '.join(words[-4:]))}"
    return f"{url.split('#')[0]}#:~:text={fragment}"


def _fragment(words: str) -> str:
    return percent_encoded(words, safe="").replace("-", "%2D")  # a hyphen has a meaning there


def _article_row(article: ArticleQuotes, load_hash: str) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title or article.id,
        "url": article.url,
        "published": article.published,
        "byline": article.byline,
        "text": article.text,
        "textHash": article.text_hash,
        "sourceHash": article.source_hash,
        "loadHash": load_hash,
    }


def _quote_row(article: ArticleQuotes, quote: Quote) -> dict[str, Any]:
    start, end = quote.content[0][0], quote.content[-1][1]
    caption = quote.text if len(quote.text) <= 60 else quote.text[:59].rstrip() + "…"
    first = quote.text.split(" … ")[0]
    return {
        "id": quote.id,
        "article": article.id,
        "place": {"start": start, "end": end},
        "props": {
            "id": quote.id,
            "title": caption,
            "text": quote.text,
            "kind": quote.kind,
            "act": quote.act,
            "published": article.published,
            "confidence": quote.confidence,
            "method": quote.method,
            # spans flat, [start, end, start, end …]: the graph has no lists of lists
            "source": [offset for span in quote.source for offset in span],
            "cue": [offset for span in quote.cue for offset in span],
            "content": [offset for span in quote.content for offset in span],
            "sourceText": _texts(quote, quote.source),
            "cueText": _texts(quote, quote.cue),
            "paragraph": quote.paragraph.text,
            "paragraphStart": quote.paragraph.start,
            "link": text_fragment(article.url, first) if article.url else None,
        },
    }


def _texts(quote: Quote, spans: tuple[tuple[int, int], ...]) -> str | None:
    return " … ".join(quote.paragraph[span] for span in spans) or None


def _said_row(quote: Quote, speaker: Speaker) -> dict[str, Any]:
    mention = list(speaker.mention) if speaker.mention else None
    return {
        "quote": quote.id,
        "speaker": speaker.id,
        "props": {
            "cue": _texts(quote, quote.cue),
            "confidence": quote.confidence,
            "method": speaker.method,
            **_form(speaker),
            "aliases": list(speaker.aliases),
            "role": speaker.role,
            "roleSpan": list(speaker.role_span) if speaker.role_span else None,
            "affiliation": speaker.affiliation,
            "affiliationSpan": list(speaker.affiliation_span) if speaker.affiliation_span else None,
            "mention": mention,
        },
    }


def _told_row(quote: Quote, addressee: Addressee) -> dict[str, Any]:
    return {"quote": quote.id, "speaker": addressee.id, "props": _form(addressee)}


def _mention_row(quote: Quote, mention: Mention) -> dict[str, Any]:
    return {"quote": quote.id, "speaker": mention.id, "props": {**_form(mention), "span": list(mention.span)}}


def _form(record: Speaker | Addressee | Mention | Policy) -> dict[str, str]:
    """The form that an article gives, as long as nothing else is known of it."""
    return {"given": record.id, "form": record.id, "name": record.name, "joined": SAME_NAME}


def _about_row(quote: Quote, policy: Policy) -> dict[str, Any]:
    return {
        "quote": quote.id,
        "policy": policy.id,
        "props": {
            "score": policy.score,
            "method": policy.method,
            **_form(policy),
            "aliases": list(policy.aliases),
            "jurisdiction": policy.jurisdiction,
            "areas": list(policy.areas),
            "stance": policy.stance,
            "stanceScore": policy.stance_score,
            "evidence": list(policy.evidence) if policy.evidence else None,
            "evidenceText": quote.paragraph[policy.evidence] if policy.evidence else None,
        },
    }


def _speakers(type: str, quotes: Iterable[Quote]) -> Rows:
    """The speakers of one type that quotes name: who speaks, is told or is mentioned."""
    named: list[Speaker | Addressee | Mention] = []
    for quote in quotes:
        named += [speaker for speaker in quote.speakers if speaker.type == type]
        if quote.addressee is not None and quote.addressee.type == type:
            named.append(quote.addressee)
        named += [mention for mention in quote.mentions if mention.type == type]
    return [{**row, "type": type} for row in _named(named)]


def _named(records: Iterable[Speaker | Addressee | Mention | Policy]) -> Rows:
    """One row an id: the least name and all aliases, the name among them."""
    names: dict[str, set[str]] = {}
    aliases: dict[str, set[str]] = {}
    for record in records:
        names.setdefault(record.id, set()).add(record.name)
        others = () if isinstance(record, Addressee | Mention) else record.aliases
        aliases.setdefault(record.id, set()).update((record.name, *others))
    return [
        {"id": id, "name": min(names[id]), "aliases": sorted(aliases[id]), "search": searchable(aliases[id])}
        for id in sorted(names)
    ]
