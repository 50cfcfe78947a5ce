"""A person's corrections to the speakers and the policies of a store: what there is, and which names mean it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from extract.failure import Failure
from graph.corrections import Correction, Corrections, Kind, Merge, Rename, Split, read_corrections, write_corrections
from graph.forms import ABOUT, SAID, Forms
from graph.knowledge import Knowledge, known_with
from graph.nearest import nearest_names
from graph.settle import settle_policies, settle_speakers
from graph.store import Row, Store


@dataclass(frozen=True, slots=True)
class _Corrected:
    """What corrections of a kind are about: one of them in a word, where its forms are, and what a list shows of it."""

    noun: str
    forms: Forms
    columns: str
    settle: Callable[[Store, Knowledge], None]


_KINDS: dict[Kind, _Corrected] = {
    "speakers": _Corrected("speaker", SAID, "n.type AS type, n.roles AS roles, n.qid AS qid", settle_speakers),
    "policies": _Corrected("policy", ABOUT, "n.jurisdiction AS jurisdiction", settle_policies),
}


def overview(store: Store, kind: Kind, *, name: str | None = None, limit: int | None = None) -> list[Row]:
    """All of a kind, most quoted first, with every form: its id, how and how surely it was joined, its quotes."""
    about = _KINDS[kind]
    query = _OVERVIEW.format(pattern=about.forms.pattern, noun=about.noun, columns=about.columns)
    rows = store.read(query, name=name.casefold() if name else None)[:limit]
    forms: dict[str, list[str]] = {}
    for row in store.read(f"MATCH {about.forms.pattern}{_FORMS}", ids=[row["id"] for row in rows]):
        sure = f" {row['confidence']}" if row["confidence"] else ""
        forms.setdefault(row["id"], []).append(
            f"{row['name']} [{row['form']}, {row['joined']}{sure}, {row['quotes']}×]"
        )
    return [row | {"forms": forms.get(row["id"], [])} for row in rows]


_OVERVIEW = """
MATCH {pattern}-[:APPEARS_IN]->(a:Article)
WHERE $name IS NULL OR toLower(n.id) = $name OR any(alias IN n.aliases WHERE toLower(alias) CONTAINS $name)
RETURN n.name AS {noun}, {columns}, count(DISTINCT q) AS quotes, count(DISTINCT a) AS articles, n.id AS id
ORDER BY quotes DESC, {noun}, id"""
_FORMS = """
WHERE n.id IN $ids
RETURN n.id AS id, coalesce(r.form, n.id) AS form, coalesce(r.name, n.name) AS name, r.joined AS joined,
       r.joinConfidence AS confidence, count(q) AS quotes
ORDER BY quotes DESC, form, name"""


def merge(store: Store, file: Path, kind: Kind, names: Iterable[str]) -> Merge:
    """Make those of these names (or ids) one. Raises `Failure` for unknown, ambiguous and unlike ones."""
    ids = tuple(dict.fromkeys(_form(store, kind, name) for name in names))
    if len(ids) < 2:
        raise Failure(f"merge needs two names or more; {', '.join(ids)} is one")
    if kind == "speakers" and len(types := sorted({id.split(":")[0] for id in ids})) > 1:
        raise Failure(f"{', '.join(ids)} are of different types ({', '.join(types)}) and cannot be one")
    entry = Merge(merge=ids)
    _correct(store, file, kind, entry)
    return entry


def split(
    store: Store, file: Path, kind: Kind, name: str, *, articles: Iterable[str] = (), other_name: str | None = None
) -> Split:
    """Part a form from the others that mean the same; or, in some articles, from its namesake elsewhere."""
    if articles := tuple(articles):
        form = _form_in(store, kind, name, articles)
        entry = Split.model_validate({"split": form, "articles": articles, "as": _name(other_name or "")})
        if entry.form == form:
            raise Failure(f"{other_name!r} is the same name; add something that tells the two apart")
    else:
        form = _form(store, kind, name)
        others = sorted(_siblings(store, kind, form) - {form})
        if not others:
            noun = _KINDS[kind].noun
            raise Failure(f"{form} is the only name of its {noun}; part two {kind} of one name by --article and --as")
        entry = Split.model_validate({"split": form, "from": others})
    _correct(store, file, kind, entry)
    return entry


def _siblings(store: Store, kind: Kind, form: str) -> set[str]:
    """The forms that mean the same as one, itself among them, and whom only a register names: the node's own id."""
    pattern = _KINDS[kind].forms.pattern
    rows = store.read(_SIBLINGS.replace("$pattern", pattern), form=form)
    return {id for row in rows for id in (row["form"], row["node"])}


_SIBLINGS = """
MATCH $pattern
WHERE coalesce(r.form, n.id) = $form
WITH DISTINCT n
MATCH $pattern
RETURN DISTINCT coalesce(r.form, n.id) AS form, n.id AS node"""


def _form_in(store: Store, kind: Kind, name: str, articles: Iterable[str]) -> str:
    """The one form of a name that some articles have. Raises `Failure` if there is none, or several."""
    found = {row["id"] for row in store.read(_ARTICLES, ids=list(articles))}
    if unknown := [id for id in articles if id not in found]:
        raise Failure(f"the store holds no article {', '.join(unknown)}; `onrecord ask … --format json` tells ids")
    meant = {row["form"] for row in _named(store, kind, name)}
    rows = store.read(f"MATCH {_KINDS[kind].forms.pattern}{_USED}", ids=list(articles))
    used = sorted({row["form"] for row in rows} & meant)
    if len(used) != 1:
        told = f"use {', '.join(used)}: give one id" if used else f"have no {_KINDS[kind].noun} by a name of {name!r}"
        raise Failure(f"the articles {told}")
    return str(used[0])


_ARTICLES = "MATCH (a:Article) WHERE a.id IN $ids RETURN a.id AS id"
_USED = """-[:APPEARS_IN]->(a:Article)
WHERE a.id IN $ids
RETURN DISTINCT coalesce(r.given, n.id) AS form"""


def rename(store: Store, file: Path, kind: Kind, name: str, to: str) -> Rename:
    """Give what a name means another name, in place of one that a person gave before."""
    form = _form(store, kind, name)
    entry = Rename(rename=form, to=_name(to))
    _correct(store, file, kind, entry, instead_of=_siblings(store, kind, form))
    return entry


def _name(name: str) -> str:
    if not any(map(str.isalnum, name)):
        raise Failure(f"{name!r} is no name: it needs a letter")
    return name


def undo(store: Store, file: Path, kind: Kind, number: int) -> Correction:
    """Take one correction out again, by its number from 1 among those of its kind, and return it."""
    entries = read_corrections(file, kind).entries
    if not 1 <= number <= len(entries):
        raise Failure(f"there is no correction {number}; {file} holds {len(entries)}: `onrecord {kind} corrections`")
    kept = Corrections(kind, entries[: number - 1] + entries[number:])
    _apply(store, file, kept)
    return entries[number - 1]


def _correct(store: Store, file: Path, kind: Kind, entry: Correction, *, instead_of: Iterable[str] = ()) -> None:
    """Add a correction, in place of the names that were given to these forms."""
    former = set(instead_of)
    entries = [e for e in read_corrections(file, kind).entries if not (isinstance(e, Rename) and e.rename in former)]
    _apply(store, file, Corrections(kind, (*entries, entry)))


def _apply(store: Store, file: Path, corrections: Corrections) -> None:
    """Bring the store in line, then keep the corrections: what contradicts is neither written nor kept."""
    corrections.check()
    if not file.absolute().parent.is_dir():
        raise Failure(f"{file} cannot be written: its folder does not exist")
    # what is wrong with the list of people was reported when it was linked
    known = known_with({corrections.kind: corrections}, file, on_problem=lambda _: None)
    _KINDS[corrections.kind].settle(store, known)
    write_corrections(file, corrections)


def _form(store: Store, kind: Kind, name: str) -> str:
    """The form that a user means: an id as it is, else the one node or form of that name."""
    found = _named(store, kind, name)
    exact = [row for row in found if row["form"] == name]
    if not exact and len(own := [row for row in found if row.get("own")]) == 1:
        exact = own  # of several that a person made one, the one that goes by this name
    nodes = sorted({row["node"] for row in exact or found})
    if len(nodes) > 1:
        raise Failure(f"{name!r} may be any of {', '.join(nodes)}; give the id")
    return str(exact[0]["form"] if exact else found[0]["form"] if len(found) == 1 else nodes[0])


def _named(store: Store, kind: Kind, name: str) -> list[Row]:
    """The forms, with their nodes, that a name or an id means. Raises `Failure` if there is none."""
    about = _KINDS[kind]
    wanted = name.strip().casefold()
    found = store.read(f"MATCH {about.forms.pattern}{_NAMED}", name=wanted)
    found = found or store.read(f"MATCH {about.forms.pattern}{_ALIASED}", name=wanted)
    if not found:
        near = ", ".join(map(repr, nearest_names(store, about.noun, name)))
        hint = f"did you mean {near}?" if near else f"`onrecord {kind} list` tells names and ids"
        raise Failure(f"no {about.noun} in {store.name} is called {name!r}; {hint}")
    return found


_ALIASED = """
WHERE any(alias IN n.aliases WHERE toLower(alias) = $name)
RETURN DISTINCT n.id AS node, coalesce(r.form, n.id) AS form
ORDER BY form"""
_NAMED = """
WHERE toLower(coalesce(r.name, n.name)) = $name OR toLower(n.name) = $name OR toLower(coalesce(r.form, n.id)) = $name
      OR toLower(n.id) = $name
RETURN DISTINCT n.id AS node, coalesce(r.form, n.id) AS form, toLower(coalesce(r.name, n.name)) = $name AS own
ORDER BY form"""
