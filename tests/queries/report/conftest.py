"""Reports to look at: of the seeds, of a store whose articles are hostile, and of many quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from extract.records import (
    ArticleQuotes,
    Passage,
    Policy,
    Quote,
    Speaker,
    policy_id,
    quote_id,
    short_hash,
    speaker_id,
)
from graph.load import load
from graph.store import open_store
from queries.report.gather import Gathered, Question, gather
from tests.browser.browser_page import chromium_page
from tests.server.fixtures import required

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = {
    "title": "</title></textarea><script>alert('title')</script><img src=x onerror=alert(1)> #panic() *t* \x1b[\u202e",
    "outlet": '"><svg onload=alert(2)> `o` [o](javascript:alert(3)) \u2028 \x9b',
    "byline": "</style><style>*{display:none}</style> | b | $x$",
    "speaker": "<img src=x onerror=alert(4)> Eve' onmouseover='alert(5)' | \u2029 \x07 \u2066 \\",
    "policy": '</script><script>alert(6)</script> {{ 7 * 7 }} #eval("1") \u2028 \x85 tax',
    "text": "the <b>tax</b> &lt;is&gt; \u2028 ]]> <!-- #set page(fill: red) // [x](javascript:alert(7)) *not em* \\",
}
"""What tries to get out of its place, in each of the languages that a report is written in."""


@pytest.fixture(scope="session")
def seed_report(seed_store: Path) -> Gathered:
    with open_store(str(seed_store)) as store:
        return gather(store, Question())


@pytest.fixture(
    scope="session", params=["javascript:alert(8)//https://news.example/", "data:text/html,<script>alert(9)"]
)
def hostile_report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    """One quote out of an article of which everything is hostile, its URL included."""
    url = request.param
    text = f"{HOSTILE['text']}\n\n1. And <i>more</i>\n\n- of it\n"
    speaker = Speaker(
        id=speaker_id(type="person", name=HOSTILE["speaker"], article_id="h"), name=HOSTILE["speaker"], type="person",
        role=HOSTILE["text"], method="named",
    )  # fmt: skip
    policy = Policy(
        id=policy_id(HOSTILE["policy"]), name=HOSTILE["policy"], score=0.9, method="named", stance="for",
        evidence=(0, 3),
    )  # fmt: skip
    quote = Quote(
        id=quote_id("h", [(0, len(HOSTILE["text"]))]), kind="direct", text=HOSTILE["text"],
        content=((0, len(HOSTILE["text"])),), paragraph=Passage(start=0, text=HOSTILE["text"]), speakers=(speaker,),
        policies=(policy,), confidence=0.9, method="<b>tagger</b>",
    )  # fmt: skip
    article = ArticleQuotes(
        id="h", title=HOSTILE["title"], outlet=HOSTILE["outlet"], byline=HOSTILE["byline"], text=text,
        text_hash=short_hash(text), quotes=(quote,),
    ).model_copy(update={"url": url})  # fmt: skip  # as stores of earlier releases hold it
    with open_store(str(tmp_path_factory.mktemp("hostile") / "store")) as store:
        load(store, [article])
        return gather(store, Question(), title=HOSTILE["title"])


Show = Callable[[str], "Page"]
"""Opens a page and gives it once its script has run."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests of a file."""
    for opened in required(chromium_page()):
        browser = opened.context.browser
        assert browser is not None
        yield browser


@pytest.fixture
def blank(chromium: Browser) -> Iterator[Page]:
    """An empty page that reaches nothing but this machine."""
    page = chromium.new_page(reduced_motion="reduce")
    page.route(lambda url: not url.startswith("http://127.0.0.1:"), lambda route: route.abort())
    yield page
    page.close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def show(blank: Page, tmp_path: Path) -> Iterator[Show]:
    """Opens a page in Chromium, from a server on this machine, and waits until its script has run."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        Thread(target=server.serve_forever, daemon=True).start()

        def open_page(html: str) -> Page:
            (tmp_path / "report.html").write_text(html, "utf-8")
            blank.goto(f"http://127.0.0.1:{server.server_port}/report.html")
            blank.wait_for_selector("html[data-ready]")
            return blank

        yield open_page
        server.shutdown()
