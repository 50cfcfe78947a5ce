"""Policies without the network that finds them: what is mentioned where is told by the test."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from extract.records import Article
from extract.training.about.encoding import ArticleText
from extract.training.about.policies import ArticlePolicy, mention_of


def parsed(nlp: Language, text: str, *, title: str | None = None) -> Doc:
    """A text with its quotes on ``Doc._.quotes``, not yet tied to policies."""
    doc = nlp.make_doc(text)
    doc._.article = Article(text=text, title=title)
    with nlp.select_pipes(disable=["onrecord_topics"]):
        return nlp(doc)


def policy_called(phrase: str, text: str, article: ArticleText) -> ArticlePolicy:
    """A policy that a text mentions wherever it has a phrase."""
    places = [found.span() for found in re.finditer(re.escape(phrase), text)]
    return ArticlePolicy([mention_of(text, article, article.between(*place)) for place in places])
