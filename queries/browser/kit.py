"""The kit for Neo4j Browser: `write_kit` writes the saved questions as favourites, a style, a guide and a README.

Neo4j Browser shows no rows of statements that are run together, only that they succeeded, so a favourite cannot set its
own parameters. Those of the folder `choose` set all of them, with one statement, to names out of the store.
"""

import html
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path, PurePosixPath

from extract.failure import Failure
from queries.catalogue import catalogue
from queries.header import SavedQuery, parse

STYLE = "onrecord.grass"
GUIDE = "guide.html"
FAVOURITES = "favourites"
ZIP = "favourites.zip"
README = "README.md"

_HERE = files(__package__)
_BOX = '<pre class="pre-scrollable code runnable" style="max-height: 9em; white-space: pre">{}</pre>'
_PLACE = re.compile(r"\{\{ (\S+) \}\}")


class NotAKit(Failure):
    """A folder that holds other things than a kit, or cannot be written."""


def write_kit(folder: Path) -> list[Path]:
    """Write the kit into a folder, made if missing, and return its files. Written again it replaces its own files.

    Favourites of an earlier kit that are no longer saved questions go; files of other names stay.
    Raises `NotAKit` if the folder holds things and no kit, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> written = write_kit(Path(tempfile.mkdtemp()))
    >>> [file.name for file in written if file.suffix != ".cypher"]
    ['onrecord.grass', 'guide.html', 'favourites.zip', 'README.md']
    """
    if folder.exists() and not folder.is_dir():
        raise NotAKit(f"{folder} is a file; name a folder for the kit")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / STYLE).is_file():
        raise NotAKit(f"{folder} is not empty and holds no {STYLE} of an earlier kit; name a new folder")
    texts = kit()
    try:
        for gone in _former(folder / ZIP) - texts.keys():
            (folder / gone).unlink(missing_ok=True)
        for name, content in texts.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    except OSError as error:
        raise NotAKit(f"{error.filename} cannot be written: {error.strerror}; name another folder") from error
    return [folder / name for name in texts]


def kit() -> dict[str, bytes]:
    """The files of the kit by their paths in its folder."""
    favourites = {f"{FAVOURITES}/{path}": text for path, text in favourite_texts().items()}
    texts = {STYLE: _text(STYLE), GUIDE: _guide(), **favourites}
    return {
        **{name: text.encode() for name, text in texts.items()},
        ZIP: _zipped(favourites),
        README: _text(README).encode(),
    }


def favourite_texts() -> dict[str, str]:
    """The favourites by ``<folder>/<name>.cypher``, in the order in which Neo4j Browser is to show the folders."""
    choices, graphs = tuple(_saved("choose")), tuple(_saved("graphs"))
    questions = (*graphs, *catalogue().values())
    chosen = {query.name: _choice(query, questions) for query in choices}
    return {
        **{f"onrecord 1 choose/{name}.cypher": text for name, text in chosen.items()},
        **{f"onrecord 2 {query.group}/{query.name}.cypher": _favourite(query, choices) for query in questions},
    }


def _saved(group: str) -> Iterator[SavedQuery]:
    for file in sorted((_HERE / group).iterdir(), key=lambda file: file.name):
        yield parse(file.read_text("utf-8"), file.name.removesuffix(".cypher"), group=group, file=file.name)


def _choice(choice: SavedQuery, questions: Iterable[SavedQuery]) -> str:
    """One statement that sets every parameter: the names that the choice finds in the store, else the defaults."""
    defaults: dict[str, object] = {}
    for parameter in (parameter for query in questions for parameter in query.parameters):
        same = defaults.setdefault(parameter.name, parameter.default) == parameter.default
        defaults[parameter.name] = parameter.default if same else None
    values = [name if name in choice.columns else f"{_literal(value)} AS {name}" for name, value in defaults.items()]
    lines = choice.cypher.split("\n")
    head = [line for line in lines if line.startswith("//")]
    body = [line for line in lines if not line.startswith("//")]
    command = [f":param [{{{', '.join(defaults)}}}] => {{", *body, f"RETURN {', '.join(values)}", "}"]
    return "\n".join([*head, *command]) + "\n"


def _favourite(query: SavedQuery, choices: Iterable[SavedQuery]) -> str:
    """The statement as saved, with a line that says what sets its parameters."""
    needed = {parameter.name for parameter in query.parameters if parameter.required}
    first, rest = query.cypher.split("\n", 1)
    by = next((f"the favourite “{choice.title}”" for choice in choices if needed <= set(choice.columns)), None)
    if by is None:
        by_hand = ", ".join(f"`:param {name} => …`" for name in sorted(needed))
        by = f"any favourite of the first folder, then {by_hand}"
    return f"{first}\n// Parameters are set by {by}: run it before.\n{rest}\n"


def _literal(value: object) -> str:
    """A parameter's default as Cypher."""
    return repr(value) if isinstance(value, str) else json.dumps(value)


def _guide() -> str:
    """The guide with the favourites that it runs in their places.

    Neo4j Browser takes what looks like `onclick=` out of a guide, in Cypher too: an equals sign as an entity does not.
    """
    texts = favourite_texts()

    def favourite(place: re.Match[str]) -> str:
        text = next(text for path, text in texts.items() if path.endswith(f" {place[1]}.cypher"))
        return _BOX.format(html.escape(text.strip(), quote=False).replace("=", "&#61;"))

    return _PLACE.sub(favourite, _text(GUIDE))


def _zipped(texts: dict[str, str]) -> bytes:
    """The favourites as Neo4j Browser imports them: their folders at the top; the same bytes every time."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, text in texts.items():
            archive.writestr(zipfile.ZipInfo(str(PurePosixPath(path).relative_to(FAVOURITES))), text)
    return stream.getvalue()


def _former(archive: Path) -> set[str]:
    """The favourites that an earlier kit wrote; none if its archive cannot be read."""
    try:
        with zipfile.ZipFile(archive) as former:
            return {f"{FAVOURITES}/{name}" for name in former.namelist() if ".." not in name}
    except (OSError, zipfile.BadZipFile):
        return set()


def _text(name: str) -> str:
    return (_HERE / name).read_text("utf-8")
