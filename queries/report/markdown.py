"""The report as Markdown: its figures and tables, every quote, every article."""

import re
from collections.abc import Iterator, Sequence

from queries.report.charts import SIGNS
from queries.report.figures import BINS, certainty, figures, lines, over_time
from queries.report.gather import Entry, Report
from queries.report.methods import used
from queries.report.telling import Mark, day, decided, href, stories, summary, tiles

_BAR = 30
"""Characters of the longest bar."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&#$@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_FIRST = re.compile(r"^(\s*\d*)([-+=.)])(?=\s|[-+=]|$)")
"""What makes a list, a heading or a rule where it begins a line."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def markdown(report: Report) -> str:
    """The report as CommonMark with tables. Nothing that an article says is taken for markup, HTML or a link."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: Report) -> Iterator[str]:
    found = figures(report)
    yield f"# {_plain(report.title)}"
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
        yield f"### {_plain(person.name)}" + (f", {_plain(person.role)}" if person.role else "")
        yield "\n".join(_item(entry, numbers[entry.article_id]) for entry in person.quotes) or "Jointly with others."
        if person.shared:
            yield f"Said jointly, under another name: {', '.join(f'quote {entry.number}' for entry in person.shared)}."
    yield "## The articles"
    for story in stories(report):
        article = story.article
        yield f"### {story.number}\\. {_plain(article.title)}"
        where = [article.outlet, day(article.published), article.byline]
        address = f" · <{_address(article.url)}>" if href(article.url) else ""
        yield " · ".join(_plain(part) for part in where if part) + address
        if not article.whole:
            yield "*The store keeps only the paragraphs of this article that have quotes.*"
        yield from filter(None, map(_paragraph, story.paragraphs))
    yield "## How to read this"
    yield (
        "Confidence is an estimate of how probable it is that speaker and words are both right; it says nothing about "
        "whether what was said is true. Check a quote in its article before you print it."
    )
    for what, names in used(report):
        yield "\n".join([f"{what}, what decided:", "", *(f"- `{name}`: {_plain(told)}" for name, told in names)])
    yield (
        f"Generated on {day(report.generated.date())} by onrecord {_plain(report.version)}. The question with its "
        f"options: {_code(report.question.command)}"
    )


def _item(entry: Entry, article: int) -> str:
    """A quote as an item of a list."""
    policies = ", ".join(
        _plain(about.name) + (f" ({SIGNS[about.stance]} {about.stance})" if about.stance else "")
        for about in entry.policies
    )
    source = f"article {article}, {_plain(entry.article)}"
    if href(entry.link):
        source = f"[{source}](<{_address(entry.link)}>)"
    what = [day(entry.date), *([_plain(entry.outlet)] if entry.outlet else []), source]
    how = [entry.kind, *([entry.act] if entry.act != "statement" else []), f"about {policies}"]
    if len(entry.speakers) > 1:
        how.append(f"said by {_plain(' and '.join(said.name for said in entry.speakers))}")
    how.append(f"confidence {entry.confidence:.2f}, decided by {_plain(decided(entry))}")
    return f"- **{entry.number}** {_plain(entry.text)}  \n  {' · '.join(what)}  \n  {' · '.join(how)}"


def _paragraph(marks: Sequence[Mark]) -> str:
    """A paragraph of an article; behind the beginning of each quote stand its number and its speaker."""
    return "".join(
        (
            f"\\[{mark.entry.number}, {_plain(mark.person.name)}:\\] "
            if mark.first and mark.entry and mark.person
            else ""
        )
        + _plain(mark.text, edges=True)
        for mark in marks
    ).strip()


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns)]
    cells = [[str(cell) if isinstance(cell, int) else _plain(str(cell)) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*lines, *cells])


def _bars(name: str, counts: Sequence[tuple[str, int]]) -> str:
    most = max(number for _, number in counts)
    rows = [(label, number, "█" * round(_BAR * number / most)) for label, number in counts]
    return _table((name, "Quotes", ""), rows)


def _plain(text: str, *, edges: bool = False) -> str:
    """Text on one line that means itself and no more; with `edges`, the spaces at its ends stay."""
    line = re.sub(r"\s+", " ", _CONTROL.sub(" ", text))
    return _FIRST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line if edges else line.strip()))


def _code(text: str) -> str:
    line = re.sub(r"\s+", " ", _CONTROL.sub(" ", text))
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    return f"{fence} {line} {fence}"


def _address(url: str | None) -> str:
    """An address inside angle brackets."""
    bad = {"<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C", "`": "%60"}
    return "".join(bad.get(char, char) for char in _CONTROL.sub("", (url or "").strip()))
