"""The people of an article: every full name, and each surname, given name or title-with-surname joined to one."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from extract.speakers.bearers import Bearers
from extract.speakers.entities import POSSESSIVE, Entity, covered, overlaps, trimmed_name
from extract.speakers.names import (
    HONORIFICS,
    PARTICLES,
    POSTNOMINALS,
    Gender,
    display,
    folded,
    given_gender,
    is_given,
    name_words,
    same_person,
    short_for,
)
from extract.speakers.not_people import NotPeople
from extract.speakers.nouns import names_a_person, title_nouns
from extract.speakers.sources import DAYS, in_headline

ABBREVIATED_TITLES = frozenset(
    ["dr", "prof", "rev", "sen", "rep", "gov", "lt", "col", "gen", "capt", "sgt", "hon", "judge", "sens", "reps"]
)
_ADDRESSES = ("mr", "mrs", "ms", "sir", "dame", "lord", "lady", "baroness")
_PLACES = {"street", "lane", "avenue", "road", "square", "park", "bridge", "island", "line", "bay", "beach", "river"}
_LONGEST = 100
"""Characters of a name before the surname, at most."""
_WORD_AFTER_SPACE = re.compile(r"(?<=[^\S\n])\w*")
_GIVEN_NAMES = re.compile(rf"(?:[A-Z][\w.’'-]*[^\S\n]){{1,3}}(?:(?:{'|'.join(sorted(PARTICLES))})[^\S\n])*\Z")
_BOUNDARY = re.compile(r"\b")


def find_people(doc: Doc) -> list[Entity]:
    """The people of a text by whole name, with all mentions that name them; in the order of their first mention."""
    text = doc.text  # spaCy joins it anew at every access
    others = NotPeople(doc)
    recognised = [span for span in _recognised(doc) if not others.names(span)]
    inside = {place for span in recognised for place in range(span.start + 1, span.end)}
    titled = [span for span in _titled(doc) if span.end not in inside]
    taken = covered(titled)
    recognised = [span for span in recognised if not overlaps(span, taken)]
    taken |= covered(recognised)
    unrecognised = [span for span in _given_led(doc) if not overlaps(span, taken)]
    spans = sorted(_without_noise([*titled, *recognised, *unrecognised]), key=lambda span: span.start)
    people: list[Entity] = []
    bearers = Bearers()
    for span in sorted((s for s in spans if _is_full(s)), key=lambda s: -len(name_words(s.text))):
        _join(people, bearers, span)
    short = [span for span in spans if not _is_full(span)]
    full_forms = FullForms(doc, text)
    for surname in {span.text: span for span in short}.values():
        if not bearers.of(surname.text) and (whole := full_forms.find(surname.text)) is not None:
            _join(people, bearers, whole)
    short += _bare_surnames(doc, people, spans)
    for span in sorted(short, key=lambda s: s.start):
        person = _whom(bearers, span)
        if person is not None:
            person.mention(span, display(span.text))
        elif bearers.of(span.text) and honorific(span) is not None:  # a "Mrs. Tan" beside George Tan
            before = doc[span.start - 1 - (doc[span.start - 1].text == ".")]
            people.append(Entity(f"{before.text.rstrip('.')}. {display(span.text)}", "person"))
            people[-1].mention(span)
            bearers.add(people[-1])
        elif span[0].ent_type_ or (span.start and is_title(doc[span.start - 1])):
            _join(people, bearers, span)
    people = [person for person in people if not _is_time_or_place(doc, person)]
    for person in people:
        person.mentions = sorted(set(person.mentions))
        person.gender = _told_gender(doc, person)
    return sorted(people, key=lambda person: person.mentions[0])


def _whom(bearers: Bearers, span: Span) -> Entity | None:
    """The person whom a surname or a given name means.

    An honorific must fit ("Mrs. Clinton"); then a surname goes before a given name, who is named in full most often
    before the others, and among those who was named first.
    """
    fitting = bearers.of(span.text) or bearers.misspelt(span.text)
    gender = honorific(span)
    if gender is not None:
        fitting = [p for p in fitting if (p.gender or p.likely_gender or gender) == gender]
    if len(fitting) < 2:
        return fitting[0] if fitting else None

    def full(person: Entity) -> list[int]:
        return [start for start, end in person.mentions if end - start > len(span) and start != span.start]

    def fitness(person: Entity) -> tuple[bool, int, int]:
        exact = person.words[-len(name_words(span.text)) :] == name_words(span.text)
        return exact, len(full(person)), -min(full(person), default=len(span.doc))

    return max(fitting, key=fitness)


def honorific(span: Span) -> Gender | None:
    """The gender that the word before a name tells: "Mrs. Clinton"."""
    before = span.start - 1
    if before >= 0 and span.doc[before].text == ".":
        before -= 1
    return HONORIFICS.get(span.doc[before].lower_.strip(".")) if before >= 0 else None


class FullForms:
    """Finds where a text gives the whole name of somebody who is known by surname only."""

    def __init__(self, doc: Doc, text: str) -> None:
        self._doc, self._text = doc, text
        self._words: dict[str, list[int]] = defaultdict(list)
        for word in _WORD_AFTER_SPACE.finditer(text):
            self._words[word.group().lower()].append(word.start())

    def find(self, surname: str) -> Span | None:
        """The first whole name that ends in a surname and is somebody's."""
        text, sought, after = self._text, surname.lower(), 0
        for place in self._words.get(re.split(r"\W", sought, maxsplit=1)[0], ()):
            end = place + len(surname)
            if text[place:end].lower() != sought or not _BOUNDARY.match(text, end):
                continue
            before = _GIVEN_NAMES.search(text, max(after, place - _LONGEST), place)
            if before is None:
                continue
            after = end
            whole = self._doc.char_span(before.start(), end, alignment_mode="expand")
            if whole is None or not _is_full(name := clean_name(whole)):
                continue
            known = is_given(name_words(name.text)[0])
            if known or (len(name) == 2 and not name[0].is_sent_start and not name[0].is_stop):
                return name
        return None


def _is_full(span: Span) -> bool:
    words = name_words(span.text)
    return len(words) > 1 and words[0] not in PARTICLES and not (len(words) == 2 and _is_double_surname(span, words))


def _is_double_surname(span: Span, words: tuple[str, ...]) -> bool:
    """Whether two words are a surname alone: "Mr. Guajardo Villarreal"."""
    return honorific(span) is not None and not is_given(words[0])


def clean_name(span: Span) -> Span:
    """A name without titles before it and without possessive, punctuation or white space around it, and whole:
    with what a hyphen ("Ki-moon") or a nickname in quotes ('John "Tig" Tiegen') parted from it."""
    doc, line = span.doc, trimmed_name(span)
    start, end = line.start, line.end
    for i in range(start, end - 1):  # "FBI Director James Comey", "National Review's Ian Tuttle"
        if is_title(doc[i]) or doc[i].tag_ == "POS" or doc[i].text in POSSESSIVE:
            start = i + 1
    for i in range(start + 1, end - 1):  # "… in Sri Lanka. Ban Ki-moon …"
        if doc[i].text == "." and len(doc[i - 1]) > 2 and doc[i - 1].lower_ not in ABBREVIATED_TITLES:
            start = i + 1
    while end - start > 1 and _is_behind(doc[end - 1], doc[start:end]):
        end -= 1
    name = trimmed_name(doc[start:end])
    start, end = name.start, name.end
    if start == end:
        return doc[start:end]
    while start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_ + doc[start - 2].whitespace_:
        start -= 2
        while start and _in_name(doc[start - 1]) and doc[start - 1].whitespace_:
            start -= 1
    while end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ + doc[end].whitespace_:
        end += 2
    words = name_words(doc[start:end].text)
    whole = bool(doc[start].whitespace_)  # a part of "Karl-Heinz" is no word
    if whole and len(words) > 2 and len(words[0]) > 1 and not is_given(words[0]) and is_given(words[1]):
        start += 1  # "Entrusting Donald Trump", "Marine John Tiegen"
    return doc[start : _after_nickname(doc, start, end)]


def _is_behind(token: Token, name: Span) -> bool:
    """Whether the last word behind a name is none of it: "Ana Ruiz | MP", "Ruiz | Friday"; "Joe Friday" is one."""
    if len(name) > 2:
        return token.lower_ in DAYS or token.text in POSTNOMINALS
    return token.lower_ in DAYS and not is_given(name[0].text)


def _after_nickname(doc: Doc, start: int, end: int) -> int:
    """Where a name ends that goes on behind a nickname in quotes."""
    for i in range(start + 1, min(end + 1, len(doc) - 3)):
        if doc[i].text in "“\"‘'" and doc[i + 2].text in "”\"’'" and _in_name(doc[i + 1]) and _in_name(doc[i + 3]):
            return max(end, i + 4)
    return end


def is_title(token: Token) -> bool:
    """Whether a word before a name tells who somebody is, and is no part of the name."""
    word = token.lower_.strip(".")
    return (
        word in HONORIFICS
        or word in ABBREVIATED_TITLES
        or token.lower_ in ("the", "a", "an", "former", "ex")
        or title_nouns().get(word) == "anonymous"
    )


def _recognised(doc: Doc) -> Iterator[Span]:
    for ent in doc.ents:
        described = len(ent) == 1 and _is_described(doc, ent.end)
        addressed = len(ent) == 2 and ent[0].lower_ in _ADDRESSES and _in_name(ent[1])
        if ent.label_ != "PERSON" and not described and not addressed:
            continue
        span = clean_name(ent)
        words = [token for token in span if not token.is_punct]
        proper = any(token.pos_ == "PROPN" for token in span) and re.search(r"[^\W\d_]{2}", span.text)
        if not proper or re.search(r"[\d=@]|^[RDI]-", span.text) or _is_place(span) or "http" in span.text:
            continue
        owned = span.end < len(doc) and doc[span.end].tag_ in ("POS", "NN", "NNS")
        if len(words) > 1 and span.start and doc[span.start - 1].lower_ == "the" and not owned:
            continue  # "the Washington Post"
        if title_nouns().get(words[-1].lower_) in ("organization", "document"):
            continue  # "Princeton University"
        last = words[-1].lower_
        if not name_words(span.text) or all(is_title(word) for word in words):
            continue  # "Mr."
        if (names_a_person(last) or names_a_person(last.removesuffix("s"))) and not (
            len(words) > 1 and is_given(words[0].text)
        ):
            continue  # "Federal Judge", "Senator"
        yield span


def _is_place(span: Span) -> bool:
    """Whether a name is a street's or the like: "Penny Lane" is somebody where nothing says that one can be there."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    somebody = len(span) > 1 and is_given(span[0].text) and before not in ("in", "on", "at", "near", "along", "the")
    return span[-1].lower_ in _PLACES and not somebody


def _titled(doc: Doc) -> Iterator[Span]:
    """Full names behind a title ("Mayor Ines Calloway", "Sen. Drewry Hall"), however the recogniser labels them."""
    i = 0
    while i < len(doc) - 1:
        end = i + 1
        if is_title(doc[i]) and doc[i].lower_ not in ("the", "a", "an") and doc[i].pos_ in ("NOUN", "PROPN", "ADJ"):
            if doc[end].text == "." and end + 1 < len(doc):
                end += 1
            while end < len(doc) and (_in_name(doc[end]) or _is_particle(doc, end)):
                end += 1
            name = clean_name(doc[i + 1 : end]) if end - i > 2 else None
            if name is not None and 2 <= len(name.text.split()) <= 4:
                yield name
        i = end


def _given_led(doc: Doc) -> Iterator[Span]:
    """Full names that the recogniser took for something else: a given name and a surname that also stands alone."""
    alone: Counter[str] = Counter()
    for token in doc:
        if token.text[:1].isupper() and token.pos_ == "PROPN":
            joined = (token.i and doc[token.i - 1].text[:1].isupper() and doc[token.i - 1].pos_ == "PROPN") or (
                token.i + 1 < len(doc) and doc[token.i + 1].text[:1].isupper() and doc[token.i + 1].pos_ == "PROPN"
            )
            alone[token.lower_] += not joined
    i = 0
    while i < len(doc) - 1:
        end = i + 1
        if _in_name(doc[i]) and doc[i].ent_type_ != "PERSON" and is_given(doc[i].text):
            while end < len(doc) and (_in_name(doc[end]) or _is_particle(doc, end)):
                end += 1
            if 2 <= end - i <= 5 and (alone[doc[end - 1].lower_] or _is_introduced(doc, i, end)):
                yield clean_name(doc[i:end])
        i = end


def _is_described(doc: Doc, end: int) -> bool:
    """Whether what a person is follows a name: ", a farmer"."""
    return doc[end : end + 1].text == "," and any(names_a_person(token.lemma_) for token in doc[end + 1 : end + 5])


def _is_introduced(doc: Doc, start: int, end: int) -> bool:
    """Whether words are a person's name by what stands around them: what they are, whose they are, that they act."""
    owned = start > 0 and doc[start - 1].lower_ in POSSESSIVE and doc[start - 1].ent_type_ == "ORG"
    acts = not any(token.ent_type_ for token in doc[start:end]) and doc[start:end].root.dep_ in ("nsubj", "appos")
    return _is_described(doc, end) or owned or acts or doc[end : end + 1].text in POSTNOMINALS


def _is_particle(doc: Doc, i: int) -> bool:
    return doc[i].lower_ in PARTICLES and i + 1 < len(doc) and doc[i + 1].text[:1].isupper()


def _in_name(token: Token) -> bool:
    if token.text == "-":  # "Drummond-Ortiz" is three tokens
        return token.i > 0 and not token.whitespace_ and not token.nbor(-1).whitespace_
    return token.pos_ == "PROPN" and token.text[0].isupper() and not is_title(token)


class _Forms:
    """The names of a text as words, by how often, and by the words that they begin and end with."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.times = Counter(words for span in spans if (words := name_words(span.text)))
        self.only_one = self.times.total() == 1
        self.surnames = Counter(words[-1] for words in self.times)
        self._longer: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for words in self.times:
            if len(words) > 1:
                self._longer[words[0]].add(words)
                self._longer[words[-1]].add(words)

    def another_has(self, word: str, words: tuple[str, ...]) -> bool:
        """Whether a name of several words, another than `words`, begins or ends with a word."""
        return bool(self._longer[word] - {words}) if word in self._longer else False


def _without_noise(spans: Sequence[Span]) -> Iterator[Span]:
    """Names without the words of a headline that the recogniser took along ("Entrusting Donald Trump", "If Obama")."""
    forms = _Forms(spans)
    for span in spans:
        words = name_words(span.text)
        inner = next((part for part in _parts(span) if _purer(part, words, forms)), None)
        yield inner if inner is not None else span


def _parts(span: Span) -> Iterator[Span]:
    for length in range(len(span) - 1, 0, -1):
        for start in range(span.start, span.end - length + 1):
            yield span.doc[start : start + length]


def _purer(part: Span, words: tuple[str, ...], forms: _Forms) -> bool:
    inner = name_words(part.text)
    if not inner or inner == words or forms.times[words] > 1:
        return False
    if len(inner) > 1:
        whole = forms.times[inner] > 0 and is_given(inner[0])
        return whole and (not is_given(words[0]) or words[: len(inner)] == inner)
    if len(words) > 1 and forms.another_has(inner[0], words) and in_headline(part[0]):
        return True
    if len(words) != 2 or is_given(words[0]) or (inner not in forms.times and forms.only_one):
        return False
    other = words[1] if inner[0] == words[0] else words[0]
    rest = part.doc[part.end] if inner[0] == words[0] else part.doc[part.start - 1]
    if not (rest.is_stop or rest.pos_ != "PROPN" or in_headline(rest)):
        return False
    known = forms.times[inner] > 0 or forms.surnames[inner[0]] > 1
    return known and inner[0] in forms.surnames and (other,) not in forms.times and not is_given(other)


def _join(people: list[Entity], bearers: Bearers, span: Span) -> None:
    name = display(span.text)
    for person in bearers.akin(name):
        if same_person(person.name, name) or short_for(name, person.name):
            person.mention(span, name)
            return
    people.append(Entity(name, "person", likely_gender=given_gender(name)))
    people[-1].mention(span, name)
    bearers.add(people[-1])


def _bare_surnames(doc: Doc, people: Sequence[Entity], named: Sequence[Span]) -> Iterator[Span]:
    """Where a known surname stands alone and the recogniser saw no person."""
    taken = {i for span in named for i in range(span.start, span.end)}
    last = {person.words[-1].split("-")[0]: person for person in people if len(person.words) > 1}
    for token in doc:
        person = last.get(folded(token.text))
        if person is None or not token.text[:1].isupper() or token.i in taken:
            continue
        start = token.i
        while start and not doc[start - 1].whitespace_ and doc[start - 1].text == "-":
            start -= 2
        span = clean_name(doc[max(start, 0) : token.i + 1])
        before = doc[span.start - 1] if span.start else None
        if before is not None and before.lower_ in PARTICLES and before.text[0].isupper():
            span = doc[span.start - 1 : span.end]
        follows = doc[span.end] if span.end < len(doc) else None
        if (
            len(span)
            and short_for(span.text, person.name)
            and not (follows is not None and follows.pos_ == "PROPN" and follows.ent_type_ == token.ent_type_ == "ORG")
        ):
            yield span


def _is_time_or_place(doc: Doc, person: Entity) -> bool:
    """Whether a single word is only ever spoken of as when or where ("by Easter"): the recogniser erred."""
    heads = [doc[start:end].root for start, end in person.mentions]
    return " " not in person.name and all(
        head.dep_ == "pobj"
        and head.head.lower_ in ("by", "until", "since", "before", "after", "in", "on", "at", "near")
        for head in heads
    )


def _told_gender(doc: Doc, person: Entity) -> Gender | None:
    """The gender that honorifics before the name tell, by majority."""
    told = Counter(g for start, end in person.mentions if (g := honorific(doc[start:end])) is not None)
    return told.most_common(1)[0][0] if told else None
