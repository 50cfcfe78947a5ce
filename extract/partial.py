"""What a run of ``onrecord extract`` that was cut off left behind."""

from pathlib import Path

from pydantic import ValidationError

from extract.failure import Failure
from extract.records import ArticleQuotes


def whole_lines(partial: Path) -> dict[str, str]:
    """The hash of what the quotes were made of, by article, of the whole lines of a file; a half last line is cut off.

    A file that is missing has none. Raises `Failure` if it is another kind of file, or cannot be written.
    """
    found: dict[str, str] = {}
    try:
        with partial.open("r+b") as stream:
            for number, line in enumerate(iter(stream.readline, b""), start=1):
                if not line.endswith(b"\n"):
                    stream.seek(-len(line), 1)
                    stream.truncate()
                    break
                try:
                    article = ArticleQuotes.model_validate_json(line)
                except ValidationError as error:
                    told = f"{partial}, line {number}: not a line of onrecord extract"
                    raise Failure(f"{told}; run without --resume to start again") from error
                found[article.id] = article.source_hash or ""
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Failure(f"{partial} cannot be gone on from: {error.strerror}; run without --resume") from error
    return found
