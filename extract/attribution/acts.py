"""What a quote reports: a statement, or a belief, an intention, a perception.

After the types of attribution in the Penn Discourse Treebank 2.0 manual (assertion, belief, fact, eventuality), except
that a promise, which somebody uttered, is a statement here. `acts.json` is a reviewed list of cues: act -> lemmas,
"lemma to" where an infinitive must follow. What nobody asserted ("did not say", "if she says", "denied that", "did he
say?") is `other`: without its cue it would read as a false report.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token

from extract.attribution.clauses import SUBJECTS
from extract.attribution.spans import Attribution
from extract.records import Act

_SAID_WITHOUT_VERB = (":", "—", "–", "―", "-", "--", "according")
_IF = {"if", "unless", "whether"}
_NOBODY = {"nobody", "none", "nothing", "neither", "few"}
_HARDLY = {"hardly", "barely", "scarcely", "yet", "neither"}
_NOT_YET = {"may", "might", "will", "'ll", "’ll", "could", "should"}
_UNSAID = {
    "avoid",
    "decline",
    "deny",
    "fail",
    "forbear",
    "hesitate",
    "refrain",
    "refuse",
    "retract",
    "stop",
    "withdraw",
}
"""What governs a cue and unsays it: "refused to say", "stopped short of saying", "retracted her claim"."""


@cache
def _acts() -> dict[str, Act]:
    listed = json.loads(files(__package__).joinpath("acts.json").read_text("utf-8"))
    return {lemma: act for act, lemmas in listed.items() for lemma in lemmas}


def act_reported(doc: Doc, found: Attribution, *, quoted: float) -> Act:
    """The act of an attribution; where its content is `quoted`, a statement, whatever the cue ("she went on")."""
    if found.trigger is None:
        return "statement"
    trigger = doc[found.trigger]
    if not _asserted(trigger, uttered=quoted > 0.9):
        return "other"
    if quoted > 0.9 and _utterance(doc, found):
        return "statement"
    cue = (doc.char_span(start, end, alignment_mode="expand") or () for start, end in found.cue)
    act = act_of(trigger, *(token for part in cue for token in part))
    return "statement" if act == "other" and quoted > 0.5 and _utterance(doc, found) else act


def act_of(*cue: Token) -> Act:
    """The act that the first of a cue's words to tell one tells ("was critical of")."""
    for token in cue:
        lemma = token.lemma_.lower()
        if lemma == "like" and token.pos_ == "ADP":  # "it looks like"
            continue
        if lemma in _SAID_WITHOUT_VERB or (token is cue[0] and token.pos_ == "ADP"):
            return "statement"
        if _before_infinitive(token) and (act := _acts().get(f"{lemma} to")):
            return act
        if act := _acts().get(lemma):
            return act
    return "other"


def _utterance(doc: Doc, found: Attribution) -> bool:
    """Whether quoted content is more than a name or a title: a clause, or something that ends as a sentence does."""
    spans = [doc.char_span(start, end, alignment_mode="contract") for start, end in found.content]
    ends = any(span.text.rstrip("”\"'’» ").endswith((",", ".", "!", "?", "…", "—")) for span in spans if span)
    return ends or any(token.pos_ in ("VERB", "AUX") for span in spans if span for token in span)


def _before_infinitive(token: Token) -> bool:
    return any(
        child.dep_ == "xcomp" and child.i > token.i and any(inner.lower_ == "to" for inner in child.children)
        for child in token.children
    )


def _asserted(verb: Token, *, uttered: bool) -> bool:
    """Whether the parse says that the cue's act took place; words in marks were `uttered`, whatever the mood."""
    children = list(verb.children)
    subjects = [child for child in children if child.dep_ in SUBJECTS]
    inverted = any(child.dep_ == "aux" and child.i < subject.i < verb.i for child in children for subject in subjects)
    if inverted and verb.sent.text.rstrip().endswith("?"):
        return False
    if verb.lemma_ == "ask" and verb.tag_ == "VBN" and not any(child.dep_ in ("nsubj", "aux") for child in children):
        return False  # "asked whether he would sue", he: the question is the reporter's
    if any(_denied(word) for word in (verb, *_governors(verb))):
        return False
    if uttered:
        return True
    conditional = any(child.dep_ == "aux" and child.lower_ in _NOT_YET for child in children)
    return not conditional and not any(
        child.dep_ in ("mark", "advmod") and child.lower_ in _IF for child in children if child.i < verb.i
    )


def _denied(word: Token) -> bool:
    children = list(word.children)
    subjects = [child for child in children if child.dep_ in SUBJECTS]
    return (
        word.lemma_.lower() in _UNSAID
        or any(child.dep_ == "neg" or child.lower_ in _HARDLY for child in children)
        or any(s.lower_ in _NOBODY or any(_is_nobody(c) for c in s.children) for s in subjects)
    )


def _is_nobody(word: Token) -> bool:
    """Whether a word before a noun says that there is none: not the "No" of "a No 10 spokesman"."""
    numbered = word.i + 1 < len(word.doc) and word.nbor(1).text[0].isdigit() and word.text[0].isupper()
    return word.lower_ in ("no", *_NOBODY) and not numbered


def _governors(verb: Token) -> Iterator[Token]:
    """The words that the cue is the complement of: "refused" of "refused to say"."""
    while verb.dep_ in ("xcomp", "ccomp", "pcomp", "acomp", "csubj", "prep", "dobj", "pobj") and verb.head.i < verb.i:
        verb = verb.head
        yield verb
