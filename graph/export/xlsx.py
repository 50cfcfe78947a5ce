"""Excel workbook (.xlsx): the sheets quotes, speakers, policies and articles, with filters and a head that stays.

A row a quote; several speakers or policies of one are joined by "; ". Days are dates. Texts are never formulas,
whatever they begin with; those longer than a cell may be end with "…".
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

import networkx as nx

from extract.safe_text import FORMULA
from graph.export.quotes import End, ToldQuote, day, identity, labelled, outlets, quotes
from graph.export.values import joined, xml_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CELL = 32_767
"""Characters that a cell holds."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What begins an escape: the format takes _x0041_ for an A."""
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WIDTHS = {"said": 80, "article": 40, "title": 60, "speaker": 26, "name": 36, "policy": 30, "aliases": 40, "roles": 40}
_WIDTH = 14  # characters of other columns
Row = Sequence[Any]


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as a workbook of Office Open XML. The same graph gives the same bytes: it holds no time."""
    from openpyxl import Workbook

    told = quotes(graph)
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "onrecord"
    _sheet(workbook.create_sheet("quotes"), _QUOTES, [_quote(quote) for quote in told])
    _sheet(workbook.create_sheet("speakers"), _SPEAKERS, _speakers(graph, told))
    _sheet(workbook.create_sheet("policies"), _POLICIES, _policies(graph, told))
    _sheet(workbook.create_sheet("articles"), _ARTICLES, _articles(graph, told))
    saved = BytesIO()
    workbook.save(saved)
    _without_times(saved, stream)


_QUOTES = (
    "date", "speaker", "role", "said", "policy", "stance", "article", "outlet", "kind", "act", "confidence", "method",
    "speakerMethod", "topics", "toldTo", "link", "quoteId", "speakerId", "policyId", "articleId",
)  # fmt: skip
_SPEAKERS = ("name", "kind", "roles", "aliases", "quotes", "first", "last", "qid", "speakerId")
_POLICIES = ("name", "jurisdiction", "aliases", "topics", "quotes", "for", "against", "first", "last", "policyId")
_ARTICLES = ("date", "title", "outlet", "byline", "quotes", "url", "articleId")


def _quote(quote: ToldQuote) -> Row:
    node, article = quote.node, quote.article
    stances = [f"{end.edge['stance']} {end.name}" for end in quote.policies if "stance" in end.edge]
    return [
        day(node.get("published")), joined(end.name for end in quote.speakers),
        joined(end.edge.get("role") for end in quote.speakers), node.get("text"),
        joined(end.name for end in quote.policies), joined(stances), article.name if article else None, quote.outlet,
        node.get("kind"), node.get("act"), node.get("confidence"), node.get("method"),
        joined(end.edge.get("method") for end in quote.speakers), joined(end.name for end in quote.topics),
        joined(end.name for end in quote.told_to), node.get("link"), identity(quote.key, node),
        joined(identity(end.key, end.node) for end in quote.speakers),
        joined(identity(end.key, end.node) for end in quote.policies),
        identity(article.key, article.node) if article else None,
    ]  # fmt: skip


def _speakers(graph: "nx.MultiDiGraph[str]", told: list[ToldQuote]) -> list[Row]:
    by = _by_end([(end, quote) for quote in told for end in quote.speakers])
    return [
        [
            node.get("name"), node.get("kind"), node.get("roles"), node.get("aliases"), len(by[key]), *_days(by[key]),
            node.get("qid"), identity(key, node),
        ]
        for key, node in labelled(graph, "Speaker")
    ]  # fmt: skip


def _policies(graph: "nx.MultiDiGraph[str]", told: list[ToldQuote]) -> list[Row]:
    by = _by_end([(end, quote) for quote in told for end in quote.policies])
    taken = [(end.key, end.edge.get("stance")) for quote in told for end in quote.policies]
    topics = {key: node.get("name") for key, node in labelled(graph, "Topic")}
    areas = {
        key: joined(topics[end] for _, end, type in sorted(graph.out_edges(key, keys=True)) if type == "IN_AREA")
        for key, _ in labelled(graph, "Policy")
    }
    return [
        [
            node.get("name"), node.get("jurisdiction"), node.get("aliases"), areas[key], len(by[key]),
            taken.count((key, "for")), taken.count((key, "against")), *_days(by[key]), identity(key, node),
        ]
        for key, node in labelled(graph, "Policy")
    ]  # fmt: skip


def _articles(graph: "nx.MultiDiGraph[str]", told: list[ToldQuote]) -> list[Row]:
    by = _by_end([(quote.article, quote) for quote in told if quote.article])
    published_by = outlets(graph)
    return [
        [
            day(node.get("published")), node.get("title"), published_by.get(key), node.get("byline"), len(by[key]),
            node.get("url"), identity(key, node),
        ]
        for key, node in labelled(graph, "Article")
    ]  # fmt: skip


def _by_end(pairs: list[tuple[End, ToldQuote]]) -> dict[str, list[ToldQuote]]:
    found: dict[str, list[ToldQuote]] = defaultdict(list)
    for end, quote in pairs:
        found[end.key].append(quote)
    return found


def _days(told: list[ToldQuote]) -> tuple[date | None, date | None]:
    days = [found for quote in told if (found := day(quote.node.get("published")))]
    return (min(days), max(days)) if days else (None, None)


def _sheet(sheet: "Worksheet", columns: Sequence[str], rows: list[Row]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    def cell(value: Any) -> Any:
        made = WriteOnlyCell(sheet)
        if value is None or value == "" or value == []:
            return made
        if isinstance(value, date):
            made.value, made.number_format = value, "yyyy-mm-dd"
        elif isinstance(value, int | float):
            made.value = value
        else:
            words = xml_text(value)
            words = words if len(words) <= CELL else words[: CELL - 1] + "…"
            made.value = _ESCAPE.sub("_x005F_", words)
            made.data_type = "s"
            if FORMULA.match(words):
                made.quotePrefix = True  # stays text when a person edits the cell
            if len(words) > 60:
                made.alignment = Alignment(wrap_text=True, vertical="top")
        return made

    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, _WIDTH)
    heads = [cell(column) for column in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([cell(value) for value in row])


def _without_times(saved: BytesIO, stream: BinaryIO) -> None:
    """The same workbook with the earliest time that ZIP has in place of that of writing."""
    with zipfile.ZipFile(saved) as timed, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as timeless:
        for name in timed.namelist():
            data = timed.read(name)
            if name == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            timeless.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
