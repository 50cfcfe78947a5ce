"""Articles as the news writes them, in any number: a few speakers and policies in many quotes, most in few.

Everything is made up of syllables, by a seed: the same number gives the same articles.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, Generic, TypeVar

from extract.records import (
    Addressee,
    Area,
    ArticleQuotes,
    Mention,
    Passage,
    Policy,
    Quote,
    Speaker,
    SpeakerType,
    Topic,
    policy_id,
    quote_id,
    short_hash,
    speaker_id,
)

QUOTES_PER_ARTICLE = 10
FIRST_DAY, DAYS = date(2023, 1, 1), 1400
AREAS = ("housing", "health", "immigration", "transportation", "education", "energy", "labor", "law_crime")
_ROLES = ("mayor", "senator", "governor", "spokeswoman", "professor", "council member", None, None)
_NOUNS = ("ordinance", "ban", "tax", "bill", "plan", "agreement", "programme", "subsidy")
_STANCES = ("for", "against", "mixed")
T = TypeVar("T")


class Skewed(Generic[T]):
    """Choices by a power law: the n-th is chosen in proportion to 1 / n."""

    def __init__(self, choices: Sequence[T]) -> None:
        self._choices = choices
        self._sums = list(accumulate(1 / (n + 1) for n in range(len(choices))))

    def choose(self, chance: random.Random) -> T:
        return self._choices[bisect(self._sums, chance.random() * self._sums[-1], hi=len(self._choices) - 1)]


@dataclass
class InventedNews:
    """News with about so many quotes; `articles` gives them in order of time.

    There is a speaker for every 20 quotes and a policy for every 50; 60 outlets; every 25th quote is one that another
    outlet carried some days before; every fifth is about no policy, every twelfth has no speaker.
    """

    quotes: int
    seed: int = 1
    speakers: list[Speaker] = field(init=False)
    policies: list[Policy] = field(init=False)

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        self._words = Skewed([_word(chance) for _ in range(20_000)])
        self.speakers = [_speaker(chance, n) for n in range(max(self.quotes // 20, 50))]
        self.policies = [_policy(chance, n) for n in range(max(self.quotes // 50, 20))]
        self.outlets = [f"The {_word(chance).title()} {kind}" for kind in ("Post", "Times", "Star") for _ in range(20)]

    def articles(self) -> Iterator[ArticleQuotes]:
        chance = random.Random(self.seed)
        speakers, policies = Skewed(self.speakers), Skewed(self.policies)
        outlets = Skewed(self.outlets)
        number = max(self.quotes // QUOTES_PER_ARTICLE, 1)
        recent: list[Quote] = []
        for n in range(number):
            id = short_hash(f"{self.seed} {n}")
            heard = [speakers.choose(chance) for _ in range(4)]
            about = [policies.choose(chance) for _ in range(2)]
            quotes: list[Quote] = []
            start = 0
            for _ in range(QUOTES_PER_ARTICLE):
                if recent and chance.random() < 0.04:
                    old = chance.choice(recent)
                    quotes.append(_quote(id, start, old.text, old.speakers, old.policies, chance))
                else:
                    text = " ".join(self._words.choose(chance) for _ in range(chance.randint(8, 36)))
                    who = () if chance.random() < 0.08 else (chance.choice(heard),)
                    what = () if chance.random() < 0.2 else (_read(chance.choice(about), chance),)
                    quotes.append(_quote(id, start, text, who, what, chance, others=heard))
                start = quotes[-1].paragraph.start + len(quotes[-1].paragraph.text) + 1
            recent = [*recent[-40:], *chance.sample(quotes, 2)]
            yield ArticleQuotes(
                id=id,
                title=" ".join(self._words.choose(chance) for _ in range(7)).capitalize(),
                outlet=outlets.choose(chance),
                published=FIRST_DAY + timedelta(days=n * DAYS // number),
                url=f"https://news.example/{id}",
                text_hash=short_hash(id),
                quotes=tuple({quote.id: quote for quote in quotes}.values()),
                areas=tuple(Area(id=area, name=area.replace("_", " ").title()) for area in AREAS),
            )


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bcdfghklmnprstvw") + chance.choice("aeiou") for _ in range(chance.randint(1, 4)))


def _speaker(chance: random.Random, n: int) -> Speaker:
    type: SpeakerType = chance.choices(("person", "organization", "group"), (70, 22, 8))[0]
    name = (
        f"{_word(chance)} {_word(chance)}{_word(chance)}".title()
        if type == "person"
        else f"{_word(chance)} {n}".title()
    )
    role = chance.choice(_ROLES) if type == "person" else None
    return Speaker(
        id=speaker_id(type=type, name=name, article_id=""), name=name, type=type, role=role, method="named",
        affiliation=f"{_word(chance)} council".title() if role and chance.random() < 0.5 else None,
        aliases=(name.split()[-1],) if type == "person" else (),
    )  # fmt: skip


def _policy(chance: random.Random, n: int) -> Policy:
    name = f"{_word(chance)} {_word(chance)} {chance.choice(_NOUNS)}"
    areas = (chance.choice(AREAS),)
    return Policy(id=policy_id(name, jurisdiction=None), name=name, areas=areas, score=0.8, method="named")


def _read(policy: Policy, chance: random.Random) -> Policy:
    """A policy as one quote is about it."""
    stance = chance.choice(_STANCES) if chance.random() < 0.3 else None
    return policy.model_copy(update={"score": round(chance.uniform(0.3, 1), 3), "stance": stance})


def _quote(
    article: str,
    start: int,
    text: str,
    speakers: tuple[Speaker, ...],
    policies: tuple[Policy, ...],
    chance: random.Random,
    others: Sequence[Speaker] = (),
) -> Quote:
    source = speakers[0].name if speakers else "Somebody"
    paragraph = f"{source} said {text}."
    content = start + len(source) + 6
    spans: dict[str, Any] = {
        "source": ((start, start + len(source)),),
        "cue": ((start + len(source) + 1, content - 1),),
        "content": ((content, content + len(text)),),
    }
    mention = chance.choice(others) if others and chance.random() < 0.2 else None
    told = chance.choice(others) if others and chance.random() < 0.05 else None
    evidence = (content, content + len(text.split()[0]))
    return Quote(
        id=quote_id(article, spans["content"]), kind=chance.choice(("direct", "indirect", "mixed")),
        act="statement" if chance.random() < 0.85 else "belief", text=text, **spans,
        paragraph=Passage(start=start, text=paragraph), speakers=speakers,
        addressee=Addressee(id=told.id, name=told.name, type=told.type) if told else None,
        mentions=(Mention(id=mention.id, name=mention.name, type=mention.type, span=evidence),) if mention else (),
        policies=tuple(p.model_copy(update={"evidence": evidence if p.stance else None}) for p in policies),
        topics=tuple(Topic(id=area, score=0.8, method="classifier") for p in policies for area in p.areas),
        confidence=round(chance.uniform(0.2, 1), 3), method="tagger",
    )  # fmt: skip
