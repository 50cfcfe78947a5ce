import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from extract import DEFAULT_MODEL
from extract.failure import Failure
from extract.partial import Partial, whole_lines
from extract.records import Article, ArticleQuotes, short_hash
from extract.topics.scheme import SchemeFiles
from extract.versions import Versions, fingerprint
from tests.conftest import SEEDS

ONE, TWO = Article(id="1", text="Ana Ruiz said no."), Article(id="2", text="Bo Lee said yes.")


def quotes(article: Article) -> ArticleQuotes:
    return ArticleQuotes(id=article.id, text=article.text, text_hash=short_hash(article.text))


def test_what_is_held_in_this_version_is_left_out() -> None:
    asked: list[list[str]] = []

    def held(ids: Sequence[str]) -> dict[str, str]:
        asked.append(list(ids))
        return {"1": Versions("a", lambda _: {}).hash_of(ONE)}

    versions = Versions("a", held)
    assert list(versions.missing([ONE, TWO])) == [TWO]
    assert (versions.unchanged, asked) == (1, [["1", "2"]])
    (marked,) = versions.marked([quotes(TWO)])
    assert marked.source_hash == versions.hash_of(TWO)
    assert list(Versions("b", held).missing([ONE])) == [ONE]
    assert list(Versions("a", held, again=True).missing([ONE])) == [ONE]
    other = ONE.model_copy(update={"title": "A title"})
    assert list(Versions("a", held).missing([other])) == [other]


def test_hashes_find_their_articles_though_some_fail_and_some_come_twice() -> None:
    versions = Versions("a", lambda _: {})
    other = ONE.model_copy(update={"text": "Ana Ruiz said maybe."})
    passed = list(versions.missing([ONE, other, TWO, TWO]))
    found = list(versions.marked([quotes(article) for article in passed[1:]]))
    assert [article.source_hash for article in found] == [versions.hash_of(article) for article in passed[1:]]


def test_articles_are_asked_for_in_batches_and_not_read_ahead() -> None:
    read: list[int] = []
    asked: list[int] = []

    def articles() -> Iterator[Article]:
        for number in range(600):
            read.append(number)
            yield Article(id=str(number), text="Ana Ruiz said no.")

    def none_held(ids: Sequence[str]) -> dict[str, str]:
        asked.append(len(ids))
        return {}

    passing = Versions("a", none_held).missing(articles())
    next(passing)
    assert len(read) == 32
    assert len([*passing]) == 599 and asked == [32] * 18 + [24]


def test_other_rules_schemes_and_options_are_another_version() -> None:
    plain = fingerprint(model=DEFAULT_MODEL, schemes=SchemeFiles(), no_text=False)
    assert plain == fingerprint(model=DEFAULT_MODEL, schemes=SchemeFiles(), no_text=False)
    own = SchemeFiles(topics=SEEDS / "topics.yaml", extend_topics=True)
    others = {
        fingerprint(model=DEFAULT_MODEL, schemes=own, no_text=False),
        fingerprint(model=DEFAULT_MODEL, schemes=SchemeFiles(), no_text=True),
        fingerprint(model="another", schemes=SchemeFiles(), no_text=False),
    }
    assert len(others | {plain}) == 4


def test_whole_lines_are_kept_and_a_half_one_is_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "quotes.jsonl.partial"
    assert not whole_lines(file, fingerprint="a" * 64).hashes
    line = quotes(ONE).model_copy(update={"source_hash": "a" * 8 + "bc"}).to_json() + "\n"
    file.write_text(line + quotes(TWO).to_json()[:20], "utf-8")
    found = whole_lines(file, fingerprint="a" * 64)
    assert found.held(["1", "2"]) == {"1": "a" * 8 + "bc"}
    assert file.read_text("utf-8") == line
    with pytest.raises(Failure, match=r"partial was made by another release or with other options; run without"):
        whole_lines(file, fingerprint="b" * 64)
    file.write_text(json.dumps({"a": 1}) + "\n", "utf-8")
    with pytest.raises(Failure, match=r"partial, line 1: not a line of onrecord extract; run without --resume"):
        whole_lines(file, fingerprint="a" * 64)


def test_of_two_lines_of_an_article_the_last_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "quotes.jsonl.partial"
    lines = [quotes(article).to_json() + "\n" for article in (ONE, TWO, ONE)]
    file.write_text("".join(lines), "utf-8")
    Partial(file).keep_last()
    assert file.read_text("utf-8") == lines[1] + lines[2]
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_hash_goes_with_its_article_also_where_one_before_it_failed() -> None:
    other = ONE.model_copy(update={"title": "Another"})
    versions = Versions("a" * 64, lambda _: {})
    assert list(versions.missing([ONE, other])) == [ONE, other]
    (marked,) = versions.marked([quotes(other).model_copy(update={"title": "Another"})])
    assert marked.source_hash == versions.hash_of(other) != versions.hash_of(ONE)
