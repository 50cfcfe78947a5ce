"""A speaker in the making: what an article calls it, where, and what it tells about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from extract.records import SpeakerType
from extract.speakers.names import Gender, name_words

Tokens = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Description:
    """A phrase that tells what somebody is: "mayor of Los Angeles". `tokens` are its span, end exclusive."""

    text: str
    tokens: Tokens
    kind: str


@dataclass(eq=False)
class Entity:
    """Somebody or something that may speak.

    `mentions` are token spans, end exclusive, in text order; `references` those by pronouns and common nouns.
    """

    name: str
    type: SpeakerType
    aliases: set[str] = field(default_factory=set)
    mentions: list[Tokens] = field(default_factory=list)
    references: list[Tokens] = field(default_factory=list)
    descriptions: list[Description] = field(default_factory=list)
    gender: Gender | None = None
    likely_gender: Gender | None = None
    """What the given name suggests; `gender` is what the article tells."""
    place: str | None = None
    """The place of a body with a generic name ("City Council"), if the article gives it."""

    @property
    def words(self) -> tuple[str, ...]:
        return name_words(self.name)

    def mention(self, span: Span, alias: str | None = None) -> None:
        """Note one more mention, and the form that it takes."""
        self.mentions.append((span.start, span.end))
        if alias:
            self.aliases.add(alias)

    def refer(self, span: Span) -> None:
        """Note that a pronoun or a common noun means this."""
        if (span.start, span.end) not in self.references:
            self.references.append((span.start, span.end))


POSSESSIVE = ("'s", "’s", "'", "’")


def trimmed_name(span: Span) -> Span:
    """A name without possessive, punctuation or white space around it, and on one line."""
    doc, start = span.doc, span.start
    end = next((token.i for token in span if "\n" in token.text), span.end)
    while start < end and not doc[start].text[0].isalnum():
        start += 1
    while end > start and (doc[end - 1].text in POSSESSIVE or not doc[end - 1].text[-1].isalnum()):
        if doc[end - 1].text.endswith(".") and len(doc[end - 1].text) > 1:  # an initial, "Jr."
            break
        end -= 1
    return doc[start:end]


def covered(spans: Iterable[Span]) -> set[int]:
    """The tokens of spans."""
    return {token for span in spans for token in range(span.start, span.end)}


def overlaps(span: Span, tokens: set[int]) -> bool:
    """Whether a span shares a token with others, given all of their tokens."""
    return not tokens.isdisjoint(range(span.start, span.end))


def entity_over(doc: Doc, token: int) -> Span | None:
    """The recognised entity that holds a token."""
    if doc[token].ent_iob_ not in ("B", "I"):
        return None
    start, end = token, token + 1
    while doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return Span(doc, start, end, label=doc[token].ent_type_)


def text_of(doc: Doc, tokens: Tokens) -> str:
    """What stands at a token span, runs of white space as one."""
    return " ".join(doc[tokens[0] : tokens[1]].text.split())
