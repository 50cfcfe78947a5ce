"""What kind of phrase a source is, and what to call a speaker that only a phrase names."""

import re
from typing import Literal

from spacy.tokens import Span, Token

from extract.records import SpeakerType
from extract.speakers.names import is_given
from extract.speakers.nouns import names_a_person, noun_type

Kind = Literal["first", "pronoun", "plural", "thing", "relative", "name", "nominal"]

_FIRST = {"i", "we", "my", "our", "me", "us", "mine", "ours"}
_PERSON = {"he", "him", "his", "she", "her", "hers"}
_PLURAL = {"they", "them", "their", "theirs", "both", "these"}
_THING = {"it", "its", "this", "that", "which"}
_RELATIVE_ROLES = ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative")
_PRONOUNS: tuple[tuple[Kind, set[str]], ...] = (
    ("first", _FIRST),
    ("pronoun", _PERSON),
    ("plural", _PLURAL),
    ("thing", _THING),
)
_ARTICLES = {"the", "a", "an"}
PARTY = re.compile(r"(?:[RDI]|Rep|Dem|Ind)\.?\s?[-–—]\s?[A-Z][\w.]*")
"""A politician's party and state: "R-Tenn."."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CREDIT = re.compile(
    r"(?:AP Photo ?/ ?)?[A-Z][^\n,;:“”]{0,40}? ?/ ?(?:Getty Images|AFP|Reuters|Bloomberg|AP|EPA|Shutterstock)\b"
)
_LONGEST_NAME = 14
"""Words of an unnamed speaker's name at most."""


def kind_of(span: Span) -> Kind:
    """What kind of phrase a source is; `relative` is one that stands for the noun before its clause ("who")."""
    words = [token for token in span if not token.is_punct and not token.is_space]
    if 0 < len(words) <= 3:
        last = words[-1] if words[-1].tag_ in ("WP", "WDT", "WP$") else words[0]
        relative = last.tag_ in ("WP", "WDT") and last.dep_ in _RELATIVE_ROLES
        if relative and antecedent(last) is not None:
            return "relative"
        if len(words) == 1 or words[1].lower_ in ("all", "both", "also", "himself", "herself", "themselves", "then"):
            word = words[0].lower_
            for kind, members in _PRONOUNS:
                if word in members:
                    return kind
    root = head_of(span)
    common = root.tag_ == "NNPS" or root.ent_type_ == "NORP" or noun_type(root.lower_) in ("anonymous", "document")
    acronym = root.text.isupper() and len(root) > 1 and not names_a_person(root.lower_)
    return "name" if acronym or (root.pos_ == "PROPN" and not common) else "nominal"


def head_of(span: Span) -> Token:
    """The head of a noun phrase; the parse's root, unless that is an article or a mark: then the last noun."""
    root = span.root
    if root.pos_ not in ("DET", "PUNCT", "PART", "NUM", "ADV") or root.tag_ in ("WDT", "WP"):
        return root
    return next((token for token in reversed(span) if token.pos_ in ("NOUN", "PROPN", "PRON")), root)


def antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for: what its clause modifies."""
    clause = next((a for a in token.ancestors if a.dep_ in ("relcl", "acl")), None)
    if clause is not None and clause.head.i < token.i:
        return clause.head
    before = token.nbor(-1) if token.i else None
    if before is not None and before.text == "," and token.i > 1:
        before = token.nbor(-2)
    return before if before is not None and before.pos_ in ("NOUN", "PROPN", "PRON") else None


def trimmed_source(span: Span) -> Span:
    """A source without the preposition or photo credit before it, and without the day behind it."""
    doc, start, end = span.doc, span.start, span.end
    credit = _CREDIT.match(span.text)
    if credit is not None and credit.end() < len(span.text):
        start = next((t.i for t in span if t.idx >= span.start_char + credit.end()), start)
    while start < end and (doc[start].tag_ in ("IN", "TO") or doc[start].lower_ == "according"):
        if end - start == 1 and doc[start].text[0].isupper():  # "From said": a surname
            break
        start += 1
    if end - start > 2 and doc[end - 1].lower_ in DAYS and doc[end - 2].pos_ in ("NOUN", "PROPN"):
        named = doc[end - 3].pos_ == "PROPN" and not names_a_person(doc[end - 3].lower_)
        end -= named or not is_given(doc[end - 2].text)  # "Sgt. Joe Friday"
    return doc[start:end]


def phrase_name(span: Span) -> tuple[str, Span]:
    """What to call a speaker that a phrase names: the phrase without article and what only adds to it.

    A capital that only opens the sentence is none of the name: "critics".
    """
    doc, root = span.doc, head_of(span)
    start = span.start
    while start < root.i and (doc[start].lower_ in _ARTICLES or doc[start].is_punct or doc[start].is_space):
        start += 1
    commas = [token.i for token in doc[root.i + 1 : span.end] if token.text in (",", "—", "–", "(", ";", ":")]
    end = min([span.end, *commas, start + _LONGEST_NAME])
    added = [c.left_edge.i for c in root.children if c.i > root.i and c.dep_ in ("appos", "advcl")]
    end = max(min([end, *added]), start + 1)
    while end > start + 1 and doc[end - 1].is_quote:
        end -= 1
    name = " ".join(doc[start:end].text.split())
    numbered = doc[start].lower_ in ("no", "no.") and start + 1 < end and doc[start + 1].like_num  # "No 10"
    common = not numbered and (
        doc[start].pos_ in ("DET", "NUM", "ADV", "PRON") or noun_type(doc[start].lemma_) is not None
    )
    named = any(token.is_title and not token.ent_type_ for token in doc[start + 1 : end])  # "Neighbors for Homes"
    opens = doc[start].is_sent_start and doc[start].pos_ != "PROPN" and common and not named and name[1:2].islower()
    if in_headline(root) and noun_type(root.lemma_.lower()) is not None:
        return name.lower(), doc[start:end]
    return name[:1].lower() + name[1:] if opens else name, doc[start:end]


def in_headline(token: Token) -> bool:
    """Whether a word stands in a line whose long words are all capitalised."""
    words = [t for t in token.sent if t.is_alpha and len(t) > 3]
    return len(words) > 2 and all(t.text[0].isupper() for t in words)


def phrase_type(root: Token) -> SpeakerType:
    """The type of speaker that a common noun names; a plural is a group."""
    plural = root.tag_ in ("NNS", "NNPS")
    exact = noun_type(root.lower_)
    if exact is not None and (plural or root.text.isupper()):
        return exact
    kind = noun_type(root.lemma_) or "anonymous"
    return "group" if plural and kind in ("anonymous", "organization") else kind


def is_definite(span: Span) -> bool:
    """Whether a phrase points at somebody known: "the mayor", "this senator", "his wife"."""
    first = span[0]
    return first.lower_ in ("the", "this", "that", "these", "those") or first.tag_ in ("PRP$", "WP$")
