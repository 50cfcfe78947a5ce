"""An article for the terminal: its quotes highlighted by speaker, and a legend that tells who and about what."""

import io
import sys
from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from extract.failure import Failure
from extract.safe_text import printable
from graph.store import Row, Store
from queries.marked import MarkedArticle, MarkedQuote, Piece
from queries.output import console_width

if TYPE_CHECKING:
    from rich.text import Text

COLOURS = ("cyan", "magenta", "yellow", "green", "blue", "red")
"""Of speakers, in the order in which the article quotes them; the numbers tell them apart where colours repeat."""
WIDTH = 100
"""Characters of a line at most: longer ones are hard to read."""


class NoArticle(Failure):
    """No article, or several, are meant by what was given; the message names those that may be."""


def find_article(store: Store, wanted: str) -> str:
    """The id of the article that is meant by an id (or its beginning), a quote's id, a URL, or words of its title.

    Raises `NoArticle`.
    """
    rows = store.read(_ARTICLES)
    words = wanted.lower().split()
    for fits in (
        lambda row: wanted in (row["id"], row["url"]) or wanted.startswith(f"{row['id']}:"),
        lambda row: len(wanted) > 3 and row["id"].startswith(wanted),
        lambda row: words and all(word in row["title"].lower() for word in words),
    ):
        if found := [row for row in rows if fits(row)]:
            break
    else:
        titles = [row["title"] for row in rows]
        near = process.extract(wanted, titles, scorer=fuzz.WRatio, processor=str.lower, limit=3, score_cutoff=60)
        listed = "".join(_listed(rows[place]) for _, _, place in near)
        hint = f"did you mean:{listed}" if near else "ids are the articleId of any answer"
        raise NoArticle(f"no article in {store.name} has the id, the URL or the title {wanted!r}; {hint}")
    if len(found) > 1:
        listed = "".join(map(_listed, found[:10]))
        more = f"\n  and {len(found) - 10} more" if len(found) > 10 else ""
        raise NoArticle(f"{len(found)} articles fit {wanted!r}; name one by its id:{listed}{more}")
    id: str = found[0]["id"]
    return id


def _listed(row: Row) -> str:
    told = (row["id"], row["title"], row["outlet"], row["published"], row["url"])
    return "\n  " + "  ".join(printable(one, lines=False) for one in told if one)


_ARTICLES = """
MATCH (a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
RETURN a.id AS id, a.title AS title, o.name AS outlet, a.published AS published, a.url AS url
ORDER BY published, id"""


def shown(article: MarkedArticle) -> str:
    """The article as text that ends in a line feed: quotes in brackets with their numbers, on a terminal in colour."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    stream = io.StringIO()
    width = min(console_width(), WIDTH)
    console = Console(file=stream, width=width, force_terminal=sys.stdout.isatty(), highlight=False)
    colours = _colours(article)
    numbers = {quote.id: number for number, quote in enumerate(article.quotes, start=1)}
    console.print(Text(printable(article.title), "bold"))
    told = (article.outlet, article.published, article.byline, article.url)
    console.print(Text(" · ".join(printable(one) for one in told if one), "dim"), "", sep="\n")
    for paragraph in article.body:
        console.print(_paragraph(paragraph, colours, numbers), "", sep="\n")
    if not article.whole:
        console.print(Text("(Only the paragraphs with quotes: the store does not have the whole text.)\n", "dim"))
    if not article.quotes:
        console.print(Text("No quotes in it; perhaps with --act all --min-confidence 0.", "dim"))
    legend = Table.grid(padding=(0, 2))
    for quote in article.quotes:
        speaker = Text(_speaker(quote), colours[quote.id])
        number = Text(f"[{numbers[quote.id]}]", "bold")
        legend.add_row(number, speaker, Text(_about(quote)), Text(_decided(quote), no_wrap=True))
    console.print(legend)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def quote_rows(article: MarkedArticle) -> list[Row]:
    """The article's quotes as rows, for the formats of programs; spans are [start, end] in the article's text."""
    return [
        {
            "quoteId": quote.id,
            "speakers": list(quote.speakers),
            "role": quote.role,
            "said": quote.text,
            "policies": [name for name, _ in quote.policies],
            "stances": [stance for _, stance in quote.policies],
            "kind": quote.kind,
            "act": quote.act,
            "content": [list(span) for span in quote.content],
            "source": [list(span) for span in quote.source],
            "cue": [list(span) for span in quote.cue],
            "confidence": quote.confidence,
            "method": quote.method,
            "speakerMethod": quote.speaker_method,
            "articleId": article.id,
            "title": article.title,
            "link": quote.link,
        }
        for quote in article.quotes
    ]


def _colours(article: MarkedArticle) -> dict[str, str]:
    """The colour of each quote: that of its speakers."""
    speakers = list(dict.fromkeys(quote.speaker_ids for quote in article.quotes if quote.speaker_ids))
    by_speaker = {speaker: COLOURS[number % len(COLOURS)] for number, speaker in enumerate(speakers)}
    return {quote.id: by_speaker.get(quote.speaker_ids, "dim") for quote in article.quotes}


def _paragraph(pieces: tuple[Piece, ...], colours: dict[str, str], numbers: dict[str, int]) -> "Text":
    from rich.text import Text

    text = Text()
    for quote, group in groupby(pieces, key=lambda piece: piece.quote if piece.part == "content" else None):
        text.append("" if quote is None else "[", "dim")
        for piece in group:
            style = "" if piece.quote is None else f"{colours[piece.quote.id]}{'' if quote else ' underline'}"
            text.append(printable(piece.text), style)
        if quote is not None:
            text.append("]", "dim").append(f"[{numbers[quote.id]}]", f"{colours[quote.id]} bold")
    return text


def _speaker(quote: MarkedQuote) -> str:
    name = " and ".join(quote.speakers) or "nobody sure"
    return printable(f"{name}, {quote.role}" if quote.role else name)


def _about(quote: MarkedQuote) -> str:
    return printable("; ".join(f"{stance} {name}" if stance else name for name, stance in quote.policies))


def _decided(quote: MarkedQuote) -> str:
    methods = " + ".join(filter(None, (quote.method, quote.speaker_method)))
    return printable(f"{quote.confidence:.2f} {methods}", lines=False)
