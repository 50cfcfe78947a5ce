"""A speaker's name as articles give it, with all that they say of its bearer."""

from dataclasses import dataclass
from datetime import date, timedelta

from extract.records import SpeakerType, speaker_id


@dataclass(frozen=True, slots=True)
class Form:
    """A name as articles give it, with all that they say of its bearer.

    `id` is unique; `quotes` counts its quotes; `articles` are those that name it, published by `outlets`
    from the day `first` to `last`.
    `misread` tells that its `type` is not that which the articles gave.
    """

    id: str
    name: str
    type: SpeakerType
    aliases: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    affiliations: frozenset[str] = frozenset()
    quotes: int = 0
    articles: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None
    misread: bool = False

    @property
    def general(self) -> bool:
        """Whether the id is a name's, or a place's, and not one article's."""
        owner, inside, _ = self.id.partition(":")[2].partition(":")
        return not inside or (self.type == "organization" and owner not in self.articles)

    def near(self, day: date, within: timedelta) -> bool:
        """Whether articles give the name around a day; those without a day may."""
        if self.first is None or self.last is None:
            return True
        return self.first - within <= day <= self.last + within


def person_id(name: str) -> str:
    """The id of a person's whole name, which is the same in every article."""
    return speaker_id(type="person", name=name, article_id="")
