"""Plain text, with or without a YAML front matter between ``---`` lines that holds title, outlet, published, url …"""

import re
from collections.abc import Iterator
from typing import BinaryIO

import yaml
from pydantic import ValidationError

from extract.articles.decode import read_text
from extract.articles.reading import Found, Reading
from extract.records import KNOWN_FIELDS, Article, Problem

FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?P<head>.*?)^---[ \t]*\r?\n\s*", re.DOTALL | re.MULTILINE)


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the one article of a text file. Offsets count from the first character after the front matter."""
    content = read_text(stream)
    found = FRONT_MATTER.match(content)
    try:
        head = yaml.safe_load(found["head"]) if found else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        yield Problem(input=name, reason=f"broken front matter{where}: {problem}; put quotation marks around the value")
        return
    if not isinstance(head, dict) or not any(str(key) in KNOWN_FIELDS for key in head):
        found, head = None, {}  # a ruled-off paragraph, no front matter
    try:
        yield Article.model_validate({**head, "text": content[found.end() :] if found else content})
    except ValidationError as error:
        yield Problem.of(name, error)
