"""From a source span to its speakers: names, surnames, pronouns, nominals ("the mayor"), nothing at all."""

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from extract.attribution.marks import QuotedRegion, quoted_regions
from extract.records import Quote, Speaker, SpeakerType, short_hash, speaker_id
from extract.speakers.entities import Entity, clean_name, display, find_entities, full_form, nearest, noun_types

CERTAINTY = {
    "named": 0.85,  # by the whole name, or a whole phrase
    "surname": 0.97,
    "alias": 0.95,  # another form of an organisation's name
    "pronoun": 0.7,
    "nominal": 0.62,  # "the mayor", "critics"
    "continued": 0.6,  # no source: who spoke last
    "ambiguous": 0.45,  # a surname that several people of the article bear: who was named last
}
"""How often each way of resolving a source is right, on the articles of PolNeAR train and dev with gold speakers."""
UNSURE = 0.45
"""How often it is right to name nobody."""

_PRONOUN_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_FIRST_PERSON = {"i", "we", "our", "my", "us", "me"}
_PLURAL = {"they", "them", "their", "those", "these"}
_THINGS = {"it", "its", "this", "that", "which"}


class Resolver:
    """Resolves the sources of one article's quotes, in text order."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text  # spaCy joins it anew at every access
        self.article_id = doc._.article.id if doc._.article else short_hash(self.text)
        self.outlet: str | None = doc._.article.outlet if doc._.article else None
        self.entities = find_entities(doc)
        self.people = [e for e in self.entities if e.type == "person"]
        self.regions: list[QuotedRegion] = quoted_regions(self.text)
        self.spoke_last: Entity | None = None
        self.sentence_of = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}

    def speakers(self, quote: Quote) -> tuple[Speaker, ...]:
        """Who said a quote: usually one, several where they speak jointly, none where that is unclear."""
        span = self._span(quote)
        if span is None:
            if self.spoke_last is None or quote.method != "marks":
                return ()
            return (self._speaker(self.spoke_last, None, "continued"),)
        found = [(part, *self._resolve(part)) for part in _conjuncts(span)]
        known = {id(entity): (entity, part, method) for part, entity, method in found if entity is not None}
        if len(known) == 1:
            self.spoke_last = next(iter(known.values()))[0]
        return tuple(self._speaker(*one) for one in known.values())

    def _span(self, quote: Quote) -> Span | None:
        if not quote.source:
            return None
        start, end = quote.source[0]
        return self.doc.char_span(start, end, alignment_mode="expand")

    def _speaker(self, entity: Entity, mention: Span | None, method: str) -> Speaker:
        return Speaker(
            id=speaker_id(type=entity.type, name=entity.name, article_id=self.article_id),
            name=entity.name,
            type=entity.type,
            role=entity.role,
            aliases=tuple(sorted(entity.aliases - {entity.name})),
            mention=(mention.start_char, mention.end_char) if mention is not None else None,
            method=method,
        )

    def _resolve(self, span: Span) -> tuple[Entity | None, str]:
        root = span.root
        if root.pos_ == "PRON" and len(span) <= 3:
            return self._pronoun(root), "pronoun"
        entity = self._named(span)
        if entity is not None:
            return entity, self._how_named(entity, span.text)
        return self._nominal(span)

    def _how_named(self, entity: Entity, text: str) -> str:
        if entity.name.split()[0] in text:
            return "named"
        if entity.type != "person":
            return "alias"
        return "surname" if sum(p.surname == entity.surname for p in self.people) == 1 else "ambiguous"

    def _named(self, span: Span) -> Entity | None:
        """The entity that the head of a phrase names: not one that only modifies it ("Trump's campaign")."""
        inside = [(e, m) for e in self.entities for m in e.mentions if span.start <= m[0] and m[1] <= span.end]
        root = span.root
        headed = [e for e, (start, end) in inside if start <= root.i < end]
        if headed:
            return headed[0]
        possessed = any(t.tag_ == "POS" and t.i < root.i for t in span)
        titled = [e for e, (start, end) in inside if e.type == "person" and start == root.i + 1 and not possessed]
        apposed = [
            e
            for e, (start, end) in inside
            if e.type == "person" and any(t.dep_ == "appos" and t.head == root for t in self.doc[start:end])
        ]
        if titled or apposed:
            return (titled or apposed)[0]
        if root.pos_ == "PROPN" and root.ent_type_ not in ("DATE", "TIME"):
            return self._unlisted(span)
        return None

    def _unlisted(self, span: Span) -> Entity:
        """A proper name that the entity recogniser missed or took for a place."""
        start = end = span.root.i
        while start > span.start and self.doc[start - 1].pos_ == "PROPN":
            start -= 1
        while end + 1 < span.end and self._goes_on(end + 1):
            end += 1
        name = clean_name(self.doc[start : end + 1])
        name = name if len(name) else self.doc[span.root.i : span.root.i + 1]
        known = nearest(self.people, surname=name.text, before=span.start)
        if known is not None:
            return known
        lemma = span.root.lemma_.lower()
        type: SpeakerType = noun_types().get(lemma, "organization")
        if span.root.ent_type_ == "PERSON" or (span.root.ent_type_ == "" and lemma not in noun_types()):
            type = "person"
        elif type == "anonymous":
            type = "organization" if span.root.ent_type_ == "ORG" else "person"
        if span.root.tag_ == "NNPS" and span.root.ent_type_ in ("NORP", ""):
            type = "group"
        whole = full_form(self.doc, self.text, name.text) if type in ("person", "organization") else None
        return self._remember(display(whole or name), "person" if whole else type, name)

    def _goes_on(self, i: int) -> bool:
        """Whether a proper name does: "Coalition | for Humane Immigrant Rights"."""
        token = self.doc[i]
        if token.lower_ in ("of", "for", "and", "&", "the"):
            return any(t.pos_ == "PROPN" for t in self.doc[i + 1 : i + 3]) and token.lower_ != "and"
        return token.pos_ == "PROPN" or (token.pos_ == "ADJ" and token.text[0].isupper())

    def _remember(self, name: str, type: SpeakerType, span: Span) -> Entity:
        for entity in self.entities:
            if entity.type == type and entity.name.lower() == name.lower():
                entity.mentions.append((span.start, span.end))
                return entity
        entity = Entity(name, type, aliases={name}, mentions=[(span.start, span.end)])
        self.entities.append(entity)
        if type == "person":
            self.people.append(entity)
        return entity

    def _pronoun(self, token: Token) -> Entity | None:
        word = token.lower_
        if word in _FIRST_PERSON:
            return self._remember(self.outlet, "organization", self.doc[token.i : token.i + 1]) if self.outlet else None
        if word in _PRONOUN_GENDER:
            return self._antecedent(token, [e for e in self.people if e.gender in (None, _PRONOUN_GENDER[word])])
        if word in _PLURAL:
            return self._antecedent(token, [e for e in self.entities if e.type in ("group", "organization")])
        if word in _THINGS:
            return self._antecedent(token, [e for e in self.entities if e.type in ("document", "organization")])
        return None

    def _antecedent(self, token: Token, candidates: Sequence[Entity]) -> Entity | None:
        """The fitting entity nearest before a pronoun: subjects and the last speaker first, mentions in quotes last."""
        best: tuple[float, Entity] | None = None
        for entity in candidates:
            for start, end in entity.mentions:
                if start >= token.i:
                    continue
                distance = self.sentence_of[token.i] - self.sentence_of[start]
                if distance > 8:
                    continue
                score = -1.5 * distance + start / len(self.doc)
                root = self.doc[start:end].root
                score += 1.5 if root.dep_ in ("nsubj", "nsubjpass") else 0.0
                score += 2.0 if entity is self.spoke_last else 0.0
                score += 1.5 if entity.gender is not None else 0.0
                score -= 2.5 if self._in_quote(root) else 0.0
                score -= 1.0 if root.dep_ == "poss" else 0.0
                if best is None or score > best[0]:
                    best = score, entity
        return best[1] if best is not None else None

    def _in_quote(self, token: Token) -> bool:
        return any(region.start <= token.idx < region.end for region in self.regions)

    def _nominal(self, span: Span) -> tuple[Entity | None, str]:
        """ "The mayor" is the mayor of the article; "a senior aide" and "critics" keep their phrase."""
        root = span.root
        lemma = root.lemma_.lower()
        definite = span[0].lower_ in ("the", "his", "her", "this", "that")
        if definite and noun_types().get(lemma, "anonymous") == "anonymous" and root.tag_ in ("NN", "NNP"):
            fitting = [e for e in self.people if e.role and _holds(e.role, lemma) and e.last_before(root.i) >= 0]
            if fitting:
                return max(fitting, key=lambda e: e.last_before(root.i)), "nominal"
        start = span.start
        while start < root.i and (self.doc[start].pos_ == "DET" or self.doc[start].is_punct):
            start += 1
        name = " ".join(self.doc[start : max(start + 1, self._head_phrase_end(root, span.end))].text.split())
        type = noun_types().get(lemma) or noun_types().get(root.lower_) or "anonymous"
        if type == "anonymous" and root.tag_ in ("NNS", "NNPS"):
            type = "group"
        if definite and type in ("document", "organization"):
            earlier = [e for e in self.entities if e.type == type and lemma in e.name.lower().split()]
            if earlier:
                return max(earlier, key=lambda e: e.last_before(root.i)), "nominal"
        return self._remember(name, type, self.doc[start : span.end]), "nominal"

    def _head_phrase_end(self, root: Token, end: int) -> int:
        """Where the phrase of an unnamed speaker ends: before a comma, a participle or a relative clause."""
        after = [c.left_edge.i for c in root.children if c.i > root.i and c.dep_ in ("relcl", "acl", "appos", "advcl")]
        commas = [t.i for t in self.doc[root.i + 1 : end] if t.is_punct]
        return min([end, *after, *commas])


def _holds(role: str, noun: str) -> bool:
    """Whether somebody of this role is "the mayor": a former mayor is not."""
    words = role.lower().split()
    return noun in words and not {"former", "ex", "vice", "deputy"} & set(words)


def _conjuncts(span: Span) -> list[Span]:
    """The parts of joint speakers ("Sanders and Clinton"), where each is a name; else the whole span."""
    root = span.root
    heads = [root, *(t for t in root.conjuncts if span.start <= t.i < span.end)]
    if len(heads) < 2 or any(head.pos_ != "PROPN" for head in heads):
        return [span]
    cuts = [head.i for head in heads[1:]]
    parts = []
    start = span.start
    for cut in cuts:
        end = next((i for i in range(cut, start, -1) if span.doc[i].lower_ in ("and", "or", ",", "&")), cut)
        parts.append(span.doc[start:end])
        start = end + 1
    parts.append(span.doc[start : span.end])
    return [part for part in parts if len(part)]
