from pathlib import Path

import pytest

from extract.articles import read_articles
from tests.extract.articles.reading_helpers import read


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of articles, each of which holds its name."""
    names = ["b.txt", "a.txt", "in/c.txt", "in/deep/d.txt", "in/deep/e.md", ".hidden.txt", ".git/f.txt", "in/.x/g.txt"]
    for name in names:
        file = tmp_path / "news" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Path(name).stem)
    (tmp_path / "news/picture.png").write_bytes(b"\x89PNG")
    return tmp_path / "news"


def texts(*paths: Path | str) -> str:
    articles, problems = read(*paths)
    assert not problems
    return " ".join(article.text.strip() for article in articles)


def test_folders_are_searched_but_for_what_is_hidden(news: Path) -> None:
    assert texts(news) == "a b c d e"
    assert texts(news / ".git") == "f"
    assert texts(news / ".hidden.txt") == ".hidden"


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("**/*.txt", "a b c d"),
        ("*.txt", "a b"),
        ("**", "a b c d e"),
        ("*/*.txt", "c"),
        ("in/**/*", "c d e"),
        ("**/deep/[de].*", "d e"),
        ("i?/c.txt", "c"),
    ],
)
def test_patterns_that_no_shell_expanded(news: Path, pattern: str, found: str) -> None:
    assert texts(news / pattern) == found


def test_patterns_go_from_the_folder_one_is_in(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(news.parent)
    assert texts("news/**/*.md") == "e"
    assert texts("**/*.md") == "e"


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("*.pdf", "nothing matches this pattern"),
        ("gone/**/*.txt", "nothing matches this pattern"),
        ("*.png", "no file of a known format matches this pattern (.txt, .md"),
    ],
)
def test_a_pattern_that_matches_nothing_is_named(news: Path, pattern: str, reason: str) -> None:
    articles, (problem,) = read(news / pattern)
    assert not articles
    assert problem.input == str(news / pattern)
    assert problem.reason.startswith(reason)


def test_a_file_whose_name_looks_like_a_pattern(news: Path) -> None:
    (news / "[1].txt").write_text("one")
    assert texts(news / "[1].txt") == "one"


def test_links_that_lead_in_circles_end(news: Path) -> None:
    for number in range(8):
        (news / f"in/loop{number}").symlink_to(news)
    (news / "broken.txt").symlink_to(news / "gone")
    assert texts(news) == "a b c d e"
    assert texts(news / "**/*.txt") == "a b c d"


def test_a_link_to_a_folder_elsewhere_is_followed(news: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/z.txt").write_text("z")
    (news / "in/link").symlink_to(tmp_path / "other")
    assert texts(news) == "a b c d e z"


def test_a_folder_of_nothing_known_is_named(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    _, (problem,) = read(tmp_path)
    assert "no articles in this folder (known formats: .txt, .md" in problem.reason


def test_what_programs_leave_beside_a_file_is_no_article(news: Path) -> None:
    (news / "~$draft.docx").write_bytes(b"Ann")
    for name in ("page.html", "page_files/frame.html", "own_files/y.txt"):
        (news / name).parent.mkdir(exist_ok=True)
        (news / name).write_text(
            "y" if name.endswith("txt") else f"<html><body><p>{'Page, a long one. ' * 9}</p></body></html>"
        )
    articles, problems = read(news)
    assert [article.text[:4] for article in articles] == ["a", "b", "c", "d", "e\n\n", "y", "Page"]
    assert not problems


def test_files_of_other_kinds_in_a_folder_are_told(tmp_path: Path) -> None:
    for name in ("a.txt", "b.doc", "c.DOC", "d", ".hidden"):
        (tmp_path / name).write_text("Good text.")
    notes: list[str] = []
    assert len(list(read_articles(tmp_path, on_problem=unexpected, on_note=notes.append))) == 1
    assert notes == [f"note: {tmp_path}: 3 files of other kinds left out (.doc, without an ending)"]


def unexpected(problem: object) -> None:
    pytest.fail(str(problem))
