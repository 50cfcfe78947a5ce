"""What an article from the web may say of itself: only its own site may give it an address or an id.

Articles with one id or address replace one another, so a page could otherwise take the place of another outlet's.
"""

import re
from collections.abc import Iterator
from itertools import permutations
from urllib.parse import urlsplit

from extract.articles.reading import Note, completed, without
from extract.records import Article


def is_same_site(url: str, other: str) -> bool:
    """Whether two addresses are of one host, or of a host and one below it; "www", "m" and the like do not count."""
    try:
        one, two = (urlsplit(address) for address in (url, other))
        if one.port != two.port:
            return False
    except ValueError:  # a port that is no number, brackets that do not close
        return False
    hosts = [re.sub(r"^(www|m|mobile|amp)\.", "", (address.hostname or "").rstrip(".")) for address in (one, two)]
    return all(hosts) and (hosts[0] == hosts[1] or any(f".{a}".endswith(f".{b}") for a, b in permutations(hosts)))


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
