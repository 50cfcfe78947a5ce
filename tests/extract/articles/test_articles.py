import gzip
import json
import os
import subprocess
import sys
from datetime import date
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from extract.articles import MAX_CHARACTERS, READERS, count_articles, read_articles
from extract.records import Article, Problem

packed = partial(gzip.compress, mtime=0)
"""Tests are named by what they are given: it has to be the same at any time."""


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
        (
            "bomb.txt",
            b"---\na: &a [x]\ntitle: [*a, *a]\n---\nText.",
            "broken front matter (line 2): a value that begins",
        ),
        ("date.txt", b"---\npublished: yesterday\n---\nText.", "published"),
        ("broken.html", b"<<<html <p", "no article text found in this page"),
        ("long.txt", b"word " * 4_000_000, f"at most {MAX_CHARACTERS:,}"),
        ("binary.html", bytes(range(256)) * 9, "a binary file"),
        ("page.txt", b"\x89PNG\r\n\x1a\n\0\0", "a binary file, not text: a PNG picture"),
        ("report.txt", b"%PDF-1.7\n", "a binary file, not text: a PDF; give it the ending .pdf"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n\0\0", "not a PDF but a PNG picture"),
        ("odd.pdf", b"Nothing of that kind", "its content is not that of a PDF"),
        ("page.docx", b"<!DOCTYPE html><p>Hello", "not a Word document but a web page; give it the ending .html"),
        ("old.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "an Office file that has a password, or of Word"),
        ("old.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "an Office file that has a password, or of Word"),
        ("table.xlsx", b"a,b\n1,2", "its content is not that of an Excel workbook"),
        ("rows.parquet", b"{}\n{}", "not a Parquet table but JSON lines; give it the ending .jsonl"),
        ("none.parquet", b"", "the file is empty"),
        ("none.csv", b"\n", "the file is empty"),
        ("none.jsonl", b"\n", "the file is empty"),
        ("none.eml", b"No head.", "no e-mail message"),
        ("cut.docx", b"PK\x03\x04" + bytes(90), "damaged or cut off"),
        ("cut.xlsx", b"PK\x03\x04" + bytes(90), "damaged or cut off"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj", "damaged or cut off"),
        ("cut.parquet", b"PAR1" + bytes(90), "cannot be read as PARQUET"),
        ("cut.txt.gz", packed(b"Good text. " * 99)[:-30], "damaged or cut off"),
        ("plain.txt.gz", b"Good text.", "damaged or cut off"),
        ("scan.tiff", b"II*", "no reader for .tiff (known formats: .txt, .md, .markdown, .html, .htm, .json, .jsonl,"),
        ("scan.pdf.gz", b"II*", "no reader for .gz"),
        ("table.csv", b"<!DOCTYPE html><p>", "nothing here is called text"),
        ("noending", b"Good text.", "no reader for files without an ending"),
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


def test_a_name_that_is_too_long_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Good text.")
    long = [tmp_path / f"{'a' * 300}.txt", tmp_path / ("b" * 300) / "*.txt"]
    articles, problems = read(*long, tmp_path / "good.txt")
    assert [article.text for article in articles] == ["Good text."]
    assert [(problem.input, problem.reason) for problem in problems] == [
        (str(path), "File name too long") for path in long
    ]


@pytest.mark.parametrize("path", ["www.gazette.example", "www.gazette.example/a?b=1", "gazette.example/road/closes"])
def test_an_address_without_a_scheme_is_told_how_to_write_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    articles, (problem,) = read(path)
    assert not articles
    assert problem.reason == f"no such file; for a page of the web write https://{path}"
    (tmp_path / path.partition("/")[0]).mkdir()  # a site that was saved as a folder
    assert "https" not in read(path)[1][0].reason


def test_broken_json_lines_are_named_by_number(tmp_path: Path) -> None:
    lines = [json.dumps({"text": "One."}), '{"text": ', "", json.dumps({"title": "no text"}), json.dumps({"text": " "})]
    (tmp_path / "wire.jsonl").write_text("\n".join([*lines, json.dumps({"text": "Two.", "published": "2026-02-30"})]))
    articles, problems = read(tmp_path)
    assert [article.text for article in articles] == ["One."]
    assert [problem.input.rpartition("line ")[2] for problem in problems] == ["2", "4", "5", "6"]
    reasons = " ".join(problem.reason for problem in problems)
    assert all(words in reasons for words in ("broken JSON", "text: it is missing", "the article has no text"))


def test_endings_in_capitals_and_packed_files(tmp_path: Path) -> None:
    (tmp_path / "A.TXT").write_text("One.")
    (tmp_path / "b.HTM").write_text(
        f"<html><body><article><p>{'Two is a longer text. ' * 9}</p></article></body></html>"
    )
    (tmp_path / "c.txt.gz").write_bytes(packed(b"---\ntitle: T\n---\nThree."))
    (tmp_path / "d.Jsonl.GZ").write_bytes(packed(b'{"text": "Four."}\n{"text": "Five."}'))
    (tmp_path / "e.csv.gz").write_bytes(packed(b"text\nSix.\n"))
    articles, problems = read(tmp_path)
    assert [article.text.split()[0] for article in articles] == ["One.", "Two", "Three.", "Four.", "Five.", "Six."]
    assert articles[2].title == "T"
    assert not problems


def test_one_article_that_is_too_long_costs_its_row_only(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"text\nOne.\n{'word ' * 60_000}\nThree.\n")
    articles, (problem,) = read(tmp_path)
    assert [article.text for article in articles] == ["One.", "Three."]
    assert problem.input.endswith("a.csv, row 3")
    assert f"at most {MAX_CHARACTERS:,}" in problem.reason


def test_every_kind_of_file_may_hold_anything(tmp_path: Path) -> None:
    contents = [
        bytes(range(256)) * 40,
        b"\0",
        b"<" * 5000,
        b"[" * 20_000,
        b'{"text": ' * 10_000,
        b'"' * 9000,
        b"PK\x05\x06",
    ]
    contents += [
        b"%PDF-1.7 \xff" + bytes(5000),
        b"\xff\xfe\0",
        b"PAR1" * 4000,
        b"From: \xff\xff\nDate: \xff\n\n\xff",
        b"\xef\xbb\xbf",
    ]
    contents += [b"<!---->" * 1000, b"A: b\r\n" * 1000, packed(packed(b"Hello."))]
    files = []
    for kind in READERS:
        for number, content in enumerate(contents):
            files.append(tmp_path / f"{number}{kind}")
            files[-1].write_bytes(content)
    (tmp_path / "good.txt").write_text("Good text.")
    articles, problems = read(*files, tmp_path / "good.txt")
    assert articles[-1].text == "Good text."
    named = {problem.input.partition(", ")[0] for problem in problems}
    assert len(files) - len(articles) <= len(named)


@pytest.mark.parametrize("name", ["file.jsonl", "file.txt"])
def test_a_pipe_with_a_name_is_read(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    writer = subprocess.Popen(["sh", "-c", f"printf '%s' '{{\"text\": \"One.\"}}' > {name}"], cwd=tmp_path)
    (article,), problems = read(tmp_path / name)
    assert "One." in article.text
    assert not problems
    assert writer.wait() == 0


PAGE = f"<!DOCTYPE html><html><body><article><p>{'Two is longer. ' * 20}</p></article></body></html>"


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"Just text.", ["Just text."]),
        (b"[Editor's note] Text.", ["[Editor's note] Text."]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b'{"text": "One."}', ["One."]),
        (b'\xef\xbb\xbf{"text": "One."}\n', ["One."]),
        ('{"text": "Déjà."}\n{"text": "Vu."}\n'.encode("utf-16"), ["Déjà.", "Vu."]),
        (b'[{"text": "One."},\n {"text": "Two."}]', ["One.", "Two."]),
        (b'{"articles": [{"text": "One."}]}', ["One."]),
        (b'{\n  "articles": [\n {"text": "One."}]}', ["One."]),
        (b'{"text": "%s"}\n{"text": "Two."}\n' % (b"x" * 9000), ["x" * 9000, "Two."]),
        (b'Headline;"Body";x\nT;One.;\nU;Two.;', ["One.", "Two."]),
        (b"Text, as it were, and title.\nMore.", ["Text, as it were, and title.\nMore."]),
        (b"Received: by a\n via b\nFrom: c\nSubject: d\n\nHello.\n", ["Hello.\n"]),
        (b"From: here\nto there.", ["From: here\nto there."]),
        (PAGE.encode(), [("Two is longer. " * 20).strip()]),
        (packed(b'{"text": "One."}\n{"text": "Two."}\n'), ["One.", "Two."]),
    ],
)
def test_standard_input_is_read_as_what_it_is(monkeypatch: pytest.MonkeyPatch, data: bytes, texts: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data)))
    assert [article.text for article in read_articles("-", on_problem=print)] == texts


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\0", "a PNG picture, which cannot be read"),
        (b"PK\x03\x04\0\0", "no zip archive, or a broken one"),
        (b"\0\1\2", "a binary file"),
        (packed(packed(b"Hello.")), "a gzip file in a gzip file"),
    ],
)
def test_what_standard_input_cannot_be(monkeypatch: pytest.MonkeyPatch, data: bytes, reason: str) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data)))
    problems: list[Problem] = []
    assert not list(read_articles("-", on_problem=problems.append))
    assert [problem.input for problem in problems] == ["standard input"]
    assert reason in problems[0].reason


def test_counting_leaves_pipes_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "file.jsonl")
    writer = subprocess.Popen(["sh", "-c", "printf '%s' '{\"text\": \"One.\"}' > file.jsonl"], cwd=tmp_path)
    assert count_articles([tmp_path / "file.jsonl"]) is None
    (article,), problems = read(tmp_path / "file.jsonl")
    assert (article.text, problems) == ("One.", [])
    assert writer.wait() == 0


def test_how_many_articles_files_hold(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('text\n"Two\nlines."\nTwo.\n')
    (tmp_path / "b.jsonl").write_text('{"text": "One."}\n')
    (tmp_path / "c.md").write_text("One.")
    assert count_articles([tmp_path]) == 4
    assert count_articles([tmp_path / "*.csv"]) == 2
    (tmp_path / "d.json").write_text("[]")
    assert count_articles([tmp_path]) is None
