"""What an article from the web may say of itself: only its own site may give it an address or an id.

Articles with one id or address replace one another, so a page could otherwise take the place of another outlet's.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tld import get_tld

from extract.articles.reading import Note, completed, without
from extract.records import Article

_OTHER_VIEW = re.compile(r"^(www|m|mobile|amp)\.")


def is_same_site(url: str, other: str) -> bool:
    """Whether two addresses are of one host, or of a host and one below it; "www", "m" and the like do not count.

    No host is below a public suffix ("co.uk", "github.io"): whoever likes has one there.
    """
    try:
        (host, port), (other_host, other_port) = map(_host, (url, other))
    except ValueError:  # a port that is no number, brackets that do not close
        return False
    upper, lower = sorted((host, other_host), key=len)
    below = lower.endswith(f".{upper}") and not _is_public_suffix(upper)
    return bool(upper) and port == other_port and (upper == lower or below)


def _host(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    bare = _OTHER_VIEW.sub("", host)
    port = None if parts.port in (80, 443) else parts.port  # pages moved from http to https
    return host if _is_public_suffix(bare) else bare, port


def _is_public_suffix(host: str) -> bool:
    return "." not in host or get_tld(f"https://{host}", fail_silently=True, search_private=True) == host


def of_site(article: Article, found_at: str, name: str, *, whole_file: bool) -> Iterator[Article | Note]:
    """Yield an article that was found at an address without an id, and without an address on another site.

    An article that is a `whole_file` gets the address that it was found at where it has none of its own. A note,
    reported under `name`, says what was left out.
    """
    given = {"id"}
    if article.url and not is_same_site(article.url, found_at):
        yield Note(input=name, text=f"its address {article.url} is on another site and was left out")
        given.add("url")
    yield completed(without(article, given), {"url": found_at} if whole_file else {})
