import pytest

from extract.articles.site import is_same_site


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://gazette.example/a", "http://gazette.example/b?c"),
        ("https://www.gazette.example/a", "https://gazette.example/a"),
        ("https://m.gazette.example/a", "https://www.gazette.example/a"),
        ("https://news.gazette.example/a", "https://www.gazette.example/a"),
        ("https://GAZETTE.example./a", "https://gazette.example/a"),
        ("http://127.0.0.1:80/a", "http://127.0.0.1:80/b"),
        ("https://gazette.example:443/a", "https://gazette.example/b"),
        ("https://www.bbc.co.uk/a", "https://news.bbc.co.uk/b"),
    ],
)
def test_one_site(url: str, other: str) -> None:
    assert is_same_site(url, other)
    assert is_same_site(other, url)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://gazette.example/a", "https://ledger.example/a"),
        ("https://gazette.example.evil.example/", "https://gazette.example/"),
        ("https://evilgazette.example/", "https://gazette.example/"),
        ("https://evil.blogs.example/", "https://good.blogs.example/"),
        ("https://gazette.example@evil.example/", "https://gazette.example/"),
        ("http://127.0.0.1:80/a", "http://127.0.0.1:81/a"),
        ("https://gazette.example:x/", "https://gazette.example/"),
        ("https://[/", "https://gazette.example/"),
        ("https://m.com/x", "https://nytimes.com/1"),
        ("https://mobile.de/x", "https://spiegel.de/y"),
        ("https://evil.github.io/", "https://github.io/"),
        ("https://evil.co.uk/", "https://co.uk/"),
        ("https://evil.example/", "https://example/"),
        ("http://gazette.example:8080/", "http://gazette.example/"),
        ("javascript:alert(1)", "https://gazette.example/"),
        ("/a", "https://gazette.example/"),
    ],
)
def test_two_sites(url: str, other: str) -> None:
    assert not is_same_site(url, other)
    assert not is_same_site(other, url)
