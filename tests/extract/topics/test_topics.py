from collections.abc import Callable

import pytest

from extract.records import ArticleQuotes

Quotes = Callable[..., ArticleQuotes]


def policies(found: ArticleQuotes) -> list[list[tuple[str, str]]]:
    return [[(policy.name, policy.method) for policy in quote.policies] for quote in found.quotes]


def test_later_mentions_join_the_policy_that_they_mean(quotes_of: Quotes) -> None:
    text = (
        "A short-term rental ordinance came up in the council on Monday.\n\n"
        "Ana Ruiz said the ordinance was fair. Bo Lee said the measure would fail.\n\n"
        "“I sleep badly,” Cy Dunn said."
    )
    assert policies(quotes_of(text)) == [
        [("short-term rental ordinance", "nominal")],
        [("short-term rental ordinance", "nominal")],
        [("short-term rental ordinance", "article")],
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Senate Bill 212", "Ana Ruiz said Senate Bill 212 would pass."),
        ("Affordable Care Act", "Ana Ruiz said the Affordable Care Act would stay."),
        ("leaf-blower ban", "Ana Ruiz said the proposed leaf-blower ban would pass."),
        ("ban on leaf blowers", "Ana Ruiz said a ban on leaf blowers would pass."),
    ],
)
def test_names_of_policies(quotes_of: Quotes, name: str, text: str) -> None:
    assert [[policy[0] for policy in found] for found in policies(quotes_of(text))] == [[name]]


def test_a_policy_that_the_quote_names_goes_before_those_around_it(quotes_of: Quotes) -> None:
    text = "After the parking tax passed, Ana Ruiz said the leaf-blower ban would follow."
    assert policies(quotes_of(text)) == [[("leaf-blower ban", "named")]]


def test_a_bare_plan_is_no_policy(quotes_of: Quotes) -> None:
    assert policies(quotes_of("Ana Ruiz said the plan would work. Bo Lee said it was an act of folly.")) == [[], []]


def test_areas_come_from_the_words_and_may_be_none(quotes_of: Quotes) -> None:
    text = "Ana Ruiz said schools need teachers and tuition must fall.\n\nBo Lee said it was a lovely evening."
    first, second = quotes_of(text).quotes
    assert [topic.id for topic in first.topics] == ["education"]
    assert second.topics == ()
    assert first.topics[0].method == "lexicon"
