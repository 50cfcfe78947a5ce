"""What may tell a speaker's side to a policy: the features of the model in `extract.topics.sides`.

The word lists of the rules (`stances.json`) are looked for in the cue, around the mention of the policy and in the rest
of the content, and in what governs the mention, each negated or not; beside them stand the lemmas of the cue and the
grammar of the mention. The words of the content are no features by themselves: learnt from the news of one year, they
would tell its parties, not a side.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from extract.records import Quote
from extract.topics.linking import Tie
from extract.topics.policies import ArticlePolicy
from extract.topics.stance import LISTS, Found, governor_of, is_negated, mentions_in, tokens_of

_NEGATIONS = frozenset(["not", "n't", "n’t", "never", "no", "nor", "without", "hardly", "nobody", "none", "neither"])
_REACH = 4
"""How far a negation turns words, itself counted, at most: up to the next mark."""
_NEAR = 6
"""Words on each side of a mention that are near it."""
_FOLLOWED = {"call": ("for", "on", "upon")}
"""Verbs that wish for something only before these words: one "calls for" a law, and "calls" it a mess."""
_MODALS = frozenset(["should", "must", "will", "would", "need", "let", "could", "may", "might"])
_TOLD = _MODALS | {"i", "we", "they", "if", "because", "but", "?", "!"}
_OPEN = ("VERB", "NOUN", "ADJ", "ADV", "ADP", "AUX")
_TELLING = {name: words for name, words in LISTS.items() if name not in ("things", "notions")}
"""The lists whose words tell something; the others only help the rules to read a phrase."""


@dataclass(slots=True)
class Signs:
    """The features by name, and the words (numbers of tokens) that each one comes from."""

    features: dict[str, float] = field(default_factory=dict)
    words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, *words: Token, most: float = 1.0) -> None:
        """Count a feature once more, up to `most`."""
        self.features[name] = min(most, self.features.get(name, 0.0) + 1.0)
        self.words[name] += [word.i for word in words]


def signs_of(doc: Doc, quote: Quote, policy: ArticlePolicy, tie: Tie, rule: Found | None) -> Signs:
    """The signs of the side of a quote's speaker to a policy, given how the two are tied and what the rules say."""
    signs = Signs()
    cue = [token for span in quote.cue for token in tokens_of(doc, span) if not token.is_space]
    content = [token for span in quote.content for token in tokens_of(doc, span) if not token.is_space]
    mentions = list(mentions_in(doc, quote, policy))
    for name in (f"tie={tie}", f"act={quote.act}", f"kind={quote.kind}", f"rule={rule.side if rule else 'none'}"):
        signs.add(name)
    signs.features["length"] = min(4.0, len(content) / 20)
    begins = bool(mentions) and mentions[0].start in {token.i for token in content[:3]}
    _add_cue(signs, cue, begins=begins)
    _add_content(signs, content, mentions)
    for mention in mentions[:2]:
        _add_grammar(signs, mention, {token.i for token in cue})
    for name, value in _of_the_policy(quote, policy):
        signs.features[name] = value
    return signs


def _add_cue(signs: Signs, cue: Sequence[Token], *, begins: bool) -> None:
    turned = any(token.lower_ in _NEGATIONS for token in cue)
    if turned:
        signs.add("cue not")
    if begins:
        signs.add("begins with it")
    for token in cue:
        if token.pos_ in _OPEN:
            signs.add(f"cue={token.lemma_.lower()}", token)
        for name in _lists_with(token):
            signs.add(_signed(f"cue: {name}", turned), token)
            if begins:
                signs.add(_signed(f"cue before it: {name}", turned), token)


def _add_content(signs: Signs, content: Sequence[Token], mentions: Sequence[Span]) -> None:
    inside = {token.i for mention in mentions for token in mention}
    near = {i for mention in mentions for i in range(mention.start - _NEAR, mention.end + _NEAR)}
    reach = 0
    for token in content:
        if token.lower_ in _NEGATIONS:
            reach = _REACH
        elif token.is_punct:
            reach = 0
        if token.i not in inside:
            for name in _lists_with(token):
                signs.add(_signed(f"content: {name}", reach > 0), token, most=2.0)
                if token.i in near:
                    signs.add(_signed(f"near: {name}", reach > 0), token)
            if token.lower_ in _TOLD:
                signs.add(f"says {token.lower_}")
        reach = max(0, reach - 1)


def _add_grammar(signs: Signs, mention: Span, cue: set[int]) -> None:
    root = mention.root
    signs.add(f"word class={root.pos_}")
    signs.add(f"dependency={root.dep_}")
    verb = governor_of(root)[0] or root.head
    for name in _lists_with(verb):
        signs.add(_signed(f"governor: {name}", is_negated(verb)), verb)
    for name in _lists_with(verb.head):
        signs.add(_signed(f"governor of governor: {name}", is_negated(verb.head)), verb.head)
    if verb.i in cue:
        signs.add("governed by the cue")
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is not None:
        what = subject.lower_ if subject.pos_ == "PRON" else subject.ent_type_ or subject.pos_
        signs.add(f"subject={what}")


def _of_the_policy(quote: Quote, policy: ArticlePolicy) -> Iterator[tuple[str, float]]:
    kinds = [mention.candidate.kind for mention in policy.named if mention.candidate is not None]
    yield "action", float("action" in kinds)
    whose = {word.lower().removesuffix("'s").removesuffix("’s") for name in _names(policy) for word in name.split()}
    if any(word.lower() in whose for speaker in quote.speakers[:1] for word in speaker.name.split()[-1:]):
        yield "the speaker's own", 1.0
    elif quote.speakers and policy.owners:
        yield "another's", 1.0


def _names(policy: ArticlePolicy) -> Iterator[str]:
    yield from policy.forms
    yield from policy.owners


def _lists_with(token: Token) -> Iterator[str]:
    """The names of the rules' lists that have a word."""
    lemma, word = token.lemma_.lower(), token.lower_
    wanted = _FOLLOWED.get(lemma)
    for name, words in _TELLING.items():
        if lemma in words or word in words:
            if name == "wish" and wanted is not None and not any(c.lower_ in wanted for c in token.children):
                continue
            yield name.removesuffix(" things")


def _signed(name: str, turned: bool) -> str:
    return f"{name}, not" if turned else name
