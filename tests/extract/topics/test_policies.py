from collections.abc import Callable

import pytest
from spacy.language import Language

from extract.records import ArticleQuotes
from extract.topics.policies import ArticlePolicy, is_formal
from extract.topics.scheme import KnownPolicy
from tests.extract.topics.invented import policies_called

Quotes = Callable[..., ArticleQuotes]


def mentions(policy: ArticlePolicy, text: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in policy.mentions]


@pytest.mark.parametrize(
    "name",
    [
        "AB 1180",
        "Senate Bill 212",
        "Proposition 187",
        "Special Order 40",
        "Executive Order 13769",
        "Council File 24-0555",
        "Affordable Care Act",
        "Clean Parks Act",
        "ban on leaf blowers",
        "leaf-blower ban",
        "sanctuary ordinance",
    ],
)
def test_policies_that_quotes_name(quotes_of: Quotes, name: str) -> None:
    words = name if name[-1].isdigit() else f"a {name}" if name.startswith("ban") else f"the {name}"
    text = f"Mayor Ana Ruiz said she would vote for {words} on Monday."
    (quote,) = quotes_of(text).quotes
    assert [(policy.name, policy.method) for policy in quote.policies] == [(name, "named")]
    assert quote.policies[0].mention is not None
    assert text[slice(*quote.policies[0].mention)] == name


@pytest.mark.parametrize(
    ("name", "jurisdiction", "words"),
    [
        ("Affordable Care Act", "United States", "Obamacare"),
        ("Affordable Care Act", "United States", "the ACA"),
        ("Affordable Care Act", "United States", "H.R. 3590"),
        ("Trans-Pacific Partnership", "international", "the TPP"),
        ("Roe v. Wade", "United States", "Roe vs. Wade"),
        ("Iran nuclear deal", "international", "the nuclear deal with Iran"),
    ],
)
def test_nicknames_and_acronyms_of_known_policies(quotes_of: Quotes, name: str, jurisdiction: str, words: str) -> None:
    (quote,) = quotes_of(f"Mayor Ana Ruiz said she would vote for {words} on Monday.").quotes
    (policy,) = quote.policies
    assert (policy.name, policy.jurisdiction) == (name, jurisdiction)
    assert words.removeprefix("the ") in policy.aliases


def test_acronyms_are_known_in_capitals_only(nlp: Language) -> None:
    text = "They took it to the aca tree. An idea came up, and no tpp did. ACA’s cost rose."
    (policy,) = policies_called(nlp, text)
    assert (policy.name, mentions(policy, text)) == ("Affordable Care Act", ["ACA"])


def test_one_policy_in_other_words_is_joined(nlp: Language) -> None:
    text = "They took up a ban on leaf blowers. Later the leaf-blower ban failed, and a leaf blower ban is dead."
    (policy,) = policies_called(nlp, text, "ban on leaf blowers", "leaf-blower ban", "leaf blower ban")
    assert len(policy.named) == 3
    assert policy.name in ("leaf-blower ban", "leaf blower ban")


def test_later_mentions_join_the_policy_that_they_mean(nlp: Language) -> None:
    text = (
        "A rental ordinance came up. Ana Ruiz said the ordinance was fair, and the measure would pass. The deal is off."
    )
    (policy,) = policies_called(nlp, text, "rental ordinance")
    assert mentions(policy, text) == ["rental ordinance", "ordinance", "measure"]
    assert [mention.named for mention in policy.mentions] == [True, False, False]


@pytest.mark.parametrize("words", ["An ordinance", "Any ordinance", "No ordinance"])
def test_what_is_any_of_its_kind_goes_on_about_nothing(nlp: Language, words: str) -> None:
    text = f"A rental ordinance came up. {words} would be fair, Ana Ruiz said."
    (policy,) = policies_called(nlp, text, "rental ordinance")
    assert mentions(policy, text) == ["rental ordinance"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "Trans-Pacific Partnership",
            "A trade deal, known as the Trans-Pacific Partnership, came up. The deal failed.",
        ),
        (
            "Trans-Pacific Partnership",
            "A trade deal that is called the Trans-Pacific Partnership failed. The deal is off.",
        ),
        ("Clean Parks Act", "A bill, known as the Clean Parks Act, came up. The bill failed."),
        ("Clean Parks Act", "A bill (dubbed the “Clean Parks Act”) came up. The bill failed."),
    ],
)
def test_what_the_text_calls_it(nlp: Language, name: str, text: str) -> None:
    (policy,) = policies_called(nlp, text, "trade deal", "Clean Parks Act")
    assert policy.name == name
    assert len(policy.mentions) == 3


@pytest.mark.parametrize(
    "text",
    [
        "AB 1180 passed. “Assembly Bill 1180 is fair,” Ana Ruiz said. A.B. 1180 goes to the Senate.",
        "AB 1180, the Clean Parks Act, passed. “AB 1180 is fair,” Ana Ruiz said.",
        "The Clean Parks Act (AB 1180) passed. “The Clean Parks Act is fair,” Ana Ruiz said.",
    ],
)
def test_a_number_its_other_spelling_and_its_title_are_one(nlp: Language, text: str) -> None:
    (policy,) = policies_called(nlp, text, "Clean Parks Act", known=())
    assert len(policy.named) == 3 and {"AB 1180"} < set(policy.forms)


def test_policies_in_a_list_are_not_one(nlp: Language) -> None:
    text = "The house took up AB 12, the Clean Parks Act and AB 13, Ana Ruiz said."
    numbered = {form for policy in policies_called(nlp, text, known=()) for form in policy.forms}
    assert {"AB 12", "AB 13"} <= numbered
    assert len(policies_called(nlp, text, known=())) == 2


def test_an_acronym_that_is_given_in_brackets(nlp: Language) -> None:
    text = "The Renewable Electricity Standard (RES) came up. Ana Ruiz praised the RES, not the RESULT."
    (policy,) = policies_called(nlp, text, "Renewable Electricity Standard")
    assert mentions(policy, text) == ["Renewable Electricity Standard", "RES", "RES"]
    other = "The Renewable Electricity Standard (Wrenmouth) came up in Wrenmouth."
    (policy,) = policies_called(nlp, other, "Renewable Electricity Standard")
    assert mentions(policy, other) == ["Renewable Electricity Standard"]


def test_two_owners_plans_stay_two(nlp: Language) -> None:
    text = "Ana Ruiz praised Trump’s tax plan. Bo Lee praised Clinton’s tax plan. Cy Dunn praised Trump’s tax plan."
    found = policies_called(nlp, text, "tax plan")
    assert [(policy.name, len(policy.named)) for policy in found] == [
        ("Trump’s tax plan", 2),
        ("Clinton’s tax plan", 1),
    ]


@pytest.mark.parametrize("noun", ["plan", "bill", "measure", "ordinance", "deal", "ban"])
def test_a_bare_noun_is_no_policy(quotes_of: Quotes, nlp: Language, noun: str) -> None:
    text = (
        f"Ana Ruiz said the {noun} would work. Bo Lee said it was an act of folly. “I like the {noun},” Cy Dunn said."
    )
    assert not any(quote.policies for quote in quotes_of(text).quotes)
    assert policies_called(nlp, text, noun) == []


def test_a_phrase_of_the_headline_alone_is_none(nlp: Language) -> None:
    title = "Leaf-Blower Ban Divides Town"
    for given in (title, None):
        alone = f"{title}\n\nAna Ruiz said dogs bark at night."
        assert policies_called(nlp, alone, "Leaf-Blower Ban", title=given) == []
        taken_up = f"{title}\n\nAna Ruiz said a leaf-blower ban came up."
        (policy,) = policies_called(nlp, taken_up, "Leaf-Blower Ban", "leaf-blower ban", title=given)
        assert len(policy.named) == 2


def test_known_policies_are_the_users_own(nlp: Language) -> None:
    own = KnownPolicy(id="quiet", name="Quiet Mornings Act", aliases=("leaf-blower ban",), jurisdiction="Wrenmouth")
    text = "The leaf-blower ban came up. The act failed. Obamacare did not come up."
    (policy,) = policies_called(nlp, text, known=(own,))
    assert policy.known == own
    assert (policy.name, mentions(policy, text)) == ("Quiet Mornings Act", ["leaf-blower ban", "act"])


def test_mentions_are_in_order(nlp: Language) -> None:
    text = "A bill, known as the Clean Parks Act (CPA), came up. The bill failed. The CPA is dead. The act cost money."
    for policy in policies_called(nlp, text, "Clean Parks Act"):
        starts = [mention.start for mention in policy.mentions]
        assert starts == sorted(set(starts))
        assert policy.likelihood == 0.9


@pytest.mark.parametrize(
    ("formal", "name"),
    [
        (True, "Justice Against Sponsors of Terrorism Act"),
        (True, "Patient Protection and Affordable Care Act"),
        (False, "ban on leaf blowers"),
        (False, "Clean parks act"),
        (False, "Parks Act"),
        (False, ""),
    ],
)
def test_titles(formal: bool, name: str) -> None:
    assert is_formal(name) is formal


@pytest.mark.parametrize("name", ["AB 1180", "Proposition 187", "Council File 24-0555", "Special Order 40"])
def test_a_number_is_gone_on_about_as_a_measure(nlp: Language, name: str) -> None:
    text = f"The council voted on {name}. Ana Ruiz said the measure would pass."
    (policy,) = policies_called(nlp, text)
    assert mentions(policy, text) == [name, "measure"]


def test_a_known_policy_is_gone_on_about_as_its_alias_is(nlp: Language) -> None:
    own = KnownPolicy(id="quiet", name="Quiet Mornings Act", aliases=("leaf-blower ban",))
    text = "The leaf-blower ban came up. The ban failed."
    (policy,) = policies_called(nlp, text, known=(own,))
    assert mentions(policy, text) == ["leaf-blower ban", "ban"]


@pytest.mark.parametrize("name", ["Measure B", "Ruiz v. Wrenmouth", "Proposition C"])
@pytest.mark.parametrize("after", [".", ". It is old.", "’s end."])
def test_what_ends_a_sentence_is_no_part_of_a_name(nlp: Language, name: str, after: str) -> None:
    (policy,) = policies_called(nlp, f"They praised {name}{after}")
    assert policy.name == name


def test_two_policies_of_one_phrase_are_two(nlp: Language) -> None:
    text = "I support a ban on leaf blowers and the parking tax."
    found = policies_called(nlp, text, "ban on leaf blowers", "parking tax", "ban on leaf blowers and the parking tax")
    assert [policy.name for policy in found] == ["ban on leaf blowers", "parking tax"]
