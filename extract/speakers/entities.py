"""The people and organisations of an article: each with its names, its role and where it is mentioned."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Span, Token

from extract.attribution.clauses import phrase
from extract.records import SpeakerType

HONORIFICS = {
    "mr": "m", "mister": "m", "sir": "m", "mrs": "f", "ms": "f", "miss": "f", "madam": "f", "lady": "f", "lord": "m",
    "king": "m", "queen": "f", "prince": "m", "princess": "f", "congressman": "m", "congresswoman": "f",
    "councilman": "m", "councilwoman": "f", "chairman": "m", "chairwoman": "f", "spokesman": "m", "spokeswoman": "f",
    "businessman": "m", "businesswoman": "f", "father": "m", "sister": "f", "brother": "m", "wife": "f", "husband": "m",
}  # fmt: skip
_TITLES = {*HONORIFICS, "dr", "prof", "rev", "sen", "rep", "gov", "lt", "col", "gen", "capt", "sgt", "hon", "judge"}
_PLACES = {"street", "lane", "avenue", "road", "square", "park", "bridge", "island", "line", "bay", "beach", "river"}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


@cache
def noun_types() -> dict[str, SpeakerType]:
    """Lemma of a common noun -> the type of speaker that it names."""
    lists = json.loads(files(__package__).joinpath("nouns.json").read_text("utf-8"))
    kinds: dict[str, SpeakerType] = {"person": "anonymous", **{k: k for k in ("group", "organization", "document")}}
    return {noun: kinds[kind] for kind, nouns in reversed(lists.items()) for noun in nouns.split()}


@dataclass
class Entity:
    """A speaker in the making. `mentions` are token spans, end exclusive, in text order."""

    name: str
    type: SpeakerType
    role: str | None = None
    gender: str | None = None
    aliases: set[str] = field(default_factory=set)
    mentions: list[tuple[int, int]] = field(default_factory=list)

    @property
    def surname(self) -> str:
        words = [word for word in self.name.split() if word.lower().strip(".") not in _SUFFIXES]
        return words[-1] if words else self.name

    def last_before(self, token: int) -> int:
        """Index of the last mention that starts before `token`; -1 if there is none."""
        return max((start for start, _ in self.mentions if start < token), default=-1)


def find_entities(doc: Doc) -> list[Entity]:
    """The named people and organisations of a text, by full name; a surname joins whom it was last used for."""
    text = doc.text
    people: list[Entity] = []
    titled = list(_titled(doc))
    recognised = [span for span in _names(doc, "PERSON") if not _overlaps(span, titled)]
    named = sorted([*titled, *recognised], key=lambda span: span.start)
    full = [span for span in named if _is_full(span)]
    for span in full:
        _add(people, span, "person")
    for name in sorted({span.text for span in named if not _is_full(span)}):
        if nearest(people, surname=name, before=0) is None and (whole := full_form(doc, text, name)) is not None:
            _add(people, whole, "person")
    surnames = {entity.surname.lower() for entity in people}
    for span in [span for span in named if not _is_full(span)]:
        before = span.start - 1
        if before >= 0 and doc[before].pos_ == "PROPN" and _in_name(doc[before]) and doc[before].whitespace_:
            named[named.index(span)] = whole = doc[before : span.end]  # another first name before a known surname
            _add(people, whole, "person")
    spans = [span for span in named if not _is_full(span)] + [
        doc[token.i : token.i + 1]
        for token in doc
        if token.lower_ in surnames and token.text[:1].isupper() and not _inside_any(token.i, named)
    ]
    for span in sorted(spans, key=lambda span: span.start):
        person = nearest(people, surname=span.text, before=span.start)
        if person is not None:
            _mention(person, span)
        elif span[0].ent_type_ == "PERSON":
            _add(people, span, "person")
    organizations: list[Entity] = []
    for span in _names(doc, "ORG"):
        if not _overlaps(span, titled) and not any(
            span.text.lower() in (e.surname.lower(), e.name.lower()) for e in people
        ):
            _add(organizations, span, "organization")
    people = [person for person in people if not _is_time_or_place(doc, person)]
    _join_acronyms(organizations)
    for person in people:
        person.mentions.sort()
        for start, end in person.mentions:
            _describe(person, doc[start:end])
    _genders_by_pronoun(doc, people)
    return people + organizations


def _is_time_or_place(doc: Doc, person: Entity) -> bool:
    """Whether a single word is only ever spoken of as when or where ("by Easter"): the recogniser erred."""
    heads = [doc[start:end].root for start, end in person.mentions]
    return " " not in person.name and all(
        head.dep_ == "pobj"
        and head.head.lower_ in ("by", "until", "since", "before", "after", "in", "on", "at", "near")
        for head in heads
    )


def full_form(doc: Doc, text: str, surname: str) -> Span | None:
    """Where a text gives the whole name of somebody who is known by surname only."""
    for found in re.finditer(rf"(?:[A-Z][\w.’'-]*[^\S\n]){{1,3}}{re.escape(surname)}\b", text):
        whole = doc.char_span(*found.span(), alignment_mode="expand")
        if whole is not None and _is_full(name := clean_name(whole)) and all(t.pos_ != "DET" for t in name):
            return name
    return None


def _is_full(span: Span) -> bool:
    return " " in span.text.strip()


def nearest(entities: list[Entity], *, surname: str, before: int) -> Entity | None:
    """The person of this surname (or only name) mentioned last before a token, else the first one after it."""
    wanted = surname.lower()
    fitting = [e for e in entities if e.surname.lower() == wanted or e.name.lower().split()[0] == wanted]
    return max(fitting, key=lambda e: (e.last_before(before), -min(s for s, _ in e.mentions)), default=None)


def clean_name(span: Span) -> Span:
    """A name without titles before it and without possessive, punctuation or white space around it."""
    start, end = span.start, span.end
    doc = span.doc
    for i in range(start, end):  # a name does not run over a line's end
        if "\n" in doc[i].text:
            end = i
            break
    for i in range(start, end - 1):  # "FBI Director James Comey", "National Review's Ian Tuttle"
        if _is_title(doc[i]) or doc[i].tag_ == "POS":
            start = i + 1
    while start < end and not doc[start].text[0].isalnum():
        start += 1
    while end > start and (doc[end - 1].text in ("'s", "’s", "'", "’") or not doc[end - 1].text[-1].isalnum()):
        if doc[end - 1].text.endswith(".") and len(doc[end - 1].text) > 1:  # an initial, "Jr."
            break
        end -= 1
    return doc[start:end]


def _is_title(token: Token) -> bool:
    word = token.lower_.strip(".")
    return word in _TITLES or word in ("the", "a", "an", "former") or noun_types().get(word) == "anonymous"


def display(span: Span) -> str:
    """The name as a reader would write it: runs of white space as one, no shouting."""
    name = " ".join(span.text.split())
    return name.title() if name.isupper() and len(name) > 4 and " " in name else name


def _names(doc: Doc, label: str) -> Iterator[Span]:
    for ent in doc.ents:
        if ent.label_ == label:
            span = clean_name(ent)
            proper = any(token.pos_ == "PROPN" for token in span) and re.search(r"[^\W\d_]{2}", span.text)
            person = label == "PERSON"
            if proper and not (person and (re.search(r"\d", span.text) or span[-1].lower_ in _PLACES)):
                yield span


def _titled(doc: Doc) -> Iterator[Span]:
    """Full names behind a title ("Mayor Ines Calloway", "Sen. Drewry Hall"), however the recogniser labels them."""
    i = 0
    while i < len(doc) - 1:
        end = i + 1
        if _is_title(doc[i]) and doc[i].lower_ not in ("the", "a", "an") and doc[i].pos_ in ("NOUN", "PROPN", "ADJ"):
            while end < len(doc) and _in_name(doc[end]):
                end += 1
            name = clean_name(doc[i + 1 : end]) if end - i > 2 else None
            if name is not None and 2 <= len(name.text.split()) <= 4:
                yield name
        i = end


def _in_name(token: Token) -> bool:
    if token.text == "-":  # "Drummond-Ortiz" is three tokens
        return not token.whitespace_ and not token.nbor(-1).whitespace_
    return token.pos_ == "PROPN" and token.text[0].isupper() and not _is_title(token)


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _inside_any(i: int, spans: list[Span]) -> bool:
    return any(span.start <= i < span.end for span in spans)


def _add(entities: list[Entity], span: Span, type: SpeakerType) -> None:
    name = display(span)
    for entity in entities:
        if _same(entity.name, name):
            _mention(entity, span)
            if len(name.split()) > len(entity.name.split()):
                entity.name = name
            return
    entity = Entity(name, type)
    entities.append(entity)
    _mention(entity, span)


def _same(one: str, other: str) -> bool:
    """Equal but for case, middle names, initials and suffixes."""
    a, b = ([w.strip(".") for w in name.lower().split() if w.strip(".") not in _SUFFIXES] for name in (one, other))
    if a == b:
        return True
    return len(a) > 1 and len(b) > 1 and len(a) != len(b) and a[0] == b[0] and a[-1] == b[-1]


def _mention(entity: Entity, span: Span) -> None:
    entity.mentions.append((span.start, span.end))
    entity.aliases.add(display(span))


def _join_acronyms(organizations: list[Entity]) -> None:
    """Let "CHIRLA" be what it abbreviates, if the letters are the initials of a longer name (small words left out)."""
    for short in [e for e in organizations if e.name.isupper() and 2 <= len(e.name) <= 8]:
        for long in organizations:
            words = [w for w in re.findall(r"[^\W\d_]+", long.name) if w[0].isupper()]
            if len(words) > 1 and "".join(word[0] for word in words) == short.name:
                long.aliases |= short.aliases
                long.mentions = sorted(long.mentions + short.mentions)
                organizations.remove(short)
                break


def _describe(person: Entity, name: Span) -> None:
    """Read role and gender off the words around one mention of a person."""
    doc, head = name.doc, name.root
    before = doc[head.left_edge.i : name.start] if head.left_edge.i < name.start else doc[name.start : name.start]
    i = name.start  # an honorific may hang on another word in the parse
    while i and (doc[i - 1].lower_.strip(".") in _TITLES or doc[i - 1].text == "."):
        i -= 1
    for token in (*before, *doc[i : name.start]):
        person.gender = person.gender or HONORIFICS.get(token.lower_.strip("."))
    if person.role is not None:
        return
    title = _title(before)
    apposition = next((c for c in head.children if c.dep_ == "appos" and c.i > name.end - 1), None)
    predicate = _predicate(head)
    if title:
        person.role = title.text
    for noun in (apposition, predicate):
        if (
            person.role is None
            and noun is not None
            and noun.pos_ == "NOUN"
            and noun.ent_type_ not in ("PERSON", "DATE")
        ):
            start, end = phrase(noun)
            if doc[start].lower_ == "no":  # "no relation to the deputy"
                continue
            while start < end - 1 and doc[start].pos_ == "DET":
                start += 1
            person.role = " ".join(doc[start:end].text.split())
            person.gender = person.gender or HONORIFICS.get(noun.lower_)


def _title(before: Span) -> Span | None:
    """The title in front of a name: what follows a possessive, without articles, adjectives and marks."""
    start, end = before.start, before.end
    doc = before.doc
    for token in before:
        if token.tag_ == "POS" or token.pos_ == "PRON" or token.text in (",", "and", "-", "–", "—") or token.is_space:
            start = token.i + 1
    while start < end and (
        doc[start].pos_ in ("DET", "PUNCT", "NUM") or doc[start].lower_ in ("new", "then", "fellow")
    ):
        start += 1
    while start < end and doc[end - 1].pos_ == "PUNCT" and doc[end - 1].text != ".":
        end -= 1
    words = [token for token in doc[start:end] if token.pos_ in ("NOUN", "PROPN")]
    if any(token.tag_ in ("VBZ", "VBP", "VBD", "MD") for token in doc[start:end]):  # a headline, not a title
        return None
    if not words or all(word.lower_.strip(".") in HONORIFICS for word in words) or end - start > 8:
        return None
    return doc[start:end]


def _predicate(head: Token) -> Token | None:
    """The noun of "Homan was the former acting director of …"."""
    if head.dep_ != "nsubj" or head.head.lemma_ not in ("be", "serve", "become"):
        return None
    noun = next((child for child in head.head.children if child.dep_ == "attr"), None)
    return noun if noun is not None and noun_types().get(noun.lemma_.lower()) == "anonymous" else None


def _genders_by_pronoun(doc: Doc, people: list[Entity]) -> None:
    """Take the gender of a person from the pronoun of the next clause, where nobody else can be meant."""
    by_sentence = [[p for p in people if any(s.start <= start < s.end for start, _ in p.mentions)] for s in doc.sents]
    sentences = list(doc.sents)
    for present, following in zip(by_sentence, sentences[1:], strict=False):
        first = next((t for t in following if not t.is_punct and not t.is_space), None)
        if first is not None and len(present) == 1 and present[0].gender is None:
            present[0].gender = {"he": "m", "she": "f"}.get(first.lower_)
