import json
from collections.abc import Generator, Iterator
from itertools import count
from multiprocessing import active_children
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extract.evaluation import score
from extract.evaluation.gold import GoldAttribution
from extract.failure import Failure
from extract.pipeline import ModelMissing, extract, load_pipeline
from extract.records import Article, ArticleQuotes, Problem


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


def test_an_article_of_too_many_tokens_is_named_and_the_others_go_on(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.pipeline.MOST_TOKENS", 8)
    articles = [Article(text=f"Ana Ruiz said no{stops}", title=f"{len(stops)} stops") for stops in ("????", "?????")]
    problems: list[Problem] = []
    assert [found.title for found in extract(articles, nlp=nlp, on_problem=problems.append)] == ["4 stops"]
    (problem,) = problems
    assert str(problem).startswith("5 stops: 9 words and marks are too many for one article (at most 8); split it")
    with pytest.raises(Failure, match="too many"):
        list(extract(articles, nlp=nlp))


def test_a_long_article_is_parsed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of whole paragraphs, so the quotes are those of the paragraphs; a paragraph that is too long is cut anywhere."""
    parsed: list[int] = []

    @Language.component("notes_length")
    def notes_length(doc: Doc) -> Doc:
        parsed.append(len(doc))
        return doc

    nlp = load_pipeline()
    nlp.add_pipe("notes_length", before="parser")
    parts = [f"Ana Ruiz said the {noun} would fall.\n\n“It is late,” Bo Lee said." for noun in ("tax", "fee", "price")]
    article = Article(text="\n\n".join(parts))
    (whole,) = extract([article], nlp=nlp)
    length = parsed.pop()
    monkeypatch.setattr("extract.pipeline.PARSED_TOGETHER", length)
    assert list(extract([article], nlp=nlp)) == [whole]
    assert parsed == [length]
    parsed.clear()
    monkeypatch.setattr("extract.pipeline.PARSED_TOGETHER", length - 1)
    (found,) = extract([article], nlp=nlp)
    assert [quote.text for quote in found.quotes] == [quote.text for quote in whole.quotes]
    assert {speaker.name for quote in found.quotes for speaker in quote.speakers} == {"Ana Ruiz", "Bo Lee"}
    assert len(parsed) == 2 and sum(parsed) == length
    parsed.clear()
    monkeypatch.setattr("extract.pipeline.PARSED_TOGETHER", 5)
    list(extract([article], nlp=nlp))
    assert sum(parsed) == length and max(parsed) == 5


@pytest.mark.parametrize("model", ["no_such_model", "."])
def test_a_model_that_is_not_there_is_named(model: str) -> None:
    with pytest.raises(ModelMissing, match=f"no spaCy pipeline '{model}'"):
        load_pipeline(model)


def test_a_model_without_a_parser_is_refused(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(ModelMissing, match="lacks tagger, parser, ner, lemmatizer"):
        load_pipeline(str(tmp_path))


def test_more_processes_give_the_same_quotes_in_the_same_order(
    seed_articles: list[Article], seed_quotes: list[ArticleQuotes]
) -> None:
    assert list(extract(iter(seed_articles), jobs=2, batch_size=1)) == seed_quotes


def test_a_missing_model_is_named_by_more_processes_too(seed_articles: list[Article]) -> None:
    with pytest.raises(ModelMissing, match="no spaCy pipeline 'no_such_model'"):
        list(extract(seed_articles, model="no_such_model", jobs=2))


def test_a_process_that_dies_is_told(seed_articles: list[Article]) -> None:
    found = extract(seed_articles * 3, jobs=2, batch_size=1)
    next(found)
    for process in active_children():
        process.kill()
    with pytest.raises(Failure, match="one of 2 processes died"):
        list(found)


def test_a_pipeline_of_ones_own_stays_in_its_process(seed_articles: list[Article], nlp: Language) -> None:
    with pytest.raises(ValueError, match="give model instead of nlp"):
        list(extract(seed_articles, nlp=nlp, jobs=2))


def test_more_processes_hold_few_articles_at_a_time(seed_articles: list[Article]) -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        for number in count():
            taken += 1
            yield seed_articles[0].model_copy(update={"id": str(number)})

    found = extract(endless(), jobs=2, batch_size=1)
    assert isinstance(found, Generator)
    assert [next(found).id for _ in range(3)] == ["0", "1", "2"]
    found.close()
    assert taken < 12


def test_the_real_story(shared: Path, nlp: Language) -> None:
    """Every quote is found, no statement is invented, and everyone who is quoted is named right."""
    gold = json.loads((shared / "gold/seed/gold.jsonl").read_text("utf-8"))
    (found,) = extract([Article(id=gold["id"], text=gold["text"])], nlp=nlp)
    statements = [quote for quote in found.quotes if quote.act == "statement" and quote.confidence >= 0.6]
    marked = [GoldAttribution.model_validate(one) for one in gold["attributions"]]
    figures = score([(found.id, gold["text"], marked)], {found.id: found.quotes}).figures
    assert figures["attribution lenient"].recall == 1
    figures = score([(found.id, gold["text"], marked)], {found.id: statements}).figures
    assert figures["attribution lenient"].precision == 1
    names = {speaker.name for quote in statements for speaker in quote.speakers}
    assert names == {"Karen Bass", "Tom Homan", "Pedro Trujillo", "sanctuary ordinance"}
    ordinance = [quote for quote in found.quotes if any("ordinance" in policy.name for policy in quote.policies)]
    assert ordinance
