import os
import subprocess
from pathlib import Path

import pytest

from extract.articles import read_articles
from tests.conftest import Run
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


def texts(*paths: Path | str, follow_links: bool = False) -> str:
    articles, problems = read(*paths, follow_links=follow_links)
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


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A folder beside the news, with an article and a folder of one."""
    for name in ("z.txt", "more/y.txt"):
        (tmp_path / "other" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "other" / name).write_text(Path(name).stem)
    return tmp_path / "other"


@pytest.mark.parametrize("pattern", ["", "**/*.txt", "**", "in/**"])
def test_links_out_of_a_folder_are_told_and_left_out(news: Path, other: Path, pattern: str) -> None:
    (news / "in/file.txt").symlink_to(other / "z.txt")
    (news / "in/folder").symlink_to(other)
    (news / "in/up").symlink_to("../..")
    named = news / pattern if pattern else news
    plain = texts(named, follow_links=True)
    articles, problems = read(named)
    assert "z" in plain
    assert "y" in plain
    assert not {"y", "z"} & {article.text for article in articles}
    assert {"c", "d"} <= {article.text for article in articles}
    told = {problem.input: problem.reason for problem in problems}
    top = {"file.txt": other / "z.txt", "folder": other, "up": news.parent}
    assert told == {
        str(news / "in" / name): f"a link out of its folder, to {target}; name it itself, or give --follow-links"
        for name, target in top.items()
    }


def test_what_is_named_is_followed(news: Path, other: Path, tmp_path: Path) -> None:
    (news / "file.txt").symlink_to(other / "z.txt")
    (tmp_path / "link").symlink_to(other)
    assert texts(news / "file.txt") == "z"
    assert texts(tmp_path / "link") == "y z"
    assert texts(tmp_path / "link/**/*.txt") == "y z"
    assert texts(tmp_path / "link/more") == "y"


def test_a_file_and_the_links_to_it_are_one(news: Path, other: Path) -> None:
    (news / "0.txt").symlink_to("a.txt")
    (news / "in/1.txt").symlink_to("../a.txt")
    (news / "in/2.txt").symlink_to(news / ".hidden.txt")
    (news / "in/3.txt").symlink_to("2.txt")
    (news / "in/4.txt").symlink_to(other / "back.txt")
    (other / "back.txt").symlink_to(news / "b.txt")  # out and in again: what matters is where it ends
    (news / "in-again").symlink_to("in")
    assert texts(news) == "a b .hidden c d e"
    assert texts(news / "*/[12].txt") == "a .hidden"


def test_links_of_other_kinds_are_not_told_one_by_one(news: Path, other: Path) -> None:
    (other / "picture.png").write_bytes(b"PNG")
    (news / "picture2.png").symlink_to(other / "picture.png")
    (news / ".link.txt").symlink_to(other / "z.txt")
    (news / ".links").symlink_to(other)
    assert texts(news) == "a b c d e"


@pytest.mark.parametrize("follow_links", [False, True])
def test_devices_and_pipes_are_not_read(news: Path, follow_links: bool) -> None:
    os.mkfifo(news / "pipe.txt")
    (news / "pipe2.txt").symlink_to("pipe.txt")
    (news / "endless.txt").symlink_to("/dev/zero")
    (news / "circle.txt").symlink_to("circle.txt")
    (news / "circle").symlink_to("circle")
    (news / "nowhere").symlink_to("/nowhere")
    assert texts(news, follow_links=follow_links) == "a b c d e"


@pytest.mark.parametrize("follow_links", [False, True])
def test_folders_that_lead_in_circles_by_others_end(news: Path, other: Path, follow_links: bool) -> None:
    (news / "other").symlink_to(other)
    (other / "news").symlink_to(news)
    (other / "self").symlink_to(other)
    articles, problems = read(news, follow_links=follow_links)
    assert " ".join(article.text.strip() for article in articles) == ("a b c d e y z" if follow_links else "a b c d e")
    assert len(problems) == (0 if follow_links else 1)


def test_folders_deeper_than_the_stack_and_than_a_path_can_be(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    here = os.open(tmp_path / "news", os.O_RDONLY)
    for level in range(3000):
        if level in (1500, 2999):
            with open(os.open("a.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here), "w") as file:  # noqa: PTH123
                file.write(f"Level {level}.")
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    articles, (problem,) = read(tmp_path / "news")
    subprocess.run(["rm", "-rf", tmp_path / "news"], check=True)  # Python's own ways of removing it are recursive
    assert [article.text for article in articles] == ["Level 1500."]
    assert problem.reason == "File name too long"


def test_the_command_line_reads_links_if_told(run: Run, news: Path, other: Path) -> None:
    (news / "link.txt").symlink_to(other / "z.txt")
    done = run("extract", news, "-o", "quotes.jsonl")
    assert done.returncode == 1
    assert f"skipped: {news / 'link.txt'}: a link out of its folder, to {other / 'z.txt'}; name it" in done.stderr
    assert "5 articles, 0 quotes, 1 input skipped" in done.stderr
    done = run("extract", news, "-o", "quotes.jsonl", "--follow-links")
    assert done.returncode == 0, done.stderr
    assert "6 articles, 0 quotes, 0 inputs skipped" in done.stderr


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
