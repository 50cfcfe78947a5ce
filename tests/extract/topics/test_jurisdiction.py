import pytest
from spacy.language import Language

from extract.topics.jurisdiction import Places
from extract.topics.policies import ArticlePolicy
from extract.topics.reading import Reading
from extract.topics.scheme import KnownPolicy
from tests.extract.topics.invented import parsed, policy_called


def place(nlp: Language, phrase: str, text: str) -> str | None:
    doc = parsed(nlp, text)
    return Places(doc, Reading.of(doc)).of(policy_called(phrase, text))


@pytest.mark.parametrize(
    ("jurisdiction", "phrase", "text"),
    [
        ("Australia", "carbon tax", "Australia’s carbon tax was repealed on Monday."),
        ("Texas", "abortion law", "A Texas abortion law was struck down on Monday."),
        ("Texas", "Texas law", "The Texas law was struck down on Monday."),
        ("Texas", "law", "The law in Texas was struck down on Monday."),
        ("Chicago", "ordinance", "The ordinance in Chicago was struck down on Monday."),
        ("Los Angeles", "sanctuary ordinance", "The Los Angeles City Council voted for the sanctuary ordinance."),
        ("Wrenmouth", "rental ordinance", "The Wrenmouth Town Council took up a rental ordinance on Monday."),
        ("Wrenmouth", "rental ordinance", "A rental ordinance came up. The mayor of Wrenmouth, Ana Ruiz, spoke of it."),
        ("Wrenmouth", "rental ordinance", "On Tuesday Wrenmouth Town Council took up a rental ordinance."),
        (
            "Kansas City",
            "parking ordinance",
            "KANSAS CITY, Mo. — The Kansas City Council took up a parking ordinance on Monday.",
        ),
        ("Wrenmouth", "rental ordinance", "WRENMOUTH, Mass. — A rental ordinance came up on Monday."),
        ("Wrenmouth", "rental ordinance", "WRENMOUTH (AP) -- A rental ordinance came up on Monday."),
        ("Los Angeles", "rental ordinance", "The city of Los Angeles has a rental ordinance."),
        ("Wrenmouth", "rental ordinance", "Mayor of Wrenmouth Ana Ruiz spoke of a rental ordinance."),
        ("New York", "ordinance", "They like N.Y.’s ordinance. New York appealed."),
        ("United States", "law", "The U.S. law failed. The United States appealed."),
        (
            "Wrenmouth",
            "zoning ordinance",
            "The Wrenmouth Town Council took up a zoning ordinance. It is like that of the Denver City Council, "
            "the Wrenmouth Town Council was told.",
        ),
    ],
)
def test_whose_policy_it_is(nlp: Language, jurisdiction: str, phrase: str, text: str) -> None:
    assert place(nlp, phrase, text) == jurisdiction


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("sanctuary ordinance", "A sanctuary ordinance came up on Monday."),
        ("sanctuary ordinance", "Ana Ruiz flew to Chicago. A sanctuary ordinance came up on Monday."),
        ("parking tax", "The Los Angeles City Council heard of a parking tax."),  # a tax may be of any level
        ("rezoning", "The Board of Supervisors voted for a rezoning."),
        ("rezoning", "Monday’s City Council meeting took up a rezoning."),
        ("Iran sanctions bill", "The Senate passed the Iran sanctions bill on Monday."),
        ("trade deal", "A trade deal with Japan was signed in Geneva."),
    ],
)
def test_none_where_nothing_tells(nlp: Language, phrase: str, text: str) -> None:
    assert place(nlp, phrase, text) is None


def test_a_known_policy_keeps_its_own(nlp: Language) -> None:
    text = "The Los Angeles City Council voted for Wrenmouth’s rental ordinance."
    doc = parsed(nlp, text)
    policy = policy_called("rental ordinance", text)
    for own in ("Denver", None):
        known = KnownPolicy(id="x", name="rental ordinance", jurisdiction=own)
        assert Places(doc, Reading.of(doc)).of(ArticlePolicy(known, policy.keys, mentions=policy.mentions)) == own


def test_a_short_place_is_written_out_where_the_article_does(nlp: Language) -> None:
    short = "The ordinance in L.A. was struck down on Monday."
    assert place(nlp, "ordinance", short) == "L.A."
    assert place(nlp, "ordinance", f"{short} The people of Los Angeles appealed.") == "Los Angeles"
    assert place(nlp, "ordinance", f"{short} The people of Baton Rouge appealed.") == "L.A."
