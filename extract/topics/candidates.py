"""Phrases that may name a policy: noun phrases, actions ("close the prison"), numbered bills, court cases.

Which of them do is told by `extract.topics.policies`; here every phrase of a text is found with its shortest clear
wording and the features that a trained model weighs. "The ordinance" and the like, which name nothing by themselves,
are found as `bare`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc, Span, Token

from extract.speakers.nouns import noun_type
from extract.topics.numbered import kind_and_number
from extract.topics.words import LISTS, SMALL, folded

FAMILIES = {name: LISTS[name] for name in ("law", "plan", "deal")}
"""Heads that stand for one another: an article goes on about a bill as the law, the act, the measure."""
GENERIC = frozenset().union(*FAMILIES.values(), LISTS["other"])
"""Heads that name nothing alone: "the measure"."""
ALONE = LISTS["alone"]
"""Those of them that do all the same: "tariffs"."""
POLICY_NOUNS, ACTIONS = LISTS["nouns"], LISTS["actions"]
_ATTITUDES, _VAGUE = LISTS["attitudes"], LISTS["vague"]

_NUMBERED = re.compile(
    r"\b(?:(?:House|Senate|Assembly|State)\s+(?:Joint\s+)?(?:Bill|Resolution)|Proposition|Prop\.?|Measure|Amendment|"
    r"Issue|Question|Special Order|Executive Order|Council File|Ordinance|Title|Article|Resolution|A\.?B\.?|S\.?B\.?|"
    r"H\.?B\.?|H\.?R\.?|S\.?J\.?R\.?)[\s-]?(?:No\.\s?)?(?:\d[\d-]*[A-Z]?|[IVX]+\b|[A-Z]\b)"
)
_PARTY = r"[A-Z](?:[\w’'&-]|\.(?=\w)){0,40}"
_CASE = re.compile(rf"\b(?:{_PARTY}\s+){{1,4}}vs?\.\s+{_PARTY}(?:\s+(?:of\s+)?{_PARTY}){{0,3}}")
_STOPS = frozenset(',;:—–."“”()') | {"--"}
_AFTER_NOUN = frozenset(["on", "to", "against", "of", "for", "with", "in", "over", "from", "by", "between", "at"])
_AFTER_FAMILY = frozenset(["on", "to", "against", "of", "for", "with"])
"""What names a law, a plan or a deal; after other words it is somebody's or somewhere: "the ordinance in court"."""
_AFTER_VERB = frozenset(["from", "to", "in", "on", "for", "into"])
_LONGEST = 8
"""Words of what follows a head, at most."""
SOMEBODY = "his"
"""The owner of what a pronoun owns."""
LEAD = 600
"""Characters at the beginning of an article that tell what it is about."""


Kind = Literal["noun", "action", "numbered", "case"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase at the characters `start:end`. `keys` are its words, cut so that "deportation" and "deport" agree.

    `owner` is whose it is ("Trump’s plan"), `SOMEBODY` for a pronoun's, None for nobody's.
    """

    start: int
    end: int
    name: str
    head: str
    keys: frozenset[str]
    kind: Kind
    bare: bool
    owner: str | None
    determiner: str
    features: tuple[str, ...]


def key(word: str) -> str:
    """A word cut to what its derivations share."""
    word = folded(word)
    return word[:6] if len(word) > 6 and word.isalpha() else word


def keys_of(words: Sequence[str]) -> frozenset[str]:
    """The keys of the words that tell something."""
    return frozenset(
        key(word) for word in words if word.lower() not in SMALL and (word[:1].isalnum() or word[:1] == "$")
    )


def find_candidates(doc: Doc) -> list[Candidate]:
    """The candidates of a parsed text, in the order of their beginnings, longer ones first."""
    taken: set[int] = set()
    found = [*_marked(doc, taken), *_nouns(doc, taken), *_actions(doc)]
    return sorted(found, key=lambda one: (one.start, -one.end))


def _marked(doc: Doc, taken: set[int]) -> Iterator[Candidate]:
    marks: tuple[tuple[re.Pattern[str], str, Kind], ...] = ((_NUMBERED, "#", "numbered"), (_CASE, "v.", "case"))
    for pattern, head, kind in marks:
        for match in pattern.finditer(doc.text):
            span = doc.char_span(*match.span(), alignment_mode="expand")
            if span is not None and taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                found, name = _candidate(span, span.root, head, kind), re.sub(r"(?:[’']s?|\.)+$", "", match.group())
                keys = frozenset(kind_and_number(name) or found.keys)
                yield replace(found, end=match.start() + len(name), name=" ".join(name.split()), keys=keys)


def _nouns(doc: Doc, taken: set[int]) -> Iterator[Candidate]:
    for chunk in doc.noun_chunks:
        root = chunk.root
        if root.pos_ not in ("NOUN", "PROPN") or root.ent_type_ in ("PERSON", "DATE", "TIME"):
            continue
        if not taken.isdisjoint(range(chunk.start, chunk.end)):
            continue
        owned = next((t.i + 1 for t in reversed(chunk) if t.tag_ == "POS" and t.i < root.i), None)
        start = _without_vague(doc, owned if owned is not None else chunk.start, root.i)
        possessed = "possessive" if owned is not None or doc[chunk.start].tag_ == "PRP$" else ""
        determiner = chunk[0].lower_ if chunk[0].pos_ == "DET" else possessed
        bare = not any(t.lower_ not in _VAGUE and t.text[0].isalnum() for t in doc[start : root.i])
        after = _complement(root)
        end = after if bare else root.i + 1
        extra = [f"determiner={determiner}", f"then={doc[root.i + 1].lower_ if after > root.i + 1 else ''}"]
        if bare and after > root.i + 1:
            if _says_nothing(doc[root.i + 1 : after]):
                continue
            bare = False
            extra.append("complement")
        yield _candidate(doc[start:end], root, root.lemma_.lower(), "noun", extra, bare=bare, determiner=determiner)


def _actions(doc: Doc) -> Iterator[Candidate]:
    for verb in doc:
        if verb.pos_ != "VERB" or verb.lemma_.lower() in _ATTITUDES:
            continue
        target = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i and c.pos_ != "PRON"), None)
        done_by_policy = any(c.dep_ == "nsubj" and _is_family(c) for c in verb.children)
        if target is None or _is_of_family(target) or done_by_policy:
            continue
        end = _end_of_action(verb, target)
        if end > target.i and not _says_nothing(doc[verb.i + 1 : end]):
            head, what = verb.lemma_.lower(), folded(target.text)
            yield _candidate(doc[verb.i : end], verb, head, "action", [f"object={what}", f"does={head} {what}"])


def _is_of_family(noun: Token) -> bool:
    """Whether a noun with telling words is a law, a plan or a deal: "adopt the sanctuary ordinance" is about that."""
    told = any(c.dep_ in ("amod", "compound", "nmod") and c.lower_ not in _VAGUE for c in noun.lefts)
    return told and _is_family(noun)


def _is_family(noun: Token) -> bool:
    return any(folded(noun.lemma_) in heads for heads in FAMILIES.values())


def _candidate(
    span: Span,
    root: Token,
    head: str,
    kind: Kind,
    extra: Sequence[str] = (),
    *,
    bare: bool = False,
    determiner: str = "",
) -> Candidate:
    owner = next((c for c in root.children if c.dep_ == "poss" and c.i < root.i), None) if kind == "noun" else None
    owned_by = None
    if owner is not None and owner.tag_ == "PRP$":
        owned_by = SOMEBODY
    elif owner is not None and owner.pos_ == "PROPN":
        owned_by = owner.text
    return Candidate(
        start=span.start_char,
        end=span.end_char,
        name=" ".join(re.sub(r'["“”]', " ", span.text).split()),
        head=folded(head),
        keys=keys_of([token.text for token in span]),
        kind=kind,
        bare=bare,
        owner=owned_by,
        determiner=determiner,
        features=(*_features(span, root, head, kind), *extra, *(("bare",) if bare else ())),
    )


def _features(span: Span, root: Token, head: str, kind: str) -> Iterator[str]:
    governor, preposition = root.head, ""
    if root.dep_ == "pobj" and governor.pos_ == "ADP":
        preposition, governor = governor.lower_, governor.head
    verb = governor.lemma_.lower()
    yield from (f"kind={kind}", f"head={head}", f"dependency={root.dep_}", f"under={verb}", f"tag={root.tag_}")
    yield from (f"preposition={preposition}", f"as={root.dep_} {verb}")
    modifiers = {folded(t.text) for t in span if t.lower_ not in SMALL and t.text[0].isalnum()} - {folded(head)}
    for word in sorted(modifiers):
        yield from (f"word={word}", f"pair={head} {word}")
    yield from (f"entity={label}" for label in sorted({token.ent_type_ for token in span} - {""}))
    if root.ent_type_:
        yield f"name={root.ent_type_}"
    yield f"capitals={min(3, sum(t.text[:1].isupper() for t in span if t.is_alpha))}"
    yield f"length={min(6, len(span))}"
    if len(span) > 1 and span[-1].text[:1].isupper():
        yield "title"
    if kind == "noun" and (type := noun_type(head)):
        yield f"speaker={type}"
    if kind == "noun" and head in POLICY_NOUNS:
        yield "policy noun"
    if kind == "action" and head in ACTIONS:
        yield "policy action"
    if span.start_char < LEAD:
        yield "lead"


def _without_vague(doc: Doc, start: int, root: int) -> int:
    while start < root and (
        doc[start].lower_ in _VAGUE or not (doc[start].text[0].isalnum() or doc[start].text[0] == "$")
    ):
        start += 1
    return start


def _complement(root: Token) -> int:
    """Where the phrase ends that a noun governs right after it: "ban on leaf blowers", "plan to close the prison"."""
    doc, end, first = root.doc, root.i + 1, True
    naming = _AFTER_FAMILY if _is_family(root) else _AFTER_NOUN
    for child in root.rights:
        if child.dep_ == "prep" and child.i <= end and child.lower_ in naming:
            full = child.right_edge.i + 1
            simple = not any(t.text in _STOPS or t.dep_ == "cc" for t in doc[child.i : full])
            short = simple and full - child.i < _LONGEST
            reached = full if short else _noun_end(doc, child.i + 1, min(full, child.i + _LONGEST))
            if reached is None:
                break
            end = reached
            if child.lower_ != "of" or not first:
                break
            first = False
        elif child.dep_ in ("acl", "relcl") and child.tag_ in ("VB", "VBG") and child.i <= end + 1:
            return _noun_end(doc, child.i, min(child.right_edge.i + 1, child.i + _LONGEST + 1)) or end
        elif child.dep_ in ("cc", "punct"):
            break
    return end


def _end_of_action(verb: Token, target: Token) -> int:
    doc = verb.doc
    end = _noun_end(doc, verb.i + 1, min(target.right_edge.i + 1, verb.i + _LONGEST + 1)) or target.i + 1
    after = next((c for c in verb.children if c.dep_ == "prep" and c.i == end and c.lower_ in _AFTER_VERB), None)
    if after is not None:
        end = _noun_end(doc, after.i + 1, min(after.right_edge.i + 1, after.i + 6)) or end
    return end


def _noun_end(doc: Doc, start: int, limit: int) -> int | None:
    """The last end of a noun phrase in a stretch of tokens without punctuation."""
    end = None
    for token in doc[start:limit]:
        another = token.dep_ == "cc" and doc[token.i + 1 : token.i + 2].text.lower() in ("the", "a", "an")
        if token.text in _STOPS or token.tag_ in ("WDT", "WP") or another:
            break
        if token.dep_ in ("compound", "amod", "nmod", "nummod", "poss", "quantmod"):
            continue
        owned = token.i + 1 < len(doc) and doc[token.i + 1].tag_ == "POS"
        ends = token.pos_ in ("NOUN", "PROPN", "NUM", "PRON") or (token.pos_ == "VERB" and not any(token.rights))
        if ends and not owned:
            end = token.i + 1
    return end


def _says_nothing(span: Span) -> bool:
    """Whether all that a phrase tells is a bare noun that goes on about something: "reauthorization of the program"."""
    telling = [t for t in span if t.text[0].isalnum() and t.lower_ not in SMALL and t.lower_ not in _VAGUE]
    return bool(telling) and all(_goes_on(token) for token in telling)


def _goes_on(token: Token) -> bool:
    definite = any(c.lower_ in ("the", "this", "that", "these", "his", "her", "their", "its") for c in token.lefts)
    return definite and folded(token.lemma_) in GENERIC and not any(c.dep_ in ("amod", "compound") for c in token.lefts)
