"""Furniture around and among the seeds' paragraphs changes no quote but its offsets."""

from spacy.language import Language

from extract.pipeline import extract
from extract.prose import Prose
from extract.records import Article, ArticleQuotes, Quote
from tests.fuzz.checks import faults

BEFORE = ("By Jane Doe, Staff Writer", "Photo: The harbor in March", "Share this")
BETWEEN = (
    "Advertisement",
    "Mayor Calloway speaks on Tuesday. (Jane Doe/Gazette)",
    "Read more: “It is dead,” mayor says",
)
BEHIND = (
    "The Associated Press contributed to this report.",
    "Jane Doe covers housing for the Gazette; reach her at jane@gazette.example.",
    "Tags: harbor, parking, Ines Calloway",
    "© 2026 Harbor Gazette. All rights reserved.",
)


def furnished(article: Article) -> Article:
    gap = "\n\n" if "\n\n" in article.text else "\n"
    lines = list(BEFORE)
    for number, block in enumerate(article.text.strip().split(gap)):
        lines += [block, BETWEEN[number % len(BETWEEN)]]
    return article.model_copy(update={"text": gap.join([*lines, *BEHIND])})


def told(quote: Quote) -> object:
    """All that a quote tells, without offsets and ids that hold them."""
    speakers = [(s.name, s.type, s.role, s.affiliation, s.method, s.aliases) for s in quote.speakers]
    policies = [(p.name, p.stance, p.score, p.method, p.jurisdiction) for p in quote.policies]
    return quote.text, quote.kind, quote.act, quote.confidence, quote.method, speakers, policies, quote.topics


def test_furniture_put_into_the_seeds_changes_no_quote(
    seed_articles: list[Article], seed_quotes: list[ArticleQuotes], nlp: Language
) -> None:
    articles = [furnished(article) for article in seed_articles]
    for article, found, plain in zip(articles, extract(articles, nlp=nlp), seed_quotes, strict=True):
        assert list(faults(article, found)) == []
        assert [told(quote) for quote in found.quotes] == [told(quote) for quote in plain.quotes]
        for quote, other in zip(found.quotes, plain.quotes, strict=True):
            texts = [[article.text[slice(*s.mention)] for s in quote.speakers if s.mention]]
            assert texts == [[plain.text[slice(*s.mention)] for s in other.speakers if s.mention and plain.text]]
            lines = {*BEFORE, *BETWEEN, *BEHIND}
            assert not lines & {article.text[s:e] for part in (quote.source, quote.cue, quote.content) for s, e in part}


def test_a_quote_over_an_advertisement_keeps_both_its_paragraphs(nlp: Language) -> None:
    before, after = "“I was wrong in March,” Ana Ruiz said. “I was proud to stand in its way.", "“I will vote for it.”"
    text = f"{before}\n\nAdvertisement\n\n{after}\n\nTags: harbor"
    (found,) = extract([Article(text=text)], nlp=nlp)
    (plain,) = extract([Article(text=f"{before}\n\n{after}")], nlp=nlp)
    assert [quote.text for quote in found.quotes] == [quote.text for quote in plain.quotes]
    assert found.quotes[0].paragraph.text == text.removesuffix("\n\nTags: harbor")


def test_quotes_stay_clear_of_datelines(nlp: Language) -> None:
    for line in ("WRENMOUTH, March 3 (AP) — ", "WRENMOUTH — ", "Wrenmouth (AP) -- "):
        text = f"{line}Mayor Ana Ruiz said the parking tax would fall.\n\n“It is dead,” she said."
        (found,) = extract([Article(text=text)], nlp=nlp)
        assert [quote.text for quote in found.quotes] == ["the parking tax would fall", "“It is dead,”"]
        spans = [span for quote in found.quotes for span in (*quote.source, *quote.cue, *quote.content)]
        assert min(start for start, _ in spans) >= len(line)


def test_offsets_lead_back() -> None:
    whole = "\n  By Jane Doe\n\nOne.\n\nAdvertisement\n\nShare this\n\nTwo.\n\nTags: a\n\n© 2026 Gazette\n"
    prose = Prose.of(whole)
    assert prose.text == "\n  One.\n\nTwo.\n"
    assert Prose.of("Advertisement") == Prose(whole="Advertisement", text="Advertisement")
    assert Prose.of("One.\n\nTwo.").text == "One.\n\nTwo."
