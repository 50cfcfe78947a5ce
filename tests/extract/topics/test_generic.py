import pytest

from extract.records import Article
from extract.topics.generic import distinct_name


def article(day: str | None) -> Article:
    return Article.model_validate({"text": "They met.", "date": day})


@pytest.mark.parametrize("name", ["executive order", "Executive Order", "House bill", "clean bill", "bipartisan deal"])
def test_a_kind_alone_gets_the_day(name: str) -> None:
    assert distinct_name(name, article("2017-03-06")) == f"{name} (6 March 2017)"
    undated = [distinct_name(name, Article(text=text)) for text in ("They met.", "They ate.")]
    assert len({*undated}) == 2 and all(one.startswith(f"{name} (article ") for one in undated)


@pytest.mark.parametrize("name", ["immigration bill", "Immigration Bill", "tax cuts", "health care law", "trade deal"])
def test_a_topic_and_a_kind_get_the_year(name: str) -> None:
    assert distinct_name(name, article("2013-06-27")) == f"{name} (2013)"
    assert distinct_name(name, article(None)) == name


@pytest.mark.parametrize(
    "name",
    [
        "gun control",
        "death penalty",
        "same-sex marriage",
        "Trump tax cuts",
        "Iran deal",
        "Senate Bill 212",
        "Dream Act of 2010",
        "rent control ordinance",
        "nomination of Neil Gorsuch",
        "",
    ],
)
def test_other_names_stay(name: str) -> None:
    assert distinct_name(name, article("2013-06-27")) == name
