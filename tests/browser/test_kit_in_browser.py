"""The kit in the real Neo4j Browser, against a folder store that is served and against a Neo4j."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Login, open_store
from queries.browser.kit import favourite_texts, write_kit
from queries.browser.server import kit_server
from tests.browser.browser_page import (
    answers,
    captions,
    clear,
    colours,
    connect,
    drop,
    favourites,
    guide_boxes,
    label_colours,
    relationship_captions,
    result,
    rows,
    run_box,
    run_favourite,
    run_query,
)
from tests.browser.serving import Serving
from tests.server.neo4j_server import Neo4jServer, empty

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUOTE, POLICY, PERSON, ORGANIZATION = "#F0E442", "#D55E00", "#0072B2", "#56B4E9"
"""Colours of the style."""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    write_kit(tmp_path / "kit")
    return tmp_path / "kit"


@pytest.fixture
def kit_url(kit: Path) -> Iterator[str]:
    with kit_server(kit, port=0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture(params=["embedded", "neo4j_5"])
def page(
    request: pytest.FixtureRequest, seed_quotes: list[ArticleQuotes], browser_url: str, browser_page: Page
) -> Page:
    """Neo4j Browser, connected to the seeds in a store of each kind in turn."""
    browser_page.set_viewport_size({"width": 1280, "height": 720})
    if request.param == "embedded":
        served: Serving = request.getfixturevalue("serving")
        connect(browser_page, browser_url, served.uri, served.user, served.password, database="onrecord")
        return browser_page
    server: Neo4jServer = request.getfixturevalue("neo4j_5")
    empty(server)
    with open_store(server.uri, login=Login(server.user, server.password)) as store:
        load(store, seed_quotes)
    connect(browser_page, browser_url, server.uri, server.user, server.password, database="neo4j")
    return browser_page


def picture(page: Page, name: str) -> None:
    """Keep a screenshot where ONRECORD_SCREENSHOTS says."""
    if folder := os.environ.get("ONRECORD_SCREENSHOTS"):
        notice = page.get_by_text("To help make Neo4j Browser better").locator("xpath=following-sibling::*")
        for button in (notice, page.get_by_label("Collapse the node properties display")):
            if button.count():
                page.mouse.move(0, 0)  # off the menus that open under it
                button.click()
        page.wait_for_timeout(3000)  # until the graph rests
        for button in page.get_by_label("zoom-to-fit").all():
            button.click()
        page.mouse.move(0, 0)
        page.wait_for_timeout(1000)
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_favourites_and_style_are_dropped_on_the_window(page: Page, kit: Path) -> None:
    page.get_by_test_id("navigationFavorites").click()
    drop(page, kit / "favourites.zip")
    shown = {
        folder: sorted(text.splitlines()[0][3:] for path, text in favourite_texts().items() if path.startswith(folder))
        for folder in dict.fromkeys(path.partition("/")[0] for path in favourite_texts())
    }
    listed = favourites(page)
    assert list(listed) == list(shown)
    assert {folder: sorted(titles) for folder, titles in listed.items()} == shown

    drop(page, kit / "onrecord.grass")
    page.get_by_test_id("frame").filter(has_text=":style").wait_for()
    run_favourite(page, "onrecord 1 choose", "Choose a policy")
    drawn = colours(run_favourite(page, "onrecord 2 graphs", "Graph: who said what"))
    assert {caption for caption, colour in drawn.items() if colour == POLICY} == {"short-term rental ordinance"}
    assert {"Leland Osterby", "Ines Calloway"} <= {caption for caption, colour in drawn.items() if colour == PERSON}
    assert sum(colour == QUOTE for colour in drawn.values()) > 20
    frame = run_favourite(page, "onrecord 2 graphs", "Graph: both sides")
    captions(frame)
    assert {"for", "against", "said"} <= set(relationship_captions(frame))
    assert label_colours(frame)["Quote"] == QUOTE
    assert label_colours(frame)["Person"] == label_colours(frame)["Speaker"] == PERSON
    picture(page, "favourites")
    before = len(captions(frame))
    frame.locator("g.node").filter(has_text="Osterby").dblclick()
    frame.locator("g.node").nth(before).wait_for()  # and what else he said
    table = rows(run_favourite(page, "onrecord 2 quotes", "Who said what about a policy"))
    assert table[0][1:5] == ["date", "speaker", "role", "said"]
    assert {row[5] for row in table[1:]} == {'"short-term rental ordinance"'}
    link = page.get_by_test_id("frame").get_by_role("link").first
    assert re.match(r"https://.*#:~:text=", link.get_attribute("href") or "")


def test_a_single_favourite_waits_for_a_word(page: Page, kit: Path) -> None:
    """Neo4j Browser asks what to do with a .cypher file; it takes no folder, and one file at a time."""
    page.get_by_test_id("navigationFavorites").click()
    drop(page, kit / "favourites" / "onrecord 2 quotes" / "evidence.cypher")
    page.get_by_role("button", name="Save to favorites").or_(page.locator(".filedrop-save-to-favorites")).click()
    page.get_by_test_id("scriptTitle-Evidence for a quote").wait_for()


def test_every_box_of_the_guide_answers(page: Page, kit_url: str) -> None:
    run_query(page, f":style {kit_url}/onrecord.grass")
    page.get_by_test_id("activeEditor").click()
    page.keyboard.insert_text(f":guide {kit_url}/guide.html")
    page.keyboard.press("Control+Enter")
    drawer = page.get_by_test_id("guidesDrawer")
    drawer.get_by_role("heading", name="Who is on record?").first.wait_for()
    slides = drawer.locator('[data-testid^="pagination-"]').count()
    assert slides >= 5
    for number in range(1, slides + 1):
        page.get_by_test_id(f"pagination-{number}").click()
        boxes = guide_boxes(page)
        assert boxes
        for place, box in enumerate(boxes, start=1):
            if box.locator("i").count():
                assert answers(run_box(page, box)) > 0, box.inner_text()
                picture(page, f"guide-{number}-{place}")
            else:  # a name that a reader is to change: the box goes to the editor, and runs from there
                clear(page)
                box.click()
                page.get_by_test_id("activeEditor").filter(has_text=":param").wait_for()
                page.get_by_test_id("activeEditor").click()
                page.keyboard.press("Control+Enter")
                assert answers(result(page)) == 1
    frame = run_query(page, "MATCH p = (:Quote)<-[:SAID]-(:Organization) RETURN p")
    assert set(colours(frame).values()) == {QUOTE, ORGANIZATION}
    assert set(label_colours(frame)) == {"*", "Quote", "Organization", "Speaker"}
