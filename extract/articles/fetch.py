"""Pages from the web, as a polite guest fetches them: by GET, one at a time, as far as robots.txt lets us.

No cookies are kept, no user names and passwords are sent. The environment's proxies are not used: a proxy resolves
names itself, so the address that is checked would not be the one that is read from.
"""

import codecs
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from math import inf
from pathlib import PurePosixPath
from textwrap import shorten

import httpcore
import httpx
from protego import Protego

from extract.articles.decode import MARKS, encoding_of
from extract.articles.faults import Unreadable
from extract.articles.limits import MAX_PAGE
from extract.articles.network import Connections, Resolve, Transport, Unreachable, is_public, resolve
from extract.articles.reading import shown

AGENT = "onrecord"
"""The name that rules of robots.txt may single out."""

ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".rss",
    "application/x-rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rss",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
}
"""The content types that are read, and the ending of a file that holds the same."""

UNTOLD = {"", "text/plain", "application/octet-stream", "binary/octet-stream"}
"""Content types of servers that do not know better: the address may tell more."""

ROBOTS_BYTES = 512_000
"""What is read of a robots.txt (RFC 9309 asks for 500 KiB at least)."""

ADVICE = {
    401: "it wants a login; save the page from a browser and give the file",
    403: "it is closed to programs; save the page from a browser and give the file",
    404: "no such page; check the address",
    410: "the page is gone; an archive of the web may hold it",
    429: "it asks for fewer requests; try again later",
    451: "it is closed for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Manners:
    """How pages are fetched; times are in seconds, sizes in bytes.

    `pause` is the least between two requests to one host; a robots.txt may ask for up to `longest_pause`. `silence` is
    how long a server may send nothing, `deadline` the most that one request may take (but for resolving the name, which
    the system limits), `size` the largest page, unpacked.
    """

    pause: float = 1.0
    longest_pause: float = 60.0
    silence: float = 15.0
    deadline: float = 60.0
    size: int = MAX_PAGE
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Page:
    """What came from `url`, where the redirects led; `ending` is that of a file with the same content."""

    url: str
    ending: str
    content: bytes


class Fetcher:
    """Fetches pages, one after the other; remembers each host's robots.txt and when it was last asked."""

    def __init__(
        self,
        manners: Manners = Manners(),
        *,
        resolve: Resolve = resolve,
        allowed: Callable[[str], bool] = is_public,
    ) -> None:
        self._manners = manners
        self._connections = Connections(resolve=resolve, allowed=allowed)
        self._client = httpx.Client(
            transport=Transport(self._connections),
            headers={
                "User-Agent": f"{AGENT}/{version('onrecord')} (reads news articles that a person names)",
                "Accept": ", ".join(ENDINGS),
                "Accept-Encoding": "gzip, deflate",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=manners.silence,
            trust_env=False,
        )
        self._rules: dict[httpx.URL, Protego | str] = {}
        self._asked: dict[str, float] = {}

    def fetch(self, url: str) -> Page:
        """The page at a URL, after redirects. Raises `Unreadable`, which says why there is none and what to do."""
        address = checked(url)
        for _ in range(self._manners.redirects + 1):
            rules = self._rules_for(address)
            if not rules.can_fetch(str(address), AGENT):
                raise Unreadable(f"the robots.txt of {address.host} asks programs to leave {address} alone")
            with self._get(address, pause=rules.crawl_delay(AGENT) or 0.0) as response:
                if response.has_redirect_location:
                    address = _redirected(address, response)
                    continue
                return self._page(address, response)
        raise Unreadable(f"redirected more than {self._manners.redirects} times; give the address of the page itself")

    def _page(self, address: httpx.URL, response: httpx.Response) -> Page:
        status = response.status_code
        if status == 429:
            self._rules[address.join("/robots.txt")] = _status(response)
        if status != 200:
            raise Unreadable(_status(response))
        ending = _ending(address, response)
        content = _body(response, self._manners.size + 1)
        if len(content) > self._manners.size:
            raise Unreadable(f"larger than {self._manners.size:,} bytes; no news article is")
        if ending != ".pdf" and (charset := response.charset_encoding):
            content = _marked(content, charset)
        return Page(str(address), ending, content)

    def _rules_for(self, address: httpx.URL) -> Protego:
        place = address.join("/robots.txt")
        if place not in self._rules:
            try:
                self._rules[place] = self._robots(place)
            except Unreachable as error:
                self._rules[place] = str(error)
            except Unreadable as error:
                self._rules[place] = f"whether its robots.txt allows programs cannot be told: {error}"
        rules = self._rules[place]
        if isinstance(rules, str):
            raise Unreadable(rules)
        return rules

    def _robots(self, address: httpx.URL) -> Protego:
        """The rules at an address; none where the server says that there are none (RFC 9309, section 2.3.1)."""
        for _ in range(self._manners.redirects + 1):
            with self._get(address, pause=0.0) as response:
                if response.has_redirect_location:
                    address = _redirected(address, response)
                elif response.status_code == 200:
                    return Protego.parse(_body(response, ROBOTS_BYTES).decode(errors="replace"))
                elif 400 <= response.status_code < 500:
                    return Protego.parse("")
                else:
                    raise Unreadable(_status(response))
        raise Unreadable(f"it redirects more than {self._manners.redirects} times")

    @contextmanager
    def _get(self, address: httpx.URL, *, pause: float) -> Iterator[httpx.Response]:
        """The answer of a server, its body still to be read; waits for the host's turn."""
        if pause > self._manners.longest_pause:
            raise Unreadable(
                f"the robots.txt of {address.host} asks for {pause:,.0f} seconds between requests "
                f"(at most {self._manners.longest_pause:,.0f} are waited for)"
            )
        due = self._asked.get(address.host, -inf) + max(pause, self._manners.pause)
        time.sleep(max(0.0, due - time.monotonic()))
        self._connections.deadline = time.monotonic() + self._manners.deadline
        try:
            with self._client.stream("GET", address) as response:
                yield response
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise Unreachable(f"no connection to {address.host}: {_cause(error)}") from error
        except httpcore.TimeoutException as error:
            raise Unreadable("no whole answer in time; try again later") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, UnicodeError) as error:
            raise Unreadable(f"broken answer ({_cause(error)}); try again later") from error
        finally:
            self._asked[address.host] = time.monotonic()


def checked(url: str) -> httpx.URL:
    """The address to ask for, without its fragment. Raises `Unreadable` if it is none that may be fetched."""
    try:
        address = httpx.URL(url)
        host = address.host  # read here: decoding an international name may fail
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreadable(f"no address of the web: {error}") from error
    if address.scheme not in ("http", "https"):
        raise Unreadable(f"{address.scheme or 'an address without a scheme'} is not read, only http and https are")
    if not host:
        raise Unreadable("the address names no host")
    if address.userinfo:
        raise Unreadable("addresses with a user name or password are not fetched; leave them out")
    return address.copy_with(fragment=None)


def _redirected(address: httpx.URL, response: httpx.Response) -> httpx.URL:
    try:
        return checked(str(address.join(response.headers["location"])))
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreadable(f"redirected to what may not be fetched: {error}") from error


def _ending(address: httpx.URL, response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    named = PurePosixPath(address.path).suffix.lower()
    if kind in UNTOLD and named in ENDINGS.values():
        return named
    if kind not in ENDINGS:
        raise Unreadable(
            f"its content type is {shown(kind) or 'not told'}, which is not read "
            "(only web pages, feeds, JSON, plain text and PDF)"
        )
    return ENDINGS[kind]


def _marked(content: bytes, charset: str) -> bytes:
    """A text in UTF-8 with a mark, which counts before what the text says of itself, as what the server says does."""
    encoding, _ = encoding_of(content, declared=charset)
    if encoding in ("utf-8", *MARKS.values()):
        return content
    return codecs.BOM_UTF8 + content.decode(encoding).encode()


def _body(response: httpx.Response, most: int) -> bytes:
    """The first `most` bytes, unpacked as they come. One step of unpacking makes at most a thousandfold of 64 KiB."""
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("identity", "gzip", "deflate"):
        raise Unreadable(f"it is packed as {shown(packed)}, which was not asked for")
    body = bytearray()
    for part in response.iter_bytes():
        body += part[: most - len(body)]
        if len(body) >= most:
            break
    return bytes(body)


def _status(response: httpx.Response) -> str:
    status = response.status_code
    advice = ADVICE.get(status, "its server has a fault; try again later" if status >= 500 else "check the address")
    return f"the server answers {status} {response.reason_phrase}: {advice}"


def _cause(error: Exception) -> str:
    cause = error.__cause__ or error.__context__  # httpcore raises its errors again without their cause
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"{cause.verify_message}; SSL_CERT_FILE names certificates of an authority of your own"
    said = (isinstance(cause, OSError) and cause.strerror) or str(error) or type(error).__name__
    return shorten(shown(said), 150, placeholder=" …")
