from collections.abc import Callable

from lxml import html

from extract.evaluation import GoldArticle, evaluate, page
from extract.evaluation.gold import GoldAttribution
from extract.records import ArticleQuotes, Quote

TEXT = "<script>alert(1)</script> & so on.\n\nAna Ruiz said the fee would fall. Bo Lee said the tax would rise."


def span(part: str) -> tuple[int, int]:
    return TEXT.index(part), TEXT.index(part) + len(part)


def test_gold_and_prediction_stand_side_by_side(quotes_of: Callable[..., ArticleQuotes]) -> None:
    found = quotes_of(TEXT)
    missed = GoldAttribution(source=(span("Ana Ruiz"),), cue=(span("alert"),), content=(span("& so on"),))
    gold = GoldArticle(id=found.id, text=TEXT, attributions=(*(_as_gold(quote) for quote in found.quotes[:1]), missed))
    done = evaluate([gold], [found], on_problem=print)
    shown = html.fromstring(page(done, "all quotes"))
    verdicts = shown.xpath("//tr[@data-verdict]/@data-verdict")
    assert sorted(verdicts) == ["exact", "invented", "missed"]
    (exact,) = shown.xpath("//tr[@data-verdict='exact']")
    contents = [cell.text_content() for cell in exact.xpath(".//mark[@class='content']")]
    assert contents == [found.quotes[0].text] * 2
    assert [cell.text_content().strip() for cell in shown.xpath("//tr[@data-verdict='missed']/td")][1] == "–"
    assert "alert(1)" not in "".join(shown.xpath("//script/text()"))
    assert not shown.xpath("//script/@src | //link | //img")


def test_the_worst_article_comes_first(quotes_of: Callable[..., ArticleQuotes]) -> None:
    found = quotes_of(TEXT)
    articles = [
        GoldArticle(id=id, text=TEXT, attributions=tuple(map(_as_gold, found.quotes))) for id in ("good", "bad")
    ]
    good = found.model_copy(update={"id": "good"})
    bad = found.model_copy(update={"id": "bad", "quotes": ()})
    done = evaluate(articles, [good, bad], on_problem=print)
    summaries = html.fromstring(page(done, "all quotes")).xpath("//summary/text()")
    assert [summary.split()[0] for summary in summaries] == ["bad", "good"]


def _as_gold(quote: Quote) -> GoldAttribution:
    return GoldAttribution(source=quote.source, cue=quote.cue, content=quote.content)
