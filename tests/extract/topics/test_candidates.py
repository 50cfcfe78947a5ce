import pytest
from spacy.language import Language

from extract.topics.candidates import SOMEBODY, Candidate, find_candidates, key, keys_of
from tests.extract.topics.invented import parsed


def found(nlp: Language, text: str) -> list[Candidate]:
    return find_candidates(parsed(nlp, text))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("numbered", "AB 1180"),
        ("numbered", "A.B. 1180"),
        ("numbered", "H.R. 3590"),
        ("numbered", "SB-4"),
        ("numbered", "Senate Bill 212"),
        ("numbered", "House Joint Resolution 7"),
        ("numbered", "Proposition 187"),
        ("numbered", "Prop. 8"),
        ("numbered", "Special Order 40"),
        ("numbered", "Executive Order 13769"),
        ("numbered", "Council File 24-0555"),
        ("numbered", "Ordinance No. 12"),
        ("numbered", "Title IX"),
        ("case", "Roe v. Wade"),
        ("case", "Brown v. Board of Education"),
        ("case", "Citizens United v. FEC"),
        ("noun", "leaf-blower ban"),
        ("noun", "ban on leaf blowers"),
        ("noun", "Clean Parks Act"),
        ("noun", "Bayside Water Agreement"),
        ("noun", "plan to close the prison"),
        ("action", "close the prison"),
    ],
)
def test_phrases_that_may_name_a_policy(nlp: Language, kind: str, name: str) -> None:
    text = f"Mayor Ana Ruiz wants to {name} now." if kind == "action" else f"Mayor Ana Ruiz discussed the {name} again."
    (candidate,) = [one for one in found(nlp, text) if one.name == name]
    assert candidate.kind == kind
    assert not candidate.bare
    assert text[candidate.start : candidate.end] == name


@pytest.mark.parametrize("noun", ["ordinance", "measure", "plan", "bill", "deal"])
@pytest.mark.parametrize("words", ["the {}", "this new {}", "the proposed {}"])
def test_nouns_that_name_nothing_are_bare(nlp: Language, noun: str, words: str) -> None:
    (candidate,) = [
        one for one in found(nlp, f"The council discussed {words.format(noun)} on Monday.") if one.head == noun
    ]
    assert candidate.bare
    assert candidate.name == noun


def test_a_number_is_part_of_no_other_phrase(nlp: Language) -> None:
    text = "Proposition 187 passed, and Senate Bill 212 failed."
    numbered = [one for one in found(nlp, text) if one.kind == "numbered"]
    assert [one.name for one in numbered] == ["Proposition 187", "Senate Bill 212"]
    nouns = [one for one in found(nlp, text) if one.kind == "noun"]
    assert not [n for n in nouns for one in numbered if n.start < one.end and one.start < n.end]


@pytest.mark.parametrize(
    ("owner", "text"),
    [
        ("Trump", "Ana Ruiz praised Trump’s tax plan."),
        ("Trump", "Ana Ruiz praised Trump's tax plan."),
        (SOMEBODY, "Ana Ruiz praised his tax plan."),
        (None, "Ana Ruiz praised the tax plan."),
    ],
)
def test_whose_it_is(nlp: Language, owner: str | None, text: str) -> None:
    (plan,) = [one for one in found(nlp, text) if one.head == "plan"]
    assert (plan.name, plan.owner) == ("tax plan", owner)


def test_attitudes_are_no_policies(nlp: Language) -> None:
    names = [one.name for one in found(nlp, "Ana Ruiz supports the mayor and criticized the town.")]
    assert not [name for name in names if name.startswith(("supports", "criticized"))]


def test_quotation_marks_and_line_ends_are_no_part_of_a_name(nlp: Language) -> None:
    names = {one.name for one in found(nlp, "The council discussed a “quiet\nmornings” ordinance on Monday.")}
    assert not [name for name in names if set(name) & set('“”"\n')]


def test_derivations_of_a_word_share_a_key() -> None:
    assert key("deportation") == key("Deport") == key("deporting") == key("deports") == "deport"
    assert keys_of(["The", "ban", "on", "leaf", "blowers", "—", "$2"]) == {"ban", "leaf", "blower", "$2"}
    assert keys_of([]) == frozenset()


def test_candidates_are_in_order_and_in_the_text(nlp: Language) -> None:
    text = "Wrenmouth’s leaf-blower ban, Senate Bill 212 and a plan to close the prison came up. Roe v. Wade did not."
    candidates = found(nlp, text)
    assert [(one.start, -one.end) for one in candidates] == sorted((one.start, -one.end) for one in candidates)
    assert all(0 <= one.start < one.end <= len(text) and one.name for one in candidates)
