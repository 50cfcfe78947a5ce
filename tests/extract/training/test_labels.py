import json
from pathlib import Path
from typing import Any, get_args

import pytest
from spacy.language import Language

from extract.records import Stance
from extract.topics.areas import MOST
from extract.topics.scheme import Scheme
from extract.training import labels as module
from extract.training.labels import LABELS, Label, labelled_news, labels

AREAS = {area.id for area in Scheme.built_in().areas}


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    gold = shared / "gold" / "polnear" / "train.jsonl"
    return {row["id"]: row["text"] for row in map(json.loads, gold.read_text("utf-8").splitlines())}


def test_the_labels_hold_no_text() -> None:
    """Areas, stances, offsets, and names of known policies that an article words otherwise: nothing of an article."""
    articles = rows()
    assert len({row["doc"] for row in articles}) == len(articles) > 500
    for row in articles:
        assert set(row) == {"doc", "labels"}
        for number, areas, *rest in row["labels"]:
            assert isinstance(number, int)
            assert not areas or set(areas.split(",")) <= AREAS
            assert len(areas.split(",")) <= MOST
            policy, stance, evidence = [*rest, None, None, None][:3]
            if isinstance(policy, str):
                assert len(policy.split()) <= 8, policy
            assert stance in (None, *get_args(Stance))
            assert evidence is None or [type(place) for place in evidence] == [int, int]
            assert stance is None or policy is not None


def test_offsets_lie_in_the_gold_texts(texts: dict[str, str]) -> None:
    for row in rows():
        text = texts[row["doc"]]
        numbers = [number for number, *_ in row["labels"]]
        assert len(set(numbers)) == len(numbers)
        for _, _, *rest in row["labels"]:
            for start, end in (span for span in rest if isinstance(span, list)):
                words = text[start:end]
                assert 0 <= start < end <= len(text)
                assert words == words.strip()
                assert not text[start - 1 : start + 1].isalnum() or start == 0, (row["doc"], words)


def test_every_label_is_of_a_quote(shared: Path) -> None:
    gold = shared / "gold" / "polnear"
    known = labels(gold, "train")
    lines = (gold / "train.jsonl").read_text("utf-8").splitlines()
    counts = {row["id"]: len(row["attributions"]) for row in map(json.loads, lines)}
    assert known.keys() <= counts.keys()
    for doc, own in known.items():
        assert all(0 <= number < counts[doc] for number in own)
    assert set(labels(gold, "dev")).isdisjoint(known)


def test_labels_are_read_with_the_words_that_they_point_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The  leaf-blower\nban is a disaster, she said."
    (tmp_path / "train.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n", "utf-8")
    marked = {"doc": "a", "n": 7, "topics": ["housing"], "policy": "rental cap", "stance": ""}
    (tmp_path / "train.speakers.jsonl").write_text(json.dumps(marked) + "\n", "utf-8")
    compact = [
        [0, ""],
        [1, "environment,health"],
        [2, "", 0],
        [3, "", [5, 20], "against", [24, 34]],
        [4, "", "ACA"],
        [7, ""],
    ]
    own = tmp_path / "labels.jsonl"
    own.write_text(json.dumps({"doc": "a", "labels": compact}) + "\n", "utf-8")
    monkeypatch.setattr(module, "LABELS", own)
    assert labels(tmp_path, "train") == {
        "a": {
            0: Label(()),
            1: Label(("environment", "health")),
            2: Label((), None),
            3: Label((), "leaf-blower ban", "against", (24, 34)),
            4: Label((), "ACA"),
            7: Label(("housing",), "rental cap"),  # a person's label goes before
        }
    }


def test_news_is_labelled_with_the_areas_of_its_quotes(nlp: Language, tmp_path: Path) -> None:
    text = "Ana Ruiz backs the leaf-blower ban. Bo Lee said no."
    quotes: list[dict[str, Any]] = [
        {"source": [[0, 8]], "cue": [[9, 14]], "content": [[15, 34]], "areas": ["environment"]},
        {"source": [[36, 42]], "cue": [[43, 47]], "content": [[48, 50]], "areas": []},
    ]
    labels = {"id": "a", "policies": [], "quotes": [q | {"policies": [], "stance": {}} for q in quotes]}
    (tmp_path / "dev.jsonl").write_text(json.dumps({"id": "a", "text": text, "title": "A ban"}) + "\n", "utf-8")
    (tmp_path / "dev.gold.jsonl").write_text(json.dumps(labels) + "\n", "utf-8")
    for _ in range(2):  # made, then read from the work folder
        (article,) = labelled_news(tmp_path, "dev", nlp, tmp_path / "work")
        assert [label.topics for label in article.labels] == [("environment",), ()]
        assert [quote.content[0] for quote in article.quotes] == [(15, 34), (48, 50)]
        assert article.doc(nlp).text == text
