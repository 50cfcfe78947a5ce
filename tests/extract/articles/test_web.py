import json
from collections.abc import Iterator
from datetime import date

import pytest

from extract.articles import read_articles, web
from extract.articles.reading import Reading
from extract.records import Article, Problem
from tests.conftest import Run
from tests.extract.articles.site import Site, guest, page, serving_site
from tests.fuzz.hostile_files import nested_forms

ENTRY = "<item><title>{title}</title><link>{link}</link><pubDate>Tue, 03 Mar 2026 22:00:00 -0500</pubDate>{more}</item>"
TEXT = "<content:encoded>&lt;p&gt;The whole text, she said.&lt;/p&gt;</content:encoded>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as site:
        yield site


def found(url: str, reading: Reading | None = None) -> tuple[list[Article], list[Problem]]:
    both = list(web.read(url, reading or Reading(), fetcher=guest()))
    return (
        [one for one in both if isinstance(one, Article)],
        [one for one in both if isinstance(one, Problem)],
    )


def feed(*entries: str) -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Harbor Gazette</title>{''.join(entries)}</channel></rss>"
    )


def test_a_page_is_read_as_a_saved_one_and_has_the_address_that_it_came_from(site: Site) -> None:
    site.answer("/a", page())
    (article,), problems = found(site.redirect("/old", "/a"))
    assert "“We have waited for ten years" in article.text
    assert "Home" not in article.text
    assert (article.title, article.url) == ("Harbour road closes", f"{site.url}/a")
    assert article.id == Article(text="x", url=article.url).id
    assert not problems


def test_a_page_that_names_its_address_keeps_it(site: Site) -> None:
    (article,), _ = found(site.answer("/a", page(head=f'<link rel="canonical" href="{site.url}/road">')))
    assert article.url == f"{site.url}/road"


def test_a_page_without_an_article_is_named(site: Site) -> None:
    url = site.answer("/a", "<html><body></body></html>")
    assert found(url)[1] == [Problem(input=url, reason="no article text found in this page")]


def test_other_formats_go_to_their_readers(site: Site) -> None:
    (article,), _ = found(site.answer("/a", "---\ntitle: A\n---\nWords.", "text/plain"))
    assert (article.text, article.title, article.url) == ("Words.", "A", f"{site.url}/a")
    lines = "\n".join(json.dumps({"text": text}) for text in ("One.", "Two."))
    articles, _ = found(site.answer("/a.jsonl", lines, "text/plain"))
    assert [(article.text, article.url) for article in articles] == [("One.", None), ("Two.", None)]


@pytest.mark.parametrize("kind", ["application/rss+xml", "application/xml", "text/html", "text/plain"])
def test_a_feed_gives_its_texts_and_the_pages_that_it_links_to(site: Site, kind: str) -> None:
    site.answer("/linked", page("On the page"))
    url = site.answer(
        "/feed",
        feed(
            ENTRY.format(title="Whole", link=f"{site.url}/whole", more=TEXT),
            ENTRY.format(title="In the feed", link="/linked", more="<description>Short.</description>"),
        ),
        kind,
    )
    (whole, linked), problems = found(url)
    assert (whole.text, whole.url) == ("The whole text, she said.", f"{site.url}/whole")
    assert "“We have waited for ten years" in linked.text
    assert (linked.title, linked.url) == ("On the page", f"{site.url}/linked")
    assert (linked.outlet, linked.published) == ("Harbor Gazette", date(2026, 3, 3)), "what the page does not tell"
    assert not problems
    assert site.pages_asked == ["/feed", "/linked"]


def test_what_is_wrong_with_one_entry_costs_that_entry(site: Site) -> None:
    site.answer("/c", page())
    site.answer("/feed2", feed(ENTRY.format(title="C", link=f"{site.url}/c", more="")), "application/rss+xml")
    links = [f"{site.url}/gone", "http://10.0.0.1/", "javascript:alert(1)", f"{site.url}/feed2", f"{site.url}/c"]
    url = site.answer("/feed", feed(*(ENTRY.format(title="A", link=link, more="") for link in links), "<item/>"))
    articles, problems = found(url)
    assert [article.url for article in articles] == [f"{site.url}/c"]
    reasons = {problem.input: problem.reason for problem in problems}
    assert "404 Not Found" in reasons[f"{site.url}/gone"]
    assert "no public address" in reasons["http://10.0.0.1/"]
    assert f"give its link: {site.url}/c" in reasons[f"{site.url}/feed2, entry 1"], "feeds in feeds lead no further"
    assert len(problems) == 5


def test_an_answer_that_breaks_a_library_costs_itself_only(site: Site) -> None:
    problems: list[Problem] = []
    urls = [site.answer("/a.pdf", nested_forms(12), "application/pdf"), site.answer("/b", page())]
    (article,) = read_articles(urls, on_problem=problems.append, reading=Reading(private_addresses=True))
    assert article.url == urls[1]
    assert [problem.input for problem in problems] == urls[:1]
    assert "took too much memory" in problems[0].reason


OTHER = "https://ledger.example/road"


@pytest.mark.parametrize(
    "claim",
    [
        f'<link rel="canonical" href="{OTHER}">',
        f'<meta property="og:url" content="{OTHER}">',
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "url": "{OTHER}"}}</script>',
    ],
)
def test_no_page_takes_the_address_of_another_site(site: Site, claim: str) -> None:
    notes: list[str] = []
    url = site.answer("/a", page(head=claim))
    reading = Reading(private_addresses=True)
    (article,) = read_articles(url, on_problem=print, on_note=notes.append, reading=reading)
    assert (article.url, article.id) == (url, Article(text="x", url=url).id)
    assert all(OTHER in note and url in note for note in notes)


def test_no_feed_and_no_table_takes_an_address_or_an_id_of_another_site(site: Site) -> None:
    victim = Article(text="x", url=OTHER)
    item = ENTRY.format(title="A", link=OTHER, more=TEXT)
    lines = json.dumps({"text": "Words.", "url": OTHER}) + "\n" + json.dumps({"text": "Words.", "id": victim.id})
    urls = [
        site.answer("/feed", feed(item), "application/rss+xml"),
        site.answer("/a.jsonl", lines, "application/jsonl"),
        site.answer("/a.txt", f"---\nurl: {OTHER}\n---\nWords.", "text/plain"),
        site.answer("/b.txt", f"---\nid: {victim.id}\n---\nWords.", "text/plain"),
    ]
    for url in urls:
        articles, problems = found(url)
        assert articles
        assert not problems
        assert all(article.url != OTHER and article.id != victim.id for article in articles)


def test_of_a_long_feed_as_many_pages_as_wanted_are_fetched(site: Site) -> None:
    links = [site.answer(f"/{number}", page(lead=str(number))) for number in range(4)]
    url = site.answer("/feed", feed(*(ENTRY.format(title="A", link=link, more="") for link in links)))
    articles, (left,) = found(url, Reading(linked=3))
    assert [article.url for article in articles] == links[:3]
    assert left.input == url
    assert left.reason == "pages of entries that were not fetched: 1; --limit 4 fetches all"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("https://a.example/", True),
        ("HTTP://a.example", True),
        ("ftp://a.example/", True),
        ("file:///a", True),
        ("a/b.html", False),
        ("https:/a.example", False),
        ("C:\\a.html", False),
        ("-", False),
    ],
)
def test_what_is_an_address(path: str, address: bool) -> None:
    assert web.is_address(path) is address


def test_addresses_stand_among_files_and_what_is_wrong_with_them_is_named(site: Site) -> None:
    problems: list[Problem] = []
    urls = [site.answer("/a", page()), "ftp://a.example/x.html", "http://ann:secret@a.example/"]
    assert not list(read_articles(urls, on_problem=problems.append))
    assert [problem.input for problem in problems] == [urls[0], urls[1], "http://a.example/"]
    reasons = [problem.reason for problem in problems]
    assert "127.0.0.1 is no public address; --allow-private-addresses" in reasons[0]
    assert "ftp is not read" in reasons[1]
    assert "user name or password" in reasons[2]


def test_from_the_command_line(run: Run, site: Site) -> None:
    site.answer("/robots.txt", "User-agent: *\nDisallow: /closed", "text/plain")
    url = site.answer("/a", page(head='<meta name="date" content="2026-03-04">'))
    done = run("extract", url, f"{site.url}/closed", "--allow-private-addresses")
    assert done.returncode == 1
    assert f"skipped: {site.url}/closed: the robots.txt of 127.0.0.1 asks programs to leave" in done.stderr
    (line,) = map(json.loads, done.stdout.splitlines())
    assert line["url"] == url
    assert line["published"] == "2026-03-04"
    assert any("we will not wait" in quote["text"] for quote in line["quotes"])
    assert site.times[1] - site.times[0] >= 1, "a second between two requests"
    refused = run("extract", url)
    assert refused.returncode == 1
    assert f"skipped: {url}: 127.0.0.1 is no public address" in refused.stderr


def test_articles_behind_one_link_keep_apart(site: Site) -> None:
    link = site.answer("/a.json", json.dumps([{"text": "One."}, {"text": "Two."}]), "application/json")
    item = ENTRY.format(title="A", link=link, more="")
    articles, problems = found(site.answer("/feed", feed(item), "application/rss+xml"))
    assert not problems
    assert [(article.text, article.url, article.title) for article in articles] == [
        ("One.", None, None),
        ("Two.", None, None),
    ]
    assert len({article.id for article in articles}) == 2


def test_fields_of_a_feed_are_as_limited_as_those_of_a_file(site: Site) -> None:
    long = "A" * 6_000
    whole = ENTRY.format(title=long, link=f"{site.url}/x", more=TEXT)
    linked = ENTRY.format(title=long, link=site.answer("/b.txt", "Words.", "text/plain"), more="")
    notes: list[str] = []
    url = site.answer("/feed", feed(whole, linked), "application/rss+xml")
    reading = Reading(private_addresses=True)
    articles = list(read_articles(url, on_problem=print, on_note=notes.append, reading=reading))
    assert [article.title for article in articles] == [None, None]
    assert len(notes) == 2
    assert all("title left out: 6,000 characters" in note for note in notes)
