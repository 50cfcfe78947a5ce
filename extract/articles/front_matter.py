"""The YAML front matter between ``---`` lines that a text may begin with: title, outlet, published, url …"""

import re
from typing import Any

import yaml

from extract.articles.reading import Unreadable
from extract.records import KNOWN_FIELDS

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?P<head>.*?)^---[ \t]*(?:\r?\n\s*|\Z)", re.DOTALL | re.MULTILINE)


def parted(content: str) -> tuple[dict[str, Any], str]:
    """The fields of the front matter, empty if there is none, and the text after it. Raises `Unreadable`."""
    found = _FRONT_MATTER.match(content)
    try:
        head = yaml.safe_load(found["head"]) if found else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise Unreadable(f"broken front matter{where}: {problem}; put quotation marks around the value") from error
    if not found or not isinstance(head, dict) or not any(str(key) in KNOWN_FIELDS for key in head):
        return {}, content  # a ruled-off paragraph, no front matter
    return {str(key): value for key, value in head.items()}, content[found.end() :]
