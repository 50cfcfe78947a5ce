from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from extract.articles import read_articles
from extract.articles.faults import Unreadable
from extract.articles.feed import FEED, FULL_TEXT_WORDS, read
from extract.articles.limits import MAX_FEED
from extract.articles.reading import Reading
from extract.records import Article, Problem

FULL = """<p>The council voted
 on Tuesday.</p><script>no()</script><p>“We will <b>not</b> wait,” Ann Lee said &amp; left.<br/>Then it rained.</p>
<figure><img src="x.png"><figcaption>A road</figcaption></figure><blockquote><p>“Quoted,” he wrote.</p></blockquote>"""

PLAIN = "The council voted on Tuesday.\n“We will not wait,” Ann Lee said & left.\nThen it rained.\n“Quoted,” he wrote."

RSS2 = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbor Gazette</title><link>https://gazette.example/</link><language>en-us</language>
<item><title>Road &lt;i&gt;closes&lt;/i&gt; &amp;amp; more</title><link>https://gazette.example/road</link>
<dc:creator>Ann Marsh</dc:creator><pubDate>Tue, 03 Mar 2026 22:00:00 -0500</pubDate>
<description>The road closes.</description><content:encoded><![CDATA[{FULL}]]></content:encoded></item>
<item><title>Told of</title><link>https://gazette.example/short</link><description>A short one.</description></item>
<item><description>Neither text nor link.</description></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbor Gazette</title><id>urn:a</id>
<entry><title type="html">Road &lt;i&gt;closes&lt;/i&gt; &amp;amp; more</title><link href="https://gazette.example/road"/>
<author><name>Ann Marsh</name></author><published>2026-03-03T22:00:00-05:00</published>
<content type="html"><![CDATA[{FULL}]]></content></entry></feed>"""

RSS1 = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="x"><title>Harbor Gazette</title><dc:language>en</dc:language></channel>
<item rdf:about="https://gazette.example/road"><title>Road &lt;i&gt;closes&lt;/i&gt; &amp;amp; more</title>
<link>https://gazette.example/road</link><dc:creator>Ann Marsh</dc:creator><dc:date>2026-03-03T22:00:00-05:00</dc:date>
<content:encoded><![CDATA[{FULL}]]></content:encoded></item></rdf:RDF>"""


def found(content: str | bytes) -> tuple[list[Article], list[Problem]]:
    data = content.encode() if isinstance(content, str) else content
    both = list(read(BytesIO(data), "news.rss", Reading()))
    return (
        [one for one in both if isinstance(one, Article)],
        [one for one in both if isinstance(one, Problem)],
    )


@pytest.mark.parametrize("feed", [RSS2, ATOM, RSS1], ids=["RSS 2.0", "Atom", "RSS 1.0"])
def test_an_entry_with_its_whole_text_is_an_article(feed: str) -> None:
    (article, *_), _ = found(feed)
    assert article.text == PLAIN
    assert (article.title, article.outlet, article.byline) == ("Road closes & more", "Harbor Gazette", "Ann Marsh")
    assert article.url == "https://gazette.example/road"
    assert article.published == date(2026, 3, 3), "the day where it was written, not the next one of UTC"
    assert article.language in ("en", "en-us")


def test_links_are_whole() -> None:
    (article, *_), (short, _) = found(
        RSS2.replace("<link>https://gazette.example/", "<link>/").replace(
            "<link>/</link>", "<link>https://gazette.example/news/</link>"
        )
    )
    assert article.url == "https://gazette.example/road"
    assert short.reason.endswith("https://gazette.example/short")
    (article, *_), _ = found(RSS2.replace("<link>https://gazette.example/road", "<link>http://[road"))
    assert (article.text, article.url) == (PLAIN, None)


def test_a_file_too_large_for_a_feed_is_not_parsed() -> None:
    with pytest.raises(Unreadable, match="more than 20 MB are too much"):
        found(b"<corpus>" + bytes(MAX_FEED))


def test_entries_with_a_summary_are_told_by_their_links() -> None:
    articles, (short, neither) = found(RSS2)
    assert len(articles) == 1
    assert (short.input, short.reason) == (
        "news.rss, entry 2",
        "only a summary; give its link: https://gazette.example/short",
    )
    assert (neither.input, neither.reason) == ("news.rss, entry 3", "only a summary, and no link to its page")


@pytest.mark.parametrize(("words", "articles"), [(FULL_TEXT_WORDS - 1, 0), (FULL_TEXT_WORDS, 1)])
def test_a_description_as_long_as_an_article_is_one(words: int, articles: int) -> None:
    text = " ".join(["word"] * words)
    read_articles, problems = found(
        f'<rss version="0.91"><channel><title>G</title><item><description>{text}</description></item></channel></rss>'
    )
    assert (len(read_articles), len(problems)) == (articles, 1 - articles)


@pytest.mark.parametrize(
    "day",
    ["2026-13-45", "yesterday", "99999", "Tue, 45 Mar 2026 22:00:00 -0500", "Mon, 1 Jan 99999999999 00:00:00 GMT"],
)
def test_a_day_that_is_none_costs_no_article(day: str) -> None:
    (article, *_), _ = found(RSS2.replace("Tue, 03 Mar 2026 22:00:00 -0500", day))
    assert (article.text, article.published) == (PLAIN, None)


def test_no_markup_of_a_text_breaks_the_reader() -> None:
    odd = "<p>One\x01 &#1; &#xFFFE; &bogus;</div></p></div><!-- c -->two<?p i?> three<script>no</script> four<" * 50
    (article, *_), _ = found(RSS2.replace(FULL, odd))
    assert all(word in article.text for word in ("One", "two", "three", "four"))
    assert "no" not in article.text


def test_a_feed_that_breaks_off_keeps_its_entries_and_says_so() -> None:
    articles, problems = found(RSS2[: RSS2.index("<item><title>Told") + 40])
    assert [article.text for article in articles] == [PLAIN]
    assert any("the feed is broken" in problem.reason for problem in problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_encodings(encoding: str) -> None:
    feed = ATOM.replace("<feed", f'<?xml version="1.0" encoding="{encoding}"?><feed')
    assert found(feed.encode(encoding))[0][0].text == PLAIN


@pytest.mark.parametrize("content", [b"", b"<html><p>No feed</p></html>", b"<urlset></urlset>", b"{}", b"\0\1\2"])
def test_what_is_no_feed(content: bytes) -> None:
    with pytest.raises(Unreadable, match="no feed"):
        list(read(BytesIO(content), "news.xml", Reading()))


def test_neither_files_nor_addresses_in_a_feed_are_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret words")
    outside = f"""<!DOCTYPE rss [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>"""
    articles, _ = found(outside + ATOM.replace("Then it rained", "Then it rained &e;"))
    assert "Then it rained" in articles[0].text
    assert "secret" not in articles[0].text
    with pytest.raises(Unreadable):
        found(str(tmp_path / "secret.txt"))


def test_entities_that_multiply_are_left_alone() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    articles, _ = found(f'<!DOCTYPE feed [<!ENTITY e0 "ha">{layers}]>' + ATOM.replace("Gazette", "&e11;"))
    assert sum(len(article.to_json()) for article in articles) < 10_000


@pytest.mark.parametrize(
    ("begin", "feed"),
    [
        (RSS2, True),
        (ATOM, True),
        (RSS1, True),
        ("<!-- by hand --> <rss>", True),
        ("<!DOCTYPE html><html>", False),
        ("The <rss> element", False),
        ("<?a?>" * 800 + "<p>", False),
        ("<!--" * 1000, False),
    ],
)
def test_how_a_feed_begins(begin: str, feed: bool) -> None:
    assert bool(FEED.match(begin.encode())) is feed


def test_an_entry_that_is_too_long_is_named_by_its_number() -> None:
    articles, (long, *_) = found(RSS2.replace(FULL, "word " * 60_000))
    assert not articles
    assert (long.input, "too many for one article" in long.reason) == ("news.rss, entry 1", True)


def test_feed_files_are_found_in_folders(tmp_path: Path) -> None:
    for ending in ("rss", "atom", "xml"):
        (tmp_path / f"a.{ending}").write_text(ATOM)
    assert len(list(read_articles(tmp_path, on_problem=print))) == 3
