"""The real Neo4j Browser in a headless Chromium, driven as its user drives it.

Every wait ends with Playwright's TimeoutError after 30 seconds.
"""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.server.maven import ServerUnavailable, fetch

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ARTIFACT = "org.neo4j.client:neo4j-browser:5.24.0"
CHROMIUM_OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@contextmanager
def serve_browser() -> Iterator[str]:
    """Serve the static files of Neo4j Browser on a free loopback port; yield the server's URL, without a last slash.

    Raises:
        ServerUnavailable: the files could not be downloaded.
    """
    folder = fetch(f"neo4j-browser/{ARTIFACT.rpartition(':')[2]}", "dependency:unpack", f"-Dartifact={ARTIFACT}")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def chromium_page() -> Iterator[Page]:
    """An empty page of a fresh Chromium that reaches nothing but this machine.

    Raises:
        ServerUnavailable: Playwright or Chromium is missing.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise ServerUnavailable("Playwright is missing: pip install playwright") from None
    names = ("chromium", "chromium-browser", "google-chrome")
    installed = next(filter(None, map(shutil.which, names)), None)  # else the one of `playwright install chromium`
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=installed, args=CHROMIUM_OPTIONS)
        except Error as error:
            raise ServerUnavailable(f"Chromium did not start: {error}") from None
        page = chromium.new_page()
        here = ("http://127.0.0.1:", "http://localhost:")
        page.route(lambda url: not url.startswith(here), lambda route: route.abort())
        yield page  # leaving the block closes Chromium


def connect(page: Page, server_url: str, bolt_uri: str, user: str, password: str, *, database: str = "") -> None:
    """Open the Browser that `server_url` serves, and log in to `bolt_uri`; for errors see `log_in`.

    Give no database for Neo4j 2026.09: this Browser cannot read such a version number, and takes it for an old server
    with a single database.
    """
    scheme, address = bolt_uri.split("://")
    parameters = {"dbms": f"{scheme}://{user}@{address}"} | ({"db": database} if database else {})
    page.goto(f"{server_url}/browser/index.html?{urlencode(parameters)}")
    log_in(page, password, database=database)


def log_in(page: Page, password: str, *, database: str = "") -> None:
    """Send the connect form, the rest of which the URL has filled in, and wait for the prompt, of `database` if given.

    Raises:
        RuntimeError: the connection is refused; with what the Browser says.
    """
    page.get_by_test_id("password").fill(password)
    page.get_by_test_id("connect").click()
    refused = page.get_by_test_id("frameStatusbar").filter(has_text=re.compile(r"\S"))
    welcome = page.get_by_test_id("frame").filter(has_text=":play start")  # the last frame that comes by itself
    welcome.or_(refused).wait_for()
    if refused.is_visible():
        raise RuntimeError(refused.inner_text().strip())
    page.get_by_test_id("activeEditor").filter(has_text=f"{database}$").wait_for()


def run_query(page: Page, cypher: str) -> Locator:
    """Run a query, or a command such as `:use onrecord`, in the editor; return its frame, the only one on the page.

    Raises:
        RuntimeError: the query failed; with what the Browser says.
    """
    clear(page)
    _enter(page, cypher)
    return result(page)


def clear(page: Page) -> None:
    """Remove all frames."""
    _enter(page, ":clear")
    page.get_by_test_id("frame").first.wait_for(state="detached")


def result(page: Page) -> Locator:
    """The only frame of the page, once it has its result; raises as `run_query` does."""
    finished = page.get_by_test_id("rerunFrameButton")  # a stop button, as long as the query runs
    frame = page.get_by_test_id("frame").filter(has=finished)
    frame.wait_for()
    failure = frame.get_by_test_id("cypherFrameErrorMessage")
    if failure.count():
        raise RuntimeError(failure.inner_text())
    return frame


def captions(frame: Locator) -> list[str]:
    """The caption of each node that the frame draws, as drawn: long ones end in "…"."""
    nodes = frame.locator("g.node")
    nodes.first.wait_for()
    lines = "nodes => nodes.map(node => Array.from(node.querySelectorAll('.caption'), line => line.textContent.trim()))"
    return [" ".join(caption) for caption in nodes.evaluate_all(lines)]


def rows(frame: Locator) -> list[list[str]]:
    """The frame's table as shown: the header first, numbers in the first column, strings in quotation marks."""
    frame.get_by_test_id("cypherFrameSidebarTable").click()
    frame.get_by_role("row").first.wait_for()
    cells = "rows => rows.map(row => Array.from(row.cells, cell => cell.innerText.trim()))"
    table: list[list[str]] = frame.get_by_role("row").evaluate_all(cells)
    return table


def colours(frame: Locator) -> dict[str, str]:
    """The colour of each node that the frame draws, by its caption as drawn."""
    captions(frame)  # waits for them
    fill = "nodes => nodes.map(node => node.querySelector('.b-outline').getAttribute('fill'))"
    return dict(zip(captions(frame), frame.locator("g.node").evaluate_all(fill), strict=True))


def label_colours(frame: Locator) -> dict[str, str]:
    """The colour of each label that the frame's overview lists, as "#0072B2"; "*" stands for all nodes."""
    listed = frame.locator('[data-testid^="property-details-overview-node-label-"]')
    told = "all => all.map(one => [one.dataset.testid, one.style.backgroundColor.match(/\\d+/g).map(Number)])"
    return {
        name.rpartition("-")[2]: "#" + "".join(f"{channel:02X}" for channel in channels)
        for name, channels in listed.evaluate_all(told)
    }


def relationship_captions(frame: Locator) -> list[str]:
    """What stands on the lines between the nodes that the frame draws; nothing on those that are too short for it."""
    return frame.locator("g.relationship text").all_text_contents()


def answers(frame: Locator) -> int:
    """How many nodes the frame draws, or else how many rows its table has; 1 for set parameters."""
    if frame.get_by_text("Successfully set your parameters").count():
        return 1
    if frame.get_by_test_id("cypherFrameSidebarVisualization").count():
        return len(captions(frame))
    return len(rows(frame)) - 1 if frame.get_by_test_id("cypherFrameSidebarTable").count() else 0


def drop(page: Page, file: Path) -> None:
    """Drop a file on the window."""
    content = base64.b64encode(file.read_bytes()).decode()
    page.evaluate(_DROP, {"name": file.name, "content": content})


_DROP = """({name, content}) => {
  const bytes = Uint8Array.from(atob(content), character => character.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  for (const type of ['dragenter', 'dragover', 'drop']) {
    const event = new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true});
    document.querySelector('.filedrop').dispatchEvent(event);
  }
}"""


def favourites(page: Page) -> dict[str, list[str]]:
    """The user's favourites by folder, as the open sidebar lists them; opens all folders."""
    folders = page.locator('[data-testid^="savedScriptsFolder-"]').filter(has=page.locator('[data-testid^="navicon-"]'))
    folders.first.wait_for()
    listed = {}
    for folder in folders.all():
        if not folder.get_by_test_id("savedScriptListItem").count():
            folder.locator('[data-testid^="expandFolder-"]').click()
        name = (folder.get_attribute("data-testid") or "").partition("-")[2]
        listed[name] = folder.get_by_test_id("savedScriptListItem").all_inner_texts()
    return listed


def run_favourite(page: Page, folder: str, title: str) -> Locator:
    """Run a favourite of the open sidebar by its ▷; return its frame as `run_query` does."""
    clear(page)
    item = page.get_by_test_id(f"savedScriptsFolder-{folder}").get_by_test_id("savedScriptListItem")
    item.filter(has=page.get_by_test_id(f"scriptTitle-{title}")).get_by_test_id("savedScriptsButton-Run").click()
    return result(page)


def guide_boxes(page: Page) -> list[Locator]:
    """The boxes of Cypher on the guide's slide that is shown."""
    return page.get_by_test_id("guidesDrawer").locator("pre.runnable:visible").all()


def run_box(page: Page, box: Locator) -> Locator:
    """Run a box of a guide by its ▷; return its frame as `run_query` does."""
    clear(page)
    box.locator("i").click()
    return result(page)


def _enter(page: Page, text: str) -> None:
    page.get_by_test_id("activeEditor").click()
    page.keyboard.press("ControlOrMeta+A")  # a guide may have left something there
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
