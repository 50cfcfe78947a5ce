"""Names that many policies share: "executive order", "the immigration bill", "tax cuts".

Within one article such a name means a single policy; across articles it does not. So the year or the day of the article
is added: "tax cuts (2003)" and "tax cuts (2017)" are two policies.
"""

from extract.records import Article
from extract.topics.words import LISTS, SMALL, words_in

_ONCE = LISTS["law"] | LISTS["deal"] | {"budget", "cut", "package", "plan", "ruling", "decision"}
"""Kinds of policies that are made again: next year's "tax cuts" are new ones, its "death penalty" is the same."""
_QUALIFIERS = LISTS["qualifiers"] | LISTS["law"] | LISTS["plan"] | LISTS["deal"] | LISTS["vague"] | SMALL
"""Words that do not distinguish one bill from another: "House", "bipartisan"."""


def distinct_name(name: str, article: Article) -> str:
    """The name of a policy that has no jurisdiction, made distinct from the same name in other articles.

    A name that states only a kind ("executive order") gets the day of the article, or the end of its id if it has no
    date. A name with one word for its topic ("immigration bill") gets the year, if known. Other names do not change.

    Examples
    --------
    >>> distinct_name("immigration bill", Article.model_validate({"text": "…", "date": "2013-06-27"}))
    'immigration bill (2013)'
    """
    words = words_in(name)
    written = name.split()
    if not words or words[-1] not in _ONCE or any(map(str.isdigit, name)):
        return name
    topical = [word for word in words[:-1] if word not in _QUALIFIERS]
    if written[-1].islower() and any(map(str.isupper, name)) and topical:
        return name  # a proper name makes it distinct: "Trump tax cuts", "Iran deal"
    if len(topical) > 1:
        return name
    day = article.published
    if topical:
        return f"{name} ({day.year})" if day is not None else name
    return f"{name} ({day.day} {day:%B %Y})" if day is not None else f"{name} (article {article.id[-6:]})"
