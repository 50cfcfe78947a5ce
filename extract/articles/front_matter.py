"""The YAML front matter between ``---`` lines that a text may begin with: title, outlet, published, url …"""

import re
from typing import Any

import yaml

from extract.articles.faults import Unreadable
from extract.articles.limits import MAX_HEAD
from extract.records import KNOWN_FIELDS


class _Loader(yaml.SafeLoader):
    """YAML without anchors and aliases: a few lines of them stand for gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # its types leave it out
        if event.anchor is not None:
            raise yaml.composer.ComposerError(None, None, "a value that begins with & or *", event.start_mark)
        return super().compose_node(parent, index)


_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?P<head>.*?)^---[ \t]*(?:\r?\n\s*|\Z)", re.DOTALL | re.MULTILINE)


def parted(content: str) -> tuple[dict[str, Any], str]:
    """The fields of the front matter, empty if there is none, and the text after it. Raises `Unreadable`."""
    found = _FRONT_MATTER.match(content)
    if found and len(found["head"]) > MAX_HEAD:
        raise Unreadable(f"front matter of more than {MAX_HEAD:,} characters; take out what is not about the article")
    try:
        head = yaml.load(found["head"], _Loader) if found else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise Unreadable(f"broken front matter{where}: {problem}; put quotation marks around the value") from error
    if not found or not isinstance(head, dict) or not any(str(key) in KNOWN_FIELDS for key in head):
        return {}, content  # a ruled-off paragraph, no front matter
    return {str(key): value for key, value in head.items()}, content[found.end() :]
