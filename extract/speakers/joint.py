"""The parts of a phrase that names several speakers: "Sanders and Clinton", "the mayor and his aides"."""

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Span

from extract.records import SpeakerType
from extract.speakers.entities import Tokens, entity_over
from extract.speakers.nouns import noun_type
from extract.speakers.roles import are_titles, is_apposition
from extract.speakers.sources import PARTY, head_of

_AND = ("and", "&")
_LONGEST_TAIL = 9
"""Tokens behind the last of several names, less than: "(D-Calif.), all of them"."""


def parts(span: Span, named: Sequence[tuple[Tokens, SpeakerType]]) -> list[Span]:
    """The parts of joint speakers, given the names in the phrase: names strung together by "and", each with what stands
    before it, else conjuncts; the whole phrase if it means one speaker."""
    doc = span.doc
    ended = {m[1]: m for m, _ in named if m[1] == span.end or doc[m[1]].lower_ in (",", "(", *_AND)}
    people = [mention for mention, type in named if type == "person"]
    names = [mention for mention in ended.values() if mention in people]
    titled = len(people) == 1 and are_titles(doc[span.start : people[0][0]])
    if titled or (names and is_apposition(doc, names[0][1], names[-1][1])):
        return [span]
    if len(names) < 2 and _is_list(span, list(ended.values())):
        names = list(ended.values())
    if len(names) > 1:
        cuts = [span.start, *(end for _, end in names)]
        between = [doc[span.start : names[0][0]], *(doc[i:j] for i, j in pairwise(cuts[1:]))]
        strung = any(token.lower_ in _AND for token in between[-1])
        plain = not any(t.pos_ in ("VERB", "AUX", "ADP") and t.lower_ != "of" for part in between for t in part)
        if strung and plain and _is_tail(doc[cuts[-1] : span.end]):
            return [_stripped(doc[_start(span, i, name) : name[1]]) for i, name in zip(cuts, names, strict=False)]
    return _conjuncts(span)


def _start(span: Span, start: int, name: Tokens) -> int:
    """Where one of several joint speakers begins: after what describes the one before."""
    doc = span.doc
    return next((i for i in range(name[0] - 1, start - 1, -1) if doc[i].lower_ in (",", *_AND)), start)


def _is_list(span: Span, names: Sequence[Tokens]) -> bool:
    """Whether a phrase is nothing but names: "Amnesty International, Oxfam and the Red Cross"."""
    inside = {token for name in names for token in range(*name)}
    return all(token.i in inside or token.lower_ in (",", "the", "both", *_AND) for token in span)


def _is_tail(rest: Span) -> bool:
    """Whether what follows the last of several names is no more than a party in brackets and "all"."""
    return len(rest) < _LONGEST_TAIL and not any(token.pos_ in ("VERB", "AUX", "ADP") for token in rest)


def _conjuncts(span: Span) -> list[Span]:
    """The parts that the parse joins; the whole phrase if it joins none."""
    root = head_of(span)
    conjuncts = [t for t in root.conjuncts if span.start <= t.i < span.end and t.pos_ in ("PROPN", "NOUN", "PRON")]
    name = entity_over(span.doc, root.i)  # "Marks and Spencer"
    heads = [root, *(t for t in conjuncts if name is None or not name.start <= t.i < name.end)]
    people = [head for head in heads if head.pos_ == "PROPN" or noun_type(head.lemma_) is not None]
    if len(heads) < 2 or len(people) < len(heads) or not any(head.pos_ == "PROPN" for head in heads):
        return [span]
    doc, start, parts = span.doc, span.start, []
    for head in sorted(heads[1:], key=lambda token: token.i):
        cut = next((i for i in range(head.i, start, -1) if doc[i].lower_ in ("and", "or", ",", "&")), None)
        if cut is None:
            return [span]
        parts.append(doc[start:cut])
        start = cut + 1
    parts.append(doc[start : span.end])
    return [kept for part in parts if len(kept := _stripped(part)) and not PARTY.fullmatch(kept.text)]


def _stripped(span: Span) -> Span:
    """A part of joint speakers without the marks and conjunctions that join it to the others."""
    start, end = span.start, span.end
    while start < end and (span.doc[start].is_punct or span.doc[start].lower_ in ("both", "and")):
        start += 1
    while end > start and span.doc[end - 1].text in (",", "and"):
        end -= 1
    return span.doc[start:end]
