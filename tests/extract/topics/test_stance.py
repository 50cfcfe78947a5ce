import pytest
from spacy.language import Language

from extract.topics.stance import stance_of
from tests.extract.topics.invented import parsed, policy_called

ORDINANCE = "sanctuary ordinance"


def stances(nlp: Language, text: str, phrase: str = ORDINANCE) -> list[tuple[str, str] | None]:
    doc = parsed(nlp, text)
    assert doc._.quotes, text
    found = [stance_of(doc, quote, policy_called(phrase, text)) for quote in doc._.quotes]
    return [(one.side, text[slice(*one.evidence)]) if one else None for one in found]


@pytest.mark.parametrize(
    ("side", "evidence", "text"),
    [
        ("for", "support", "“I support the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("for", "supports", "Mayor Ana Ruiz said she supports the sanctuary ordinance."),
        ("for", "praised", "Mayor Ana Ruiz praised the sanctuary ordinance."),
        ("for", "pass", "“The council must pass the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("for", "fair", "“The sanctuary ordinance is fair,” Mayor Ana Ruiz said."),
        ("for", "protect", "“The sanctuary ordinance would protect families,” Mayor Ana Ruiz said."),
        ("for", "should not repeal", "“We should not repeal the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("against", "oppose", "“I oppose the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("against", "opposed", "Mayor Ana Ruiz opposed the sanctuary ordinance."),
        ("against", "criticized", "Mayor Ana Ruiz criticized the sanctuary ordinance as a giveaway."),
        ("against", "voted against", "“I voted against the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("against", "would not vote for", "Mayor Ana Ruiz said she would not vote for the sanctuary ordinance."),
        ("against", "cannot support", "“I cannot support the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("against", "repeal", "“We must repeal the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("against", "repeal", "Mayor Ana Ruiz vowed to repeal the sanctuary ordinance."),
        ("against", "should never adopt", "“We should never adopt the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("against", "a disaster", "“The sanctuary ordinance is a disaster,” Mayor Ana Ruiz said."),
        ("against", "hurt", "“The sanctuary ordinance would hurt families,” Mayor Ana Ruiz said."),
        ("against", "complete repeal", "Mayor Ana Ruiz called for the complete repeal of the sanctuary ordinance."),
        ("against", "repeal", "“I support the repeal of the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("for", "repeal", "Mayor Ana Ruiz opposed the repeal of the sanctuary ordinance."),
        ("for", "swift adoption", "Mayor Ana Ruiz urged the swift adoption of the sanctuary ordinance."),
        ("for", "proposed", "Mayor Ana Ruiz proposed the sanctuary ordinance."),
        ("against", "doing away with", "Mayor Ana Ruiz proposed doing away with the sanctuary ordinance."),
        ("against", "criticized", "Mayor Ana Ruiz criticized local rules such as the sanctuary ordinance."),
        ("against", "oppose", "“I oppose the parking tax and the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("for", "supports", "Mayor Ana Ruiz said she supports the idea of the sanctuary ordinance."),
        ("for", "support", "“My support for the sanctuary ordinance is no secret,” Mayor Ana Ruiz said."),
        ("against", "vote down", "“We will vote down the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("against", "dismissed", "Mayor Ana Ruiz dismissed the sanctuary ordinance."),
        ("for", "the best law", "“The sanctuary ordinance is the best law in years,” Mayor Ana Ruiz said."),
        ("for", "violation", "Mayor Ana Ruiz condemned the violation of the sanctuary ordinance."),
    ],
)
def test_the_side_and_the_words_that_tell_it(nlp: Language, side: str, evidence: str, text: str) -> None:
    assert stances(nlp, text) == [(side, evidence)]


@pytest.mark.parametrize(
    ("side", "text"),
    [
        ("against", "“The sanctuary ordinance is not fair,” Mayor Ana Ruiz said."),
        ("against", "“I don’t think the sanctuary ordinance is fair,” Mayor Ana Ruiz said."),
        ("against", "“I refuse to back the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("for", "“The sanctuary ordinance isn't a bad idea,” Mayor Ana Ruiz said."),
        ("against", "“The sanctuary ordinance is hardly fair,” Mayor Ana Ruiz said."),
        ("against", "“I doubt that we should pass the sanctuary ordinance,” Mayor Ana Ruiz said."),
        ("mixed", "“I support the sanctuary ordinance, but the sanctuary ordinance is a disaster,” Ana Ruiz said."),
    ],
)
def test_negation_turns_a_side_and_two_sides_are_mixed(nlp: Language, side: str, text: str) -> None:
    (found,) = stances(nlp, text)
    assert found is not None and found[0] == side


@pytest.mark.parametrize(
    ("side", "text"),
    [
        ("against", "“I don't think it is fair,” Mayor Ana Ruiz said."),
        ("against", "“It is a disaster,” Mayor Ana Ruiz said."),
        ("for", "“We must pass it,” Mayor Ana Ruiz said."),
        ("against", "Mayor Ana Ruiz said she would not vote for it."),
    ],
)
def test_a_pronoun_means_the_policy_of_the_quote(nlp: Language, side: str, text: str) -> None:
    (found,) = stances(nlp, text)
    assert found is not None and found[0] == side


@pytest.mark.parametrize(
    "text",
    [
        "“Senator Lee supports the sanctuary ordinance,” Mayor Ana Ruiz said.",
        "“Senator Lee opposes the sanctuary ordinance,” Mayor Ana Ruiz said.",
        "Mayor Ana Ruiz said Senator Lee would vote against the sanctuary ordinance.",
        "“No one supports the sanctuary ordinance,” Mayor Ana Ruiz said.",
        "“Do you support the sanctuary ordinance?” Mayor Ana Ruiz asked.",
        "“Should we repeal the sanctuary ordinance? I have no idea,” Mayor Ana Ruiz said.",
        "“Some people think we should repeal the sanctuary ordinance,” Mayor Ana Ruiz said.",
        "“I never opposed the sanctuary ordinance,” Mayor Ana Ruiz said.",
        "“Opponents say the sanctuary ordinance is a disaster,” Mayor Ana Ruiz said.",
        "“Is the sanctuary ordinance fair?” Mayor Ana Ruiz asked.",
        "“The sanctuary ordinance was approved last year,” Mayor Ana Ruiz said.",
        "“The repeal of the sanctuary ordinance took a year,” Mayor Ana Ruiz said.",
        "Mayor Ana Ruiz attacked Bo Lee for her support for the sanctuary ordinance.",
        "“I oppose the author of the sanctuary ordinance,” Mayor Ana Ruiz said.",
    ],
)
def test_what_others_do_says_nothing(nlp: Language, text: str) -> None:
    assert stances(nlp, text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "“The council will vote on the sanctuary ordinance on Monday,” Mayor Ana Ruiz said.",
        "“The sanctuary ordinance is 40 pages long,” Mayor Ana Ruiz said.",
        "“The weather is a disaster, and the sanctuary ordinance came up,” Mayor Ana Ruiz said.",
        "“Prices rise,” Mayor Ana Ruiz said.",
    ],
)
def test_no_stance_without_words_for_it(nlp: Language, text: str) -> None:
    assert stances(nlp, text) == [None]


@pytest.mark.parametrize(
    ("side", "evidence", "text"),
    [
        ("for", "must close", "“We must close the prison,” Mayor Ana Ruiz said."),
        ("against", "will not close", "“We will not close the prison,” Mayor Ana Ruiz said."),
        ("for", "vowed", "Mayor Ana Ruiz vowed to close the prison."),
    ],
)
def test_an_action_is_wished_or_not(nlp: Language, side: str, evidence: str, text: str) -> None:
    assert stances(nlp, text, "close the prison") == [(side, evidence)]


def test_words_outside_the_quote_say_nothing_of_the_speaker(nlp: Language) -> None:
    text = "Critics oppose the sanctuary ordinance. “The sanctuary ordinance came up,” Mayor Ana Ruiz said."
    assert stances(nlp, text)[-1] is None
