import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from spacy.language import Language

from extract.pipeline import load_pipeline
from extract.records import Stance
from extract.topics.scheme import Scheme
from extract.training.about.stories import (
    INVENTED,
    LABELLED,
    GoldPolicy,
    Story,
    gold_articles,
    held_out,
    invented,
    located,
    story,
)
from extract.training.about.variants import excerpt, names_in, variant

AREAS = {area.id for area in Scheme.built_in().areas}
TEXT = """\
The council took up a rent cap on Monday.

“I oppose the rent cap,” Ana Ruiz said.

“The measure would help families,” Bo Lee told Cy Dunn. Bo Lee also backs night trains."""


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def parser() -> Language:
    return load_pipeline(components=False)


@pytest.mark.parametrize("file", [LABELLED, INVENTED])
def test_the_labels_keep_to_the_guide(file: Path) -> None:
    labelled = rows(file)
    assert len({row["id"] for row in labelled}) == len(labelled) > 400
    for row in labelled:
        known = {policy["id"] for policy in row["policies"]}
        for quote in row["quotes"]:
            assert set(quote["policies"]) <= known and len(quote["areas"]) <= 2 and set(quote["areas"]) <= AREAS
            assert quote["stance"].keys() <= set(quote["policies"])
            assert set(quote["stance"].values()) <= {*get_args(Stance)}


def test_labels_of_the_news_hold_none_of_its_text() -> None:
    for row in rows(LABELLED):
        assert set(row) == {"id", "policies", "quotes"}
        for policy in row["policies"]:
            assert all(isinstance(place, int) for name in policy["names"] for place in name)
        for quote in row["quotes"]:
            for spans in (quote["content"], quote["source"], quote["cue"], quote["evidence"].values()):
                assert all(isinstance(place, int) for span in spans for place in span)


def test_offsets_point_into_the_articles(shared: Path) -> None:
    folder = shared / "gold" / "policynews"
    files = ("unlabelled.jsonl", "unlabelled-world.jsonl")
    texts = {row["id"]: row["text"] for file in files for row in rows(folder / file)}

    def spans(row: dict[str, Any]) -> Iterator[list[int]]:
        yield from (name for policy in row["policies"] for name in policy["names"])
        for quote in row["quotes"]:
            yield from (*quote["content"], *quote["source"], *quote["cue"], *quote["evidence"].values())

    for row in rows(LABELLED):
        text = texts[row["id"]]
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans(row))


def test_every_labelled_article_is_read(shared: Path) -> None:
    gold = list(gold_articles(shared / "gold" / "policynews", "train"))
    ids = [one.id for one in gold]
    assert len(ids) == len(set(ids)) > len(rows(LABELLED))
    assert 0.05 < sum(map(held_out, ids)) / len(ids) < 0.12
    assert {one.id for one in gold_articles(shared / "gold" / "policynews", "dev")}.isdisjoint(ids)


def test_policies_are_located_by_their_longest_wording() -> None:
    policies = [GoldPolicy("p1", "rent cap", ["The Cap"]), GoldPolicy("p2", "cap on don't-pay fees", [])]
    text = "A rent  cap came up. The cap, not the cap on don’t-pay fees, passed. Handicap."
    found = [(" ".join(text[slice(*span)].split()), set(ids)) for span, ids in located(text, policies)]
    assert found == [("rent cap", {"p1"}), ("The cap", {"p1"}), ("cap on don’t-pay fees", {"p2"})]


@pytest.fixture
def one(parser: Language) -> Story:
    said = "“The measure would help families,”"
    quotes = [
        {"said": "“I oppose the rent cap,”", "cue": "said", "source": "Ana Ruiz", "p": "p1", "side": "against"},
        {"said": said, "cue": "told", "source": "Bo Lee", "p": "p1", "side": "for"},
    ]
    labels = {
        "policies": [{"id": "p1", "name": "rent cap", "names": []}, {"id": "p2", "name": "night trains", "names": []}],
        "quotes": [
            {
                name: [[TEXT.index(q[part]), TEXT.index(q[part]) + len(q[part])]]
                for name, part in (("content", "said"), ("cue", "cue"), ("source", "source"))
            }
            | {"policies": [q["p"]], "stance": {q["p"]: q["side"]}, "evidence": {}, "areas": ["housing"]}
            for q in quotes
        ],
    }
    return story({"id": "a", "text": TEXT, "title": "Council"}, labels, parser)


def test_a_variant_has_other_names_and_the_same_labels(one: Story) -> None:
    places = list(zip(one.article.starts, one.article.ends, strict=True))
    lees = [n for n, place in enumerate(places) if TEXT[slice(*place)] == "Lee"]
    assert list(names_in(one.article.words)) and len(lees) == 2
    changed = [variant(one, [[7], [8]], random.Random(seed)) for seed in range(20)]
    assert all(new.labels == one.labels and new.mentions == one.mentions for new in changed)
    assert any(new.article.words.pieces != one.article.words.pieces for new in changed)
    for new in changed:  # one person keeps one name
        first, second = (new.article.words.pieces[n] for n in lees)
        assert first == second


def test_an_excerpt_has_the_quotes_and_policies_of_its_paragraphs(one: Story) -> None:
    for seed in range(20):
        part = excerpt(one, random.Random(seed))
        assert part is not None and part.quotes and len(part.quotes) == len(part.labels) == len(part.article.quotes)
        text = TEXT[part.article.starts[0] : part.article.ends[-1]]
        assert {policy.name for policy in part.policies} == {n for n in ("rent cap", "night trains") if n in text}
        for quote in part.quotes:
            assert all(TEXT[start:end] in text for start, end in quote.content)


def test_invented_stories_are_parsed(parser: Language) -> None:
    first = next(iter(invented(parser)))
    assert first.text and len(first.quotes) == len(first.labels) > 0
