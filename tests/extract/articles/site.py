"""A site on the loopback interface that answers what a test tells it to."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from extract.articles.fetch import Fetcher, Manners

PAGE = """<html lang="en"><head><title>{title}</title>{head}</head><body>
<nav><a href="/">Home</a></nav><article><h1>{title}</h1>
<p>{lead} The council of Wrenmouth voted five to two on Tuesday to close the old harbour road to lorries.</p>
<p>“We have waited for ten years, and we will not wait for another one,” Mayor Ann Lee said after the vote.</p>
<p>The owners of the port said that they would appeal to the regional court before the end of the month.</p>
</article></body></html>"""

Headers = dict[str, str]
Body = Callable[[Callable[[bytes], object]], object]


def page(title: str = "Harbour road closes", *, head: str = "", lead: str = "") -> bytes:
    """A web page with an article."""
    return PAGE.format(title=title, head=head, lead=lead).encode()


@dataclass
class Site:
    """What a site answers by path (`answer` sets it), and the requests that it got, with when and their headers."""

    host: str = "127.0.0.1"
    port: int = 0
    answers: dict[str, tuple[int, Headers, bytes | Body]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[Headers] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def pages_asked(self) -> list[str]:
        return [path for path in self.asked if path != "/robots.txt"]

    def answer(
        self, path: str, body: bytes | str | Body = b"", kind: str = "text/html", status: int = 200, **headers: str
    ) -> str:
        """Answer a path from now on; returns its URL."""
        named = {name.replace("_", "-"): value for name, value in headers.items()} | {"Content-Type": kind}
        self.answers[path] = status, named, body.encode() if isinstance(body, str) else body
        return self.url + path

    def redirect(self, path: str, to: str) -> str:
        return self.answer(path, status=302, Location=to)


@contextmanager
def serving_site(host: str = "127.0.0.1", port: int = 0, *, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers 404 (also for robots.txt) but where it is told otherwise."""
    site = Site(host)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.heads.append(dict(self.headers))
            site.times.append(time.monotonic())
            status, headers, body = site.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if not callable(body):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                if callable(body):
                    body(self.wfile.write)
                else:
                    self.wfile.write(body)
            except OSError:  # the reader has had enough
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((host, port), Handler) as server:
        server.daemon_threads = True
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def guest(**manners: Any) -> Fetcher:
    """A fetcher in a hurry that counts 127.0.0.1 as public, and every name as its own."""
    return Fetcher(
        replace(Manners(pause=0.0), **manners),
        resolve=lambda host, _: [host if ":" in host or host[0].isdigit() else "127.0.0.1"],
        allowed=lambda address: address == "127.0.0.1",
    )
