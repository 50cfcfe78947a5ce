"""What a run of ``onrecord extract`` that was cut off left behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from extract.failure import Failure
from extract.records import ArticleQuotes
from extract.versions import made_by_hash


@dataclass(slots=True)
class Partial:
    """The lines of a file that a run left: `hashes` tells by article what its quotes were made of."""

    file: Path
    hashes: dict[str, str] = field(default_factory=dict)

    def held(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The hashes of those articles that the file holds."""
        return {id: self.hashes[id] for id in ids if id in self.hashes}

    def keep_last(self) -> None:
        """Of several lines of one article, whose text changed meanwhile, keep the last. Raises `OSError`."""
        with self.file.open("rb") as stream:
            numbers = {ArticleQuotes.model_validate_json(line).id: number for number, line in enumerate(stream)}
        kept = set(numbers.values())
        if len(kept) == 1 + max(kept, default=-1):
            return
        other = self.file.with_name(f"{self.file.name}.kept")
        with self.file.open("rb") as stream, other.open("wb") as target:
            target.writelines(line for number, line in enumerate(stream) if number in kept)
        other.replace(self.file)


def whole_lines(file: Path, *, fingerprint: str) -> Partial:
    """The whole lines of a file, from which a half last line is cut off; a file that is missing has none.

    Raises `Failure` if it is another kind of file, was made by another extraction than `fingerprint` tells (another
    release, model, topics, policies or ``--no-text``), or cannot be written.
    """
    found = Partial(file)
    again = "run without --resume to start again"
    try:
        for number, line in enumerate(_whole(file), start=1):
            try:
                article = ArticleQuotes.model_validate_json(line)
            except ValidationError as error:
                raise Failure(f"{file}, line {number}: not a line of onrecord extract; {again}") from error
            if not (article.source_hash or "").startswith(made_by_hash(fingerprint)):
                raise Failure(f"{file} was made by another release or with other options; {again}")
            found.hashes[article.id] = article.source_hash or ""
    except FileNotFoundError:
        return found
    except OSError as error:
        raise Failure(f"{file} cannot be gone on from: {error.strerror}; run without --resume") from error
    return found


def _whole(file: Path) -> Iterator[bytes]:
    with file.open("r+b") as stream:
        for line in iter(stream.readline, b""):
            if not line.endswith(b"\n"):
                stream.seek(-len(line), 1)
                stream.truncate()
                return
            yield line
