import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from extract.articles.faults import Unreadable
from extract.articles.fetch import Fetcher, Manners
from extract.articles.network import is_public
from tests.extract.articles.site import Site, page, serving_site


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%1", "fc00::1",
        "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "64:ff9b:1::808:808", "2002:7f00:1::", "2002:c0a8:1::1", "2001::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "2130706433", "0x7f000001", "127.1", "017700000001", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_every_way_to_write_a_private_address_is_refused(host: str) -> None:
    with serving_site() as site:
        with pytest.raises(Unreadable, match="is no public address; --allow-private-addresses"):
            Fetcher(Manners(pause=0.0)).fetch(f"http://{host}:{site.port}/")
        assert not site.asked


def names(*answers: list[str]) -> tuple[Fetcher, list[str]]:
    """A fetcher whose name server gives these answers in turn, and the names that it was asked for."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return Fetcher(Manners(pause=0.0), resolve=resolve, allowed=lambda address: address == "127.0.0.1"), asked


def test_the_address_that_was_checked_is_the_one_that_is_read_from() -> None:
    with serving_site() as site:
        site.answer("/a", page())
        fetcher, asked = names(["127.0.0.1"])
        assert fetcher.fetch(f"http://news.example:{site.port}/a").content == page()
        assert asked == ["news.example"] * len(site.asked), "one answer of the name server a request"
        assert {head["Host"] for head in site.heads} == {f"news.example:{site.port}"}


def test_a_name_that_turns_to_a_private_address_is_refused() -> None:
    with serving_site() as site, serving_site("127.0.0.2", site.port) as inside:
        inside.answer("/a", page())
        fetcher, _ = names(["127.0.0.1"], ["127.0.0.2"])
        with pytest.raises(Unreadable, match=r"news.example is at 127.0.0.2, which is no public address"):
            fetcher.fetch(f"http://news.example:{site.port}/a")
        assert site.asked == ["/robots.txt"]
        assert not inside.asked


def test_a_name_with_a_public_and_a_private_address_is_refused() -> None:
    with serving_site() as site:
        fetcher, _ = names(["127.0.0.1", "10.0.0.1"])
        with pytest.raises(Unreadable, match="no public address"):
            fetcher.fetch(f"http://news.example:{site.port}/a")
        assert not site.asked


def test_the_next_address_of_a_name_is_tried() -> None:
    with serving_site() as site:
        site.answer("/a", page())
        fetcher = Fetcher(Manners(pause=0.0), resolve=lambda *_: ["127.0.0.3", "127.0.0.1"], allowed=lambda _: True)
        assert fetcher.fetch(f"http://news.example:{site.port}/a").content == page()


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site by TLS, its certificate for news.example, of an authority that SSL_CERT_FILE names."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example").configure_cert(context)
    with serving_site(tls=context) as site:
        site.answer("/a", page())
        yield site


def test_certificates_are_those_of_the_name_not_of_the_address(secure: Site) -> None:
    fetcher, _ = names(["127.0.0.1"])
    assert fetcher.fetch(f"https://news.example:{secure.port}/a").content == page()
    with pytest.raises(Unreadable, match=r"no connection to other.example: .*Hostname mismatch"):
        fetcher.fetch(f"https://other.example:{secure.port}/a")


def test_an_unknown_authority_is_named_with_what_to_do(secure: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    fetcher, _ = names(["127.0.0.1"])
    with pytest.raises(Unreadable, match="SSL_CERT_FILE names certificates of an authority of your own"):
        fetcher.fetch(f"https://news.example:{secure.port}/a")
