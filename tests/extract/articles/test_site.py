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
        ("javascript:alert(1)", "https://gazette.example/"),
        ("/a", "https://gazette.example/"),
    ],
)
def test_two_sites(url: str, other: str) -> None:
    assert not is_same_site(url, other)
    assert not is_same_site(other, url)
