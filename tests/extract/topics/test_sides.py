import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extract.topics.linking import Link
from extract.topics.policies import ArticlePolicy
from extract.topics.sides import LEAST, LEAST_POLICY, LEAST_WEIGHED, Case, said_elsewhere, shipped, sides_of
from extract.topics.stance import SIDES
from tests.extract.topics.invented import parsed, policy_called

BAN = "leaf-blower ban"


def cases(nlp: Language, text: str, *, likelihood: float = 0.9, pronoun: bool = True) -> tuple[Doc, list[Case]]:
    """Every quote of a text as one about the ban."""
    doc = parsed(nlp, text)
    link = Link(policy_called(BAN, text), {"pronoun nearby": float(pronoun)})
    return doc, [Case.of(doc, quote, link, likelihood) for quote in doc._.quotes]


def told(nlp: Language, text: str, *, likelihood: float = 0.9) -> list[tuple[str, str] | None]:
    doc, found = cases(nlp, text, likelihood=likelihood)
    return [(one.side, text[slice(*one.evidence)]) if one else None for one in sides_of(doc, found)]


@pytest.mark.parametrize(
    ("side", "evidence", "text"),
    [
        ("for", "supports", "Mayor Ana Ruiz said she supports the leaf-blower ban."),
        ("for", "hailed", "Mayor Ana Ruiz hailed the leaf-blower ban."),
        ("against", "railed against", "Mayor Ana Ruiz railed against the leaf-blower ban."),
        ("against", "a disgrace", "“It is a disgrace,” Mayor Ana Ruiz said of the leaf-blower ban."),
    ],
)
def test_sides_with_and_without_a_rule(nlp: Language, side: str, evidence: str, text: str) -> None:
    found = told(nlp, text)[-1]
    assert found == (side, evidence)


@pytest.mark.parametrize(
    "text",
    [
        "“The leaf-blower ban is on the agenda for Monday,” Mayor Ana Ruiz said.",
        "Mayor Ana Ruiz said the leaf-blower ban was 40 pages long.",
        "“Prices rise,” Mayor Ana Ruiz said of the leaf-blower ban.",
    ],
)
def test_no_side_without_words_for_it(nlp: Language, text: str) -> None:
    assert told(nlp, text)[-1] is None


@pytest.mark.parametrize("cue", ["hates", "supports", "wants to", "proposed to"])
def test_nothing_is_told_of_a_policy_that_the_quote_does_not_mention(nlp: Language, cue: str) -> None:
    doc, found = cases(nlp, f"The leaf-blower ban came up. Mayor Ana Ruiz {cue} widen the road.", pronoun=False)
    assert all(side is None for side in sides_of(doc, found))


def test_the_model_is_heard_where_the_policy_is_likelier_than_not(nlp: Language) -> None:
    text = "Mayor Ana Ruiz railed against the leaf-blower ban."
    assert told(nlp, text, likelihood=LEAST_WEIGHED) == [("against", "railed against")]
    assert told(nlp, text, likelihood=LEAST_WEIGHED - 0.01) == [None]


def test_the_evidence_lies_in_cue_or_content(nlp: Language) -> None:
    text = (
        "Mayor Ana Ruiz lambasted the leaf-blower ban. “It is a disaster and a disgrace,” Ruiz said. "
        "Bo Lee hailed the leaf-blower ban. “We must pass the leaf-blower ban,” Lee said."
    )
    doc, found = cases(nlp, text)
    sides = sides_of(doc, found)
    assert sum(side is not None for side in sides) >= 3
    for case, side in zip(found, sides, strict=True):
        if side is not None:
            spans = (*case.quote.cue, *case.quote.content)
            assert any(start <= side.evidence[0] < side.evidence[1] <= end for start, end in spans)


def test_a_rule_is_heard_where_the_policy_is_likely(nlp: Language) -> None:
    text = "Mayor Ana Ruiz said she would not vote for the leaf-blower ban."
    likely, unlikely = (cases(nlp, text, likelihood=p)[1][0] for p in (LEAST_POLICY, LEAST_POLICY - 0.1))
    assert likely.told is not None and likely.told.side == "against"
    assert unlikely.rule is not None and unlikely.told is None


def test_what_a_speaker_says_elsewhere_counts_and_what_others_say_does_not(nlp: Language) -> None:
    text = (
        "“I oppose the leaf-blower ban,” Mayor Ana Ruiz said. “The leaf-blower ban came up,” Mayor Ana Ruiz said. "
        "“The leaf-blower ban came up,” Bo Lee said."
    )
    _, found = cases(nlp, text)
    alone, beside = shipped()
    shares = [alone.shares(case.signs.features) for case in found]
    first, second, third = said_elsewhere(found, shares)
    assert second["elsewhere against"] > 1 and second["elsewhere for"] == 0 and third == {}
    assert first["elsewhere against"] < second["elsewhere against"]
    features = found[1].signs.features
    assert beside.shares(features | second)["against"] > beside.shares(features)["against"]


def test_shares_are_probabilities_and_words_add_to_their_side(nlp: Language) -> None:
    _, (case,) = cases(nlp, "Mayor Ana Ruiz decried the leaf-blower ban as a giveaway.")
    for model in shipped():
        shares = model.shares(case.signs.features)
        assert all(share > 0 for share in shares.values()) and sum(shares.values()) < 1
        added = {side: sum(model.words(case.signs, side).values()) for side in SIDES}
        assert added["against"] == pytest.approx(-added["for"]) and added["against"] > 0
    assert 0.5 < LEAST < 1


def test_nothing_is_asked_of_an_article_without_policies(nlp: Language) -> None:
    assert sides_of(parsed(nlp, "It rained."), []) == []


def test_policies_are_told_apart(nlp: Language) -> None:
    text = "“I oppose the leaf-blower ban, and the parking tax came up,” Mayor Ana Ruiz said."
    doc = parsed(nlp, text)
    policies: list[ArticlePolicy] = [policy_called(name, text) for name in (BAN, "parking tax")]
    found = [Case.of(doc, doc._.quotes[0], Link(policy, {"pronoun nearby": 0.0}), 0.9) for policy in policies]
    ban, tax = sides_of(doc, found)
    assert ban is not None and ban.side == "against"
    assert tax is None
    assert said_elsewhere(found, [{"for": 0.1, "against": 0.8}] * 2) == [{}, {}]
