"""Fixtures of Neo4j Browser, for `tests/conftest.py` to import; skipped and required as those of the servers are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.browser_page import chromium_page, serve_browser
from tests.server.fixtures import required

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def browser_url() -> Iterator[str]:
    """The URL that serves Neo4j Browser's files, without a last slash."""
    yield from required(serve_browser())


@pytest.fixture
def browser_page() -> Iterator[Page]:
    """An empty page of a fresh Chromium."""
    yield from required(chromium_page())
