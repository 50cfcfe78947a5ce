"""The settings of compose.yaml on a real Neo4j, and what Neo4j Browser does with them."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from queries.browser import PORT
from queries.browser.kit import write_kit
from queries.browser.server import kit_server
from tests.browser.browser_page import connect
from tests.server.fixtures import required
from tests.server.neo4j_server import neo4j_server
from tests.test_compose import NEO4J, settings

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_browser_opens_with_style_and_guide(browser_url: str, browser_page: Page, tmp_path: Path) -> None:
    write_kit(tmp_path / "kit")
    version = NEO4J["image"].removeprefix("neo4j:").removesuffix("-community")
    with kit_server(tmp_path / "kit", port=0) as served:
        Thread(target=served.serve_forever, daemon=True).start()
        own = {name: value.replace(f":{PORT}/", f":{served.server_port}/") for name, value in settings().items()}
        for neo4j in required(neo4j_server(version, tmp_path / "neo4j", settings=own)):
            connect(browser_page, browser_url, neo4j.uri, neo4j.user, neo4j.password, database="neo4j")
            guide = browser_page.get_by_test_id("guidesDrawer")
            guide.get_by_role("heading", name="Who is on record?").first.wait_for()
            style = browser_page.get_by_test_id("frame").filter(has_text=":style http://localhost:")
            style.filter(has_text="node.Policy").wait_for()
        served.shutdown()


def test_an_unknown_setting_would_be_refused(tmp_path: Path) -> None:
    wrong = {"browser.remote_content_hostname_allowlist": "localhost"}  # it is called …_whitelist, still
    with pytest.raises(RuntimeError, match=r"browser\.remote_content_hostname_allowlist"):
        next(required(neo4j_server("5.26.30", tmp_path, settings=wrong)))
