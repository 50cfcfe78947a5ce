"""A piece of an article's text with the quotes in it."""

from typing import TYPE_CHECKING, Any

from extract.failure import Failure
from queries.catalogue import Row, ask
from queries.no_answer import with_rows

if TYPE_CHECKING:
    from graph.store import Store

USUAL_CHARACTERS = 3000
MOST_CHARACTERS = 20_000
_ARTICLE = (
    "MATCH (a:Article) WHERE a.id = $article OR a.url = $article OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet) "
    "RETURN a.id AS articleId, a.title AS title, o.name AS outlet, a.byline AS byline, a.published AS published, "
    "a.url AS url, a.text AS text LIMIT 1"
)
_QUOTES = (
    "MATCH (a:Article {id: $article})<-[place:APPEARS_IN]-(q:Quote) OPTIONAL MATCH (q)<-[:SAID]-(s:Speaker) "
    "WITH q, place, s ORDER BY s.name "
    "RETURN q.id AS quoteId, place.start AS start, place.end AS end, collect(s.name) AS speakers, q.text AS said, "
    "q.kind AS kind, q.confidence AS confidence, q.method AS method, q.link AS link ORDER BY start, quoteId"
)


def read_passage(
    store: "Store", *, quote: str | None, article: str | None, start: int | None, characters: int
) -> dict[str, Any]:
    """The text around a quote, or of an article from a character on, with the quotes that stand in it, as JSON has it.

    Offsets are characters of the article's text, end exclusive. Where the text was not kept, a quote still has its
    paragraph. Raises `Failure` for neither or both, for one that is not in the store, and for a text that is not.
    """
    if (quote is None) == (article is None):
        raise Failure("give either quote (a quoteId of any answer) or article (an articleId or a URL)")
    for name, number, most in (("start", start or 0, None), ("characters", characters, MOST_CHARACTERS)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 0 or (most and not 0 < number <= most):
            raise Failure(f"{name}: {number!r} is no whole number{f' from 1 to {most}' if most else ''}")
    evidence = with_rows(ask(store, "evidence", quote=quote))[0] if quote else None
    wanted = evidence["articleId"] if evidence else article
    rows = store.read(_ARTICLE, article=wanted)
    if not rows:
        raise Failure(f"no article in {store.name} has the id or URL {article}; ids are the articleId of any answer")
    (found,) = rows
    text, offset = _text(found, evidence)
    if evidence:
        middle = (min(evidence["contentOffsets"]) + max(evidence["contentOffsets"])) // 2
        start = max(0, middle - characters // 2)
    begin = max(start or 0, offset)
    end = min(begin + characters, offset + len(text))
    inside = [
        row for row in store.read(_QUOTES, article=found["articleId"]) if row["start"] < end and row["end"] > begin
    ]
    published = found["published"]
    return {
        **found,
        "published": published and published.isoformat(),
        "text": text[begin - offset : end - offset],
        "start": begin,
        "end": max(begin, end),
        "length": offset + len(text),
        "quotes": inside,
    }


def _text(found: Row, evidence: Row | None) -> tuple[str, int]:
    """The article's text, or else the paragraph of the quote, and the offset of its first character."""
    if found["text"] is not None:
        return found["text"], 0
    if evidence is not None:
        return evidence["paragraph"], evidence["paragraphStart"]
    raise Failure(
        f"the text of {found['title'] or found['articleId']} was not kept in the store; "
        "give a quote of it to read that one's paragraph"
    )
