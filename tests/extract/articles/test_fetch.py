import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise

import pytest

from extract.articles.decode import decode
from extract.articles.faults import Unreadable
from extract.articles.fetch import Fetcher, Manners
from extract.articles.limits import MAX_PAGE
from tests.extract.articles.site import Body, Site, guest, page, serving_site


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as site:
        site.answer("/a", page())
        yield site


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when the test is over, so that servers that take their time stop."""
    event = threading.Event()
    yield event
    event.set()


def refusal(url: str, fetcher: Fetcher | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        (fetcher or guest()).fetch(url)
    return str(refused.value)


def test_a_page_with_who_asks_for_it(site: Site) -> None:
    fetched = guest().fetch(f"{site.url}/a#comments")
    assert (fetched.url, fetched.ending, fetched.content) == (f"{site.url}/a", ".html", page())
    assert all(head["User-Agent"].startswith("onrecord/") for head in site.heads)


def test_robots_txt_is_obeyed_and_fetched_once(site: Site) -> None:
    site.answer("/robots.txt", "User-agent: *\nDisallow: /private\n\nUser-agent: onrecord\nDisallow: /b", "text/plain")
    site.answer("/private", page())
    fetcher = guest()
    assert "asks programs to leave" in refusal(f"{site.url}/b", fetcher)
    fetcher.fetch(f"{site.url}/private")
    fetcher.fetch(f"{site.url}/a")
    assert site.asked == ["/robots.txt", "/private", "/a"]


def test_the_character_set_that_the_server_tells_counts(site: Site) -> None:
    url = site.answer("/a", "Мэр".encode("koi8-r"), kind="text/plain; charset=KOI8-R")
    assert decode(guest().fetch(url).content) == "Мэр"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_robots_txt_all_is_allowed(site: Site, status: int) -> None:
    site.answer("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    assert guest().fetch(f"{site.url}/a").content


@pytest.mark.parametrize("status", [500, 503])
def test_with_a_faulty_robots_txt_nothing_is_allowed(site: Site, status: int) -> None:
    site.answer("/robots.txt", status=status)
    fetcher = guest()
    for _ in range(2):
        assert f"whether its robots.txt allows programs cannot be told: the server answers {status}" in refusal(
            f"{site.url}/a", fetcher
        )
    assert site.asked == ["/robots.txt"]


def test_with_a_robots_txt_that_does_not_come_nothing_is_allowed(site: Site, over: threading.Event) -> None:
    site.answer("/robots.txt", lambda _: over.wait(9))
    assert "cannot be told: no whole answer in time" in refusal(f"{site.url}/a", guest(silence=0.1))


def test_a_robots_txt_elsewhere_on_a_public_host_counts(site: Site) -> None:
    site.redirect("/robots.txt", "/rules")
    site.answer("/rules", "User-agent: *\nDisallow: /a", "text/plain")
    assert "asks programs to leave" in refusal(f"{site.url}/a")
    site.redirect("/robots.txt", "http://10.0.0.1/robots.txt")
    assert "10.0.0.1 is no public address" in refusal(f"{site.url}/a")


def test_a_host_is_asked_at_its_own_pace(site: Site) -> None:
    site.answer("/robots.txt", "User-agent: *\nCrawl-delay: 0.15", "text/plain")
    fetcher = guest(pause=0.05)
    for _ in range(3):
        fetcher.fetch(f"{site.url}/a")
    robots, *pages = [after - before for before, after in pairwise(site.times)]
    assert robots >= 0.15
    assert all(gap >= 0.15 for gap in pages)


def test_at_least_a_second_lies_between_two_requests_unless_told_otherwise() -> None:
    assert Manners().pause >= 1


def test_a_pace_without_end_is_refused(site: Site) -> None:
    site.answer("/robots.txt", "User-agent: *\nCrawl-delay: 86400", "text/plain")
    assert "asks for 86,400 seconds between requests (at most 60" in refusal(f"{site.url}/a")
    assert not site.pages_asked


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://news.example/a", "ftp is not read, only http and https are"),
        ("file:///etc/passwd", "file is not read"),
        ("http://ann:secret@news.example/a", "user name or password are not fetched; leave them out"),
        ("http:///a", "names no host"),
        ("http://news.example:port/a", "no address of the web: Invalid port"),
        ("http://[::1/a", "no address of the web"),
        ("http://xn--/a", "no address of the web: Malformed A-label"),
        ("http://xn--a.example\x00/a", "no address of the web"),
        (f"http://{'a' * 70}.example/a", "no address found|no address of the web"),
    ],
)
def test_what_is_no_address_of_the_web(url: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        Fetcher(Manners(pause=0.0)).fetch(url)


def test_redirects_lead_on(site: Site) -> None:
    site.redirect("/old", "b?x=1")
    site.redirect("/b?x=1", f"{site.url}/a")
    assert guest().fetch(f"{site.url}/old").url == f"{site.url}/a"


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("file:///etc/passwd", "redirected to what may not be fetched: file is not read"),
        ("ftp://127.0.0.1/a", "ftp is not read"),
        ("http://ann:secret@127.0.0.1/a", "redirected to what may not be fetched: addresses with a user name"),
        ("http://10.0.0.1/", "10.0.0.1 is no public address"),
        ("http://[::1]/", "no public address"),
        ("//127.0.0.2/a", "127.0.0.2 is no public address"),
        ("/closed", "asks programs to leave"),
        ("http://xn--/", "broken answer|may not be fetched"),
        ("http://127.0.0.1:port/", "broken answer|may not be fetched"),
    ],
)
def test_each_redirect_is_checked(site: Site, to: str, reason: str) -> None:
    site.answer("/robots.txt", "User-agent: *\nDisallow: /closed", "text/plain")
    site.redirect("/old", to)
    with pytest.raises(Unreadable, match=reason):
        guest().fetch(f"{site.url}/old")
    assert site.pages_asked == ["/old"]


def test_redirects_end(site: Site) -> None:
    site.redirect("/loop", "/loop")
    assert "redirected more than 5 times" in refusal(f"{site.url}/loop")
    assert len(site.pages_asked) == 6


@pytest.mark.parametrize(
    ("status", "what_to_do"),
    [
        (401, "save the page from a browser and give the file"),
        (403, "Forbidden: it is closed to programs; save the page from a browser and give the file"),
        (404, "Not Found: no such page; check the address"),
        (410, "an archive of the web may hold it"),
        (418, "check the address"),
        (429, "Too Many Requests: it asks for fewer requests; try again later"),
        (500, "Internal Server Error: its server has a fault; try again later"),
        (204, "check the address"),
    ],
)
def test_other_answers_are_named_with_what_to_do(site: Site, status: int, what_to_do: str) -> None:
    reason = refusal(site.answer("/b", page(), status=status))
    assert reason.startswith(f"the server answers {status}")
    assert what_to_do in reason


def test_a_host_that_asks_for_fewer_requests_gets_no_more(site: Site) -> None:
    fetcher = guest()
    for url in (site.answer("/b", status=429), f"{site.url}/a"):
        assert "it asks for fewer requests" in refusal(url, fetcher)
    assert site.pages_asked == ["/b"]


@pytest.mark.parametrize(
    ("path", "kind", "ending"),
    [
        ("/x", "text/html; charset=utf-8", ".html"),
        ("/x", "application/XHTML+xml", ".html"),
        ("/x", "application/rss+xml", ".rss"),
        ("/x", "text/xml", ".xml"),
        ("/x.html", "application/pdf", ".pdf"),
        ("/x", "text/plain", ".txt"),
        ("/x.jsonl", "text/plain", ".jsonl"),
        ("/x.html?y=1", "application/octet-stream", ".html"),
    ],
)
def test_what_a_page_holds(site: Site, path: str, kind: str, ending: str) -> None:
    assert guest().fetch(site.answer(path, b"...", kind)).ending == ending


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/zip", "application/octet-stream"])
def test_what_is_not_read_is_not_loaded(site: Site, kind: str) -> None:
    assert f"its content type is {kind}, which is not read" in refusal(site.answer("/b", endless, kind))


def endless(write: Callable[[bytes], object]) -> None:
    while True:
        write(b"<p>more</p>" * 1000)


@pytest.fixture
def dripping(over: threading.Event) -> Body:
    def drip(write: Callable[[bytes], object]) -> None:
        while not over.wait(0.01):
            write(b".")

    return drip


def test_a_body_without_end_stops_at_the_limit(site: Site) -> None:
    assert "larger than 1,000,000 bytes" in refusal(site.answer("/b", endless), guest(size=1_000_000))


def test_a_body_that_drips_stops_at_the_deadline(site: Site, dripping: Body) -> None:
    started = time.monotonic()
    assert "no whole answer in time" in refusal(site.answer("/b", dripping), guest(deadline=0.3))
    assert time.monotonic() - started < 5


def test_heads_that_drip_stop_at_the_deadline(site: Site, dripping: Body) -> None:
    """No single read takes long, so no timeout of a single read ends it."""
    site.answer("/b", dripping, status=100)
    assert "no whole answer in time" in refusal(f"{site.url}/b", guest(deadline=0.3))


def test_what_is_packed_counts_unpacked(site: Site) -> None:
    assert guest().fetch(site.answer("/b", gzip.compress(page()), Content_Encoding="gzip")).content == page()
    bomb = gzip.compress(bytes(50_000_000))
    assert f"larger than {MAX_PAGE:,} bytes" in refusal(site.answer("/c", bomb, Content_Encoding="gzip"))
    twice = site.answer("/d", gzip.compress(bomb), Content_Encoding="gzip, gzip")
    assert "packed as gzip, gzip, which was not asked for" in refusal(twice)
    assert "broken answer" in refusal(site.answer("/e", b"no gzip", Content_Encoding="gzip"))


def test_a_body_that_breaks_off(site: Site) -> None:
    cut = site.answer("/b", lambda write: write(page()[:100]), Content_Length=str(len(page())))
    assert "broken answer" in refusal(cut)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        bytes(4),
        b"HTTP/1.1 999999 X\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X" * 200_000,
    ],
)
def test_what_is_no_http(answer: bytes) -> None:
    def serve(server: socket.socket) -> None:
        for reply in (b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", answer):
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.recv(4096)
                connection.sendall(reply)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=[server])
        thread.start()
        reason = refusal(f"http://127.0.0.1:{server.getsockname()[1]}/a")
        thread.join()
    assert reason.startswith("broken answer (")
    assert len(reason) < 250


def test_nobody_there(site: Site) -> None:
    with serving_site() as gone:
        pass
    assert "no connection to 127.0.0.1: Connection refused" in refusal(f"{gone.url}/a")

    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    assert "no address found for news.example" in refusal(
        "http://news.example/a", Fetcher(Manners(pause=0.0), resolve=unknown)
    )


def test_no_cookies_are_kept(site: Site) -> None:
    fetcher = guest()
    fetcher.fetch(site.answer("/b", page(), Set_Cookie="seen=1; Path=/"))
    fetcher.fetch(f"{site.url}/a")
    assert not any("Cookie" in head for head in site.heads)


def test_proxies_and_passwords_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving_site() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert guest().fetch(f"{site.url}/a").content == page()
        assert not proxy.asked
    assert not any("authorization" in json.dumps(head).lower() for head in site.heads)
