"""Policies of an article: noun phrases headed by a policy noun, named acts and numbered bills, with later mentions."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from spacy.tokens import Doc, Span, Token

_WORDS: dict[str, str] = json.loads(files(__package__).joinpath("words.json").read_text("utf-8"))
HEADS = frozenset(_WORDS["heads"].split())
GENERIC = frozenset(_WORDS["generic"].split())
"""Heads under which an article goes on about a policy that it introduced by another head."""

_NUMBERED = re.compile(
    r"\b(?:(?:House|Senate|Assembly|State)\s+(?:Joint\s+)?(?:Bill|Resolution)|Proposition|Prop\.|Measure|Special Order|"
    r"Executive Order|Council File|Ordinance|A\.?B\.?|S\.?B\.?|H\.?B\.?|H\.?R\.?)\s?(?:No\.\s?)?[A-Z]?\d[\d-]*\b"
)
_VAGUE = frozenset(_WORDS["vague"].split())


@dataclass
class PolicyMention:
    """Characters `start:end` of the text; `named` is False for "the ordinance" and the like."""

    start: int
    end: int
    named: bool


@dataclass
class ArticlePolicy:
    """A policy of one article, its names by how often they occur, and its mentions in text order."""

    head: str
    modifiers: set[str]
    forms: Counter[str] = field(default_factory=Counter)
    mentions: list[PolicyMention] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The commonest name; among equals the first."""
        return max(self.forms, key=lambda form: self.forms[form])


def find_policies(doc: Doc) -> list[ArticlePolicy]:
    """The policies of a text with all their mentions."""
    found: list[ArticlePolicy] = []
    for span, head in sorted(_candidates(doc), key=lambda pair: pair[0].start):
        words = _modifiers(span, head)
        if words:
            _add_named(found, span, head, words)
        elif span[0].lower_ in ("the", "this", "that", "these", "its") or _owned(span):
            policy = _meant(found, head)
            if policy is not None:
                policy.mentions.append(PolicyMention(span.start_char, span.end_char, named=False))
    return found


def main_policy(found: list[ArticlePolicy]) -> ArticlePolicy | None:
    """The policy that an article is about: mentioned three times or more, and as often as all others together."""
    most = max(found, key=lambda policy: len(policy.mentions), default=None)
    total = sum(len(policy.mentions) for policy in found)
    return most if most is not None and len(most.mentions) >= 3 and 2 * len(most.mentions) >= total else None


def _candidates(doc: Doc) -> Iterator[tuple[Span, str]]:
    taken: set[int] = set()
    for match in _NUMBERED.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="expand")
        if span is not None:
            taken.update(range(span.start, span.end))
            yield span, " ".join(span.text.split()).lower()
    for entity in doc.ents:
        is_law = entity.label_ == "LAW" or entity[-1].lower_ in ("act", "treaty", "accord", "agreement", "amendment")
        if is_law and entity[-1].text[:1].isupper() and not taken & set(range(entity.start, entity.end)):
            taken.update(range(entity.start, entity.end))
            yield entity, entity[-1].lower_
    for chunk in doc.noun_chunks:
        if _is_policy(chunk.root) and not taken & set(range(chunk.start, chunk.end)):
            yield _without_owner(chunk), chunk.root.lemma_.lower()


def _is_policy(root: Token) -> bool:
    """Whether a noun names a policy: no "intentional act", no plurals in general ("his economic policies")."""
    head = root.lemma_.lower()
    if head in ("act", "order") and not root.text[:1].isupper() and root.i and root.nbor(-1).lower_ != "executive":
        return False
    return head in HEADS and (root.tag_ not in ("NNS", "NNPS") or head in ("sanction", "tariff", "rule", "fee"))


def _without_owner(chunk: Span) -> Span:
    """The phrase after a possessive: "L.A.'s proposed ordinance" is the proposed ordinance."""
    for token in reversed(chunk):
        if token.tag_ == "POS" and token.i + 1 < chunk.end:
            return chunk.doc[token.i + 1 : chunk.end]
    return chunk


def _owned(span: Span) -> bool:
    return span.start > 0 and span.doc[span.start - 1].tag_ == "POS"


def _modifiers(span: Span, head: str) -> list[str]:
    """The words that tell this policy from others of its head; none for "the proposed ordinance"."""
    if head not in HEADS:
        return [head]
    words = [t.lower_ for t in span[:-1] if (t.is_alpha or "-" in t.text or t.like_num) and t.lower_ not in _VAGUE]
    if span.root.dep_ != "ROOT" and not words:
        words = [t.lower_ for t in _complement(span) if t.pos_ in ("NOUN", "PROPN")]
    return words


def _complement(span: Span) -> Span:
    """What a bare head governs: "a ban on leaf blowers", "the tax on parking"."""
    doc = span.doc
    preposition = next((c for c in span.root.children if c.dep_ == "prep" and c.i == span.end), None)
    if preposition is None or preposition.lower_ not in ("on", "to", "against", "of", "for"):
        return doc[span.end : span.end]
    end = preposition.right_edge.i + 1
    return doc[span.end : end] if end - span.end <= 6 else doc[span.end : span.end]


def _add_named(found: list[ArticlePolicy], span: Span, head: str, words: list[str]) -> None:
    name = _name(span, head)
    mention = PolicyMention(span.start_char, span.end_char, named=True)
    own = {word.rstrip("s") for word in words}
    for policy in found:
        if policy.head == head and (policy.modifiers <= own or own <= policy.modifiers):
            policy.modifiers |= own
            policy.forms[name] += 1
            policy.mentions.append(mention)
            return
    found.append(ArticlePolicy(head, own, Counter([name]), [mention]))


def _name(span: Span, head: str) -> str:
    tokens = list(span)
    while len(tokens) > 1 and (tokens[0].lower_ in _VAGUE or not tokens[0].text[0].isalnum()):
        tokens.pop(0)
    full = span.doc[tokens[0].i : span.end]
    if head in HEADS and len(full) == 1:
        complement = _complement(span)
        full = span.doc[full.start : max(full.end, complement.end)]
    return " ".join(full.text.replace('"', " ").replace("“", " ").replace("”", " ").split())


def _meant(found: list[ArticlePolicy], head: str) -> ArticlePolicy | None:
    """The policy that "the ordinance" goes on about: the last one of that head, for a generic head any."""
    same = [p for p in found if p.head == head or head in p.name.lower().split()]
    pool = same or (found if head in GENERIC else [])
    return max(pool, key=lambda p: p.mentions[-1].start, default=None)
