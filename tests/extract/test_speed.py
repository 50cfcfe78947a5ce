"""The speed gate: a ratio against a peer in the same process, since machines differ and are noisy.

The peer, textacy's direct quotations, is as good as free after spaCy, which takes half of onrecord's time too; so the
ratio stays below 1, and the gate is there to notice when a stage becomes slow.
"""

from extract.records import Article
from extract.training.speed import best_of_rounds


def test_extraction_keeps_its_pace_beside_the_peer(seed_articles: list[Article]) -> None:
    stages, total, peer = best_of_rounds([article.text for article in seed_articles])
    assert peer / total >= 0.3, stages
