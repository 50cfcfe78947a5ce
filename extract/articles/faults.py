"""What is wrong with an input, and how a user reads of it."""

import gzip
import zlib

from extract.records import Problem


class Unreadable(ValueError):
    """A file that cannot be read; the message says why and what to do."""


class Exhausted(BaseException):
    """An input that holds too much in all. Not an `Exception`: it ends the whole input, not the part that it met."""


def problem_of(error: Exception, name: str, *, kind: str = "") -> Problem:
    """The problem with the input `name` whose reading raised `error`; `kind` is what it was read as ("PDF")."""
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        reason = f"damaged or cut off ({error}); get the file anew"
    elif isinstance(error, UnicodeDecodeError):
        reason = "its encoding is not recognised; save the file as UTF-8"
    elif isinstance(error, MemoryError):
        reason = "needs too much memory to be read; split it, or save it as text"
    elif isinstance(error, OSError | Unreadable):
        reason = getattr(error, "strerror", None) or str(error)
    else:  # what a library makes of hostile bytes
        why = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        reason = f"cannot be read{f' as {kind}' if kind else ''} ({why})"
    return Problem(input=name, reason=reason)
