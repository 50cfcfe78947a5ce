"""The page of a report in a real Chromium, as a reader uses it."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from extract.records import ArticleQuotes, short_hash
from extract.safe_text import printable, unprintable
from graph.load import load
from graph.store import open_store
from queries.report.gather import Gathered, Question, gather
from queries.report.page import page
from tests.benchmark.invented_news import InventedNews
from tests.queries.report.conftest import HOSTILE, Show

if TYPE_CHECKING:
    from playwright.sync_api import Page


FRAMES = "new Promise(done => { let n = 12; (function next() { --n ? requestAnimationFrame(next) : done(); })(); })"
"""Waits until twelve frames are drawn."""


@pytest.fixture(scope="module")
def seed_page(seed_report: Gathered) -> str:
    return page(seed_report)


@pytest.fixture
def seeds(show: Show, seed_page: str) -> Page:
    return show(seed_page)


def shown(found: Page) -> int:
    """How many quotes are to be seen."""
    return found.locator(".quote:visible").count()


def in_view(found: Page, id: str) -> bool:
    """Whether the beginning of an element is on the screen."""
    top: float = found.locator(f"#{id}").evaluate("one => one.getBoundingClientRect().top")
    height: float = found.evaluate("innerHeight")
    return 0 <= top < height


def picture(found: Page, name: str) -> None:
    """Keep a screenshot where ONRECORD_SCREENSHOTS says."""
    if folder := os.environ.get("ONRECORD_SCREENSHOTS"):
        found.screenshot(path=Path(folder) / f"{name}.png")


def test_it_asks_for_nothing_and_breaks_no_rule_of_its_own(blank: Page, show: Show, seed_page: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    blank.on("request", lambda request: asked.append(request.url))
    blank.on("console", lambda message: said.append(message.text))
    blank.on("pageerror", lambda error: said.append(str(error)))
    found = show(seed_page)
    found.emulate_media(media="print")
    found.emulate_media(media="screen", color_scheme="dark")
    found.locator("#word").fill("ferry")
    assert [url.rpartition("/")[2] for url in asked] == ["report.html"]
    assert said == []  # its policy of contents lets its own style and script pass, and nothing was to be blocked
    policy = found.locator("meta[http-equiv]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_links_lead_to_the_place_and_back(seeds: Page, seed_report: Gathered) -> None:
    assert shown(seeds) == len(seed_report.entries)
    for entry in seed_report.entries:
        place = seeds.locator(f"#m{entry.number}")
        first = place.locator(".words").text_content() or "?"
        assert entry.text.startswith(first), entry.text
        assert place.get_attribute("href") == f"#q{entry.number}"
        quote = seeds.locator(f"#q{entry.number}")
        assert quote.locator(f"a[href='#m{entry.number}']").count() == 1
        assert quote.locator("a[rel~=external]").get_attribute("href") == entry.link
    last = seed_report.entries[-1].number
    seeds.locator(f"#q{last} a[href='#m{last}']").click()
    assert in_view(seeds, f"m{last}")
    seeds.locator(f"#m{last}").click()
    assert in_view(seeds, f"q{last}")
    assert seeds.evaluate("location.hash") == f"#q{last}"
    ids = seeds.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    missing = seeds.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.querySelector(a.hash)).length"
    )
    assert missing == 0


def test_each_speaker_has_a_colour_a_line_and_a_number(seeds: Page, seed_report: Gathered) -> None:
    looks = set()
    for person in seed_report.people[:28]:
        mark = seeds.locator(f"#m{person.quotes[0].number}")
        style = mark.locator(".words").evaluate(
            "words => { const s = getComputedStyle(words); return s.textDecorationColor + s.textDecorationStyle }"
        )
        looks.add(style)
        assert mark.locator(".number").inner_text() == str(person.number)
    assert len(looks) == 28


def test_the_filter_narrows_quotes_and_articles(seeds: Page, seed_report: Gathered) -> None:
    total = len(seed_report.entries)
    seeds.locator("#word").fill("ferry osterby")
    assert 0 < shown(seeds) < total
    assert f"{shown(seeds)} of {total} quotes" == seeds.locator("#shown").inner_text()
    for text in seeds.locator(".person:visible").all_inner_texts():
        assert "Osterby" in text
    assert 0 < seeds.locator(".story:visible").count() < len(seed_report.articles)
    seeds.get_by_role("button", name="Show all").click()
    seeds.get_by_text(f"{total} quotes", exact=True).wait_for()
    seeds.locator("#by-stance").select_option("against")
    assert shown(seeds) == sum("against" in entry.stances for entry in seed_report.entries)
    seeds.locator("#by-speaker").select_option(label="Leland Osterby (13)")
    assert set(seeds.locator(".person:visible h3").all_inner_texts()) == {"1 Leland Osterby"}
    seeds.locator("#by-stance").select_option("")
    assert shown(seeds) == 13
    seeds.locator("#by-outlet").select_option("Tideline Weekly")
    expected = [e for e in seed_report.people[0].quotes if e.outlet == "Tideline Weekly"]
    assert shown(seeds) == len(expected)
    hidden = seeds.locator(".quote:not(:visible)").first.get_attribute("id") or ""
    seeds.evaluate(f"location.hash = '{hidden}'")  # a link to what the filter hides shows all again
    seeds.wait_for_selector(f"#{hidden}", state="visible")
    assert shown(seeds) == total


def test_the_tip_tells_who_and_how_sure_on_hover_and_on_focus(seeds: Page, seed_report: Gathered) -> None:
    entry = seed_report.people[0].quotes[0]
    mark, tip = seeds.locator(f"#m{entry.number}"), seeds.locator("#tip")
    assert tip.is_hidden()
    mark.hover()
    assert tip.is_visible()
    for part in ("Leland Osterby, Council member", entry.policies[0].name, f"{entry.confidence:.2f}", entry.method):
        assert part in tip.inner_text()
    assert mark.get_attribute("aria-describedby") == "tip"
    seeds.keyboard.press("Escape")
    assert tip.is_hidden()
    seeds.mouse.move(0, 0)
    mark.focus()
    assert tip.is_visible()
    box, at = tip.bounding_box(), mark.bounding_box()
    assert box and at
    assert box["y"] + box["height"] <= at["y"] or box["y"] >= at["y"] + 10
    seeds.keyboard.press("Enter")
    assert seeds.evaluate("location.hash") == f"#q{entry.number}"


def canvas(found: Page) -> tuple[float, float, float]:
    """x, y and zoom of the network."""
    told = found.locator("#graph svg > g").get_attribute("transform") or "translate(0,0) scale(1)"
    x, y, zoom = map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", told))
    return x, y, zoom


def test_the_network_is_moved_zoomed_and_searched(seeds: Page, seed_report: Gathered) -> None:
    graph = seeds.locator("#graph")
    graph.scroll_into_view_if_needed()
    graph.focus()
    for key, expected in (("ArrowRight", (-60, 0, 1)), ("ArrowDown", (-60, -60, 1)), ("0", (0, 0, 1))):
        seeds.keyboard.press(key)
        assert canvas(seeds) == expected
    seeds.keyboard.press("+")
    assert canvas(seeds)[2] == pytest.approx(1.4)
    seeds.get_by_role("button", name="Zoom out").click()
    assert canvas(seeds)[2] == pytest.approx(1.0, abs=0.01)
    labels = seeds.locator("#graph text:visible").count()
    for _ in range(6):
        seeds.get_by_role("button", name="Zoom in").click()
    seeds.get_by_role("button", name="Whole").click()
    assert canvas(seeds) == (0, 0, 1)
    box = graph.bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + 40)
    seeds.mouse.move(*middle)
    seeds.mouse.down()
    seeds.mouse.move(middle[0] + 100, middle[1] + 30, steps=4)
    seeds.mouse.up()
    x, y, zoom = canvas(seeds)
    assert x > 50 and y > 10 and zoom == 1
    seeds.keyboard.press("0")
    seeds.mouse.move(*middle)
    scrolled = seeds.evaluate("scrollY")
    seeds.mouse.wheel(0, -600)
    seeds.wait_for_selector("#graph svg > g:not([transform$='scale(1)'])", state="attached")
    assert canvas(seeds)[2] > 2
    assert seeds.evaluate("scrollY") == scrolled
    assert seeds.locator("#graph text[display=inline]").count() > labels  # nearer, there is room for more names
    seeds.locator("#find").fill("castell")
    said = next(person.quotes for person in seed_report.people if person.name == "Omar Castellane")
    about = Counter(policy.name for entry in said for policy in entry.policies)
    assert f"Omar Castellane: {len(said)} quotes" in seeds.locator("#found").inner_text()
    assert f"leaf-blower ban: {about['leaf-blower ban']} (1 against)" in seeds.locator("#found").inner_text()
    lit = seeds.locator("#graph .node.hit").evaluate_all("nodes => nodes.map(node => node.dataset.name)")
    assert set(lit) == {"Omar Castellane", *about}
    seeds.locator("#find").fill("")
    assert seeds.locator("#graph .seeking").count() == 0
    seeds.get_by_role("button", name="Whole").click()
    seeds.locator("#graph .node[data-name='harbor parking tax'] rect").click()
    assert "harbor parking tax" in seeds.locator("#found").inner_text()


def test_dark_light_and_paper(seeds: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.querySelector('#over-time svg text')).fill"
    colours = {}
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        seeds.emulate_media(color_scheme=scheme)
        colours[scheme] = (seeds.evaluate(ground), seeds.evaluate(ink))
        picture(seeds, f"report-{scheme}")
    assert colours["light"][0] == "rgb(250, 249, 245)"
    assert colours["dark"] == ("rgb(20, 22, 26)", "rgb(235, 233, 228)")
    theme = seeds.locator("#theme")
    theme.click()
    assert theme.inner_text() == "Theme: light"
    assert (seeds.evaluate(ground), seeds.evaluate(ink)) == colours["light"]
    theme.click()
    assert (seeds.evaluate(ground), seeds.evaluate(ink)) == colours["dark"]
    seeds.emulate_media(media="print", color_scheme="dark")
    assert seeds.evaluate(ground) == "rgb(255, 255, 255)"
    for control in ("#filter", "#theme", ".controls", "nav", "details"):
        assert not seeds.locator(control).first.is_visible(), control
    assert seeds.locator(".story .url a").first.inner_text().startswith("https://")
    assert seeds.locator(".quote").first.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
    seeds.emulate_media(media="screen")
    theme.click()
    assert theme.inner_text() == "Theme: as the system"


def test_pictures_for_the_guide(show: Show, seed_store: Path) -> None:
    """Both are 1000 × 1250; side by side, 644 wide each, they are docs/report.png."""
    with open_store(str(seed_store)) as store:
        found = show(page(gather(store, Question(policy="short-term rental ordinance"))))
    found.set_viewport_size({"width": 1000, "height": 1250})
    picture(found, "report-beginning")
    found.locator("#a4").evaluate("story => scrollTo(0, story.offsetTop)")
    assert found.locator("#a4 a.hl").count() > 4
    picture(found, "report-article")


def test_a_phone_shows_it_without_scrolling_sideways(seeds: Page) -> None:
    seeds.set_viewport_size({"width": 360, "height": 740})
    assert seeds.evaluate("document.documentElement.scrollWidth") == 360
    picture(seeds, "report-phone")


def test_charts_have_a_name_and_a_table_that_holds_their_numbers(seeds: Page, seed_report: Gathered) -> None:
    charts = seeds.locator("figure")
    assert charts.count() == 4
    for chart in charts.all():
        assert chart.get_by_role("img").get_attribute("aria-label")
        assert chart.locator("svg text").count() > 5
        assert not chart.locator("table").is_visible()
        chart.locator("summary").click()
        assert chart.locator("table").is_visible()
    rows = seeds.locator("#over-time tbody tr").all_inner_texts()
    assert sum(int(row.split("\t")[1]) for row in rows) == len(seed_report.entries)


def test_nothing_hostile_makes_an_element_or_runs(blank: Page, show: Show, hostile_report: Gathered) -> None:
    said: list[str] = []
    blank.on("dialog", lambda dialog: said.append(dialog.message))
    blank.on("request", lambda request: said.append(request.url))
    found = show(page(hostile_report))
    assert len(said) == 1  # the page itself
    counts = found.evaluate(
        "Object.fromEntries(['script', 'style', 'img', 'b', 'i', 'title'].map("
        "name => [name, document.getElementsByTagName(name).length]))"
    )
    assert counts["script"] == counts["style"] == 1
    assert counts["img"] == counts["b"] == counts["i"] == 0
    handlers = found.evaluate(
        "[...document.querySelectorAll('*')].flatMap(one => [...one.attributes])"
        ".filter(one => /^on|^style$/.test(one.name)).length"
    )
    assert handlers == 0
    assert found.locator("a:not([href^='#'])").count() == 0  # neither address is one of the web
    assert found.title() == printable(HOSTILE["title"]).strip()
    text = " ".join((found.locator("body").text_content() or "").split())
    for part in ("outlet", "byline", "speaker", "policy", "text"):
        assert " ".join(printable(HOSTILE[part]).split()) in text, part
    found.locator("#word").fill("<b>tax</b>")
    assert shown(found) == 1
    found.locator("a.hl").first.hover()
    found.locator("#find").fill("<img")
    found.locator("#by-outlet").select_option(printable(HOSTILE["outlet"]))
    assert shown(found) == 1
    assert len(said) == 1


def test_no_page_holds_what_a_terminal_obeys_or_an_address_that_is_none(hostile_report: Gathered) -> None:
    text = page(hostile_report)
    assert unprintable(text) is None
    assert not re.search(r"""(?:href|src)=["']?\s*(?:javascript|data:text)""", text)


DARK = {"runOnly": ["color-contrast"]}
"""All that differs in the dark."""


@pytest.mark.parametrize(("scheme", "options"), [("light", None), ("dark", DARK)])
def test_axe_finds_nothing_serious(
    seeds: Page, scheme: Literal["light", "dark"], options: dict[str, list[str]] | None
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    seeds.emulate_media(color_scheme=scheme)
    for chart in seeds.locator("summary").all():
        chart.click()
    found = axe.Axe().run(seeds, options=options).response
    assert any(rule["id"] == "color-contrast" for rule in found["passes"])
    serious = [
        (rule["id"], rule["impact"], [node["target"] for node in rule["nodes"]][:3])
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
    assert serious == []


def _with_text(article: ArticleQuotes) -> ArticleQuotes:
    """The article with a text: the paragraphs of its quotes, where they stand."""
    text = "\n".join(quote.paragraph.text for quote in article.quotes)
    return article.model_copy(update={"text": text, "text_hash": short_hash(text)})


def test_two_thousand_quotes_open_in_three_seconds(show: Show, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "many")) as store:
        load(store, map(_with_text, InventedNews(2_500).articles()))
        report = gather(store, Question(act="all", min_confidence=0.0))
    assert len(report.entries) > 1_900
    assert all(article.whole for article in report.articles)
    html = page(report)
    assert len(html.encode()) < 5_000_000
    started = time.perf_counter()
    found = show(html)
    assert time.perf_counter() - started < 3
    assert found.locator("#graph .node").count() == 150
    assert re.search(r"Shown are the 150 most quoted; \d+ more", found.locator(".legend").inner_text())
    last = report.entries[-1].number
    for link, target in ((f"#q{last} .where a[href='#m{last}']", f"m{last}"), (f"#m{last}", f"q{last}")):
        found.locator(link).evaluate("link => link.click()")
        found.wait_for_selector(f"#{target}:target")
        found.evaluate(FRAMES)
        assert in_view(found, target)
    started = time.perf_counter()
    found.locator("#word").fill("mayor")
    assert time.perf_counter() - started < 1
    assert 0 < shown(found) < len(report.entries)
