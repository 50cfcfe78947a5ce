"""The report as one HTML page that needs nothing else: no network, no other file."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from queries.marked import Piece
from queries.report.charts import SIGNS, charts
from queries.report.figures import figures
from queries.report.gather import Entry, Person, Report
from queries.report.methods import decided, used
from queries.report.network import drawn, network
from queries.report.palette import PAGE

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


def page(report: Report) -> str:
    """The page as HTML. Everything that comes from articles is escaped; its own style and script are told by hash."""
    folder = files(__package__)
    style, script = ((folder / name).read_text("utf-8") for name in ("page.css", "page.js"))
    environment = Environment(
        loader=PackageLoader(__package__ or "", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "href": href, "decided": decided_on, "counted": counted, "look": look}
    laid_out = network(report)
    told = "Network of speakers and the policies that they are quoted about; its numbers are in the first table"
    return environment.get_template("page.html").render(
        report=report,
        figures=figures(report),
        charts=[(chart, Markup(chart.svg)) for chart in charts(report, PAGE)],
        network=laid_out,
        drawing=Markup(drawn(laid_out, PAGE, told=told)) if laid_out else "",
        stories=list(stories(report)),
        article_numbers={article.id: number for number, article in enumerate(report.articles, start=1)},
        people_numbers={person.id: person.number for person in report.people},
        methods=used(report),
        signs=SIGNS,
        style=Markup(style),
        script=Markup(script),
        hashes={"style": _hash(style), "script": _hash(script)},
    )


def stories(report: Report) -> Any:
    """Each article, its number, its paragraphs as marks, and the speakers of the report who are quoted in it."""
    entries = {entry.id: entry for entry in report.entries}
    leads = {entry.id: person for person in report.people for entry in person.quotes}
    for number, article in enumerate(report.articles, start=1):
        seen: set[str] = set()
        paragraphs = [[_mark(piece, entries, leads, seen) for piece in pieces] for pieces in article.paragraphs]
        people = {leads[quote.id].number: leads[quote.id] for quote in article.quotes if quote.id in leads}
        yield number, article, paragraphs, [people[key] for key in sorted(people, key=lambda key: (key == 0, key))]


def _mark(piece: Piece, entries: dict[str, Entry], leads: dict[str, Person], seen: set[str]) -> Mark:
    quote = piece.quote
    if quote is None:
        return Mark(piece.text)
    entry = entries.get(quote.id)
    if entry is None or piece.part != "content":
        return Mark(piece.text, part=piece.part if entry else "other")
    first = quote.id not in seen
    seen.add(quote.id)
    return Mark(piece.text, "content", entry, leads[quote.id], first)


def look(person: Person) -> str:
    """The classes that give a speaker's words their colour and the line under them."""
    if person.number == 0:
        return "c0 u0"
    place = person.number - 1
    return f"c{place % COLOURS + 1} u{place // COLOURS % LINES}"


def decided_on(entry: Entry) -> str:
    """What decided on a quote, in a line."""
    return decided(entry.method, [said.method for said in entry.speakers], [about.method for about in entry.policies])


def href(url: str | None) -> str:
    """An address that may stand in a link: of the web, else none at all."""
    try:
        return url if url and urlsplit(url.strip()).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def day(when: date | None) -> str:
    """ "27 March 2026"."""
    return f"{when.day} {when:%B %Y}" if when else "no date"


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 policy", "7 policies"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
