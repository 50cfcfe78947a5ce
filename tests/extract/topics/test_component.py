import time
from collections.abc import Callable
from math import inf

import pytest
from spacy.language import Language

from extract.pipeline import extract
from extract.records import Article, ArticleQuotes, Quote, policy_id
from extract.topics.linking import MOST
from tests.extract.topics.invented import parsed

Quotes = Callable[..., ArticleQuotes]

STORY = """\
The Wrenmouth Town Council took up a sanctuary ordinance on Monday.

“The sanctuary ordinance would protect immigrants,” Mayor Ana Ruiz said.

“That’s why it’s important that the city adopt it,” said Bo Lee, a council member.

“The ordinance keeps immigrants safe,” Cy Dunn said. He called the measure fair.

“Immigrants fear the police,” Di Fox said.

“We must pass it,” Ed Hale said."""


def test_every_quote_of_a_story_is_about_its_ordinance(quotes_of: Quotes) -> None:
    quotes = quotes_of(STORY).quotes
    assert len(quotes) >= 6
    for quote in quotes:
        assert [policy.id for policy in quote.policies] == ["policy:wrenmouth:sanctuary-ordinance"], quote.text
        assert quote.topics[0].id == "immigration"
    methods = {quote.text: quote.policies[0].method for quote in quotes}
    assert methods["“The sanctuary ordinance would protect immigrants,”"] == "named"
    assert methods["“The ordinance keeps immigrants safe,”"] == "nominal"
    assert methods["“Immigrants fear the police,”"] == "article"


def test_it_in_the_sentence_of_a_bill_is_a_pronoun(seed_quotes: list[ArticleQuotes]) -> None:
    (quote, *_) = (q for article in seed_quotes for q in article.quotes if q.text == "that it would die in the House")
    assert [(policy.name, policy.method) for policy in quote.policies] == [("Senate Bill 212", "pronoun")]


def test_a_policy_that_the_quote_names_goes_before_those_around_it(quotes_of: Quotes) -> None:
    text = "After the parking tax passed, Ana Ruiz said the leaf-blower ban would follow."
    assert [policy.name for policy in quotes_of(text).quotes[-1].policies] == ["leaf-blower ban"]


def test_a_quote_may_be_about_several_policies(quotes_of: Quotes) -> None:
    text = (
        "The council took up a parking tax. It also took up a leaf-blower ban.\n\n"
        "“I support the parking tax and the leaf-blower ban,” Mayor Ana Ruiz said."
    )
    quote = quotes_of(text).quotes[-1]
    assert {policy.name for policy in quote.policies} == {"parking tax", "leaf-blower ban"}


def test_an_article_without_policies_gives_none(quotes_of: Quotes) -> None:
    text = "Mayor Ana Ruiz said she grew up in Wrenmouth.\n\n“My mother taught me to bake,” she said."
    quotes = quotes_of(text).quotes
    assert len(quotes) == 2
    assert all(quote.policies == () and quote.topics == () for quote in quotes)


def assert_sound(quotes: ArticleQuotes, text: str) -> None:
    def words(quote: Quote) -> list[tuple[int, int]]:
        return [*quote.content, *quote.cue]

    for quote in quotes.quotes:
        scores = [policy.score for policy in quote.policies]
        assert scores == sorted(scores, reverse=True) and len(scores) <= MOST
        assert all(0 <= score <= 1 for score in scores)
        assert len({policy.id for policy in quote.policies}) == len(quote.policies)
        for policy in quote.policies:
            assert policy.name.strip() and policy.name not in policy.aliases
            assert policy.id.startswith("policy:")
            if policy.mention is not None:
                start, end = policy.mention
                assert 0 <= start < end <= len(text)
                assert quote.paragraph.start <= start and end <= quote.paragraph.start + len(quote.paragraph.text)
            assert (policy.evidence is None) == (policy.stance is None)
            if policy.evidence is not None:
                start, end = policy.evidence
                assert start < end and any(s <= start and end <= e for s, e in words(quote))
            if policy.method in ("named", "nominal"):
                assert policy.mention is not None
                assert any(s < policy.mention[1] and policy.mention[0] < e for s, e in quote.content)
            if policy.method == "article":
                assert policy.mention is None


def test_policies_of_the_seeds_are_sound_and_the_same_twice(
    seed_articles: list[Article], seed_quotes: list[ArticleQuotes], nlp: Language
) -> None:
    for article, quotes in zip(seed_articles, seed_quotes, strict=True):
        assert_sound(quotes, article.text)
    assert any(policy.stance for article in seed_quotes for quote in article.quotes for policy in quote.policies)
    assert list(extract(reversed(seed_articles), nlp=nlp))[::-1] == seed_quotes


def test_ids_are_made_of_place_and_name(quotes_of: Quotes) -> None:
    ids = set()
    for place in ("Wrenmouth", "Eastport"):
        for quote in quotes_of(STORY.replace("Wrenmouth", place)).quotes:
            ids |= {policy.id for policy in quote.policies}
    assert ids == {policy_id("sanctuary ordinance", jurisdiction=place) for place in ("Wrenmouth", "Eastport")}


def test_a_name_that_many_policies_share_is_another_policy_in_another_year(quotes_of: Quotes) -> None:
    text = "The Senate took up an immigration bill.\n\n“I support the immigration bill,” Senator Ana Ruiz said."
    found = {}
    for year in ("2007", "2013"):
        (policy,) = quotes_of(text, published=f"{year}-06-27").quotes[-1].policies
        assert policy.name == f"immigration bill ({year})" and "immigration bill" in policy.aliases
        found[year] = policy.id
    assert found["2007"] != found["2013"]


@pytest.mark.parametrize(
    "text",
    [
        "Yes.",
        "“”, Ana Ruiz said.",
        "“Ban!” Ana Ruiz said.",
        "ban ban ban ban " * 20 + "Ana Ruiz said the ban is a ban on bans.",
        "“THE LEAF-BLOWER BAN IS A DISASTER,” MAYOR ANA RUIZ SAID.",
        "😀 “The leaf-blower ban 🍁 is a disaster 😡,” Mayor Ana Ruiz said. 👍",
        "the mayor said the leaf-blower ban is a disaster",
        "v. v. v. said “Roe v. Wade v. Roe” v. AB AB 12 12 said Ana Ruiz (AB) (ACA).",
        "Ana Ruiz said\n\nthe\n\nleaf-blower\n\nban\n\nis\n\nfair.",
        "„Das Laubbläserverbot ist gerecht“, said Ana Ruiz of the Überlingen City Council’s ordinance.",
        "Ana Ruiz said ((((the (((ban)))) on)) (leaf) blowers.",
    ],
)
def test_odd_texts(quotes_of: Quotes, text: str) -> None:
    for title in (None, text[:60], "Another headline"):
        assert_sound(quotes_of(text, title=title), text)


def test_capitals_are_read(quotes_of: Quotes) -> None:
    (quote,) = quotes_of("“THE LEAF-BLOWER BAN IS A DISASTER,” MAYOR ANA RUIZ SAID.").quotes
    assert [(policy.id, policy.stance) for policy in quote.policies] == [("policy:leaf-blower-ban", "against")]


def test_time_grows_with_the_article(nlp: Language) -> None:
    """As many paragraphs as a long article has, and twice as many."""
    paragraph = (
        "“The leaf-blower ban would hurt farmers,” Mayor Ana Ruiz said. The council took up the parking tax.\n\n"
    )

    def seconds(paragraphs: int) -> float:
        with nlp.select_pipes(disable=["onrecord_topics"]):
            doc = parsed(nlp, paragraph * paragraphs)
        quotes, encoded, best = doc._.quotes, doc._.encoded, inf
        for _ in range(3):
            doc._.quotes, doc._.encoded = quotes, encoded
            started = time.process_time()
            nlp.get_pipe("onrecord_topics")(doc)
            best = min(best, time.process_time() - started)
        return best

    seconds(1)
    assert seconds(100) <= 3 * seconds(50)
