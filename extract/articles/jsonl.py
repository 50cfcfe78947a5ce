"""JSON Lines: one article a line, the fields of `extract.records.Article`."""

import json
from collections.abc import Iterator

from pydantic import ValidationError

from extract.records import FORMAT, Article, Problem


def read(content: str, name: str) -> Iterator[Article | Problem]:
    """Yield one article, or one problem with its line number, for each line that is not blank."""
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            data = json.loads(line)
            if isinstance(data, dict) and data.get("format") == FORMAT:
                yield Problem(input=where, reason="these are quotes already; load them by `onrecord load`")
                continue
            yield Article.model_validate(data)
        except json.JSONDecodeError as error:
            yield Problem(input=where, reason=f"broken JSON: {error.msg} (column {error.colno})")
        except ValidationError as error:
            yield Problem.of(where, error)
        except (ValueError, RecursionError) as error:  # a number of thousands of digits, nesting without end
            yield Problem(input=where, reason=f"not JSON that can be read: {error}")
