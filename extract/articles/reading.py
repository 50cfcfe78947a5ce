"""What every reader takes and gives."""

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from extract.records import Article, Problem, short_hash

Found = Article | Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: `columns` maps a field of `Article` to the column or key that holds it, where its name differs.

    `depth` is how many files what is read lies in: a message that is attached to another lies in one. `follow_links`
    lets links in a folder lead out of it. Of the web: `private_addresses` lets pages come from hosts that are not
    public, too; `linked` is how many pages that a feed only links to are fetched.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0
    follow_links: bool = False
    private_addresses: bool = False
    linked: int = 50


Reader = Callable[[BinaryIO, str, Reading], Iterator[Found]]
"""Takes a stream of bytes that can be sought in, the name to report problems under, and how to read.

What is wrong with a part is a `Problem` among the articles; a reader raises `Unreadable` for all that it cannot read.
"""


class Unreadable(ValueError):
    """A file that cannot be read; the message says why and what to do."""


def problem_of(error: Exception, name: str, *, kind: str = "") -> Problem:
    """The problem with the input `name` whose reading raised `error`; `kind` is what it was read as ("PDF")."""
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        reason = f"damaged or cut off ({error}); get the file anew"
    elif isinstance(error, UnicodeDecodeError):
        reason = "its encoding is not recognised; save the file as UTF-8"
    elif isinstance(error, OSError | Unreadable):
        reason = getattr(error, "strerror", None) or str(error)
    else:  # what a library makes of hostile bytes
        why = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        reason = f"cannot be read{f' as {kind}' if kind else ''} ({why})"
    return Problem(input=name, reason=reason)


def completed(found: Found, fields: Mapping[str, Any]) -> Found:
    """An article with `fields` where it has none of its own, and the id that goes with them; a problem as it is."""
    if isinstance(found, Problem):
        return found
    own = found.model_dump(exclude_none=True)
    if found.id == short_hash(found.url or found.text):
        del own["id"]
    return Article.model_validate({**fields, **own})


def shown(name: str) -> str:
    """A name out of somebody else's file, safe to print on a terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name)
