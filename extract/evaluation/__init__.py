"""How good the quotes are: figures against a gold standard, and a page that shows both side by side."""

from extract.evaluation.evaluate import Evaluation, evaluate
from extract.evaluation.gold import GoldArticle, read_gold
from extract.evaluation.page import page
from extract.evaluation.score import Figure, Scores, score

__all__ = ["Evaluation", "Figure", "GoldArticle", "Scores", "evaluate", "page", "read_gold", "score"]
