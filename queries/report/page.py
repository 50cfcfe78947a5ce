"""The report as one HTML page that needs nothing else: no network, no other file."""

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extract.reporting import counted
from extract.safe_text import printable_text, web_address
from queries.report.charts import SIGNS, charts
from queries.report.figures import figures
from queries.report.gather import Gathered
from queries.report.methods import used
from queries.report.network import drawn, network
from queries.report.palette import PAGE
from queries.report.telling import decided, look, stories, summary, tiles, written_day

LAZY_FROM = 500
"""Quotes from which on a browser lays out only what is near."""


def page(report: Gathered) -> str:
    """The page as HTML. Everything that comes from articles is escaped; its own style and script are told by hash."""
    folder = files(__package__)
    style, script = ((folder / name).read_text("utf-8") for name in ("page.css", "page.js"))
    environment = Environment(
        loader=PackageLoader(__package__ or "", "."),
        autoescape=True,
        finalize=printable_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "written_day": written_day,
        "web_address": web_address,
        "decided": decided,
        "counted": counted,
        "look": look,
    }
    found, laid_out = figures(report), network(report)
    told = "Network of speakers and the policies that they are quoted about; its numbers are in the first table"
    return environment.get_template("page.html").render(
        report=report,
        many=len(report.entries) > LAZY_FROM,
        figures=found,
        summary=summary(found),
        tiles=tiles(found),
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


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
