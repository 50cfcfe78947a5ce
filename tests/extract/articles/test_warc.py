import gzip
import os
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.articles.faults import Unreadable
from extract.articles.limits import MAX_PAGE
from extract.articles.reading import Reading
from extract.articles.warc import read
from extract.records import Article, Problem
from tests.extract.articles.site import page

HTML = (("Content-Type", "text/html; charset=utf-8"),)


class Archive:
    """A WARC in memory, written by warcio."""

    def __init__(self, *, packed: bool = True) -> None:
        self.stream = BytesIO()
        self.writer = WARCWriter(self.stream, gzip=packed)
        self.ends: list[int] = []

    def add(
        self,
        uri: str,
        body: bytes,
        heads: tuple[tuple[str, str], ...] = HTML,
        *,
        status: str = "200 OK",
        kind: str = "response",
    ) -> "Archive":
        http = StatusAndHeaders(status, list(heads), protocol="HTTP/1.1") if kind != "resource" else None
        content_type = dict(heads).get("Content-Type") if http is None else None
        record = self.writer.create_warc_record(
            uri, kind, payload=BytesIO(body), http_headers=http, warc_content_type=content_type or ""
        )
        self.writer.write_record(record)
        self.ends.append(self.stream.tell())
        return self

    @property
    def data(self) -> bytes:
        return self.stream.getvalue()


def found(data: bytes) -> tuple[list[Article], list[Problem]]:
    both = list(read(BytesIO(data), "crawl.warc", Reading()))
    return (
        [one for one in both if isinstance(one, Article)],
        [one for one in both if isinstance(one, Problem)],
    )


def three(*, packed: bool = True) -> Archive:
    archive = Archive(packed=packed)
    for number in range(3):
        archive.add(f"https://gazette.example/{number}", page(f"Page {number}", lead=f"Number {number}."))
    return archive


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_is_an_article(packed: bool) -> None:
    articles, problems = found(three(packed=packed).data)
    assert [(article.title, article.url) for article in articles] == [
        (f"Page {number}", f"https://gazette.example/{number}") for number in range(3)
    ]
    assert all("“We have waited for ten years" in article.text for article in articles)
    assert not problems


def test_an_archive_packed_as_one_is_read_as_well() -> None:
    assert len(found(gzip.compress(three(packed=False).data))[0]) == 3


def test_the_day_is_the_pages_never_that_of_the_capture() -> None:
    dated = page(head='<meta property="article:published_time" content="2019-05-06T10:00:00Z">')
    archive = Archive().add("https://a.example/1", dated).add("https://a.example/2", page("Undated"))
    first, second = found(archive.data)[0]
    assert str(first.published) == "2019-05-06"
    assert second.published is None


def test_what_is_no_page_is_passed_over() -> None:
    archive = Archive()
    archive.add("https://a.example/r", b"", (), status="GET / HTTP/1.1", kind="request")
    archive.add("https://a.example/p.png", b"\x89PNG", (("Content-Type", "image/png"),))
    archive.add("https://a.example/gone", page(), status="404 Not Found")
    archive.add("https://a.example/moved", page(), (*HTML, ("Location", "/")), status="301 Moved")
    archive.add("https://a.example/same", b"", kind="revisit")
    archive.add("https://a.example/none", page(), (("X-Type", "none"),))
    archive.add("urn:a", page("A resource"), kind="resource")
    archive.add("urn:b", b"{}", (("Content-Type", "application/json"),), kind="resource")
    articles, problems = found(archive.data)
    assert [(article.title, article.url) for article in articles] == [("A resource", "urn:a")]
    assert not problems


def test_two_captures_of_an_address_are_two_articles_with_one_id() -> None:
    archive = Archive().add("https://a.example/", page("Before")).add("https://a.example/", page("After"))
    before, after = found(archive.data)[0]
    assert (before.title, after.title) == ("Before", "After")
    assert before.id == after.id


def chunked(data: bytes) -> bytes:
    half = len(data) // 2
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (data[:half], data[half:])) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("heads", "body"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress(page())),
        ({"Transfer-Encoding": "chunked"}, chunked(page())),
        ({"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, chunked(gzip.compress(page()))),
        ({"Content-Encoding": "gzip"}, page()),
        ({"Content-Encoding": "br"}, page()),
    ],
    ids=["gzip", "chunked", "both", "told to be packed", "told to be packed by brotli"],
)
def test_pages_as_they_were_sent(heads: dict[str, str], body: bytes) -> None:
    (article,), _ = found(Archive().add("https://a.example/", body, (*HTML, *heads.items())).data)
    assert article.text.startswith("The council") or "The council of Wrenmouth" in article.text


@pytest.mark.parametrize(
    ("body", "heads", "reason"),
    [
        (b"<html></html>", (), "no article text found"),
        (page() + bytes(MAX_PAGE), (), f"larger than {MAX_PAGE:,} bytes"),
        (
            gzip.compress(bytes(3 * MAX_PAGE)),
            (("Content-Encoding", "gzip"),),
            "unpacks to more than 200 times its size",
        ),
        (b"\x1b\x02\x00\x80", (("Content-Encoding", "br"),), "packed as br, which is not read"),
        (b"\0\1\2", (), "a binary file, not text"),
        (b"<meta charset=iso-2022-jp><p>\x1b$B\x7f", (), "its encoding is not recognised"),
    ],
)
def test_a_page_that_cannot_be_read_costs_itself_only(
    body: bytes, heads: tuple[tuple[str, str], ...], reason: str
) -> None:
    archive = (
        Archive(packed=False).add("https://a.example/\x1b[2J", body, (*HTML, *heads)).add("https://a.example/b", page())
    )
    articles, (problem,) = found(archive.data)
    assert [article.url for article in articles] == ["https://a.example/b"]
    assert problem.input == "crawl.warc, https://a.example/\N{REPLACEMENT CHARACTER}[2J"
    assert reason in problem.reason


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("where", [0.1, 0.5, 0.99])
def test_an_archive_that_is_cut_off_is_read_up_to_there(packed: bool, where: float) -> None:
    archive = three(packed=packed)
    cut = int(archive.ends[1] + where * (archive.ends[2] - archive.ends[1] - 8))
    articles, problems = found(archive.data[:cut])
    assert [article.title for article in articles] == ["Page 0", "Page 1"]
    assert "broken here" in problems[-1].reason
    assert "what came before was read" in problems[-1].reason
    assert problems[-1].input.startswith("crawl.warc, about byte ")


def damaged(data: bytearray, archive: Archive) -> None:
    middle = (archive.ends[1] + archive.ends[2]) // 2
    data[middle : middle + 20] = bytes(20)


def no_length(data: bytearray, archive: Archive) -> None:
    at = data.index(b"Content-Length", archive.ends[1])
    data[at : at + 14] = b"Content-Nothin"


def wrong_length(data: bytearray, archive: Archive) -> None:
    at = data.index(b"Content-Length: ", archive.ends[1]) + 16
    data[at : at + 1] = b"1"


def no_record(data: bytearray, archive: Archive) -> None:
    data[archive.ends[1] : archive.ends[1] + 4] = b"DRAW"


@pytest.mark.parametrize(
    ("damage", "packed"), [(damaged, True), (no_length, False), (wrong_length, False), (no_record, False)]
)
def test_a_damaged_archive_is_read_up_to_there(
    damage: Callable[[bytearray, Archive], None], packed: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    archive = three(packed=packed)
    data = bytearray(archive.data)
    damage(data, archive)
    articles, problems = found(bytes(data))
    assert [article.title for article in articles][:2] == ["Page 0", "Page 1"]
    assert "broken here" in problems[-1].reason
    assert capfd.readouterr() == ("", ""), "warcio prints nothing"


@pytest.mark.parametrize("data", [b"", b"no archive", b"\x1f\x8b", bytes(1 << 20), gzip.compress(bytes(50 << 20))])
def test_what_is_no_archive(data: bytes) -> None:
    tracemalloc.start()
    try:
        articles, problems = found(data)
    except Unreadable as error:
        assert "no web pages in this archive" in str(error)
    else:
        assert not articles
        assert "broken here" in problems[0].reason
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 10 << 20


def test_no_bytes_of_an_archive_break_the_reader() -> None:
    random = Random(7)
    whole = three(packed=False).data
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(random.randint(1, 4)):
            start = random.randrange(len(data))
            data[start : start + random.randint(0, 40)] = random.randbytes(random.randint(0, 10))
        with suppress(Unreadable):
            found(bytes(data))


def test_memory_stays_flat(tmp_path: Path) -> None:
    """40 MB of images pass through, and are never held."""
    archive = Archive(packed=False)
    for number in range(4):
        archive.add(f"https://a.example/{number}.png", os.urandom(10 << 20), (("Content-Type", "image/png"),))
        archive.add(f"https://a.example/{number}", page())
    file = tmp_path / "crawl.WARC.gz"
    file.write_bytes(gzip.compress(archive.data, 1))
    del archive
    with file.open("rb") as stream:
        list(read(stream, "crawl.warc", Reading()))  # what is loaded once is loaded
        stream.seek(0)
        tracemalloc.start()
        assert len(list(read(stream, "crawl.warc", Reading()))) == 4
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 5 << 20
