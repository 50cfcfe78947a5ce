import pytest
from spacy.language import Language

from extract.topics.areas import AreaClassifier, shipped
from extract.topics.linking import BESIDE, MOST, THRESHOLD, Link, QuoteContext, chosen_links, links, tie_of
from extract.topics.policies import ArticlePolicy
from extract.topics.reading import Reading
from extract.topics.scheme import Scheme
from extract.topics.weights import LogLinear
from tests.extract.topics.invented import parsed, policies_called, policy_called

TEXT = """\
A rental ordinance came up in the council on Monday.

“The rental ordinance is fair,” Ana Ruiz said.

“It would help families,” Bo Lee said.

“Dogs bark,” Cy Dunn said.

“Senate Bill 212 would end that,” Ana Ruiz said."""


def read(nlp: Language, text: str, *phrases: str) -> list[list[Link]]:
    doc = parsed(nlp, text)
    reading = Reading.of(doc)
    classifier = AreaClassifier(Scheme.built_in().areas, shipped())
    reader = reading.area_reader(classifier.terms)
    contexts = [
        QuoteContext.of(quote, reading, classifier.probabilities(reader, reading.zones(quote)))
        for quote in doc._.quotes
    ]
    by_name = {policy.name: policy for policy in policies_called(nlp, text, *phrases)}
    return list(links([by_name[phrase] for phrase in phrases], contexts, reading, LogLinear(0.0, {})))


def test_what_speaks_for_a_policy(nlp: Language) -> None:
    of_ordinance = [row[0].features for row in read(nlp, TEXT, "rental ordinance", "Senate Bill 212")]
    assert len(of_ordinance) == 4
    assert [features["in content"] for features in of_ordinance] == [1, 0, 0, 0]
    assert [features["in paragraph before"] for features in of_ordinance] == [1, 1, 0, 0]
    assert [features["pronoun nearby"] for features in of_ordinance] == [0, 1, 0, 0]
    assert [features["mentioned before"] for features in of_ordinance] == [1, 1, 1, 1]
    assert [features["spoke of it"] for features in of_ordinance] == [0, 0, 0, 1]  # Ana Ruiz did
    of_bill = [row[1].features for row in read(nlp, TEXT, "rental ordinance", "Senate Bill 212")]
    assert [features["in content"] for features in of_bill] == [0, 0, 0, 1]
    assert [features["in paragraph after"] for features in of_bill] == [0, 0, 1, 0]
    assert [features["mentioned before"] for features in of_bill] == [0, 0, 0, 1]


def test_how_a_quote_is_tied_to_a_policy(nlp: Language) -> None:
    policy = policy_called("rental ordinance", TEXT)
    link = Link(policy, {"pronoun nearby": 0.0})
    quotes = parsed(nlp, TEXT)._.quotes
    tie, mention = tie_of(quotes[0], link)
    assert tie == "named" and mention is not None
    assert TEXT[mention.start : mention.end] == "rental ordinance"
    assert tie_of(quotes[1], link) == ("article", None)
    (outside,) = parsed(nlp, "The rental ordinance came up; “Dogs bark,” Ana Ruiz said.")._.quotes
    near = policy_called("rental ordinance", "The rental ordinance came up; “Dogs bark,” Ana Ruiz said.")
    assert [tie_of(outside, Link(near, {"pronoun nearby": p}))[0] for p in (0.0, 1.0)] == ["paragraph", "pronoun"]


def test_no_policies_no_links(nlp: Language) -> None:
    assert read(nlp, TEXT) == [[], [], [], []]
    assert chosen_links([[], []]) == [[], []]
    assert chosen_links([]) == []


def link(name: str, *, in_content: bool = True, policy_noun: bool = False) -> Link:
    features = {"in content": float(in_content), "policy noun": float(policy_noun)}
    return Link(policy_called(name, f"They took up the {name}."), features)


def test_other_policies_are_told_beside_the_first_by_their_share() -> None:
    links = [link(f"policy {n}") for n in range(5)]
    (chosen,) = chosen_links([list(zip(links, (0.8, 0.7, 0.39, 0.2, 0.1), strict=True))])
    assert [score for _, score in chosen] == [0.8, 0.7]
    (chosen,) = chosen_links([[(one, 0.8) for one in links]])
    assert len(chosen) == MOST
    assert 0.39 < BESIDE * 0.8 < 0.7


def test_an_unlikely_policy_is_none_unless_the_quote_names_it_by_a_policy_noun() -> None:
    low = THRESHOLD - 0.01
    assert chosen_links([[(link("ordinance"), low)]]) == [[]]
    assert chosen_links([[(link("ordinance", in_content=False, policy_noun=True), low)]]) == [[]]
    ((chosen,),) = chosen_links([[(link("ordinance", policy_noun=True), low)]])
    assert chosen[1] >= low
    assert chosen_links([[(link("ordinance", policy_noun=True), 0.001)]]) == [[]]


def test_where_most_quotes_are_about_one_policy_so_are_the_others() -> None:
    main, other = link("sanctuary ordinance", in_content=False), link("parking tax")
    unsure = [(main, THRESHOLD / 2)]
    few = chosen_links([[(main, 0.9)], unsure])
    assert few[1] == []
    *_, last = chosen_links([*([[(main, 0.9)]] * 5), [(other, 0.9)], unsure])
    assert [one.policy for one, _ in last] == [main.policy]
    *_, last = chosen_links([*([[(main, 0.9)]] * 5), *([[(other, 0.9)]] * 6), [(main, 1e-6)]])
    assert last == []


@pytest.mark.parametrize("scores", [(0.9, 0.8, 0.7), (0.18, 0.17, 0.1), (0.12, 0.11, 0.1)])
def test_likeliest_first(scores: tuple[float, ...]) -> None:
    row = [(link(f"ban number {n}", policy_noun=True), score) for n, score in enumerate(scores)]
    (chosen,) = chosen_links([row])
    told = [score for _, score in chosen]
    assert told == sorted(told, reverse=True) and 0 < len(told) <= MOST
    assert chosen[0][0] is row[0][0]


def test_a_policy_is_known_by_what_it_is_not_by_its_name() -> None:
    """Two cities' ordinances of one name are two policies of an article."""
    first, second = link("rental ordinance"), link("rental ordinance")
    assert isinstance(first.policy, ArticlePolicy)
    (chosen,) = chosen_links([[(first, 0.9), (second, 0.8)]])
    assert [one.policy is own.policy for (one, _), own in zip(chosen, (first, second), strict=True)] == [True, True]
