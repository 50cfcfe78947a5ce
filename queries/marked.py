"""Articles with their quotes marked in them: what a report and ``onrecord show`` put before a reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Literal

from extract.attribution.marks import paragraphs
from extract.records import Span, Spans
from graph.store import Row, Store

_BATCH = 100
"""Articles that are asked for at once."""

Part = Literal["content", "source", "cue"]


@dataclass(frozen=True, slots=True)
class MarkedQuote:
    """A quote as a reader is told of it; spans are characters of the article's text, end exclusive.

    `policies` are names with the stance that the quote takes to each, None where its words carry none.
    """

    id: str
    kind: str
    act: str
    text: str
    speakers: tuple[str, ...]
    speaker_ids: tuple[str, ...]
    role: str | None
    policies: tuple[tuple[str, str | None], ...]
    confidence: float
    method: str
    speaker_method: str | None
    link: str | None
    content: Spans
    source: Spans
    cue: Spans


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of an article that belong to one part of one quote, or to none; `start` is their offset."""

    start: int
    text: str
    quote: MarkedQuote | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article, its paragraphs cut into pieces; not `whole` where the store has only those with quotes."""

    id: str
    title: str
    outlet: str | None
    published: object
    url: str | None
    byline: str | None
    whole: bool
    paragraphs: tuple[tuple[Piece, ...], ...]
    quotes: tuple[MarkedQuote, ...]

    @property
    def body(self) -> tuple[tuple[Piece, ...], ...]:
        """The paragraphs without a first one that says the title again and quotes nobody, as the text of a page may."""
        first = self.paragraphs[0] if self.paragraphs else ()
        again = "".join(piece.text for piece in first).split() == self.title.split()
        return self.paragraphs[1:] if again and not any(piece.quote for piece in first) else self.paragraphs


def marked_articles(
    store: Store, ids: Sequence[str], *, act: str = "all", min_confidence: float = 0.0, min_policy_score: float = 0.0
) -> Iterator[MarkedArticle]:
    """Yield the articles of these ids, in their order; an id that the store does not have is passed over.

    Marked are the quotes of an `act` ("all" of them) that are at least `min_confidence` sure, with the policies
    that they are about as likely as `min_policy_score`, or likelier. Raises `StoreError`.
    """
    for start in range(0, len(ids), _BATCH):
        some = list(ids[start : start + _BATCH])
        found = {row["id"]: row for row in store.read(_ARTICLES, ids=some)}
        options = {"ids": list(found), "act": act, "least": min_confidence}
        about = _grouped(store.read(_ABOUT, **options, likely=min_policy_score), "quote")
        quotes = _grouped(store.read(_QUOTES, **options), "article")
        for id in some:
            if id in found:
                yield _article(found[id], _quotes(quotes.get(id, []), about), quotes.get(id, []))


def _grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    """The rows of each value of a key; they come in its order."""
    return {value: list(of) for value, of in groupby(rows, itemgetter(key))}


def _quotes(rows: list[Row], about: dict[str, list[Row]]) -> list[MarkedQuote]:
    """The quotes of an article; rows of one quote differ in the speaker."""
    return [_quote(list(of), about.get(id, [])) for id, of in groupby(rows, itemgetter("id"))]


def _quote(rows: list[Row], about: list[Row]) -> MarkedQuote:
    row = rows[0]
    speakers = {said["speakerId"]: said["speaker"] for said in rows if said["speakerId"] is not None}
    stances: dict[str, str | None] = {}
    for one in about:
        stances[one["policy"]] = stances.get(one["policy"]) or one["stance"]
    return MarkedQuote(
        id=row["id"],
        kind=row["kind"],
        act=row["act"],
        text=row["text"],
        speakers=tuple(speakers.values()),
        speaker_ids=tuple(speakers),
        role=row["role"],
        policies=tuple(stances.items()),
        confidence=row["confidence"],
        method=row["method"],
        speaker_method=row["speakerMethod"],
        link=row["link"],
        content=_spans(row["content"]),
        source=_spans(row["source"]),
        cue=_spans(row["cue"]),
    )


def _spans(flat: list[int] | None) -> Spans:
    return tuple(zip(flat[::2], flat[1::2], strict=True)) if flat else ()


def _article(row: Row, quotes: list[MarkedQuote], passages: list[Row]) -> MarkedArticle:
    text = row["text"]
    known = [(0, text)] if text is not None else _joined({one["paragraphStart"]: one["paragraph"] for one in passages})
    return MarkedArticle(
        **{name: row[name] for name in ("id", "title", "outlet", "published", "url", "byline")},
        whole=text is not None,
        paragraphs=tuple(
            _pieces(passage, offset, block, quotes) for offset, passage in known for block in paragraphs(passage)
        ),
        quotes=tuple(quotes),
    )


def _joined(passages: dict[int, str]) -> list[tuple[int, str]]:
    """Passages by their offsets, with no character in two of them: a quote over several paragraphs has them all."""
    joined: list[tuple[int, str]] = []
    for start, text in sorted(passages.items(), key=lambda passage: (passage[0], -len(passage[1]))):
        covered = joined[-1][0] + len(joined[-1][1]) if joined else 0
        if start + len(text) > covered:
            joined.append((max(start, covered), text[max(0, covered - start) :]))
    return joined


def _pieces(passage: str, offset: int, block: Span, quotes: Sequence[MarkedQuote]) -> tuple[Piece, ...]:
    """A paragraph cut where a part of a quote begins or ends; where parts overlap, the shortest counts."""
    start, end = block[0] + offset, block[1] + offset
    parts: tuple[Part, ...] = ("content", "source", "cue")
    marks = sorted(
        (last - first, first, last, part, number)
        for number, quote in enumerate(quotes)
        for part in parts
        for first, last in getattr(quote, part)
        if first < end and start < last
    )
    edges = {start, end, *(edge for _, first, last, _, _ in marks for edge in (first, last) if start < edge < end)}
    pieces = []
    for first, last in pairwise(sorted(edges)):
        mark = next((mark for mark in marks if mark[1] <= first and last <= mark[2]), None)
        quote, part = (quotes[mark[4]], mark[3]) if mark else (None, None)
        pieces.append(Piece(first, passage[first - offset : last - offset], quote, part))
    return tuple(pieces)


_ARTICLES = """
UNWIND $ids AS id
MATCH (a:Article {id: id})
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
RETURN a.id AS id, a.title AS title, o.name AS outlet, a.published AS published, a.url AS url, a.byline AS byline,
       a.text AS text"""
_QUOTES = """
UNWIND $ids AS id
MATCH (a:Article {id: id})<-[place:APPEARS_IN]-(q:Quote)
WHERE q.confidence >= $least AND ($act = 'all' OR q.act = $act)
OPTIONAL MATCH (q)<-[said:SAID]-(s:Speaker)
RETURN a.id AS article, q.id AS id, q.kind AS kind, q.act AS act, q.text AS text, s.name AS speaker, s.id AS speakerId,
       said.role AS role, q.confidence AS confidence, q.method AS method, said.method AS speakerMethod, q.link AS link,
       q.content AS content, q.source AS source, q.cue AS cue, q.paragraph AS paragraph,
       q.paragraphStart AS paragraphStart
ORDER BY article, place.start, id, speaker, speakerId"""
_ABOUT = """
UNWIND $ids AS id
MATCH (a:Article {id: id})<-[:APPEARS_IN]-(q:Quote)
WHERE q.confidence >= $least AND ($act = 'all' OR q.act = $act)
MATCH (q)-[about:ABOUT]->(p:Policy)
WHERE about.score >= $likely
RETURN q.id AS quote, p.name AS policy, about.stance AS stance
ORDER BY quote, about.score DESC, policy"""
