"""Text that others wrote, made safe for where it goes: a terminal, JSON, a spreadsheet, a link.

Terminals obey control characters, and pagers and editors those that turn the direction of what stands behind them.
Programs that read JSON get the same values; people who read text see U+FFFD in the place of each.
"""

import json
import math
import re
from typing import Any
from urllib.parse import quote as percent_encoded

ACTIVE = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
"""Control characters but tab and line feed, line separators, turns of direction, and halves of characters."""
_UNPRINTABLE = re.compile(f"[{ACTIVE}]")
_UNPRINTABLE_OR_BREAK = re.compile(f"[{ACTIVE}\t\n]")
FORMULA = re.compile(r"[=+\-@\t＝＋－＠]")
"""What a spreadsheet takes a cell that begins with it for a formula by; full-width signs where it speaks Japanese."""
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)


def unprintable(text: str) -> str | None:
    """The first character of a text that `printable` replaces; None where there is none."""
    found = _UNPRINTABLE.search(text)
    return found[0] if found else None


def printable(value: object, *, lines: bool = True) -> str:
    """A text for people, with U+FFFD for what a terminal would obey.

    Line ends (as line feeds) and tabs stay, unless it is not to have `lines`, as a name.
    """
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return (_UNPRINTABLE if lines else _UNPRINTABLE_OR_BREAK).sub("\N{REPLACEMENT CHARACTER}", text)


def printable_text(value: Any) -> Any:
    """Plain text as `printable` makes it, and everything else as it is: what a Jinja template puts in its places."""
    return printable(value) if type(value) is str else value


def json_text(value: Any, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """A value as JSON that `json_escaped` made safe: what JSON has no form for as text, NaN and infinity as null."""
    text = json.dumps(
        _finite(value), ensure_ascii=False, allow_nan=False, default=str, indent=indent, sort_keys=sort_keys
    )
    return json_escaped(text)


def json_escaped(text: str) -> str:
    r"""JSON with a ``\u…`` for each character that `printable` replaces: the same values, whoever reads it."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value


def spreadsheet_cell(value: Any) -> Any:
    """A value for a cell of CSV: text is `printable`, with an apostrophe before what begins like a formula."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if FORMULA.match(text) else text


def web_address(value: object) -> str | None:
    """An address on the web, with what no IRI may have percent-encoded; None for what is none, such as javascript:…"""
    address = value.strip() if isinstance(value, str) else ""
    if not _WEB.match(address):
        return None
    return percent_encoded(address, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")
