"""What a report says: the quotes of a question with their speakers, policies and articles, out of a store."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from itertools import groupby
from operator import itemgetter

from extract.failure import Failure
from graph.store import Store
from queries.catalogue import Row, answered, catalogue
from queries.marked import MarkedArticle, marked_articles
from queries.no_answer import with_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a report is asked for: the options of ``ask who-said-what`` of the same names."""

    policy: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    act: str = "statement"
    min_confidence: float = 0.3
    min_policy_score: float = 0.0
    copies: str = "with"

    @property
    def command(self) -> str:
        """The command that lists the same quotes."""
        return catalogue()["who-said-what"].command(asdict(self))


@dataclass(frozen=True, slots=True)
class Said:
    """A speaker as one quote has it; `corrected` where a person said whom the name means."""

    id: str
    name: str
    role: str | None
    affiliation: str | None
    method: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class About:
    """A policy as one quote is about it: `stance` is "for", "against", "mixed" or None, `evidence` its words."""

    id: str
    name: str
    stance: str | None
    evidence: str | None
    method: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A quote of the report; `number` counts from 1 in order of date."""

    number: int
    id: str
    date: date | None
    outlet: str | None
    article: str
    article_id: str
    text: str
    kind: str
    act: str
    confidence: float
    method: str
    link: str | None
    speakers: tuple[Said, ...]
    policies: tuple[About, ...]

    @property
    def stances(self) -> list[str]:
        """The stances that its words take, each once."""
        return list(dict.fromkeys(about.stance for about in self.policies if about.stance))


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker with the quotes; `number` counts from 1, the most quoted first, and is 0 for quotes without one.

    `shared` are quotes that stand under another, with whom the speaker spoke jointly.
    """

    number: int
    id: str | None
    name: str
    role: str
    quotes: tuple[Entry, ...]
    shared: tuple[Entry, ...] = ()

    @property
    def count(self) -> int:
        """How many quotes."""
        return len(self.quotes) + len(self.shared)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a report says. `people` come the most quoted first, quotes without a speaker last."""

    title: str
    question: Question
    generated: datetime
    version: str
    entries: tuple[Entry, ...]
    people: tuple[Person, ...]
    articles: tuple[MarkedArticle, ...]


NOBODY = "Speaker unsure"
"""Whom quotes without a speaker stand under."""


def gather(store: Store, question: Question, *, title: str | None = None) -> Gathered:
    """Ask a store for all that a report says.

    A quote that is gone from its article by the time that this is read is left out: a store may change in between.
    Raises `Failure` where no quotes fit, `BadQuestion` for a malformed option and `StoreError`.
    """
    rows = with_rows(answered(store, catalogue()["who-said-what"], asdict(question)))
    ids = list(dict.fromkeys(row["articleId"] for row in rows))
    marked = marked_articles(store, ids, act=question.act, min_confidence=question.min_confidence)
    articles = {article.id: article for article in marked}
    there = {quote.id for article in articles.values() for quote in article.quotes}
    kept = [row for row in rows if row["quoteId"] in there]
    if not kept:
        raise Failure(f"the quotes were taken out of {store.name} while they were read; ask again")
    entries = tuple(_entry(number, list(of)) for number, of in enumerate(_by_quote(kept), start=1))
    return Gathered(
        title=title or _title(question, entries),
        question=question,
        generated=datetime.now(UTC).astimezone(),
        version=version("onrecord"),
        entries=entries,
        people=tuple(_people(entries)),
        articles=tuple(articles[id] for id in dict.fromkeys(entry.article_id for entry in entries)),
    )


def _by_quote(rows: Sequence[Row]) -> Iterable[Iterable[Row]]:
    """The rows of each quote, in the order in which their first ones come."""
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(row["quoteId"], len(first))
    ordered = sorted(rows, key=lambda row: first[row["quoteId"]])
    return (of for _, of in groupby(ordered, itemgetter("quoteId")))


def _entry(number: int, rows: Sequence[Row]) -> Entry:
    row = rows[0]
    speakers = {said["speakerId"]: _said(said) for said in rows if said["speakerId"] is not None}
    policies = {about["policyId"]: _about(about) for about in rows}
    return Entry(
        number=number,
        id=row["quoteId"],
        text=row["said"],
        article_id=row["articleId"],
        speakers=tuple(speakers.values()),
        policies=tuple(policies.values()),
        **{name: row[name] for name in ("date", "outlet", "article", "kind", "act", "confidence", "method", "link")},
    )


def _said(row: Row) -> Said:
    return Said(
        id=row["speakerId"],
        name=row["speaker"],
        role=row["role"],
        affiliation=row["affiliation"],
        method=row["speakerMethod"],
        corrected=row["joined"] == "corrected",
    )


def _about(row: Row) -> About:
    return About(
        id=row["policyId"],
        name=row["policy"],
        stance=row["stance"],
        evidence=row["evidence"],
        method=row["policyMethod"],
        corrected=row["policyJoined"] == "corrected",
    )


def _people(entries: Sequence[Entry]) -> Iterable[Person]:
    counts = Counter(said.id for entry in entries for said in entry.speakers)
    names = {said.id: said.name for entry in entries for said in entry.speakers}
    ranked = {id: n for n, id in enumerate(sorted(counts, key=lambda id: (-counts[id], names[id], id)), start=1)}
    own: dict[str, list[tuple[Entry, Said]]] = {id: [] for id in ranked}
    for entry in entries:
        for said in entry.speakers:
            own[said.id].append((entry, said))
    for id, number in ranked.items():
        leads = {entry.number for entry, _ in own[id] if number == min(ranked[said.id] for said in entry.speakers)}
        yield Person(
            number=number,
            id=id,
            name=names[id],
            role=_described(said for _, said in own[id]),
            quotes=tuple(entry for entry, _ in own[id] if entry.number in leads),
            shared=tuple(entry for entry, _ in own[id] if entry.number not in leads),
        )
    if unsure := tuple(entry for entry in entries if not entry.speakers):
        yield Person(number=0, id=None, name=NOBODY, role="", quotes=unsure)


def _described(said: Iterable[Said]) -> str:
    """The role and the affiliation that most quotes give, in a few words."""
    known = list(said)
    role, affiliation = (
        next((value for value, _ in Counter(filter(None, values)).most_common(1)), "")
        for values in ((one.role for one in known), (one.affiliation for one in known))
    )
    return role if affiliation.lower() in role.lower() else ", ".join(filter(None, (role, affiliation)))


def _title(question: Question, entries: Sequence[Entry]) -> str:
    """Names as the store has them, where the question means one."""
    policies = {about.name for entry in entries for about in entry.policies}
    words = [word.lower() for word in (question.speaker or "").split()]
    speakers = {
        said.name
        for entry in entries
        for said in entry.speakers
        if all(word in said.name.lower() for word in words)
    }  # fmt: skip
    policy = next(iter(policies)) if len(policies) == 1 else question.policy
    speaker = next(iter(speakers)) if len(speakers) == 1 else question.speaker
    if question.speaker:
        return f"{speaker} on record" + (f" about the {policy}" if question.policy else "")
    if question.policy:
        return f"On record about the {policy}" if len(policies) == 1 else f"On record about “{policy}”"
    return "Who is on record saying what"
