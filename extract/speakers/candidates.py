"""Whom a source may mean: the entities of the article, each with the features that the ranker weighs."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log1p
from operator import itemgetter

from spacy.tokens import Doc, Span, Token

from extract.attribution.marks import QuotedRegion, overlapping, paragraphs
from extract.records import SpeakerType
from extract.speakers.entities import Entity, Tokens
from extract.speakers.mentions import Mentions, Trail
from extract.speakers.names import HONORIFICS, Gender, folded
from extract.speakers.nouns import alike, in_names_of, is_relational
from extract.speakers.offices import held_by_another
from extract.speakers.ranker import Option
from extract.speakers.sources import head_of, is_definite, phrase_type

_PRONOUN_GENDER: dict[str, Gender] = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_PARTIES = {"republican", "democratic"}
_NEAR = 3
"""Sentences: how far back somebody must have been mentioned to speak without being named."""
_NEW = ("a", "an", "another")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")


@dataclass
class Spoken:
    """Who has spoken so far, with the tokens at which their words begin, in order, and how often each has."""

    order: list[tuple[int, Entity]] = field(default_factory=list)
    times: Counter[Entity] = field(default_factory=Counter)

    def add(self, at: int, entity: Entity) -> None:
        """Note what somebody said."""
        insort(self.order, (at, entity), key=itemgetter(0))
        self.times[entity] += 1

    def before(self, at: int) -> tuple[int, Entity | None, Counter[Entity]]:
        """Who spoke last before a token, where, and how often everybody had; a token before all of that is -1."""
        count = bisect_left(self.order, at, key=itemgetter(0))
        later = Counter(entity for _, entity in self.order[count:])
        return *(self.order[count - 1] if count else (-1, None)), self.times - later if later else self.times


@dataclass
class Place:
    """Where a source stands, or where one would: its first token, its content, and who has spoken before."""

    at: int
    content: Sequence[tuple[int, int]]
    spoken: Spoken = field(default_factory=Spoken)
    verb: Token | None = None


@dataclass
class Surroundings:
    """Sentence, paragraph and quoted region of each token of a text, computed once."""

    doc: Doc
    regions: Sequence[QuotedRegion]
    starts: list[int] = field(init=False)
    """The character at which each token begins."""
    sentence: list[int] = field(init=False)
    paragraph: list[int] = field(init=False)
    quoted: list[bool] = field(init=False)
    introduced: dict[str, int] = field(init=False)
    """Lemma of a noun -> the first token where it introduces somebody: "a woman"."""
    mentions: Mentions = field(default_factory=Mentions)
    """Of the text's entities, as far as they are known."""
    _trails: dict[int, Trail] = field(default_factory=lambda: defaultdict(Trail))

    def __post_init__(self) -> None:
        self.starts = [token.idx for token in self.doc]
        number = -1
        self.sentence = [number := number + bool(token.is_sent_start or token.i == 0) for token in self.doc]
        blocks = list(paragraphs(self.doc.text))
        self.paragraph = []
        block = 0
        for token in self.doc:
            while block + 1 < len(blocks) and token.idx >= blocks[block + 1][0]:
                block += 1
            self.paragraph.append(block)
        self.introduced = {}
        for token in self.doc:
            new = token.lower_ in ("a", "an", "one", "another") and token.head.dep_ != "attr"
            if new and token.head.pos_ in ("NOUN", "PROPN"):
                self.introduced.setdefault(token.head.lemma_, token.head.i)
        self.quoted = [bool(overlapping(self.regions, t.idx, t.idx + max(len(t), 1))) for t in self.doc]

    def tokens(self, span: tuple[int, int]) -> tuple[int, int]:
        """The tokens that begin in a span of characters."""
        return bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])

    def trail(self, entity: Entity) -> Trail:
        """Where an entity of the text is mentioned."""
        return self._trails[id(entity)].follow(entity, self.paragraph)


def pronoun_options(around: Surroundings, place: Place, pronoun: Token, people: Sequence[Entity]) -> list[Option]:
    """The people that "he" or "she" may mean: those whose gender the article does not tell otherwise."""
    gender = _PRONOUN_GENDER[pronoun.lower_]
    fitting = around.mentions.near(place.at, people, lambda e: e.type == "person" and e.gender in (None, gender))
    return [
        Option(entity, features | _gender_features(entity, gender))
        for entity, features in _described(around, place, fitting)
    ]


def _gender_features(entity: Entity, gender: Gender) -> dict[str, float]:
    guessed = entity.likely_gender if entity.gender is None else None
    return {
        "gender told": float(entity.gender == gender),
        "gender of the given name": float(guessed == gender),
        "gender of the given name differs": float(guessed not in (None, gender)),
    }


def thing_options(
    around: Surroundings, place: Place, entities: Sequence[Entity], types: Container[SpeakerType]
) -> list[Option]:
    """Those of the entities that "it" or "they" may mean: some types of organisations, groups and documents."""
    things = around.mentions.near(place.at, entities, lambda e: e.type in types)
    return [
        Option(
            entity,
            features | {f"is a {entity.type}": 1.0, "is a place": float(_is_place(around.doc, entity))},
        )
        for entity, features in _described(around, place, things)
    ] + [Option(None, {"nobody": 1.0})]


def nominal_options(
    around: Surroundings, place: Place, phrase: Span, entities: Sequence[Entity], *, owner: Entity | None = None
) -> list[Option]:
    """Whom "the mayor" or "the company" may mean: entities of its type, or somebody new."""
    root = head_of(phrase)
    type = phrase_type(root)
    wanted = "person" if type == "anonymous" else type
    lemma = alike(root.lemma_.lower())
    modifiers = {alike(folded(t.text)) for t in phrase if t.pos_ in ("ADJ", "PROPN", "NOUN") and t.i != root.i}
    proper = {folded(t.text) for t in phrase if t.pos_ == "PROPN" and t.i < root.i}
    gender, relational = HONORIFICS.get(root.lower_), is_relational(root.lemma_.lower())
    options = []
    entities = around.mentions.near(place.at, entities, lambda e: e.type == wanted and e is not owner)
    told = {id(e): _told(e) for e in entities}
    holders = sum(lemma in words for words in told.values())
    most = max((len(e.mentions) for e in entities), default=0)
    fitting = [e for e in entities if gender is None or (e.gender or e.likely_gender) in (None, gender)]
    for entity, features in _described(around, place, fitting):
        words = told[id(entity)]
        heads = {alike(folded(d.text.split()[-1])) for d in entity.descriptions}
        named = {alike(word) for word in entity.words}
        shared = modifiers & words
        if wanted != "person" and (proper - named - words or (root.pos_ == "PROPN" and lemma not in named)):
            continue  # "the Gannett chain" is no other newspaper, Democrats are no Republicans
        if relational and lemma not in words:
            continue
        if any(phrase.start <= first < root.i for first, _ in entity.mentions) and wanted == "person":
            continue  # Diaz is not Diaz's lawyer
        if wanted == "person" and (
            held_by_another(phrase, lemma, entity)
            or (phrase[0].lower_ in _NEW and any(first < phrase.start for first, _ in entity.mentions))
        ):
            continue  # a former mayor is not the mayor, nor is the mayor of Kent
        options.append(
            Option(
                entity,
                features
                | {
                    "noun in a description": float(lemma in words),
                    "noun ends a description": float(lemma in heads),
                    "noun in the name": float(lemma in named),
                    "modifiers in a description": len(shared) / len(modifiers) if modifiers else 0.0,
                    "modifiers in the name": len(modifiers & named) / len(modifiers) if modifiers else 0.0,
                    "modifiers told elsewhere": float(bool(modifiers) and not shared),
                    "of the other party": float(
                        bool(modifiers & _PARTIES and words & _PARTIES and not shared & _PARTIES)
                    ),
                    "sole holder": float(holders == 1 and lemma in words),
                    "name of its kind": float(not in_names_of(lemma).isdisjoint(entity.words)),
                    "mentioned most": float(len(entity.mentions) == most),
                    "names another": float(bool(proper - named - words)),
                    "is a place": float(entity.type == "organization" and _is_place(around.doc, entity)),
                    "role told": float(any(d.kind != "affiliation" for d in entity.descriptions)),
                    "gender agrees": float(gender is not None and gender in (entity.gender, entity.likely_gender)),
                    f"is a {entity.type}": 1.0,
                },
            )
        )
    definite = is_definite(phrase)
    new = {
        "nobody": 1.0,
        "new, definite": float(definite),
        "new, indefinite": float(phrase[0].lower_ in ("a", "an", "one", "another")),
        "new, possessed": float(phrase[0].tag_ == "PRP$"),
        "new, introduced before": float(around.introduced.get(root.lemma_, root.i) < root.i),
        "new, bare": float(phrase[0].pos_ not in ("DET", "PRON", "NUM")),
        "new, modifiers": log1p(len(modifiers)),
        "new, with a complement": float(
            any(c.i > root.i and c.dep_ in ("prep", "relcl", "acl") for c in root.children)
        ),
        f"new, {type}": 1.0,
    }
    return [*options, Option(None, new)]


def _told(entity: Entity) -> set[str]:
    """The words of all that is said of somebody."""
    return set().union(*(_words(d.text.replace("-", " ")) for d in entity.descriptions))


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """The words of a description; those that stand for one another as one."""
    return frozenset(alike(folded(word)) for word in text.split())


def _is_place(doc: Doc, entity: Entity) -> bool:
    return any(doc[start].ent_type_ == "GPE" for start, _ in entity.mentions[:1])


def silent_options(around: Surroundings, place: Place, entities: Sequence[Entity], *, quoted: bool) -> list[Option]:
    """Who may be the speaker of a quote that names no source; nobody among them."""
    entities = around.mentions.near(place.at, entities, lambda _: True)
    options = [
        Option(entity, features | {"in quotes": float(quoted), f"is a {entity.type}": 1.0})
        for entity, features in _described(around, place, entities)
        if not _is_place(around.doc, entity)
        if "far" not in features or features["spoke last"]
    ]
    return [*options, Option(None, {"nobody": 1.0, "nobody, in quotes": float(quoted)})]


def bearer_options(around: Surroundings, place: Place, bearers: Sequence[Entity]) -> list[Option]:
    """Which of several people of one surname is meant."""
    return [Option(entity, features) for entity, features in _described(around, place, bearers)]


def _described(
    around: Surroundings, place: Place, entities: Sequence[Entity]
) -> Iterator[tuple[Entity, dict[str, float]]]:
    """Each entity with what its mentions tell: how near, how often, as what."""
    before = {id(e): around.trail(e).last_before(place.at) for e in entities}
    ranks = {key: n for n, key in enumerate(sorted(before, key=lambda key: before[key] or (-1, -1), reverse=True))}
    last_at, last, times = place.spoken.before(place.at)
    for entity in entities:
        yield (
            entity,
            _features(around, place, entity, before[id(entity)], ranks[id(entity)])
            | {
                "spoke last": float(entity is last),
                "spoke last, same paragraph": float(
                    entity is last and around.paragraph[last_at] == around.paragraph[place.at]
                ),
                "has spoken": log1p(times[entity]),
            },
        )


def _features(
    around: Surroundings, place: Place, entity: Entity, mention: Tokens | None, rank: int
) -> dict[str, float]:
    doc, trail = around.doc, around.trail(entity)
    common = {
        "mentions": log1p(len(entity.mentions)),
        "in the first paragraph": float(around.paragraph[entity.mentions[0][0]] == 0) if entity.mentions else 0.0,
        "in the content": float(any(trail.names(*around.tokens(span)) for span in place.content)),
    }
    if mention is None:
        return common | {"only named later": 1.0, "far": 1.0}
    last, end = mention
    head = doc[last:end].root
    gap = around.sentence[place.at] - around.sentence[last]
    quoted = around.quoted[last] and not around.quoted[place.at]
    here = trail.here.get(around.paragraph[place.at])
    found = common | {
        "distance": log1p(gap),
        "same sentence": float(gap == 0),
        "sentence before": float(gap == 1),
        "recency": 1 / (1 + rank),
        "subject": float(head.dep_ in _SUBJECTS and not quoted),
        "subject, sentence before": float(head.dep_ in _SUBJECTS and not quoted and gap <= 1),
        "possessive": float(head.dep_ == "poss"),
        "object": float(head.dep_ in ("dobj", "pobj", "dative") and not quoted),
        "in a quote": float(quoted),
        "same paragraph": float(here is not None and here[1] < place.at),
        "opens the paragraph": float(here is not None and not around.quoted[here[0]]),
        "beside the same verb": float(place.verb is not None and head.head == place.verb and head.i != place.at),
    }
    return found if gap <= _NEAR else found | {"far": 1.0}
