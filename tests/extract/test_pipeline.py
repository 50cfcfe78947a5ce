import json
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extract.pipeline import ModelMissing, extract, load_pipeline
from extract.records import Article, Problem


def test_one_bad_article_does_not_cost_the_others() -> None:
    @Language.component("breaks_on_two")
    def breaks_on_two(doc: Doc) -> Doc:
        if doc.text.startswith("Two"):
            raise RuntimeError("a rule broke")
        return doc

    nlp = load_pipeline()
    nlp.add_pipe("breaks_on_two", last=True)
    problems: list[Problem] = []
    articles = [Article(text=f"{word} people said the fee would fall.", title=word) for word in ("One", "Two", "Three")]
    assert [found.title for found in extract(articles, nlp=nlp, on_problem=problems.append)] == ["One", "Three"]
    assert [str(problem) for problem in problems] == ["Two: not processed (RuntimeError: a rule broke)"]
    with pytest.raises(RuntimeError, match="a rule broke"):
        list(extract(articles, nlp=nlp))


@pytest.mark.parametrize("model", ["no_such_model", "."])
def test_a_model_that_is_not_there_is_named(model: str) -> None:
    with pytest.raises(ModelMissing, match=f"no spaCy pipeline '{model}'"):
        load_pipeline(model)


def test_a_model_without_a_parser_is_refused(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(ModelMissing, match="lacks tagger, parser, ner, lemmatizer"):
        load_pipeline(str(tmp_path))


def test_the_real_story(shared: Path, nlp: Language) -> None:
    """No invented quote, and everyone who is quoted is named right; how many are found is a figure with a floor."""
    gold = json.loads((shared / "gold/seed/gold.jsonl").read_text("utf-8"))
    (found,) = extract([Article(id=gold["id"], text=gold["text"])], nlp=nlp)
    names = {speaker.name for quote in found.quotes for speaker in quote.speakers}
    assert {"Karen Bass", "Tom Homan", "Pedro Trujillo"} <= names <= {"Karen Bass", "Tom Homan", "Pedro Trujillo"}
    ordinance = [quote for quote in found.quotes if any("ordinance" in policy.name for policy in quote.policies)]
    assert ordinance
