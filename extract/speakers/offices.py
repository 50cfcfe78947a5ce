"""Whether two phrases can tell one person's office: "Kent’s police chief" is not "Norfolk’s police chief"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import groupby

from spacy.tokens import Doc, Span, Token

from extract.speakers.entities import Entity, Tokens, entity_over
from extract.speakers.names import acronyms_of, folded, letters_of
from extract.speakers.nouns import alike, is_relational, names_a_person, noun_type
from extract.speakers.sources import head_of

_NOT_HELD = {
    "former", "ex", "vice", "deputy", "acting", "onetime", "assistant", "associate", "interim", "elect", "designate",
    "lieutenant", "lt", "shadow",
}  # fmt: skip
"""Words that make an office another one, or one that is not held."""
_AT_THAT_TIME = "then"
_PARTIES = frozenset(["republican", "democratic", "labour", "conservative", "liberal", "tory"])
_RIVALS = (frozenset(["majority", "minority"]), frozenset(["senior", "junior"]), _PARTIES)
"""Words of which an office has one at most."""
_OF_PARTS = ("senator", "representative", "lawmaker", "legislator")
"""Who sits in a nation’s house for a part of it: "the Iowa senator" is a "U.S. senator"."""
_GENERAL = frozenset(["company", "agency", "department", "group", "organization", "campaign", "city", "office", "team"])
"""Nouns by which an article calls whatever it has named: "the company’s spokesman"."""
_OF = ("of", "for", "in", "at", "with", "to", "from")
_PLACES = ("GPE", "NORP", "LOC", "FAC")
_NAMED = (*_PLACES, "ORG", "PERSON")


@dataclass(frozen=True, slots=True)
class Name:
    """A name that narrows a noun, its words folded: of a place or a people, else of an organisation or somebody."""

    words: tuple[str, ...]
    label: str
    before: bool
    """Whether it stands right before the noun: "Norwich mayor", not "Norwich’s mayor"."""

    @property
    def is_place(self) -> bool:
        """Whether it names a place or a people."""
        return self.label in _PLACES

    def may_be(self, other: "Name") -> bool:
        """Whether both may mean one: the same, a short form, an acronym, or a country and its people ("French")."""
        if (self.label == "NORP") != (other.label == "NORP") and self.words[0][:2] == other.words[0][:2]:
            return True
        some, others = set(self.words), set(other.words)
        short = {"".join(self.words)} & acronyms_of(" ".join(other.words))
        long = {"".join(other.words)} & acronyms_of(" ".join(self.words))
        return some <= others or others <= some or bool(short | long)


@dataclass(frozen=True, slots=True)
class Office:
    """What narrows a noun: words of its standing ("former"), `names`, the nouns of its `owners` ("the board’s …",
    "… of the board"), and the `fields` before it ("defense")."""

    standing: frozenset[str] = frozenset()
    names: frozenset[Name] = frozenset()
    owners: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()

    def __or__(self, other: "Office") -> "Office":
        return Office(
            self.standing | other.standing,
            self.names | other.names,
            self.owners | other.owners,
            self.fields | other.fields,
        )

    @property
    def words(self) -> frozenset[str]:
        """All but the standing."""
        return self.owners.union(self.fields, *(name.words for name in self.names))


def held_by_another(phrase: Span, noun: str, person: Entity) -> bool:
    """Whether a phrase with a noun, as `alike` has it, tells another office than all that is said of a person.

    So it does if it says where or of what, and the article says another place or thing of the person; or if one of them
    is former, deputy or the like and the other is not. What only one of them says tells nothing.
    """
    doc = phrase.doc
    found = (_office(doc[slice(*d.tokens)], noun) for d in person.descriptions)
    held = [office for office in found if office is not None]
    sought = _office(phrase, noun)
    if sought is None or not held:
        return False
    standing = sought.standing & _NOT_HELD
    if all(standing != office.standing & _NOT_HELD for office in held):
        return bool(standing) or not any(_AT_THAT_TIME in office.standing for office in held)
    known = reduce(Office.__or__, held, Office(names=frozenset(_homes(doc, person))))
    return _differ(sought, known, relational=is_relational(noun))


def same_office(doc: Doc, one: Tokens, other: Tokens) -> bool:
    """Whether two descriptions, as token spans, have one noun and nothing that makes them two offices."""
    spans = doc[slice(*one)], doc[slice(*other)]
    noun = alike(head_of(spans[0]).lemma_.lower())
    first, second = (_office(span, noun) for span in spans)
    if first is None or second is None or first.standing & _NOT_HELD != second.standing & _NOT_HELD:
        return False
    return not _differ(first, second, relational=is_relational(noun))


def _differ(one: Office, other: Office, *, relational: bool) -> bool:
    for rivals in _RIVALS:
        if _disjoint(one.standing & rivals, other.standing & rivals):
            return True
    if one.names and other.names:
        return _names_differ(one.names, other.names) or _disjoint(one.fields, other.fields)
    if relational and not (one.words | other.words) & _GENERAL:
        return _disjoint(one.words, other.words)
    owners_told = not one.names and not other.names
    return _disjoint(one.fields, other.fields) or (owners_told and _disjoint(one.owners, other.owners))


def _disjoint(some: frozenset[str], others: frozenset[str]) -> bool:
    return bool(some) and bool(others) and not some & others


def _names_differ(some: frozenset[Name], others: frozenset[Name]) -> bool:
    """Whether no place of one is a place of the other, or no organisation; a place and an organisation differ too,
    unless both stand right before the noun: "the Norwich judge" may be a "Supreme Court judge"."""
    by_kind = [[[n for n in names if n.is_place == place] for names in (some, others)] for place in (True, False)]
    both = [(mine, theirs) for mine, theirs in by_kind if mine and theirs]
    if not both and all(name.before for name in (*some, *others)):
        return False
    return any(not any(a.may_be(b) for a in mine for b in theirs) for mine, theirs in both or [([*some], [*others])])


def _office(span: Span, noun: str) -> Office | None:
    """The office that a phrase tells with a noun; None if the noun is not in it."""
    head = next((token for token in span if noun in (alike(folded(token.text)), alike(token.lemma_.lower()))), None)
    if head is None:
        return None
    doc = span.doc
    before = doc[span.start : head.i]
    mark = max((token.i for token in before if token.tag_ == "POS"), default=span.start)
    names, owners, fields = set(), set(), set()
    for tokens in _runs([*before, *_complement(head, span)]):
        first, word = tokens[0], tokens[-1]
        possesses, owns = first.i < mark, first.i < mark or first.i > head.i
        common = len(tokens) == 1 and noun_type(word.lower_) is not None  # "Secretary of State"
        named = first.text[0].isupper() and not common and (possesses or word.ent_type_ in _NAMED)
        if named and noun in _OF_PARTS and word.lower_ == "u.s.":
            continue
        if named:
            words = tuple(letters_of(t.text).lower() or alike(folded(t.text)) for t in tokens)
            names.add(Name(words, word.ent_type_, before=not owns))
        elif owns and word.pos_ != "ADJ":
            owners |= {alike(t.lemma_.lower()) for t in tokens}
        elif not owns and (word.pos_ != "NOUN" or noun == "general" or not names_a_person(word.lemma_)):
            fields.add(alike(word.lemma_.lower()))
    standing = frozenset(alike(folded(token.text)) for token in doc[span.start : head.i + 3])
    return Office(standing, frozenset(names), frozenset(owners), frozenset(fields))


def _runs(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Nouns and adjectives that narrow a noun: each by itself, those of a name together."""
    for (name, _, _), run in groupby(tokens, key=lambda token: (token.ent_type_, token.is_punct, token.tag_ == "POS")):
        words = [t for t in run if t.pos_ in ("NOUN", "PROPN", "ADJ") and not t.is_punct]
        words = [t for t in words if alike(folded(t.text)) not in _PARTIES | _NOT_HELD]
        yield from ([words] if name and words else [[word] for word in words])


def _complement(head: Token, span: Span) -> Iterator[Token]:
    """The words of "of …" behind a noun, up to a mark or a clause; of "of" also what the phrase leaves out."""
    doc, start = span.doc, head.i + 1
    left_out = start == span.end < len(doc) and doc[start].lower_ == "of"
    if left_out or (start < span.end and doc[start].lower_ in _OF):
        for token in doc[start : head.sent.end if left_out else span.end]:
            if token.text in ",(—–;:" or token.pos_ in ("VERB", "AUX") or token.tag_ in ("WP", "WDT"):
                return
            yield token


def _homes(doc: Doc, person: Entity) -> Iterator[Name]:
    """Where somebody is from by the words behind the name: "Ann Hale of Iowa"."""
    for _, end in person.mentions:
        place = entity_over(doc, end + 1) if end + 1 < len(doc) and doc[end].lower_ in ("of", "from") else None
        if place is not None and place.label_ in ("GPE", "LOC"):
            yield Name(tuple(alike(folded(t.text)) for t in place), place.label_, before=False)
