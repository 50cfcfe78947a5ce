"""Reporting clauses: a cue verb (or "according to") with its source and the content that depends on it.

Read off spaCy's English dependency parse (ClearNLP labels). Each candidate carries its pattern, so that
`extract.training.cues` can count, verb by verb, how often the pattern is an attribution.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

Pattern = Literal["ccomp", "xcomp", "dobj", "prep", "according"]
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
_OBJECTS = {"dobj", "dative", "iobj"}
_TRAILING = {"prep", "oprd", "pcomp", "acl", "agent", "dative", "npadvmod", "advmod"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A candidate attribution, in token indexes, end exclusive. `source` and `object` may be empty."""

    verb: Token
    pattern: Pattern
    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[int, int]

    @property
    def key(self) -> tuple[str, str]:
        """What the cue lexicon counts: the verb's lemma and the pattern (with its preposition)."""
        if self.pattern == "prep":
            return self.verb.lemma_.lower(), f"prep:{self.verb.doc[self.content[0]].lower_}"
        return self.verb.lemma_.lower(), self.pattern


def clauses(doc: Doc) -> Iterator[Clause]:
    """Yield every candidate of a parsed text, likely or not."""
    for token in doc:
        if token.lower_ == "according" and token.i + 1 < len(doc) and token.nbor().lower_ == "to":
            yield from _according_to(token)
        elif token.pos_ in ("VERB", "AUX"):
            yield from _complements(token)


def source_of(verb: Token) -> tuple[int, int] | None:
    """The tokens of the noun phrase that says, thinks or shows: the verb's subject, or the one that it shares."""
    subject = _subject(verb)
    if subject is None:
        return None
    if subject.lower_ in ("who", "which", "that") and subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        return phrase(verb.head)
    return phrase(subject)


def phrase(head: Token) -> tuple[int, int]:
    """The noun phrase of `head`: its subtree without relative clauses and what trails after them."""
    end = head.right_edge.i + 1
    for child in head.children:
        if child.i > head.i and child.dep_ in ("relcl", "advcl", "ccomp", "parataxis"):
            end = min(end, child.left_edge.i)
    return trimmed(head.doc, head.left_edge.i, end)


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The token span without white space, commas and full stops at its ends."""
    while start < end - 1 and (doc[start].is_space or doc[start].text in ",;:.-–—"):
        start += 1
    while start < end - 1 and (doc[end - 1].is_space or doc[end - 1].text in ",;:.-–—"):
        end -= 1
    return start, end


def _according_to(token: Token) -> Iterator[Clause]:
    to = token.nbor()
    named = next((child for child in (*to.children, *token.children) if child.dep_ == "pobj"), None)
    if named is None:
        return
    doc, sentence = token.doc, token.sent
    source = phrase(named)
    before = trimmed(doc, sentence.start, token.i)
    after = trimmed(doc, source[1], sentence.end)
    content = before if before[1] - before[0] >= after[1] - after[0] else after
    if content[1] - content[0] > 1:
        yield Clause(token, "according", source, (token.i, to.i + 1), content)


def _complements(verb: Token) -> Iterator[Clause]:
    doc = verb.doc
    children = [child for child in verb.children if not child.is_space]
    told = next((c for c in children if c.dep_ in _OBJECTS and c.i > verb.i), None)
    clause = next((c for c in children if c.dep_ == "ccomp"), None) or _parenthetical(verb)
    pattern: Pattern = "ccomp"
    if clause is None:
        clause, pattern = next((c for c in children if c.dep_ == "xcomp" and c.i > verb.i), None), "xcomp"
    cue = verb.i, verb.i + 1
    if clause is not None:
        start, end = clause.left_edge.i, clause.right_edge.i + 1
        if clause.dep_ not in ("ccomp", "xcomp"):  # the verb hangs below what it reports: "It will, he said, go on."
            start, end = (start, verb.left_edge.i) if verb.i > clause.i else (verb.right_edge.i + 1, end)
        if start <= verb.i < end:
            start, end = (start, verb.i) if clause.i < verb.i else (verb.i + 1, end)
        if told is not None and told.right_edge.i < start and told.ent_type_ not in ("DATE", "TIME"):
            cue = verb.i, told.right_edge.i + 1
    elif told is not None:
        pattern, start = "dobj", told.left_edge.i
        end = max(c.right_edge.i for c in children if c.i >= told.i and (c is told or c.dep_ in _TRAILING)) + 1
    else:
        preposition = next((c for c in children if c.dep_ == "prep" and c.i > verb.i), None)
        if preposition is None:
            return
        pattern, start, end = "prep", preposition.left_edge.i, preposition.right_edge.i + 1
    content = trimmed(doc, start, end)
    if start < end:
        yield Clause(verb, pattern, source_of(verb), cue, content)


def _parenthetical(verb: Token) -> Token | None:
    """The head of a clause that `verb` comments on from within: "They will, she said, appeal." """
    return verb.head if verb.dep_ in ("parataxis", "intj") and verb.head.pos_ in ("VERB", "AUX") else None


def _subject(verb: Token) -> Token | None:
    seen = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = [child for child in verb.children if child.dep_ in SUBJECTS]
        if own:
            return own[0] if own[0].dep_ != "nsubjpass" else _agent(verb) or own[0]
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ not in ("conj", "advcl", "xcomp", "pcomp", "prep", "aux", "relcl", "ccomp"):
            return None
        if verb.dep_ == "ccomp" and verb.i < verb.head.i:
            return None
        verb = verb.head
    return None


def _agent(verb: Token) -> Token | None:
    by = next((child for child in verb.children if child.dep_ == "agent"), None)
    return next((child for child in by.children if child.dep_ == "pobj"), None) if by is not None else None
