"""Corrects the tagger's speakers by the parse: in passives, and where one person says what another acts on.

The tagger often makes the person who is told, asked or quoted part of the content.

A person who is told or asked is a hearer; the speaker is the agent ("by the mayor"), if there is one. A person who "was
quoted as saying" something is the speaker, not the paper that quotes it. In "when she said that, he sued" the speaker
is "she", and in "her claim that … angered him" as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, pairwise

from spacy.tokens import Doc, Token

from extract.attribution.acts import act_of
from extract.attribution.clauses import hears, is_passive, phrase, source_of, trimmed
from extract.attribution.spans import Attribution, Span, Spans, cut, trimmed_span

_HIGHEST = 3
"""Steps up the parse from a verb of saying to the one on which it depends, at most."""
_NAMERS = ("brand", "call", "describe", "dub", "label")
"""Verbs that give their object a name: what is said is the name alone."""
_RELAYERS = ("cite", "hear", "overhear", "quote", "record", "report", "say")
"""Verbs that hand on what somebody else says, where another verb of saying depends on them."""
_REACH = 12
"""Words from such a verb to the other, at most."""


def with_speaker(found: Attribution, doc: Doc, text: str) -> Attribution | None:
    """An attribution with the speaker found in the parse, and without speaker and hearer in its content; None if no
    content is left."""
    cue = [token for span in found.cue for token in doc.char_span(*span, alignment_mode="expand") or ()]
    for verb in cue:
        for relayer in (verb, *islice(verb.ancestors, _HIGHEST)):
            words = _relayed_words(relayer) if relayer.lemma_.lower() in _RELAYERS else None
            if words is not None and (relayer is verb or words[1][1] > verb.i >= words[1][0]):
                return _relayed(found, relayer, text, *words)
        if is_passive(verb):
            return _by_agent(found, verb, text)
        if (inner := _acted_on(found, verb, text) or _claimed(found, verb, text)) is not None:
            return inner
    return found


def _acted_on(found: Attribution, verb: Token, text: str) -> Attribution | None:
    """What somebody says in a clause before the verb of another's act: "When she said “no”, he sued"."""
    doc = verb.doc
    for start, end in found.content:
        part = doc.char_span(start, end, alignment_mode="expand")
        if part is None or part.end > verb.i or part[0].tag_ not in ("WRB", "IN") or part[0].lower_ == "if":
            continue
        said = next((token for token in part if token.pos_ == "VERB" and _says(token)), None)
        speaker = source_of(said) if said is not None else None
        if said is not None and speaker is not None and part.start <= speaker[0] and said.i + 1 < part.end:
            return _reported(found, said, text, speaker, (said.idx + len(said), end))
    return None


def _says(verb: Token) -> bool:
    """Whether a verb is one of saying, with words in marks or a clause for what is said."""
    quoted = verb.i + 1 < len(verb.doc) and verb.nbor().is_quote
    return act_of(verb) == "statement" and (quoted or any(child.dep_ == "ccomp" for child in verb.children))


def _claimed(found: Attribution, verb: Token, text: str) -> Attribution | None:
    """What somebody claims where the claim itself acts: "her claim that he lied angered him"."""
    doc = verb.doc
    for start, end in found.content:
        part = doc.char_span(start, end, alignment_mode="expand")
        if part is None or part.end > verb.i or act_of(verb) == "statement" or not found.source[:1] > ((end, end),):
            continue
        owner = next((token for token in part if token.dep_ == "poss" and token.left_edge.i == part.start), None)
        if owner is not None and owner.head.pos_ == "NOUN" and act_of(owner.head) == "statement":
            return _reported(found, owner.head, text, phrase(owner), (owner.head.idx + len(owner.head), verb.idx))
    return None


def _reported(found: Attribution, cue: Token, text: str, speaker: Span, rest: Span) -> Attribution | None:
    doc = cue.doc
    inner = trimmed_span(text, *rest)
    content = cut(doc, text, (inner,), ()) if inner else ()
    source = _characters(doc, [speaker])
    where = _characters(doc, [(cue.i, cue.i + 1)])
    return replace(found, source=source, cue=where, content=content, trigger=cue.i) if content else None


def _relayed_words(verb: Token) -> tuple[Span, Span] | None:
    """Whose words a paper quotes, and how: of "was quoted as saying" the subject, of "quoted him as saying" him."""
    doc = verb.doc
    said = _saying(verb)
    if said is None:
        return None
    if is_passive(verb):
        speaker = _subject(verb)
    else:
        speaker = trimmed(doc, verb.i + 1, said[0]) if doc[said[0]].lower_ == "as" and said[0] > verb.i + 1 else None
    if speaker is None or not any(token.pos_ in ("NOUN", "PROPN", "PRON") for token in doc[slice(*speaker)]):
        return None
    return speaker, said


def _relayed(found: Attribution, verb: Token, text: str, speaker: Span, said: Span) -> Attribution | None:
    doc = verb.doc
    start, end = said
    first = min([verb.i, *(child.i for child in verb.children if child.dep_ in ("aux", "auxpass"))])
    cue = _characters(doc, [(first, end)] if start == verb.i + 1 else [(first, verb.i + 1), (start, end)])
    relatives = [(child.i, child.i + 1) for child in verb.children if child.tag_ in ("WP", "WDT")]
    others = [*_agents(verb), *_agents(doc[end - 1]), *_characters(doc, relatives), *found.source]
    source = _characters(doc, [speaker])
    content = cut(doc, text, found.content, [*source, *cue, *others])
    return replace(found, source=source, cue=cue, content=content, trigger=end - 1) if content else None


def _saying(verb: Token) -> Span | None:
    """The words with which another verb of saying depends on one: "as saying", "to have said", "saying"."""
    doc = verb.doc
    following = doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]
    for token, after in pairwise(following):
        if token.lower_ == "as" and after.tag_ == "VBG":
            return token.i, after.i + 1 + (after.lower_ == "having")
        if token.text in (",", ";", ":"):
            break
    infinitive = next((token for token in following if token.lemma_ not in ("to", "have")), None)
    if infinitive is None or not is_passive(verb) or act_of(infinitive) != "statement":
        return None
    return (verb.i + 1, infinitive.i + 1) if infinitive.i > verb.i + 1 or infinitive.tag_ == "VBG" else None


def _by_agent(found: Attribution, verb: Token, text: str) -> Attribution:
    """What a passive says, as its agent's; if its subject only hears it and there is no agent, as nobody's."""
    doc, source = verb.doc, found.source
    names = verb.lemma_.lower() in _NAMERS
    if hears(verb) or (not source and (names or act_of(verb) == "statement")):
        source = tuple((start + len("by "), end) for start, end in _agents(verb))[:1]
    left_out = [*source, *_by_before(source, doc)]
    if (hears(verb) or (names and source)) and (subject := _subject(verb)) is not None:
        left_out += _characters(doc, [subject])
    return replace(found, source=source, content=cut(doc, text, found.content, left_out) or found.content)


def _by_before(source: Spans, doc: Doc) -> Iterator[Span]:
    """The characters of a "by" right before a source."""
    for start, end in source:
        named = doc.char_span(start, end, alignment_mode="expand")
        if named is not None and named.start and doc[named.start - 1].lower_ == "by":
            yield doc[named.start - 1].idx, start


def _subject(verb: Token) -> Span | None:
    """The tokens of a passive's subject, or of what its clause modifies: "Voss, who was quoted", "Voss, quoted"."""
    own = next((child for child in verb.children if child.dep_ in ("nsubjpass", "nsubj")), None)
    if (own is None or own.tag_ in ("WP", "WDT")) and verb.dep_ in ("relcl", "acl"):
        own = verb.head
    return phrase(own) if own is not None else None


def _agents(verb: Token) -> Iterator[Span]:
    """The characters of "by" and whom it names, where they depend on a verb or follow it at once."""
    doc = verb.doc
    for by in verb.subtree:
        if by.lower_ == "by" and by.i > verb.i and by.head in (verb, *verb.children):
            person = next((child for child in by.children if child.dep_ == "pobj"), None)
            if person is not None and (person.pos_ in ("PROPN", "PRON") or person.ent_type_ or by.dep_ == "agent"):
                yield from _characters(doc, [(by.i, phrase(person)[1])])


def _characters(doc: Doc, spans: Iterable[Span]) -> Spans:
    return tuple((doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) for start, end in spans)
