"""Names that many policies go by: "executive order", "the immigration bill", "tax cuts".

In one article such a name means one policy, in many articles many. So the day or the year of the article goes with it:
"tax cuts (2003)" are not "tax cuts (2017)".
"""

from extract.records import Article
from extract.topics.words import LISTS, SMALL, words_in

_ONCE = LISTS["law"] | LISTS["deal"] | {"budget", "cut", "package", "plan", "ruling", "decision"}
"""Kinds of policies that are made anew: next year's "tax cuts" are others, its "death penalty" is the same."""
_QUALIFIERS = LISTS["qualifiers"] | LISTS["law"] | LISTS["plan"] | LISTS["deal"] | LISTS["vague"] | SMALL
"""Words that do not tell one bill from another: "House", "bipartisan"."""


def told_apart(name: str, article: Article) -> str:
    """The name of a policy without a jurisdiction, with what tells it from others of that name.

    A name of a kind alone ("executive order") gets the day of the article, or the end of its id if it has no date; one
    with a single word for its topic gets the year, if known. Any other name is returned as it is.

    Examples
    --------
    >>> told_apart("immigration bill", Article.model_validate({"text": "…", "date": "2013-06-27"}))
    'immigration bill (2013)'
    """
    words = words_in(name)
    written = name.split()
    if not words or words[-1] not in _ONCE or any(map(str.isdigit, name)):
        return name
    topical = [word for word in words[:-1] if word not in _QUALIFIERS]
    if written[-1].islower() and any(map(str.isupper, name)) and topical:
        return name  # "Trump tax cuts", "Iran deal": a proper name tells it
    if len(topical) > 1:
        return name
    day = article.published
    if topical:
        return f"{name} ({day.year})" if day is not None else name
    return f"{name} ({day.day} {day:%B %Y})" if day is not None else f"{name} (article {article.id[-6:]})"
