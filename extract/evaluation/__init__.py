"""How good the quotes are: figures against a gold standard, and a page that shows both side by side."""

from extract.evaluation.evaluate import Evaluation, evaluate, resolve_gold
from extract.evaluation.gold import GoldArticle, read_gold, read_speakers, with_speakers
from extract.evaluation.page import page
from extract.evaluation.score import Figure, Scores, score

__all__ = [
    "Evaluation",
    "Figure",
    "GoldArticle",
    "Scores",
    "evaluate",
    "page",
    "read_gold",
    "read_speakers",
    "resolve_gold",
    "score",
    "with_speakers",
]
