"""Who and what an article names: the people, organisations and places that its sources may mean."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from nameparser import parse
from spacy.tokens import Doc

from extract.attribution.marks import quoted_regions
from extract.records import SpeakerType
from extract.speakers import candidates
from extract.speakers.bearers import Bearers
from extract.speakers.candidates import Place, Surroundings
from extract.speakers.entities import Description, Entity
from extract.speakers.names import display, name_words, same_person
from extract.speakers.namesakes import settle
from extract.speakers.nouns import noun_type
from extract.speakers.organizations import find_organizations, find_places
from extract.speakers.people import FullForms, find_people
from extract.speakers.ranker import Option
from extract.speakers.recognised import correct
from extract.speakers.roles import add_description, describe, predicates
from extract.speakers.sources import phrase_name

Choose = Callable[[str, Sequence[Option]], tuple[Entity | None, float]]
"""Which of several options a source of some kind means, and how probable that is: `extract.speakers.ranker`."""
SURE = 0.7
"""How probable it has to be that "the senator" is somebody, where nobody is quoted."""


class Cast:
    """The entities of one parsed article. `entities` grows as sources name others; `people` are those among them."""

    def __init__(self, doc: Doc, choose: Choose, *, outlet: str | None = None, byline: str | None = None) -> None:
        self.doc = doc
        self.text = doc.text  # spaCy joins it anew at every access
        self.around = Surroundings(doc, quoted_regions(self.text))
        correct(doc)
        self.people = find_people(doc)
        self.bearers = Bearers(self.people)
        self.settled = settle(doc, self.people, self.bearers)
        """Mentions by a shared surname for which the words beside it decide which person is meant."""
        self.organizations = find_organizations(doc, self.people)
        self.entities = [*self.people, *self.organizations, *find_places(doc)]
        self.full_forms = FullForms(doc, self.text)
        self.mentions = self.around.mentions
        self._by_name: dict[tuple[SpeakerType, str], Entity] = {}
        for entity in self.entities:
            self.mentions.know(entity)
            self._by_name.setdefault((entity.type, entity.name.casefold()), entity)
        self._outlet = outlet
        self._phrases: set[int] = set()
        describe(doc, self.people, quoted=self.around.quoted)
        self._describe_further(choose)
        self.author = self._author(byline)

    @property
    def outlet(self) -> Entity | None:
        """Who publishes the article, if that is known."""
        return self.entity(self._outlet, "organization") if self._outlet else None

    @cached_property
    def guest(self) -> Entity | None:
        """Whom an interview is with: the one person whom its headline, or all before its first question, names."""
        question = next((t.i for t in self.doc[:-1] if t.text == "Q" and t.nbor(1).text in (":", ".")), 0)
        before = [person for person in self.people if person.mentions and person.mentions[0][0] < question]
        headline = [person for person in before if self.around.paragraph[person.mentions[0][0]] == 0]
        return next((people[0] for people in (headline, before) if len(people) == 1), None)

    def is_named(self, entity: Entity) -> bool:
        """Whether an entity has a name, not just a phrase."""
        return id(entity) not in self._phrases

    def known(self, name: str, type: SpeakerType) -> Entity | None:
        """The entity of this name and type, if there is one."""
        return self._by_name.get((type, name.casefold()))

    def phrase(self, name: str, type: SpeakerType) -> Entity:
        """The entity that only a phrase names, made if there is none: "a senior aide"."""
        entity = self.entity(name, type)
        self._phrases.add(id(entity))
        return entity

    def rename(self, entity: Entity, name: str) -> None:
        """Let a phrase with a proper name in it name what had none: "the Reuters poll" for "a new poll"."""
        if id(entity) in self._phrases and not any(map(str.isupper, entity.name[1:])):
            entity.aliases.add(entity.name)
            if self.known(entity.name, entity.type) is entity:
                del self._by_name[entity.type, entity.name.casefold()]
            self._by_name.setdefault((entity.type, name.casefold()), entity)
            entity.name = name

    def entity(self, name: str, type: SpeakerType) -> Entity:
        """The entity of this name and type, made if there is none."""
        if (known := self.known(name, type)) is not None:
            return known
        entity = self._by_name[type, name.casefold()] = Entity(name, type, aliases={name})
        self.entities.append(entity)
        self.mentions.know(entity)
        if type == "person":
            self.people.append(entity)
            self.bearers.add(entity)
        return entity

    def _describe_further(self, choose: Choose) -> None:
        """Note what is said of people where their names are not: "the senator", "she is the director of the fund"."""
        named = {token for person in self.people for start, end in person.mentions for token in range(start, end)}
        for chunk in list(self.doc.noun_chunks):
            root = chunk.root
            definite = chunk[0].lower_ == "the" and root.tag_ in ("NN", "NNP") and noun_type(root.lemma_) == "anonymous"
            if definite and named.isdisjoint(range(chunk.start, chunk.end)) and root.dep_ not in ("appos", "attr"):
                options = candidates.nominal_options(self.around, Place(chunk.start, ()), chunk, self.people)
                entity, probability = choose("nominal", options)
                if entity is not None and probability >= SURE:
                    entity.refer(chunk)
                    name, where = phrase_name(chunk)
                    if not self.around.quoted[chunk.start]:
                        add_description(entity, self.doc, Description(name, (where.start, where.end), "nominal"))
        for token in self.doc:
            if token.lower_ in ("he", "she") and not self.around.quoted[token.i] and (told := list(predicates(token))):
                options = candidates.pronoun_options(self.around, Place(token.i, ()), token, self.people)
                entity, probability = choose("pronoun", options) if options else (None, 0.0)
                if entity is not None and probability >= SURE:
                    for description in told:
                        add_description(entity, self.doc, description)

    def _author(self, byline: str | None) -> Entity | None:
        """Who writes "I": the byline's name, or whom the last lines of an opinion piece introduce ("X is a …")."""
        firsts = sum(t.lower_ in ("i", "my", "me") and not self.around.quoted[t.i] for t in self.doc)
        if firsts < 2:
            return None
        writers = re.split(r",? and |[&;]", re.sub(r"^by\s+", "", (byline or "").split(",")[0].strip(), flags=re.I))
        if len(writers) == 1 and len(name_words(writers[0])) > 1:
            parsed = parse(writers[0])
            name = display(
                " ".join(filter(None, map(str, (parsed.given, parsed.middle, parsed.family, parsed.suffix))))
            )
            return next((p for p in self.people if same_person(p.name, name)), None) or self.entity(name, "person")
        last = max(self.around.paragraph, default=0) - 2
        for person in self.people:
            for start, end in person.mentions:
                opens = start == 0 or self.around.paragraph[start - 1] != self.around.paragraph[start]
                told = end < len(self.doc) and self.doc[end].lower_ in ("is", ",", "was", "writes")
                if self.around.paragraph[start] >= last > 0 and opens and told and end - start > 1:
                    return person
        return None
