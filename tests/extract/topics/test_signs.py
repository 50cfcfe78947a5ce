import pytest
from spacy.language import Language

from extract.topics.linking import Tie
from extract.topics.signs import Signs, signs_of
from extract.topics.stance import stance_of
from tests.extract.topics.invented import parsed, policy_called

BAN = "leaf-blower ban"


def signs(nlp: Language, text: str, tie: Tie = "named") -> tuple[Signs, dict[str, list[str]]]:
    """The signs of the last quote's side to the ban, and the words that each comes from."""
    doc, policy = parsed(nlp, text), policy_called(BAN, text)
    quote = doc._.quotes[-1]
    found = signs_of(doc, quote, policy, tie, stance_of(doc, quote, policy))
    return found, {name: [doc[word].text for word in words] for name, words in found.words.items() if words}


def test_words_of_the_lists_in_cue_and_content(nlp: Language) -> None:
    _, words = signs(nlp, "Mayor Ana Ruiz praised the leaf-blower ban as a fair solution.")
    assert words["cue: for"] == ["praised"] and words["cue=praise"] == ["praised"]
    assert words["content: good"] == words["near: good"] == ["fair", "solution"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content: good, not", "“The leaf-blower ban is not fair,” Mayor Ana Ruiz said."),
        ("content: good", "“The leaf-blower ban is fair,” Mayor Ana Ruiz said."),
        ("content: good", "“Not a day passed, and the leaf-blower ban is fair,” Mayor Ana Ruiz said."),
        ("governor: for, not", "“I cannot support the leaf-blower ban,” Mayor Ana Ruiz said."),
        ("rule=against", "“I cannot support the leaf-blower ban,” Mayor Ana Ruiz said."),
        ("rule=none", "“The leaf-blower ban came up,” Mayor Ana Ruiz said."),
        ("begins with it", "Mayor Ana Ruiz praised the leaf-blower ban."),
        ("says we", "“We need the leaf-blower ban,” Mayor Ana Ruiz said."),
    ],
)
def test_a_negation_turns_the_words_after_it_up_to_a_mark(nlp: Language, name: str, text: str) -> None:
    found, _ = signs(nlp, text)
    assert found.features[name] == 1
    assert name.endswith(", not") or f"{name}, not" not in found.features


def test_one_calls_for_a_ban_or_calls_it_something(nlp: Language) -> None:
    wished, _ = signs(nlp, "Mayor Ana Ruiz called for the leaf-blower ban.")
    named, _ = signs(nlp, "Mayor Ana Ruiz called the leaf-blower ban a law for gardens.")
    assert "cue: wish" in wished.features and "cue: wish" not in named.features


def test_the_words_of_the_policy_are_no_signs(nlp: Language) -> None:
    text = "“The fair wage law came up,” Mayor Ana Ruiz said."
    doc, policy = parsed(nlp, text), policy_called("fair wage law", text)
    found = signs_of(doc, doc._.quotes[0], policy, "named", None)
    assert not [name for name in found.features if name.startswith(("content:", "near:"))]


def test_whose_policy_it_is(nlp: Language) -> None:
    text = "“Ruiz’s tax plan is a start,” Ana Ruiz said. “Ruiz’s tax plan is a start,” Bo Lee said."
    doc, policy = parsed(nlp, text), policy_called("tax plan", text)
    policy.owners["Ruiz"] = 2
    own, anothers = (signs_of(doc, quote, policy, "named", None).features for quote in doc._.quotes)
    assert "the speaker's own" in own and "another's" not in own
    assert "another's" in anothers and "the speaker's own" not in anothers


def test_a_quote_that_names_no_policy_has_signs_all_the_same(nlp: Language) -> None:
    found, words = signs(nlp, "The leaf-blower ban came up. “It is a disaster,” Mayor Ana Ruiz said.", "paragraph")
    assert words["content: bad"] == ["disaster"] and found.features["tie=paragraph"] == 1
    assert not [name for name in found.features if name.startswith("governor")]
