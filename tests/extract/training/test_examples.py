import json

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.roles import LABELS
from extract.pipeline import load_pipeline
from extract.records import Article
from extract.training.examples import examples
from tests.conftest import SEEDS


@pytest.fixture(scope="module")
def parser() -> Language:
    return load_pipeline(components=False)


def test_labels_lead_back_to_the_gold_words(parser: Language, seed_articles: list[Article]) -> None:
    texts = {article.id: article.text for article in seed_articles}
    lines = (SEEDS / "gold.jsonl").read_text("utf-8").splitlines()
    gold = [
        {"id": row["id"], "text": texts[row["id"]], "attributions": row["quotes"]} for row in map(json.loads, lines)
    ]
    checked = 0
    for row, example in zip(gold, examples(gold, parser), strict=True):
        doc, text = parser.make_doc(row["text"]), row["text"]

        def words(spans: list[tuple[int, int]], doc: Doc = doc) -> set[int]:
            return {t.i for t in doc if not t.is_space and any(s < t.idx + len(t) and t.idx < e for s, e in spans)}

        for marked in row["attributions"]:
            cue, content = words(marked["cue"]), marked["content"]
            if not cue or "\n" in text[content[0][0] : content[-1][1]]:
                continue
            (trigger,) = [word for word in example.labels if example.words.tokens[word] in cue]
            start, _ = next((s, e) for s, e in example.stretches if s <= trigger < e)
            labelled = {
                example.words.tokens[start + at]
                for at, label in enumerate(example.labels[trigger])
                if LABELS[label].endswith("content")
            }
            assert labelled == words(content)
            checked += 1
    assert checked > 60
