"""Fixtures of Neo4j Browser, for `tests/conftest.py` to import; skipped and required as those of the servers are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.browser.browser_page import chromium_page, serve_browser
from tests.server.fixtures import required

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def browser_url() -> Iterator[str]:
    """The URL that serves Neo4j Browser's files, without a last slash."""
    with ExitStack() as stack:
        with required():
            url = stack.enter_context(serve_browser())
        yield url


@pytest.fixture
def browser_page() -> Iterator[Page]:
    """An empty page of a fresh Chromium."""
    with ExitStack() as stack:
        with required():
            page = stack.enter_context(chromium_page())
        yield page
