"""The report as Markdown: its figures and tables, every quote, every article."""

import re
from collections.abc import Iterator, Sequence

from extract.safe_text import web_address
from graph.export.markdown import escaped
from graph.export.values import one_line
from queries.report.charts import SIGNS
from queries.report.figures import BINS, certainty, figures, lines, over_time
from queries.report.gather import Entry, Gathered
from queries.report.methods import used
from queries.report.telling import Mark, decided, stories, summary, tiles, written_day

_BAR = 30
"""Characters of the longest bar."""


def markdown(report: Gathered) -> str:
    """The report as CommonMark with tables. Nothing that an article says is taken for markup, HTML or a link."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: Gathered) -> Iterator[str]:
    found = figures(report)
    yield f"# {escaped(report.title)}"
    yield f"{summary(found)}."
    yield "## At a glance"
    stances = ", ".join(f"{number:,} {stance}" for stance, number in found.stances.items())
    rows = [(name.capitalize(), number) for number, name in tiles(found)]
    yield _table(("Figure", "Value"), [*rows, ("Stances", f"{stances}; {found.silent:,} without one")])
    yield "A stance is told only where the speaker’s own words take a side, so few quotes have one."
    yield "### Who spoke about which policy"
    yield _table(
        ("Speaker", "Policy", "Quotes", "For", "Against", "Mixed"),
        [(line.speaker, line.policy, line.quotes, *line.stances.values()) for line in lines(report)],
    )
    unit, counts = over_time(report)
    if counts:
        yield f"### Quotes a {unit}"
        yield _bars(unit.capitalize(), list(counts.items()))
    yield "### How sure the quotes are"
    bins = [(f"{n / BINS:.1f}–{(n + 1) / BINS:.1f}", number) for n, number in enumerate(certainty(report.entries))]
    yield _bars("Confidence", [(label, number) for label, number in bins if number])
    yield "## Who said what"
    numbers = {article.id: number for number, article in enumerate(report.articles, start=1)}
    for person in report.people:
        yield f"### {escaped(person.name)}" + (f", {escaped(person.role)}" if person.role else "")
        yield "\n".join(_item(entry, numbers[entry.article_id]) for entry in person.quotes) or "Jointly with others."
        if person.shared:
            yield f"Said jointly, under another name: {', '.join(f'quote {entry.number}' for entry in person.shared)}."
    yield "## The articles"
    for story in stories(report):
        article = story.article
        yield f"### {story.number}\\. {escaped(article.title)}"
        where = [article.outlet, written_day(article.published), article.byline]
        address = web_address(article.url)
        yield " · ".join(escaped(part) for part in where if part) + (f" · <{address}>" if address else "")
        if not article.whole:
            yield "*The store keeps only the paragraphs of this article that have quotes.*"
        yield from filter(None, map(_paragraph, story.paragraphs))
    yield "## How to read this"
    yield (
        "Confidence is an estimate of how probable it is that speaker and words are both right; it says nothing about "
        "whether what was said is true. Check a quote in its article before you print it."
    )
    for what, names in used(report):
        yield "\n".join([f"{what}, what decided:", "", *(f"- {_code(name)}: {escaped(told)}" for name, told in names)])
    yield (
        f"Generated on {written_day(report.generated.date())} by onrecord {escaped(report.version)}. The question with "
        f"its options: {_code(report.question.command)}"
    )


def _item(entry: Entry, article: int) -> str:
    """A quote as an item of a list."""
    policies = ", ".join(
        escaped(about.name) + (f" ({SIGNS[about.stance]} {about.stance})" if about.stance else "")
        for about in entry.policies
    )
    source = f"article {article}, {escaped(entry.article)}"
    if address := web_address(entry.link):
        source = f"[{source}](<{address}>)"
    what = [written_day(entry.date), *([escaped(entry.outlet)] if entry.outlet else []), source]
    how = [entry.kind, *([entry.act] if entry.act != "statement" else []), f"about {policies}"]
    if len(entry.speakers) > 1:
        how.append(f"said by {escaped(' and '.join(said.name for said in entry.speakers))}")
    how.append(f"confidence {entry.confidence:.2f}, decided by {escaped(decided(entry))}")
    return f"- **{entry.number}** {escaped(entry.text)}  \n  {' · '.join(what)}  \n  {' · '.join(how)}"


def _paragraph(marks: Sequence[Mark]) -> str:
    """A paragraph of an article; behind the beginning of each quote stand its number and its speaker."""
    return "".join(
        (
            f"\\[{mark.entry.number}, {escaped(mark.person.name)}:\\] "
            if mark.first and mark.entry and mark.person
            else ""
        )
        + escaped(mark.text, edges=True)
        for mark in marks
    ).strip()


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns)]
    cells = [[str(cell) if isinstance(cell, int) else escaped(str(cell)) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*lines, *cells])


def _bars(name: str, counts: Sequence[tuple[str, int]]) -> str:
    most = max(number for _, number in counts)
    rows = [(label, number, "█" * round(_BAR * number / most)) for label, number in counts]
    return _table((name, "Quotes", ""), rows)


def _code(text: str) -> str:
    line = one_line(text)
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    return f"{fence} {line} {fence}"
