"""The report as PDF, by typst: no browser, nothing to load."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import typst

from extract.failure import Failure
from extract.reporting import counted
from extract.safe_text import web_address
from graph.export.values import xml_text
from queries.report.charts import SIGNS, charts
from queries.report.figures import figures
from queries.report.gather import Entry, Gathered
from queries.report.methods import used
from queries.report.network import drawn, network
from queries.report.palette import PAPER
from queries.report.telling import COLOURS, Mark, decided, stories, summary, tiles, written_day


class NoPdf(Failure):
    """A report that typst cannot set."""


def pdf(report: Gathered, *, note: Callable[[str], None] = lambda message: None) -> bytes:
    """The report as a tagged PDF, PDF/UA-1 where the fonts have every letter; `note` is told where they have not.

    What articles say reaches typst as strings, never as markup. Raises `NoPdf`.
    """
    template = (files(__package__) / "report.typ").read_bytes()
    inputs = {"report": json.dumps(_drawable(_data(report)), ensure_ascii=False)}
    try:
        try:
            made = typst.compile(template, sys_inputs=inputs, format="pdf", pdf_standards="ua-1")
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            note(
                "no font of this machine has some of the letters: the PDF shows boxes in their place; HTML has them all"
            )
            made = typst.compile(template, sys_inputs=inputs, format="pdf")
    except (typst.TypstError, RuntimeError) as error:
        raise NoPdf(f"the report cannot be set as a PDF: {error}; write it as HTML instead: -o report.html") from error
    assert isinstance(made, bytes)  # one file, as no pages are named
    return made


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, dict):
        return {key: _drawable(item) for key, item in value.items()}
    return [_drawable(item) for item in value] if isinstance(value, list | tuple) else value


def _data(report: Gathered) -> dict[str, Any]:
    found = figures(report)
    laid_out = network(report)
    numbers = {article.id: number for number, article in enumerate(report.articles, start=1)}
    stances = ", ".join(f"{number:,} {stance}" for stance, number in found.stances.items())
    return {
        "title": report.title,
        "dek": summary(found),
        "figures": tiles(found),
        "stances": f"Stances: {stances}; {found.silent:,} without one. A stance is told only where the speaker’s own "
        "words take a side, so few quotes have one.",
        "charts": [
            {"title": chart.title, "told": chart.told, "note": chart.note, "svg": chart.svg}
            for chart in charts(report, PAPER)
        ],
        "network": None
        if laid_out is None
        else {
            "svg": drawn(laid_out, PAPER, told="Network"),
            "left": laid_out.left_out,
        },
        "people": [
            {
                "number": person.number,
                "name": person.name,
                "role": person.role,
                "count": counted(person.count, "quote"),
                "quotes": [_quote(entry, numbers[entry.article_id]) for entry in person.quotes],
                "shared": [entry.number for entry in person.shared],
            }
            for person in report.people
        ],
        "articles": [
            {
                "number": story.number,
                "title": story.article.title,
                "where": " · ".join(
                    filter(None, (story.article.outlet, written_day(story.article.published), story.article.byline))
                ),
                "url": web_address(story.article.url),
                "whole": story.article.whole,
                "paragraphs": [[_mark(mark) for mark in marks] for marks in story.paragraphs],
            }
            for story in stories(report)
        ],
        "methods": [{"what": what, "names": names} for what, names in used(report)],
        "generated": f"Generated on {written_day(report.generated.date())} by onrecord {report.version}, which reads "
        "quotes out of articles by machine and makes mistakes.",
        "command": report.question.command,
        "date": [report.generated.year, report.generated.month, report.generated.day],
    }


def _quote(entry: Entry, article: int) -> dict[str, Any]:
    policies = ", ".join(
        about.name + (f" ({SIGNS[about.stance]} {about.stance})" if about.stance else "") for about in entry.policies
    )
    said = " and ".join(said.name for said in entry.speakers)
    return {
        "number": entry.number,
        "text": entry.text,
        "where": " · ".join(filter(None, (written_day(entry.date), entry.outlet))),
        "article": article,
        "link": web_address(entry.link),
        "what": " · ".join(
            [entry.kind, *([entry.act] if entry.act != "statement" else []), f"about {policies}"]
            + ([f"said jointly by {said}"] if len(entry.speakers) > 1 else [])
        ),
        "how": f"confidence {entry.confidence:.2f}, decided by {decided(entry)}",
    }


def _mark(mark: Mark) -> dict[str, Any]:
    person = mark.person
    return {
        "text": mark.text,
        "quote": mark.entry.number if mark.entry else None,
        "first": mark.first,
        "speaker": person.number if person else None,
        "colour": (person.number - 1) % COLOURS + 1 if person and person.number else 0,
    }
