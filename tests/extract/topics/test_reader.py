import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extract.records import Article
from extract.topics.linking import Link, Rated
from extract.topics.reader import OPTIONS, ROLES, WORDS, ArticleWords, QuoteReader
from tests.extract.topics.invented import parsed, policy_called

TEXT = (
    "The council took up the leaf-blower ban.\n\n"
    "“The ban is fair, and we must pass the leaf-blower ban,” Mayor Ana Ruiz said of the parking tax’s sibling.\n\n"
    "“Nobody asked the gardeners,” Bo Lee said."
)


def encoded(nlp: Language, text: str) -> tuple[Doc, ArticleWords]:
    """A text with its quotes, and its words as the tagger leaves them."""
    with nlp.select_pipes(disable=["onrecord_topics"]):
        doc = parsed(nlp, text)
    return doc, ArticleWords(doc, doc._.encoded)


def rated(text: str, *phrases: str) -> Rated:
    return [(Link(policy_called(phrase, text), {}), float(-n)) for n, phrase in enumerate(phrases)]


def texts(doc: Doc, words: np.ndarray) -> list[str]:
    return [token.text for token in (token for token in doc if not token.is_space)][words[0] : words[-1] + 1]


def test_a_case_holds_the_paragraph_its_parts_and_the_policies(nlp: Language) -> None:
    doc, words = encoded(nlp, TEXT)
    case = words.case(doc._.quotes[0], rated(TEXT, "leaf-blower ban", "parking tax"))
    shown = texts(doc, case.words)
    assert shown[:3] == ["“", "The", "ban"] and shown[-2:] == ["sibling", "."]
    told = {role: {shown[n] for n in np.flatnonzero(case.roles == k)} for k, role in enumerate(ROLES, start=1)}
    assert told["cue"] == {"said"} and "Ruiz" in told["source"] and {"fair", "pass"} <= told["content"]
    assert [{shown[n] for n in np.flatnonzero(row)} for row in case.marks] == [
        {"leaf", "-", "blower", "ban"},
        {"parking", "tax"},
    ]
    assert [len(forms) for forms in case.named] == [8, 2]  # the ban is named before the paragraph as well
    assert words.meanings.shape[0] == len([token for token in doc if not token.is_space])


def test_a_long_paragraph_is_cut_around_the_quote(nlp: Language) -> None:
    filler = "It rained on the town, on the harbour and on the hills. " * 20
    for text in (f"{filler}“We must pass the ban,” Ana Ruiz said.", f"“We must pass the ban,” Ana Ruiz said. {filler}"):
        doc, words = encoded(nlp, text)
        case = words.case(doc._.quotes[0], rated(text, "ban"))
        assert len(case.words) == WORDS and (np.diff(case.words) == 1).all()
        assert {"must", "pass", "said"} <= set(texts(doc, case.words))


def test_what_is_read_does_not_depend_on_the_quotes_beside_it(nlp: Language, seed_articles: list[Article]) -> None:
    reader = QuoteReader()
    doc, words = encoded(nlp, seed_articles[0].text)
    options = rated(doc.text, "the", "a")
    cases = [words.case(quote, options[: 1 + n % 2]) for n, quote in enumerate(doc._.quotes)]
    together = list(reader.read(cases, words.meanings))
    alone = [read for case in cases for read in reader.read([case], words.meanings)]
    assert [len(own) for own in together] == [len(case.odds) for case in cases]
    for one, other in zip((r for own in together for r in own), (r for own in alone for r in own), strict=True):
        assert one == pytest.approx(other, abs=1e-3)


def read_one(nlp: Language, text: str, *phrases: str) -> list[float]:
    doc, words = encoded(nlp, text)
    (read,) = QuoteReader().read([words.case(doc._.quotes[-1], rated(text, *phrases))], words.meanings)
    return read


@pytest.mark.parametrize(
    ("policy", "about", "in_passing"),
    [
        (
            "assault weapons ban",
            "“We must pass the assault weapons ban,” Senator Ana Ruiz said.",
            "“I first met him at the rally against the assault weapons ban,” Senator Ana Ruiz said.",
        ),
        (
            "tax plan",
            "“The tax plan would cut rates for everyone,” Senator Ana Ruiz said.",
            "“The reporter who wrote on the tax plan is a friend of mine,” Senator Ana Ruiz said.",
        ),
        (
            "Affordable Care Act",
            "Ana Ruiz vowed to repeal the Affordable Care Act.",
            "Ana Ruiz said she was in bed with a cold on the day of the Affordable Care Act.",
        ),
    ],
)
def test_what_a_quote_is_about_and_what_it_mentions_in_passing(
    nlp: Language, policy: str, about: str, in_passing: str
) -> None:
    more, less = (read_one(nlp, text, policy)[0] for text in (about, in_passing))
    assert more > less + 0.2


def test_without_options_nothing_is_asked() -> None:
    assert list(QuoteReader().read([], np.zeros((3, 768), np.float32))) == []


def test_no_more_than_the_options_that_it_knows(nlp: Language) -> None:
    text = "“The ban, the tax, the fee, the wall, the law, the plan and the deal,” Ana Ruiz said."
    phrases = ("ban", "tax", "fee", "wall", "law", "plan", "deal")
    assert len(read_one(nlp, text, *phrases[:OPTIONS])) == OPTIONS
    doc, words = encoded(nlp, text)
    with pytest.raises((IndexError, ValueError)):
        list(QuoteReader().read([words.case(doc._.quotes[0], rated(text, *phrases))], words.meanings))


def test_the_tagger_s_vectors_are_gone_afterwards(nlp: Language) -> None:
    assert parsed(nlp, TEXT)._.encoded is None


def test_gold_quotes_without_the_tagger_have_policies_all_the_same(nlp: Language) -> None:
    quotes = parsed(nlp, TEXT)._.quotes
    with nlp.select_pipes(disable=["attribution_tagger"]):
        doc = nlp.make_doc(TEXT)
        doc._.article = Article(text=TEXT)
        doc._.quotes = quotes
        found = nlp(doc)._.quotes
    assert any(policy.name == "leaf-blower ban" for quote in found for policy in quote.policies)
