import json
from datetime import date
from pathlib import Path

import pytest

from extract.articles import MAX_CHARACTERS, read_articles
from extract.records import Article, Problem


def read(*paths: object) -> tuple[list[Article], list[Problem]]:
    problems: list[Problem] = []
    return list(read_articles([Path(str(path)) for path in paths], on_problem=problems.append)), problems


def test_the_seeds_are_read_from_three_formats(seed_articles: list[Article]) -> None:
    assert len(seed_articles) == 12
    assert all(article.title and article.outlet and article.published and article.url for article in seed_articles)
    assert {article.outlet for article in seed_articles} == {"Harbor Gazette", "Wrenmouth Ledger", "Tideline Weekly"}
    assert not any("Related" in article.text or "<p>" in article.text for article in seed_articles)


def test_front_matter_and_untouched_text(tmp_path: Path) -> None:
    body = "“Naïve,” she said.\r\n\r\n\tTabs — and \u00a0spaces…\n"
    file = tmp_path / "a.txt"
    file.write_bytes(f"---\r\ntitle: 'A: b'\r\noutlet: Gazette\r\npublished: 2026-03-04\r\n---\r\n{body}".encode())
    (article,), problems = read(file)
    assert (article.text, article.title, article.published) == (body, "A: b", date(2026, 3, 4))
    assert not problems


@pytest.mark.parametrize(
    "data",
    ["Déjà vu, he said.".encode("cp1252"), "\ufeffDéjà vu, he said.".encode(), "Déjà vu, he said.".encode("utf-16")],
    ids=["windows-1252", "utf-8 with mark", "utf-16"],
)
def test_encodings(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (article,), problems = read(tmp_path)
    assert article.text == "Déjà vu, he said."
    assert not problems


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b" \n", "the file is empty"),
        ("binary.txt", b"PK\x03\x04\x00\x00", "a binary file"),
        ("odd.txt", bytes([0x81, 0x8D, 0x8F]) * 9, "encoding is not recognised; save the file as UTF-8"),
        ("marks.txt", b"---\ntitle: only\n---\n\xe2\x80\x94 ...", "the article has no text"),
        ("head.txt", b"---\ntitle: a: b\n---\nText.", "broken front matter (line 2)"),
        ("date.txt", b"---\npublished: yesterday\n---\nText.", "published"),
        ("broken.html", b"<<<html <p", "no article text found in this page"),
        ("long.txt", b"word " * 4_000_000, f"at most {MAX_CHARACTERS:,}"),
        ("scan.pdf", b"%PDF", "no reader for .pdf (known formats: .txt, .html, .htm, .jsonl"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("Good text.")
    articles, (problem,) = read(tmp_path / name, tmp_path / "good.txt")
    assert [article.text for article in articles] == ["Good text."]
    assert problem.input.endswith(name)
    assert reason in problem.reason


def test_one_path_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Good text.")
    assert [article.text for article in read_articles(str(tmp_path), on_problem=print)] == ["Good text."]


def test_other_names_of_fields_and_a_ruled_off_paragraph(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("---\nheadline: A\ndate: 2026-03-04\nlink: https://a.example/\n---\nText.")
    (tmp_path / "b.txt").write_text("---\nAnn: a letter\n---\nText.")
    (a, b), problems = read(tmp_path)
    assert (a.title, a.published, a.url) == ("A", date(2026, 3, 4), "https://a.example/")
    assert b.text.startswith("---\nAnn")
    assert not problems


def test_quotes_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "quotes.jsonl").write_text('{"format": "onrecord/1", "quotes": []}\n{"text": ' + "9" * 5000 + "}")
    _, problems = read(tmp_path)
    assert "load them by `onrecord load`" in problems[0].reason
    assert "not JSON that can be read" in problems[1].reason


def test_a_missing_file_and_a_folder_without_articles(tmp_path: Path) -> None:
    articles, problems = read(tmp_path / "gone.txt", tmp_path)
    assert not articles
    missing, without = (problem.reason for problem in problems)
    assert missing == "no such file"
    assert "no articles in this folder" in without


def test_broken_json_lines_are_named_by_number(tmp_path: Path) -> None:
    lines = [json.dumps({"text": "One."}), '{"text": ', "", json.dumps({"title": "no text"}), json.dumps({"text": " "})]
    (tmp_path / "wire.jsonl").write_text("\n".join([*lines, json.dumps({"text": "Two.", "published": "2026-02-30"})]))
    articles, problems = read(tmp_path)
    assert [article.text for article in articles] == ["One."]
    assert [problem.input.rpartition("line ")[2] for problem in problems] == ["2", "4", "5", "6"]
    reasons = " ".join(problem.reason for problem in problems)
    assert all(words in reasons for words in ("broken JSON", "text: Field required", "the article has no text"))
