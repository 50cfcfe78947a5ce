from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from extract.pipeline import extract, load_pipeline
from extract.records import Article, ArticleQuotes
from extract.topics.areas import MOST, THRESHOLD, AreaClassifier, AreaTerms, shipped
from extract.topics.reading import Reading
from extract.topics.scheme import AreaEntry, Scheme, SchemeFiles
from extract.topics.words import words_in
from tests.extract.topics.invented import parsed

Quotes = Callable[..., ArticleQuotes]


@pytest.mark.parametrize(
    ("area", "text"),
    [
        ("education", "“Our children’s schools need teachers,” Ana Ruiz said."),
        ("education", "“A school needs its teacher,” Ana Ruiz said."),
        ("health", "“We need hospitals, doctors and nurses,” Ana Ruiz said."),
        ("immigration", "“Immigrants built this town,” Ana Ruiz said."),
        ("agriculture", "“Farmers need rain and their crops wither,” Ana Ruiz said."),
        ("housing", "“Landlords raise the rents of their tenants,” Ana Ruiz said."),
    ],
)
def test_areas_come_from_the_words(quotes_of: Quotes, area: str, text: str) -> None:
    (quote,) = quotes_of(text).quotes
    assert [(topic.id, topic.method) for topic in quote.topics] == [(area, "classifier")]


@pytest.mark.parametrize(
    "text",
    [
        "“She is up by 4 points in Ohio,” Ana Ruiz said.",
        "“The pollsters say that we are winning Iowa,” Ana Ruiz said.",
        "“He is a liar and a clown,” Ana Ruiz said.",
        "“My mother taught me to bake,” Ana Ruiz said.",
        "Ana Ruiz said it was a lovely evening.",
    ],
)
def test_the_horse_race_and_personal_remarks_are_of_no_area(quotes_of: Quotes, text: str) -> None:
    (quote,) = quotes_of(text).quotes
    assert quote.topics == ()


def test_topics_are_at_most_two_and_likeliest_first(seed_quotes: list[ArticleQuotes]) -> None:
    topics = [quote.topics for article in seed_quotes for quote in article.quotes]
    for found in topics:
        assert len(found) <= MOST
        assert [topic.score for topic in found] == sorted((topic.score for topic in found), reverse=True)
        assert all(THRESHOLD - 0.001 <= topic.score <= 1 for topic in found)
        assert len({topic.id for topic in found}) == len(found)
    assert any(topics) and not all(topics)


BAKING = AreaEntry(id="baking", name="Baking", terms=("sourdough", "rye bread", "croissant"))
CHESS = AreaEntry(
    id="chess", name="Chess", terms=("en passant", "rook"), examples=("The clock ran down in the endgame.",)
)
MINE = """\
topics:
- {id: baking, name: Baking, terms: sourdough; rye bread; croissant}
- id: chess
  name: Chess
  terms: en passant; rook
  examples: [The clock ran down in the endgame.]
"""


@pytest.fixture(scope="module")
def own_scheme(tmp_path_factory: pytest.TempPathFactory) -> Language:
    file: Path = tmp_path_factory.mktemp("scheme") / "mine.yaml"
    file.write_text(MINE, "utf-8")
    return load_pipeline(schemes=SchemeFiles(topics=file))


@pytest.mark.parametrize(
    ("topics", "text"),
    [
        (["baking"], "“Rye breads and sourdough beat any croissant,” Ana Ruiz said."),
        (["chess"], "“Take en passant with the rook’s pawn,” Ana Ruiz said."),
        (["chess"], "“The clock ran down in that endgame, and the rook fell,” Ana Ruiz said."),
        ([], "“Our children’s schools need teachers,” Ana Ruiz said."),
    ],
)
def test_ones_own_areas_are_told_by_terms_and_examples(own_scheme: Language, topics: list[str], text: str) -> None:
    (quote,) = next(extract([Article(text=text)], nlp=own_scheme)).quotes
    assert [topic.id for topic in quote.topics] == topics


def test_terms_are_counted_by_where_they_end_and_shared_ones_less() -> None:
    terms = AreaTerms([BAKING, CHESS, AreaEntry(id="birds", name="Birds", terms=("rook",))])
    sums = terms.sums(words_in("Rooks eat rye breads"))
    assert sums.shape == (5, 3)
    assert sums.tolist() == [[0, 0, 0], [0, 0.5, 0.5], [0, 0.5, 0.5], [0, 0.5, 0.5], [2, 0.5, 0.5]]
    assert terms.sums([]).tolist() == [[0, 0, 0]]


def test_areas_named_in_the_name_of_a_policy() -> None:
    classifier = AreaClassifier(Scheme.built_in().areas, shipped())
    assert classifier.named_in("sanctuary ordinance") == ("immigration",)
    assert classifier.named_in("Zyx Wvu") == ()
    assert classifier.named_in("") == ()
    assert len(classifier.named_in("tax on schools, hospitals, farms, guns and immigrants")) <= MOST


def test_the_policies_of_a_quote_raise_their_areas() -> None:
    classifier = AreaClassifier((BAKING, CHESS), shipped())
    unsure = np.array([0.1, 0.1], np.float32)
    assert classifier.topics(unsure) == ()
    (raised,) = classifier.topics(unsure, ["chess"])
    assert (raised.id, raised.method) == ("chess", "policy")
    sure, other = classifier.topics(np.array([0.9, 0.1], np.float32), ["chess"])
    assert (sure.id, sure.method, sure.score) == ("baking", "classifier", 0.9)
    assert (other.id, other.method) == ("chess", "policy")
    assert classifier.topics(unsure, ["elsewhere"]) == ()


def test_an_example_makes_its_area_likelier(nlp: Language) -> None:
    text = "“The clock ran down in that endgame,” Ana Ruiz said."
    doc = parsed(nlp, text)
    reading = Reading.of(doc)
    likely = []
    for chess in (CHESS, CHESS.model_copy(update={"examples": ()})):
        classifier = AreaClassifier((BAKING, chess), shipped())
        of_baking, of_chess = classifier.probabilities(
            reading.area_reader(classifier.terms), reading.zones(doc._.quotes[0])
        )
        likely.append((float(of_baking), float(of_chess)))
    (baking, chess_told), (baking_still, chess_alone) = likely
    assert baking == baking_still
    assert chess_told > 10 * chess_alone


def test_a_scheme_without_the_built_in_areas_has_no_trained_words() -> None:
    assert set(shipped().areas) == {area.id for area in Scheme.built_in().areas}
    assert shipped().words.shape == (len(shipped().vocabulary), 21)
    assert np.isfinite(shipped().words).all()
