"""The recogniser's entities, put right where "and" is part of a name, or joins two that it took for one."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from extract.speakers.entities import covered, entity_over, overlaps
from extract.speakers.names import acronyms_of, is_given, letters_of
from extract.speakers.nouns import names_a_person, noun_type, partners

_AND = ("and", "&")
_OF_PLACES = ("police", "constabulary", "council", "borough")
_LOCAL = (*_OF_PLACES, "authority", "trust", "university", "hospitals", "service")
"""What serves several places at once: "Devon and Cornwall Police"."""
_WITHIN = ("of", "for", "on", "the", "in")


def correct(doc: Doc) -> None:
    """Set the entities of a text anew: "Marks & Spencer" is one, "the FBI and the Ministry of Justice" two."""
    things = _things(doc)
    parts = [part for ent in doc.ents for part in _apart(ent)]
    entities = [Span(doc, p.start, p.end, label="ORG") if p.text in things else p for p in parts]
    joined = list(_joined(doc))
    taken = covered(joined)
    doc.set_ents([*joined, *(ent for ent in entities if not overlaps(ent, taken))])


def _apart(ent: Span) -> Iterator[Span]:
    """The organisations of an entity that names two: each of several words, or each with a noun of its own."""
    both = next((token.i for token in ent if token.lower_ == "and"), None)
    if ent.label_ != "ORG" or both is None:
        yield ent
        return
    sides = ent.doc[ent.start : both], ent.doc[both + 1 : ent.end]
    nouns = [any(_is_body(token) for token in side) for side in sides]
    long = all(sum(token.is_title for token in side) > 1 for side in sides) and not ent[-1].lower_.endswith("s")
    plain = not any(token.lower_ in _WITHIN or token.text == "," for side in sides for token in side[1:])
    if all(nouns) or (long and plain and not any(nouns)):
        for side in sides:
            start = side.start + (side[0].lower_ == "the")
            yield Span(ent.doc, start, side.end, label="ORG")
    else:
        yield ent


def _things(doc: Doc) -> set[str]:
    """Single names of which the article speaks as "it", or says that they are a company: "Oxley closed its plant"."""
    people = [ent for ent in doc.ents if ent.label_ == "PERSON"]
    longer = {ent[-1].text for ent in people if len(ent) > 1}
    single = [ent for ent in people if len(ent) == 1 and ent.text not in longer and not is_given(ent.text)]
    titled = {ent.text for ent in single if ent.start and names_a_person(doc[ent.start - 1].lower_.strip("."))}
    return {ent.text for ent in single if ent.text not in titled and _is_thing(ent[0])}


def _is_thing(name: Token) -> bool:
    if any(child.dep_ == "appos" and noun_type(child.lemma_) == "organization" for child in name.children):
        return True
    return name.dep_ == "nsubj" and any(_is_owned_within(t, name.head) for t in name.head.subtree if t.lower_ == "its")


def _is_owned_within(its: Token, verb: Token) -> bool:
    """Whether "its" is in what a verb is about, and in no other clause."""
    noun = its.head
    while noun.dep_ in ("dobj", "pobj", "prep"):
        noun = noun.head
    return noun == verb


def _is_body(token: Token) -> bool:
    """Whether a word is the noun of an organisation's name: "… Committee", "Ministry of …"."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    last = after is None or after.lower_ == "of" or not after.text[0].isupper()
    return last and noun_type(token.lower_) == "organization"


def _joined(doc: Doc) -> Iterator[Span]:
    letters = {short.lower() for token in doc if (short := letters_of(token.text))}
    alone = {token.lower_ for token in doc if token.i + 1 == len(doc) or token.nbor(1).lower_ not in _AND}
    done = 0
    for token in doc:
        if token.lower_ in _AND and 0 < token.i < len(doc) - 1 and token.i >= done:
            start, end = _run(doc, token.i)
            left, right = doc[start : token.i], doc[token.i + 1 : end]
            spelled_out = not letters.isdisjoint(acronyms_of(doc[start:end].text))
            one = len(left) and len(right) and _is_one_name(left, right, alone, ampersand=token.text == "&")
            whole = entity_over(doc, token.i)
            if spelled_out and whole is not None and whole.label_ == "ORG":
                start, end = min(start, whole.start), max(end, whole.end)
            if spelled_out or one:
                done = end
                yield Span(doc, start, end, label="ORG")


def _run(doc: Doc, at: int) -> tuple[int, int]:
    """The capitalised words on both sides of an "and"."""
    start, end = at, at + 1
    while start and _is_named(doc[start - 1]):
        start -= 1
    while end < len(doc) and _is_named(doc[end]):
        end += 1
    if end + 1 < len(doc) and doc[end].lower_ in _AND and _is_named(doc[end + 1]):  # "… Fire and Rescue Service"
        further = next((i for i in range(end + 1, len(doc)) if not _is_named(doc[i])), len(doc))
        end = further if doc[further - 1].lower_ in _LOCAL else end
    return start, end


def _is_named(token: Token) -> bool:
    return token.text[0].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ") and not token.is_space


def _is_one_name(left: Span, right: Span, alone: set[str], *, ampersand: bool) -> bool:
    people = any(len(side) > 1 and is_given(side[0].text) for side in (left, right))
    body = _is_body(right[-1]) or right[-1].lower_ in _LOCAL
    if ampersand:
        return not people or body
    if f"{left.text} {right.text}".lower() in partners():
        return True
    given = len(left) == 1 or (len(left) == 2 and len(left[1].text.strip(".")) == 1)
    if given and body and len(right) > 1 and is_given(left[0].text) and is_given(right[0].text):
        return True  # "the Bill and Melinda Gates Foundation"
    company = left[0].ent_type_ == "ORG" and right[-1].lower_ not in _OF_PLACES
    if len(left) > 1 or len(right) < 2 or company:
        return False
    return right[-1].lower_ in _LOCAL and left[0].lower_ not in alone  # "Devon and Cornwall Police"
