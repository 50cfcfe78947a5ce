import gzip
import os
from pathlib import Path

import pytest

from extract.articles.budget import FREE_BYTES, MAX_DEPTH, MAX_RATIO, Budget
from extract.articles.faults import Exhausted, Unreadable
from tests.extract.articles.reading_helpers import read
from tests.fuzz.hostile_files import attached, nested_mails, zipped


def test_as_many_files_as_the_size_allows() -> None:
    budget = Budget(640)
    for _ in range(budget.most_members):
        with budget.member("a"):
            pass
    with pytest.raises(Exhausted, match="more than 26 files"), budget.member("a"):
        pass


def test_as_many_articles_as_the_size_allows() -> None:
    budget = Budget(640)
    for _ in range(budget.most_articles):
        budget.article()
    with pytest.raises(Exhausted, match="more than 260 articles"):
        budget.article()


def test_files_inside_one_another_up_to_a_depth() -> None:
    def opened(depth: int) -> int:
        with budget.member("a"):
            return opened(depth - 1) if depth > 1 else 1

    budget = Budget()
    assert opened(MAX_DEPTH) == 1
    with pytest.raises(Unreadable, match=f"more than {MAX_DEPTH} files inside one another"):
        opened(MAX_DEPTH + 1)
    assert opened(MAX_DEPTH) == 1


def test_a_file_unpacks_to_so_many_times_its_size() -> None:
    count = Budget().unpacking(10)
    count(FREE_BYTES + 10 * MAX_RATIO)
    with pytest.raises(Unreadable, match="unpacks to more than 200 times its size"):
        count(1)


def test_all_files_unpack_to_so_much_together() -> None:
    budget = Budget(0)
    for _ in range(16):
        budget.unpacking(0)(FREE_BYTES)
    with pytest.raises(Exhausted, match="unpacks to more than 16,777,216 bytes"):
        budget.unpacking(0)(1)


@pytest.mark.parametrize("levels", [1, 3, 30])
def test_messages_in_gzip_in_messages_yield_no_more_than_their_size_allows(tmp_path: Path, levels: int) -> None:
    (tmp_path / "a.eml").write_bytes(nested_mails(levels, 10_000))
    articles, problems = read(tmp_path)
    assert len(articles) < (tmp_path / "a.eml").stat().st_size
    assert problems


def test_formats_in_one_another_share_one_budget(tmp_path: Path) -> None:
    """An archive in a message in gzip in a message …: each of them counts, whatever it is packed in."""
    inner = zipped({f"{number}.txt": os.urandom(99).hex() for number in range(300)})
    file = attached(gzip.compress(attached(inner, "a.zip"), 9), "a.eml.gz")
    (tmp_path / "a.eml").write_bytes(file)
    articles, problems = read(tmp_path)
    assert (len(articles), problems) == (302, [])
    same = zipped({f"{number}.txt": "Words." for number in range(300)})
    (tmp_path / "a.eml").write_bytes(attached(gzip.compress(attached(same, "a.zip"), 9), "a.eml.gz"))
    articles, (problem,) = read(tmp_path)
    assert len(articles) < 300
    assert "files; split it" in problem.reason
