import random
import tracemalloc
from collections.abc import Iterable
from time import process_time

import pytest

from extract.articles.duplicates import SHOWN, THRESHOLD, Duplicate, Notes, duplicates
from extract.records import Article
from tests.conftest import Run

WORDS = [f"{a}{b}{c}" for a in "bdfglm" for b in "aeiou" for c in "nrst"]


def prose(seed: int, words: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def told(articles: Iterable[Article], *, skip: bool = False) -> tuple[list[Article], list[Duplicate]]:
    found: list[Duplicate] = []
    kept = list(duplicates(articles, on_duplicate=found.append, skip=skip))
    return kept, found


def test_the_seeds_hold_one_wire_story_twice(seed_articles: list[Article]) -> None:
    kept, found = told(seed_articles)
    assert kept == seed_articles
    (pair,) = found
    titles = {"Senate panel backs curb on town rental caps", "State bill would block local limits on vacation rentals"}
    assert {name.partition("” (")[0].removeprefix("“") for name in (pair.article, pair.earlier)} == titles
    assert pair.likeness is not None and THRESHOLD <= pair.likeness < 0.7
    assert told(seed_articles, skip=True)[0] == seed_articles  # each quotes somebody whom the other does not


def test_what_is_skipped_says_nothing_new() -> None:
    words = prose(1, 1000)
    articles = [Article(text=" ".join(words[:number]), id=f"{number}") for number in (1000, 970, 600)]
    kept, found = told(articles, skip=True)
    assert [article.id for article in kept] == ["1000", "600"]
    assert [duplicate.is_copy for duplicate in found] == [True, False]


def test_what_takes_the_place_of_an_article_is_not_skipped() -> None:
    words = " ".join(prose(1, 1000))
    first, later = Article(text=words, id="1"), Article(text=f"{words} Correction: it was May.", id="1")
    assert told([first, later, later], skip=True)[0] == [first, later, later]


def test_the_same_text_is_told_whatever_its_white_space_and_marks() -> None:
    one = Article(text='“It’s dead,” Ana Ruiz said.\n\n"No." She left.', title="One", id="1")
    two = Article(text='"It\'s dead,"  Ana Ruiz said.\r\n“No.” She left.', url="https://two.example/", id="2")
    three = Article(text="Ana Ruiz said something else.", id="3")
    _, found = told([one, two, three, three])
    assert found == [Duplicate("https://two.example/", "“One” (1)", None), Duplicate("3", "3", None)]
    assert str(found[0]) == "https://two.example/ is the same text as “One” (1)"


@pytest.mark.parametrize("shared", [0.3, 0.9])
def test_likeness_is_the_share_of_shingles(shared: float) -> None:
    """Texts of 3,000 words, of which the first ones are the same: by so much are the shingles the same of both."""
    number = round(3000 * 2 * shared / (1 + shared))
    for seed in range(5):
        one, other = prose(seed, 3000), prose(seed, 3000)[:number] + prose(100 + seed, 3000 - number)
        _, found = told([Article(text=" ".join(one), id="one"), Article(text=" ".join(other), id="other")])
        if shared < THRESHOLD:
            assert not found
        else:
            assert found[0].likeness == pytest.approx(shared, abs=0.13)
            assert str(found[0]).endswith(" % like one")


def test_no_two_articles_of_other_words_are_alike_and_order_of_runs_does_not_matter() -> None:
    articles = [Article(text=" ".join(prose(seed)), id=str(seed)) for seed in range(400)]
    again = articles[7].model_copy(update={"id": "again"})
    assert told(articles)[1] == []
    assert told([*articles, again])[1] == told([*articles, again])[1] == [Duplicate("again", "7", None)]


def unexpected(duplicate: Duplicate) -> None:
    pytest.fail(str(duplicate))


def test_it_is_quick_and_small() -> None:
    articles = [Article(text=" ".join(prose(seed)), id=str(seed)) for seed in range(1000)]
    passed = duplicates(articles, on_duplicate=unexpected)
    for _ in range(500):
        next(passed)
    tracemalloc.start()
    for _ in range(499):  # the last one would end it, and free all
        next(passed)
    assert tracemalloc.get_traced_memory()[0] / 500 < 3500
    tracemalloc.stop()
    started = process_time()
    for _ in duplicates(articles, on_duplicate=unexpected):
        pass
    assert (process_time() - started) / 1000 < 0.01  # extraction takes ten times that and more


def test_many_do_not_flood_the_screen() -> None:
    said: list[str] = []
    notes = Notes(said.append)
    for number in range(SHOWN + 12):
        notes(Duplicate(f"{number}", "first", None))
    notes.finish(skipped=False)
    assert len(said) == SHOWN + 2
    assert said[-2:] == [
        "note: 12 more like these",
        f"{SHOWN + 12} articles like earlier ones; {SHOWN + 12} at least 90 % the same: "
        "--skip-duplicates leaves them out",
    ]


def test_the_commands_tell_and_skip(run: Run) -> None:
    text = '{"title": "%s", "text": "Mayor Ana Ruiz said the tax would fall.", "id": "%s"}\n'
    lines = text % ("One", "1") + text % ("Two", "2")
    done = run("extract", "-", input=lines)
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 2
    assert "note: “Two” (2) is the same text as “One” (1)" in done.stderr
    assert "1 article like earlier ones; 1 at least 90 % the same: --skip-duplicates" in done.stderr
    done = run("add", "-", "--skip-duplicates", input=lines)
    assert done.returncode == 0 and "1 article added" in done.stderr and "left out" in done.stderr
    assert run("extract", "-", "--quiet", input=lines).stderr == ""
