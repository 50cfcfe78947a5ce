"""What an article says that somebody is: titles, appositions and predicates read off the words around a name."""

import re
from collections.abc import Container, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from extract.attribution.clauses import phrase
from extract.speakers.entities import Description, Entity, Tokens, entity_over, text_of
from extract.speakers.mentions import Mentions
from extract.speakers.names import HONORIFICS, POSTNOMINALS, Gender, name_words
from extract.speakers.nouns import names_a_person, noun_type
from extract.speakers.people import ABBREVIATED_TITLES
from extract.speakers.sources import PARTY, head_of

_LONGEST = 16
"""Words of a description at most: what is longer is no title."""
_MOST = 100
"""Descriptions of a person at most; the news have up to eleven."""
_PAST = ("former", "ex-", "onetime", "retired")
_ACTS_AS = ("serve", "work", "act", "begin", "start", "run", "retire", "occupy", "campaign", "resign")
_TOO_LONG = 10
"""Words of a role that says more than who somebody is."""
_RELATIVE = re.compile(r"who (?:was|is|served as|serves as|became|has been|had been|works as|worked as)\s")
_PARTIES = {"R": "Republican Party", "D": "Democratic Party"}
_BREAKS = {",", ";", ":", "(", ")", "—", "–", "--", "“", "”", '"', "[", "]"}
_DOERS = ("er", "or", "ist", "ian")
"""Endings of nouns for what somebody does: "broadcaster"."""
_NOT_TITLES = ("then", "new", "fellow", "now", "even")


def describe(doc: Doc, people: Sequence[Entity], *, quoted: Sequence[bool]) -> None:
    """Give each person the descriptions that stand beside its mentions, in text order.

    What a clause in quotes says somebody to be is an opinion and left out: `quoted` tells of each token whether it is.
    """
    for person in people:
        for mention in person.mentions:
            for description in descriptions_at(doc, mention, quoted=quoted[mention[0]]):
                add_description(person, doc, description)
        if person.gender is None:
            person.gender = next(filter(None, (_gender(doc, d) for d in person.descriptions)), None)


def descriptions_at(doc: Doc, mention: Tokens, *, quoted: bool = False) -> Iterator[Description]:
    """What stands beside one mention of a person, and in what clause."""
    yield from _before(doc, mention)
    yield from _after(doc, mention)
    if not quoted:
        yield from _parsed(doc, mention)


def add_description(person: Entity, doc: Doc, description: Description) -> None:
    """Note a description, unless it names the person itself ("Ruiz’s aide") or several people at once."""
    span = doc[slice(*description.tokens)]
    if span[0].tag_ == "PRP$":  # "her spokeswoman" tells nothing without whose
        return
    itself = description.kind != "affiliation" and not set(person.words).isdisjoint(
        name_words(span.text.replace("’", " "))
    )
    several = head_of(span).tag_ in ("NNS", "NNPS") and span[-1].lower_.strip(".") not in ("sens", "reps")
    enough = len(person.descriptions) >= _MOST
    if not itself and not several and not enough and all(d.tokens != description.tokens for d in person.descriptions):
        person.descriptions.append(description)


def role_of(person: Entity) -> Description | None:
    """The description that tells most: of several words and of the present, then by kind, then the first."""
    return max((d for d in person.descriptions if d.kind != "affiliation"), key=_telling, default=None)


_KINDS = ("predicate", "nominal", "apposition", "title")


def _telling(description: Description) -> tuple[bool, int, bool, int]:
    words = description.text.lower().split()
    told = 1 < len(words) <= _TOO_LONG and not words[0].startswith(_PAST)
    return told, _KINDS.index(description.kind), len(words) > 1, -description.tokens[0]


def affiliation_of(person: Entity, mentions: Mentions, organizations: Container[Entity]) -> tuple[str, Tokens] | None:
    """The organisation or party that somebody is said to belong to, and where that stands."""
    for description in person.descriptions:
        if description.kind == "affiliation":
            return description.text, description.tokens
    start, end = role.tokens if (role := role_of(person)) is not None else (0, 0)
    for entity, mention in mentions.within(start, end):
        if entity in organizations and entity.name != "State":  # "Secretary of State"
            return entity.name, mention
    return None


def _before(doc: Doc, mention: Tokens) -> Iterator[Description]:
    """ "FBI Director | James Comey"; "Reuters’ | Luciana Lopez"."""
    start = end = mention[0]
    while end and doc[end - 1].text == "." and doc[end - 2].lower_ in ABBREVIATED_TITLES:
        end -= 1
    if end and doc[end - 1].lower_ in ("'s", "’s", "'", "’") and mention[1] - mention[0] > 1:
        owner = _owner(doc, end - 1)
        if owner is not None:
            yield Description(text_of(doc, owner), owner, "affiliation")
        return
    at = _office(doc, end)
    if not end or (at == end and not _is_title_word(doc[end - 1])):
        return
    while at and end - at < 10 and _continues_title(doc[at - 1]) and not doc[at - 1].is_sent_start:
        at -= 1
    if at and doc[at - 1].is_sent_start and _continues_title(doc[at - 1]):
        at -= 1
    while at < end and (
        (doc[at].lower_ in _NOT_TITLES and not doc[at].ent_type_) or doc[at].text in "-–." or doc[at].pos_ == "NUM"
    ):
        at += 1
    words = [token for token in doc[at:end] if token.pos_ in ("NOUN", "PROPN", "ADJ")]
    if words and not all(_is_address(word) for word in words):
        yield Description(text_of(doc, (at, start)), (at, start), "title")


def _is_address(word: Token) -> bool:
    """Whether a word before a name says nothing but whom one addresses: "Mrs." """
    office = word.lower_.endswith(("man", "woman"))
    return word.lower_.strip(".") in HONORIFICS and word.text[0].isupper() and not office


def _office(doc: Doc, end: int) -> int:
    """Where "Secretary of State" and "Chief of Staff" begin that end at a token; `end` if nothing of the kind does."""
    for at in range(end - 2, max(end - 5, 0), -1):
        if doc[at].lower_ in ("of", "for", "to") and doc[at - 1].text[0].isupper() and _is_title_word(doc[at - 1]):
            return at - 1
        if not doc[at].text[0].isupper() and doc[at].lower_ not in ("the", "and", "&"):
            break
    return end


def _is_title_word(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "ADJ") and (
        names_a_person(token.lemma_) or names_a_person(token.text) or token.lower_.strip(".") in ABBREVIATED_TITLES
    )


def _continues_title(token: Token) -> bool:
    if (
        is_hyphenated(token)
        or token.text in ("-", "/", "’s", "'s", "’", "'", "&")
        or token.lower_ in ("former", "ex", "vice")
    ):
        return True
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and not token.is_space and token.tag_ not in ("WP", "WDT")


def _owner(doc: Doc, mark: int) -> Tokens | None:
    """The name before a possessive mark, if it is an organisation's."""
    entity = entity_over(doc, mark - 1)
    if entity is None or entity.label_ != "ORG":
        return None
    start, end = entity.start, min(entity.end, mark)
    if doc[start].lower_ == "the":
        start += 1
    return (start, end) if start < end else None


def _after(doc: Doc, mention: Tokens) -> Iterator[Description]:
    """ "X, | director of Y,"; "X (| D-Ore.)"; "X, | Republican of Iowa"."""
    i = mention[1]
    if i < len(doc) and doc[i].text in POSTNOMINALS and names_a_person(doc[i].lower_):  # "Ana Ruiz MP"
        yield Description(doc[i].text, (i, i + 1), "title")
    while i + 1 < len(doc) and doc[i].text in (",", "(", "—", "–") and i - mention[1] < 10:
        start = i + 1
        end = _end(doc, start)
        if doc[i].text == "(" and doc[start : start + 2].text in ("R)", "D)"):
            yield Description(_PARTIES[doc[start].text], (start, start + 1), "affiliation")
            end = start + 1
        elif (found := PARTY.match(doc[start : start + 6].text)) is not None:
            whole = doc.char_span(doc[start].idx, doc[start].idx + found.end(), alignment_mode="expand")
            if whole is not None:
                if party := _PARTIES.get(whole.text[0]):
                    yield Description(party, (whole.start, whole.end), "affiliation")
                end = whole.end
        elif (link := _RELATIVE.match(doc[start : start + 6].text)) is not None:
            inner = doc.char_span(doc[start].idx, doc[start].idx + link.end(), alignment_mode="expand")
            start = inner.end if inner is not None else start
            end = _end(doc, start)
            if (head := noun_of(doc, start, end)) is not None and names_a_person(head.lemma_):
                yield _description(doc, start, end, "predicate")
        elif (head := noun_of(doc, start, end)) is not None and names_a_person(head.lemma_):
            yield _description(doc, start, end, "apposition")
        i = end + 1 if end < len(doc) and doc[end].text == ")" else end
    if i + 2 < len(doc) and doc[i].lower_ in ("of", "with", "from") and i == mention[1]:
        named = (at for at in (i + 1, i + 2) if doc[at].ent_iob_ == "B" and doc[at].ent_type_ == "ORG")
        if (at := next(named, None)) is not None and (entity := entity_over(doc, at)) is not None:
            start = entity.start + (entity[0].lower_ == "the")
            yield Description(text_of(doc, (start, entity.end)), (start, entity.end), "affiliation")


def _description(doc: Doc, start: int, end: int, kind: str) -> Description:
    while start < end - 1 and (doc[start].pos_ in ("DET", "PRON") or doc[start].lower_ == "then"):
        start += 1
    second = (i for i in range(start + 1, end - 1) if doc[i].lower_ == "and" and doc[i + 1].pos_ == "DET")
    end = next(second, end)  # "senior fellow at the institute | and a former adviser"
    while end > start + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        if doc[end - 1].text == "." and doc[end - 2].lower_ in ABBREVIATED_TITLES:
            break
        end -= 1
    return Description(text_of(doc, (start, end)), (start, end), kind)


def _end(doc: Doc, start: int) -> int:
    """Where a description ends that starts behind a name: before a mark, a finite verb or a relative clause."""
    for i in range(start, min(start + _LONGEST, len(doc))):
        token = doc[i]
        if token.text in _BREAKS or token.tag_ in ("VBD", "VBZ", "VBP", "MD", "WP", "WDT") or token.is_space:
            return i
        if token.is_sent_start and i > start:
            return i
        if token.text == "." and not doc[i - 1].text[0].isupper():
            return i
    return min(start + _LONGEST, len(doc))


def noun_of(doc: Doc, start: int, end: int) -> Token | None:
    """The head of the noun phrase that a description opens with: its last noun before a preposition or conjunction."""
    head = None
    for token in doc[start:end]:
        if token.pos_ in ("NOUN", "PROPN"):
            head = token
        elif token.tag_ in ("VBG", "VBN") and (head is None or doc[token.i - 1].text == "-"):
            continue  # "acting director", "New York-based lawyer"
        elif token.pos_ not in ("DET", "ADJ", "NUM", "PART", "PUNCT", "PRON", "ADV"):
            break
    return head


def introduces(doc: Doc, start: int, name: Tokens) -> bool:
    """Whether the phrase for one person that begins at a token gives a name behind a comma: "the head of the union, |
    Jo Lane". Not in "an aide to the mayor, Jo Lane": either may be she."""
    comma = next((i for i in range(name[0] - 1, start, -1) if doc[i].text == ","), None)
    if comma is None or not is_title_run(doc[comma + 1 : name[0]]):
        return False
    noun = noun_of(doc, start, comma)
    one = doc[start].lower_ == "one"
    if not one and (noun is None or noun.tag_ not in ("NN", "NNP") or not _may_be_person(noun, doc[start:comma])):
        return False
    return one or not may_be_either(noun, comma)


def _may_be_person(noun: Token, phrase: Span) -> bool:
    """Whether a noun names a person, or is unknown and no name stands beside it: "the dean", not "the trio"."""
    unknown = noun.text.islower() and noun_type(noun.lemma_) is None
    return names_a_person(noun.lemma_) or (unknown and all(ent.label_ != "PERSON" for ent in phrase.ents))


def may_be_either(noun: Token | None, comma: int) -> bool:
    """Whether what a name behind a comma tells may be another person of the phrase: "an aide to the mayor, Jo Lane"."""
    last = noun.doc[comma - 1] if noun is not None else None
    return last is not None and last != noun and names_a_person(last.lemma_)


def is_apposition(doc: Doc, start: int, end: int) -> bool:
    """Whether what follows a name up to a token only tells who it is: "Ana Ruiz|, a friend of Bo Lee and Jo Lane|"."""
    if doc[start : start + 1].text != "," or doc[start + 1].pos_ not in ("DET", "PRON"):
        return False
    return all(token.text != "," for token in doc[start + 1 : end]) and any(t.pos_ == "ADP" for t in doc[start:end])


def are_titles(span: Span) -> bool:
    """Whether words are several titles of one person: "actor, writer and director", not "the mayor and Sheriff"."""
    kinds = ("NOUN", "PROPN", "ADJ", "CCONJ", "PUNCT")
    definite = len(span) > 0 and span[0].lower_ == "the"
    words = span[definite:]
    ends = [*(token.i for token in words if token.lower_ in (",", "and", "&")), span.end]
    nouns = [span.doc[i - 1] for i in ends if span.doc[i - 1].text != ","]
    if len(nouns) < 2 or (definite and (len(nouns) < 3 or any(token.text[0].isupper() for token in words))):
        return False
    titles = all(
        noun.tag_ in ("NN", "NNP") and (names_a_person(noun.lower_) or noun.lower_.endswith(_DOERS)) for noun in nouns
    )
    return titles and all(token.pos_ in kinds for token in words)


def is_title_run(span: Span) -> bool:
    """Whether nothing but titles stand in front of a name."""
    titles = ("NOUN", "PROPN", "ADJ", "DET", "NUM", "SYM", "PUNCT")
    one = all((token.pos_ in titles and token.text != ",") or is_hyphenated(token) for token in span)
    return one or are_titles(span)


def is_hyphenated(token: Token) -> bool:
    """Whether a word stands between hyphens: the "in" of "Editor-in-Chief"."""
    inside = 0 < token.i < len(token.doc) - 1
    return inside and token.nbor(-1).text == "-" == token.nbor(1).text and not token.whitespace_


def _parsed(doc: Doc, mention: Tokens) -> Iterator[Description]:
    """What only the parse joins: "the minister, X", "X is the director of Y"."""
    head, before = doc[mention[0] : mention[1]].root, mention[0] - 1
    nouns: list[Token] = []
    enclosed = before > 1 and doc[before].text == "," and doc[mention[1] : mention[1] + 1].text == ","
    if enclosed and doc[before - 1].pos_ in ("NOUN", "PROPN"):
        nouns += [noun for noun in (doc[before - 1], *doc[before - 1].ancestors) if _opens(doc, noun)][:1]
    if head.dep_ == "appos" and head.head.i < mention[0] and doc[before].text in (",", ":", "—"):
        nouns.append(head.head)
    for noun in nouns:
        if may_be_either(noun, before):
            continue
        if noun.pos_ in ("NOUN", "PROPN") and names_a_person(noun.lemma_) and noun.ent_type_ not in ("PERSON", "DATE"):
            start, end = phrase(noun)
            end = min(end, before)
            if start < end <= start + _LONGEST:
                yield _description(doc, start, end, "apposition")
    yield from predicates(head)


def predicates(subject: Token) -> Iterator[Description]:
    """What a clause says that its subject is: "X is | the director of Y", "she serves as | treasurer"."""
    verb, doc = subject.head, subject.doc
    if subject.dep_ != "nsubj":
        return
    nouns = [child for child in verb.children if child.dep_ == "attr" and verb.lemma_ in ("be", "become", "remain")]
    if verb.lemma_ in _ACTS_AS:
        nouns += [
            noun for child in verb.children if child.lower_ == "as" for noun in child.children if noun.dep_ == "pobj"
        ]
    for noun in nouns:
        start, end = phrase(noun)
        end = min(end, _end(doc, start))
        person = noun.pos_ in ("NOUN", "PROPN") and names_a_person(noun.lemma_)
        if person and doc[start].lower_ not in ("no", "not") and start < end:  # "no relation to the deputy"
            yield _description(doc, start, end, "predicate")


def _opens(doc: Doc, noun: Token) -> bool:
    """Whether a person noun opens a phrase that a name may follow: "Apple's chief executive, …", "the minister, …"."""
    first = doc[noun.left_edge.i]
    return noun.pos_ == "NOUN" and names_a_person(noun.lemma_) and (first.lower_ == "the" or first.ent_type_ == "ORG")


def _gender(doc: Doc, description: Description) -> Gender | None:
    if description.kind == "affiliation":
        return None
    return next(filter(None, (HONORIFICS.get(token.lower_) for token in doc[slice(*description.tokens)])), None)
