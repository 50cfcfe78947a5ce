import json
import os
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from extract.articles.archive import read
from extract.articles.budget import Budget
from extract.articles.faults import Exhausted, Unreadable
from extract.articles.reading import Reading
from extract.records import Article, Problem
from tests.extract.articles.site import page
from tests.extract.articles.test_warc import Archive, three


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def found(data: bytes, size: int | None = None) -> tuple[list[Article], list[Problem]]:
    """What an archive holds, read with the budget of an input of `size` bytes: its own, if None."""
    reading = Reading(budget=Budget(len(data) if size is None else size))
    both = list(read(BytesIO(data), "news.zip", reading))
    return (
        [one for one in both if isinstance(one, Article)],
        [one for one in both if isinstance(one, Problem)],
    )


def test_files_of_all_formats_by_name_also_in_folders() -> None:
    lines = "\n".join(json.dumps({"text": text}) for text in ("One.", "Two."))
    articles, problems = found(
        zipped(
            {
                "z.txt": "Last.",
                "b/page.HTML": page("A page"),
                "a/wire.jsonl": lines,
                "c/crawl.warc.gz": three().data,
                "c/crawl2.warc": three(packed=False).data,
                "picture.png": b"\x89PNG",
                "no ending": b"...",
                "folder.txt/": b"",
            }
        )
    )
    assert [article.title or article.text for article in articles] == [
        "One.", "Two.", "A page", *(f"Page {number}" for number in (0, 1, 2, 0, 1, 2)), "Last."
    ]  # fmt: skip
    assert not problems


def test_what_is_wrong_is_named_by_archive_and_member() -> None:
    articles, problems = found(
        zipped({"a/empty.txt": " ", "b/wire.jsonl": '{"text": "One."}\n{', "c/inner.zip": zipped({"a.txt": "Words."})})
    )
    assert [article.text for article in articles] == ["One."]
    assert {problem.input: problem.reason[:24] for problem in problems} == {
        "news.zip/a/empty.txt": "the file is empty",
        "news.zip/b/wire.jsonl, line 2": "broken JSON: Expecting p",
        "news.zip/c/inner.zip": "an archive within an arc",
    }


def test_what_is_too_long_is_named_by_its_member() -> None:
    long = "word " * 60_000
    _, problems = found(zipped({"a.eml": f"Subject: A\n\n{long}", "b.csv": f"text\n{long}\n"}, zipfile.ZIP_STORED))
    assert [problem.input for problem in problems] == ["news.zip/a.eml", "news.zip/b.csv, row 2"]
    assert all("too many for one article" in problem.reason for problem in problems)


def test_hidden_files_and_links_are_passed_over() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = BytesIO(zipped({"__MACOSX/._a.txt": "x", ".git/a.txt": "x", "a/.hidden.txt": "x", "a.txt": "Words."}))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    articles, problems = found(stream.getvalue())
    assert [article.text for article in articles] == ["Words."]
    assert not problems


@pytest.mark.parametrize(
    "name", ["../../out.txt", "/tmp/onrecord-out.txt", "a/../../out.txt", "C:\\out.txt", "out\x1b[2J.txt"]
)
def test_names_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    articles, (problem,) = found(zipped({name: " ", "b.txt": "Words."}))
    assert problem.input == "news.zip/" + name.replace("\x1b", "\N{REPLACEMENT CHARACTER}")
    assert [article.text for article in articles] == ["Words."]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Path("/tmp/onrecord-out.txt").exists()


def test_encrypted_members_are_named() -> None:
    data = bytearray(zipped({"a.txt": "Words.", "b.txt": "Words."}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    articles, (problem,) = found(bytes(data))
    assert len(articles) == 1
    assert (problem.input, problem.reason) == (
        "news.zip/a.txt",
        "encrypted; unpack it with its password first",
    )


def test_a_member_that_is_not_as_its_checksum_says_is_not_read() -> None:
    data = zipped({"a.txt": "Words.", "b.txt": "Other."}, zipfile.ZIP_STORED)
    articles, (problem,) = found(data.replace(b"Words.", b"Sword."))
    assert [article.text for article in articles] == ["Other."]
    assert problem.input == "news.zip/a.txt"
    assert "damaged in the archive (Bad CRC-32" in problem.reason


def test_damaged_and_foreign_packing_is_named() -> None:
    data = bytearray(zipped({"a.txt": os.urandom(500).hex(), "b.txt": "Words."}))
    data[60:90] = bytes(30)
    assert "damaged in the archive" in found(bytes(data))[1][0].reason
    bzip = zipped({"a.txt": "Words."}, zipfile.ZIP_BZIP2)
    assert "packed by another method than deflate" in found(bzip)[1][0].reason
    deflate64 = bytearray(zipped({"a.txt": "Words."}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):  # where the method stands
        struct.pack_into("<H", deflate64, deflate64.index(mark) + offset, 9)
    assert "packed by another method than deflate" in found(bytes(deflate64))[1][0].reason


@pytest.mark.parametrize(
    "data",
    [b"", b"no archive", zipped({"a.txt": "x" * 1000})[:-30], b"PK\x05\x06" + bytes(18)],
    ids=["nothing", "words", "cut off", "empty"],
)
def test_what_is_no_archive(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"no zip archive|no articles in this archive"):
        found(data)


def test_an_archive_without_articles_is_told_as_a_folder_without() -> None:
    with pytest.raises(Unreadable, match=r"no articles in this archive \(known formats: .txt"):
        found(zipped({"a.png": b"x"}))


def test_no_bytes_of_an_archive_break_the_reader() -> None:
    random = Random(5)
    whole = zipped({"a.txt": "Words " * 50, "b/c.jsonl": '{"text": "x"}', "w.warc.gz": three().data, "é.html": "<p>x"})
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(random.randint(1, 5)):
            start = random.randrange(len(data) - 400 if random.random() < 0.5 else 0, len(data))
            data[start : start + random.randint(0, 4)] = random.randbytes(random.randint(0, 4))
        with suppress(Unreadable):
            found(bytes(data))


def test_bombs_are_refused_whatever_their_heads_say() -> None:
    data = bytearray(zipped({"a.txt": bytes(30_000_000), "b.txt": "Words."}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # where the unpacked size stands
        struct.pack_into("<I", data, data.index(mark) + offset, 31_000_000)
    tracemalloc.start()
    articles, (problem,) = found(bytes(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.text for article in articles] == ["Words."]
    assert (problem.input, problem.reason) == (
        "news.zip/a.txt",
        "unpacks to more than 200 times its size; no text does",
    )
    assert peak < 20_000_000


def test_an_input_holds_as_many_files_as_its_size_allows() -> None:
    data = zipped({f"{number:03}.txt": "Words." for number in range(20)}, zipfile.ZIP_STORED)
    assert len(found(data)[0]) == 20
    assert len(found(data, 4 * 64)[0]) == 20
    with pytest.raises(Exhausted, match="holds more than 19 files; split it"):
        found(data, 4 * 64 - 1)


def test_what_all_members_unpack_to_is_limited() -> None:
    bombs = zipped({f"{number:02}.txt": bytes(2 << 20) for number in range(10)})
    articles, problems = found(bombs)
    assert not articles
    assert len(problems) == 10
    with pytest.raises(Exhausted, match="unpacks to more than 16,777,216 bytes"):
        found(bombs, 0)


def test_members_that_overlap_count_each_time() -> None:
    """Names that all lead to the same packed bytes: the whole is what they unpack to together."""
    once = zipped({"0.txt": os.urandom(5000).hex()})
    head = once[once.index(b"PK\x01\x02") : once.index(b"PK\x05\x06")]
    directory = head * 50
    body = once[: once.index(b"PK\x01\x02")]
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 50, 50, len(directory), len(body), 0)
    try:
        _, problems = found(body + directory + end, 0)
    except Exhausted as error:
        assert "holds more than 16 files" in str(error)
    else:  # newer versions of Python see the overlap
        assert any("overlap" in problem.reason.lower() for problem in problems)


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Archives of the web of 20 MB each pass through a temporary file, not through memory."""
    crawl = Archive(packed=False)
    for number in range(2):
        crawl.add(f"https://a.example/{number}.png", os.urandom(10 << 20), (("Content-Type", "image/png"),))
        crawl.add(f"https://a.example/{number}", page())
    file = tmp_path / "news.zip"
    file.write_bytes(zipped({"1.warc": crawl.data, "2.warc": crawl.data}, zipfile.ZIP_STORED))
    del crawl
    with file.open("rb") as stream:
        tracemalloc.start()
        assert len(list(read(stream, "news.zip", Reading()))) == 4
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 12 << 20
