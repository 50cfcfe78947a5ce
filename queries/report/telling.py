"""The words in which a report of any format tells what it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extract.reporting import counted
from queries.marked import MarkedArticle, Piece
from queries.report.figures import Figures
from queries.report.gather import Entry, Gathered, Person

COLOURS, LINES = 7, 4
"""Colours of speakers, and kinds of lines under their words; both are numbered in page.css."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a piece of an article is shown: `entry` is the quote that it belongs to, `first` where that begins."""

    text: str
    part: str | None = None
    entry: Entry | None = None
    person: Person | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """An article of the report, its paragraphs as marks, and the speakers of the report who are quoted in it."""

    number: int
    article: MarkedArticle
    paragraphs: list[list[Mark]]
    people: list[Person]


def stories(report: Gathered) -> Iterator[Story]:
    """The articles, numbered from 1."""
    entries = {entry.id: entry for entry in report.entries}
    leads = {entry.id: person for person in report.people for entry in person.quotes}
    for number, article in enumerate(report.articles, start=1):
        seen: set[str] = set()
        paragraphs = [[_mark(piece, entries, leads, seen) for piece in pieces] for pieces in article.body]
        people = {leads[quote.id].number: leads[quote.id] for quote in article.quotes if quote.id in leads}
        ranked = sorted(people, key=lambda key: (key == 0, key))  # quotes without a speaker last
        yield Story(number, article, paragraphs, [people[key] for key in ranked])


def _mark(piece: Piece, entries: dict[str, Entry], leads: dict[str, Person], seen: set[str]) -> Mark:
    quote = piece.quote
    if quote is None:
        return Mark(piece.text)
    entry = entries.get(quote.id)
    if entry is None or piece.part != "content":
        part = piece.part if entry else "other" if piece.part == "content" else None
        return Mark(piece.text, part)
    first = quote.id not in seen
    seen.add(quote.id)
    return Mark(piece.text, "content", entry, leads[quote.id], first)


def look(person: Person) -> str:
    """The classes that give a speaker's words their colour and the line under them."""
    if person.number == 0:
        return "c0 u0"
    place = person.number - 1
    return f"c{place % COLOURS + 1} u{place // COLOURS % LINES}"


def decided(entry: Entry) -> str:
    """What decided on a quote: "quote: tagger, speaker: surname, policy: named"."""
    speakers = [said.method for said in entry.speakers]
    parts = ("quote", [entry.method]), ("speaker", speakers), ("policy", [about.method for about in entry.policies])
    return ", ".join(f"{what}: {' and '.join(dict.fromkeys(names))}" for what, names in parts if names)


def tiles(found: Figures) -> list[tuple[str, str]]:
    """The headline figures, each with its name."""
    numbers = (
        (found.quotes, "quote", "quotes"),
        (found.speakers, "speaker", "speakers"),
        (found.articles, "article", "articles"),
        (found.outlets, "outlet", "outlets"),
        (found.days, "day", "days"),
    )
    return [
        *((f"{number:,}", one if number == 1 else many) for number, one, many in numbers),
        (f"{found.sure:.2f}", "median confidence"),
    ]


def summary(found: Figures) -> str:
    """The report in a sentence, without the full stop."""
    about = f"about {counted(found.policies, 'policy', many='policies')}, from {counted(found.articles, 'article')}"
    outlets = f" of {counted(found.outlets, 'outlet')}" if found.outlets else ""
    days = f", {written_day(found.first)}" if found.days else ""
    until = f" to {written_day(found.last)}" if found.days > 1 else ""
    return f"{counted(found.quotes, 'quote')} by {counted(found.speakers, 'speaker')} {about}{outlets}{days}{until}"


def written_day(when: object) -> str:
    """ "27 March 2026"."""
    return f"{when.day} {when:%B %Y}" if isinstance(when, date) else "no date"
