"""From a source span to its speakers: names, surnames, pronouns, nominals ("the mayor"), nothing at all."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from extract.attribution.clauses import hears
from extract.records import Quote, SpeakerType
from extract.speakers import candidates
from extract.speakers.asked import asked_about
from extract.speakers.candidates import Place, Spoken
from extract.speakers.cast import Cast, Choose
from extract.speakers.entities import Description, Entity, Tokens
from extract.speakers.joint import parts
from extract.speakers.names import HONORIFICS, POSTNOMINALS, display, name_words, short_for, surname
from extract.speakers.nouns import names_a_person, noun_type
from extract.speakers.people import clean_name, honorific
from extract.speakers.ranker import Option
from extract.speakers.roles import add_description, introduces, is_title_run, may_be_either
from extract.speakers.sources import (
    antecedent,
    head_of,
    is_definite,
    kind_of,
    phrase_name,
    phrase_type,
    trimmed_source,
)

_INTERVIEWED = 0.8
"""How probable it is that an interview is with the one person whom its first paragraphs name."""
_INTERVIEWERS = ("q", "question", "interviewer", "reporter")
"""What transcripts call who asks."""
_STRETCH = 500
"""Characters of the stretches by which quotes are kept that others may lie in."""
_NEAR = 3
"""Sentences within which "they" may mean the joint speakers before."""
_CLEAR, _GUESS = 0.67, 0.5
"""Of several people of one surname one has to be twice as likely as the others together; else it is a guess."""
_BEHIND_NAMES = (",", "(", "of", "from", "who", "—", "–")
_FINDERS = ("investigators", "inspectors", "auditors")
"""Whose findings are their organisation’s: "GAO investigators"."""
METHODS = (
    "named",  # the whole name
    "surname",  # or the given name alone
    "ambiguous",  # a surname that several people of the article bear
    "alias",  # another form of an organisation's name
    "pronoun",
    "relative",  # "who"
    "nominal",  # "the mayor"
    "phrase",  # for somebody unnamed: "a senior aide"
    "continued",  # no source
    "author",  # "I" outside quotes
    "outlet",  # "we" outside quotes
)
"""The ways of resolving a source."""
DOUBT = 0.35
"""Below this probability nobody is named: the mention stays, the speaker does not."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A part of a source and whom it means; `probability` is that of the choice, where there was one."""

    entity: Entity
    mention: Span | None
    method: str
    probability: float = 1.0


class Resolver:
    """Resolves the sources of one article's quotes, in text order. `choose` decides between candidates."""

    def __init__(self, cast: Cast, choose: Choose) -> None:
        self.cast = cast
        self.choose = choose
        self.doc = cast.doc
        self.around = cast.around
        self.spoken = Spoken()
        self._last: tuple[Quote, list[Resolved]] | None = None
        self._said: dict[int, list[tuple[Quote, list[Resolved]]]] = defaultdict(list)
        self._lower = f" {cast.text.lower()} "
        self._fuller_names: dict[tuple[str, str], str | None] = {}

    def speakers(self, quote: Quote) -> list[Resolved]:
        """Who said a quote: usually one, several where they speak jointly, none where that is unclear."""
        spans = [self.doc.char_span(s, e, alignment_mode="expand") for s, e in quote.source]
        kept = [trimmed_source(span) for span in spans if span is not None]
        verb = self._verb(quote)
        at = verb.i if verb is not None else self._token(quote.content[0][0])
        span = min((span for span in kept if len(span)), key=lambda span: abs(span.end - at), default=None)
        if span is None and verb is not None and hears(verb):
            found = []  # whoever "was told" is not who spoke
        elif span is None:
            found = self._silent(quote, self._place(at, quote, verb))
        elif joint := self._still_joint(span):
            found = joint
        else:
            found = [
                one
                for part in parts(span, self._named_in(span))
                if (one := self._resolve(part, self._place(part.start, quote, verb), quote)) is not None
            ]
        unique = {id(one.entity): one for one in reversed(found)}
        found = [one for one in found if unique[id(one.entity)] is one]
        if len(found) == 1:
            self.spoken.add(self._token(quote.content[0][0]), found[0].entity)
        self._last = quote, found
        for start, end in quote.content if found else ():
            for number in range(start // _STRETCH, end // _STRETCH + 1):
                self._said[number].append((quote, found))
        return found

    def _still_joint(self, span: Span) -> list[Resolved]:
        """Whom "they" means where the last quote had several speakers, up to a few sentences before."""
        if self._last is None or kind_of(span) != "plural":
            return []
        last, found = self._last
        gap = self.around.sentence[span.start] - self.around.sentence[self._token(last.content[0][0])]
        if len(found) < 2 or gap > _NEAR:
            return []
        return [Resolved(one.entity, span, "pronoun", one.probability) for one in found]

    def _named_in(self, span: Span) -> list[tuple[Tokens, SpeakerType]]:
        """Where a phrase has whole names, with the types of their bearers, in text order."""
        inside = self.cast.mentions.within(span.start, span.end)
        return sorted((mention, entity.type) for entity, mention in inside if self.cast.is_named(entity))

    def _token(self, character: int) -> int:
        span = self.doc.char_span(character, character + 1, alignment_mode="expand")
        return span.start if span is not None else 0

    def _verb(self, quote: Quote) -> Token | None:
        spans = [self.doc.char_span(s, e, alignment_mode="expand") for s, e in quote.cue]
        return next((token for span in spans for token in span or () if token.pos_ in ("VERB", "AUX")), None)

    def _place(self, at: int, quote: Quote, verb: Token | None) -> Place:
        return Place(at, quote.content, self.spoken, verb)

    def _resolve(self, span: Span, place: Place, quote: Quote) -> Resolved | None:
        if quote.method == "transcript" and self._asks(span, quote):
            return None
        if span.text in ("A", "ANSWER", "Answer") and self.cast.guest is not None:
            return Resolved(self.cast.guest, span, "nominal", _INTERVIEWED)
        if quote.method == "transcript" and noun_type(span.text) in ("document", "organization"):
            return None  # "VERDICT: …" heads a form
        kind = kind_of(span)
        token = next((t for t in span if t.pos_ == "PRON" or t.tag_ in ("PRP$", "WP", "WDT")), head_of(span))
        if kind == "first":
            return self._first_person(token, span)
        if kind == "relative":
            head = antecedent(token if token.tag_ in ("WP", "WDT") else head_of(span))
            return self._relative(head, span, place, quote) if head is not None else None
        if kind == "pronoun" and token.lower_ in ("he", "him", "his", "she", "her", "hers"):
            return self._chosen("pronoun", self._pronoun_options(token, place), span, "pronoun")
        if kind in ("plural", "thing"):
            types: set[SpeakerType] = {"document", "organization"}
            if kind == "plural":
                types.add("group")
            options = candidates.thing_options(self.around, place, self.cast.entities, types)
            return self._chosen(kind, options, span, "pronoun")
        named = self._named(span, place)
        return named if named is not None else self._nominal(span, place)

    def _pronoun_options(self, pronoun: Token, place: Place) -> list[Option]:
        """Whom "he" or "she" may mean: neither a man's name for a woman, nor who a question is about."""
        about = list(asked_about(pronoun, self.around.quoted))
        others = {id(entity) for tokens in about for entity, _ in self.cast.mentions.within(*tokens)}
        people = self.cast.people
        if others:  # else they are not looked through for each pronoun
            people = [person for person in people if id(person) not in others]
        options = candidates.pronoun_options(self.around, place, pronoun, people)
        return [option for option in options if not option.features["gender of the given name differs"]]

    def _asks(self, span: Span, quote: Quote) -> bool:
        """Whether a line of an interview is the interviewer's question: no statement by the paper."""
        label = span.text.lower()
        paper = f" the {label} " in self._lower
        return label in _INTERVIEWERS or (paper and quote.text.rstrip().endswith("?"))

    def _chosen(self, kind: str, options: Sequence[Option], span: Span | None, method: str) -> Resolved | None:
        if not options:
            return None
        entity, probability = self.choose(kind, options)
        if entity is None or probability < DOUBT:
            return None
        if span is not None:
            entity.refer(span)
        return Resolved(entity, span, method, probability)

    def _silent(self, quote: Quote, place: Place) -> list[Resolved]:
        options = candidates.silent_options(self.around, place, self.cast.entities, quoted=quote.kind != "indirect")
        chosen = self._chosen("none", options, None, "continued")
        return [chosen] if chosen is not None else []

    def _relative(self, head: Token, span: Span, place: Place, quote: Quote) -> Resolved | None:
        """Whom "who" stands for: what the noun before it would be resolved to."""
        start = head.left_edge.i
        phrase = self.doc[start : max(head.i + 1, min(span.start, head.right_edge.i + 1))]
        end = next(
            (t.i for t in phrase if t.i > head.i and (t.text in (",", "—", "–") or t.i >= span.start)), phrase.end
        )
        phrase = self.doc[start:end]
        if kind_of(phrase) == "relative" or not len(phrase):
            return None
        found = self._resolve(phrase, self._place(phrase.start, quote, place.verb), quote)
        return Resolved(found.entity, span, "relative", found.probability) if found is not None else None

    def _first_person(self, token: Token, span: Span) -> Resolved | None:
        """Inside a quote the speaker of that quote, in running text the author, else the outlet."""
        around = [
            (quote, found)
            for quote, found in self._said.get(token.idx // _STRETCH, ())
            if any(start <= token.idx < end for start, end in quote.content)
        ]
        if around:
            _, found = min(around, key=lambda pair: len(pair[0].text))
            return Resolved(found[0].entity, span, "pronoun", found[0].probability)
        if self.around.quoted[token.i]:
            return None
        if self.cast.author is not None:
            return Resolved(self.cast.author, span, "author")
        outlet = self.cast.outlet
        return Resolved(outlet, span, "outlet") if outlet is not None else None

    def _named(self, span: Span, place: Place) -> Resolved | None:
        """The entity that the head of a phrase names: not one that only modifies it ("Trump's campaign")."""
        inside = [(e, m) for e, m in self.cast.mentions.within(span.start, span.end) if self.cast.is_named(e)]
        for entity, (start, end) in inside:
            follows = self.doc[end].lower_ if end < span.end else ","
            if entity.type == "person" and follows in _BEHIND_NAMES and introduces(self.doc, span.start, (start, end)):
                return self._by_name(entity, self.doc[start:end], span, place)
        root = head_of(span)
        behind = root.i if root.text in POSTNOMINALS else None  # "Ana Ruiz MP"
        headed = [(e, m) for e, m in inside if m[0] <= root.i < m[1] or m[1] == behind]
        possessed = any(t.tag_ == "POS" and t.i < root.i for t in span)
        titled = [(e, m) for e, m in inside if e.type == "person" and m[0] == root.i + 1 and not possessed]
        apposed = [
            (e, m)
            for e, m in inside
            if e.type == "person" and any(t.dep_ == "appos" and t.head == root for t in self.doc[m[0] : m[1]])
            if not may_be_either(root, m[0] - 1)
        ]
        last = [
            (e, m)
            for e, m in inside
            if e.type == "person" and m[1] == span.end and is_title_run(self.doc[span.start : m[0]])
        ]
        staff = [(e, m) for e, m in inside if e.type == "organization" and m[1] == root.i and root.lower_ in _FINDERS]
        if last and names_a_person(self.doc[last[0][1][0] - 1].lower_):  # "Acme President and CEO Ana Ruiz"
            headed = last
        for entity, (start, end) in (headed or titled or apposed or last or staff)[:1]:
            return self._by_name(entity, self.doc[start:end], span, place)
        if kind_of(span) == "name" and root.ent_type_ not in ("DATE", "TIME"):
            return self._unlisted(span)
        return None

    def _by_name(self, entity: Entity, name: Span, span: Span, place: Place) -> Resolved:
        if entity.type != "person":
            whole = name_words(name.text) == name_words(entity.name)
            return Resolved(entity, span, "named" if whole else "alias")
        bearers = [p for p in self.cast.bearers.of(name.text) if short_for(name.text, p.name)]
        gender = honorific(name)
        if len(bearers) == 1 and gender is not None and (entity.gender or entity.likely_gender or gender) != gender:
            other = self.cast.entity(f"{name.doc[name.start - 1].text.rstrip('.')}. {name.text}", "person")
            return Resolved(other, span, "named")  # a "Mrs. Tan" beside George Tan
        if len(bearers) < 2 or (name.start, name.end) in self.cast.settled:
            return Resolved(entity, span, "surname" if bearers else "named")
        fitting = [p for p in bearers if (p.gender or p.likely_gender) == gender]
        if gender is not None and len(fitting) == 1:
            return Resolved(fitting[0], span, "surname")
        chosen = self._chosen("surname", candidates.bearer_options(self.around, place, bearers), span, "ambiguous")
        if chosen is None or chosen.probability < _CLEAR:
            return Resolved(chosen.entity if chosen is not None else entity, span, "ambiguous", _GUESS)
        return chosen

    def _unlisted(self, span: Span) -> Resolved:
        """A proper name that the entity recogniser missed or took for a place."""
        start = end = head_of(span).i
        if self.doc[start].lower_.strip(".") in HONORIFICS and end + 1 < span.end:  # "MS. QUIST"
            start = end = span.end - 1
        while start > span.start and self.doc[start - 1].pos_ == "PROPN":
            start -= 1
        while end + 1 < span.end and self._goes_on(end + 1):
            end += 1
        name = clean_name(self.doc[start : end + 1])
        name = name if len(name) else self.doc[head_of(span).i : head_of(span).i + 1]
        if listed := self.cast.bearers.inside(span.text):  # a headline's "Elizabeth Warren Hammers Bank"
            return Resolved(listed[0], span, "named")
        known = self.cast.bearers.of(name.text)
        if known:
            return Resolved(known[0], span, "surname" if len(known) == 1 else "ambiguous")
        noun = noun_type(head_of(span).lemma_)
        place = head_of(span).ent_type_ in ("GPE", "LOC", "FAC", "ORG", "NORP")
        type: SpeakerType = noun if noun not in (None, "anonymous") else "organization" if place else "person"
        whole = self.cast.full_forms.find(name.text) if noun is None else None
        entity = self.cast.entity(display((whole or name).text), "person" if whole else type)
        self.cast.mentions.note(entity, (name.start, name.end))
        return Resolved(entity, span, "named")

    def _goes_on(self, i: int) -> bool:
        """Whether a proper name does: "Coalition | for Humane Immigrant Rights"."""
        token = self.doc[i]
        if token.lower_ in ("of", "for", "&", "the"):
            return any(t.pos_ == "PROPN" for t in self.doc[i + 1 : i + 3])
        return token.pos_ == "PROPN" or (token.pos_ == "ADJ" and token.text[0].isupper()) or token.text == "-"

    def _nominal(self, span: Span, place: Place) -> Resolved | None:
        """ "The mayor" is the mayor of the article; "a senior aide" and "critics" keep their phrase."""
        root = head_of(span)
        type = phrase_type(root)
        probability = 1.0
        name, where = phrase_name(span)
        if type == "document" and len(where) == 1 and is_definite(span):
            name = self._fuller_name(root) or name
        if (
            self.cast.known(name, type) is None
            and noun_type(root.lemma_) is not None
            and root.pos_ in ("NOUN", "PROPN")
        ):
            owner = self._owner(span, place)
            owned_by = owner.entity if owner is not None else None
            options = candidates.nominal_options(self.around, place, span, self.cast.entities, owner=owned_by)
            if len(options) > 1:
                entity, probability = self.choose("nominal" if type == "anonymous" else type, options)
                if entity is not None:
                    if any(token.pos_ == "PROPN" and token.ent_type_ for token in where):
                        self.cast.rename(entity, name)
                    if type == "anonymous":
                        add_description(entity, self.doc, Description(name, (where.start, where.end), "nominal"))
                    entity.refer(span)
                    return Resolved(entity, span, "nominal", probability)
        entity = self.cast.phrase(self._owned(name, where, place), type)
        self.cast.mentions.note(entity, (where.start, where.end))
        return Resolved(entity, span, "phrase", probability)

    def _fuller_name(self, noun: Token) -> str | None:
        """What the article mostly calls "the ordinance": "sanctuary ordinance"."""
        if (noun.lemma_, noun.tag_) in self._fuller_names:
            return self._fuller_names[noun.lemma_, noun.tag_]
        found: Counter[str] = Counter()
        for token in self.doc:
            start = token.i
            while start and self.doc[start - 1].pos_ in ("NOUN", "PROPN", "ADJ") and self.doc[start - 1].whitespace_:
                start -= 1
            alike = (token.lemma_, token.tag_) == (noun.lemma_, noun.tag_) and start < token.i
            if alike and self.doc[start - 1].text != "-":
                found[self.doc[start : token.i + 1].text] += 1
        fuller = next((name for name, times in found.most_common(1) if times > 1), None)
        self._fuller_names[noun.lemma_, noun.tag_] = fuller
        return fuller

    def _owned(self, name: str, where: Span, place: Place) -> str:
        """ "His office" as "Ryan’s office"."""
        owner = self._owner(where, place)
        if owner is None or " " not in name:
            return name
        return f"{surname(owner.entity.name)}’s {name.split(maxsplit=1)[1]}"

    def _owner(self, phrase: Span, place: Place) -> Resolved | None:
        """Whose office "his office" is."""
        first = phrase[0]
        if first.lower_ not in ("his", "her") or first.tag_ != "PRP$":
            return None
        at = Place(first.i, place.content, self.spoken)
        options = candidates.pronoun_options(self.around, at, first, self.cast.people)
        return self._chosen("pronoun", options, None, "pronoun")
