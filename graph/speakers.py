"""Who speaks in a store, under which names; and a person's corrections to that."""

from collections.abc import Callable, Iterable
from pathlib import Path

from extract.failure import Failure
from extract.records import Problem
from graph.corrections import Correction, Corrections, Merge, Rename, Split, read_corrections, write_corrections
from graph.knowledge import Knowledge, qid_file, read_qids
from graph.nearest import nearest_names
from graph.reconcile import reconcile
from graph.store import Row, Store


def list_speakers(store: Store, *, name: str | None = None, limit: int | None = None) -> list[Row]:
    """The speakers, most quoted first, with every form of their names: its id, how it was joined, its quotes."""
    rows = store.read(_SPEAKERS, name=name.casefold() if name else None)[:limit]
    forms: dict[str, list[str]] = {}
    for row in store.read(_FORMS, ids=[row["id"] for row in rows]):
        forms.setdefault(row["speaker"], []).append(f"{row['name']} [{row['form']}, {row['joined']}, {row['quotes']}×]")
    return [row | {"forms": forms.get(row["id"], [])} for row in rows]


_SPEAKERS = """
MATCH (s:Speaker)-[r:SAID]->(q:Quote)-[:APPEARS_IN]->(a:Article)
WHERE $name IS NULL OR toLower(s.id) = $name OR any(alias IN s.aliases WHERE toLower(alias) CONTAINS $name)
RETURN s.name AS speaker, s.type AS type, count(DISTINCT q) AS quotes, count(DISTINCT a) AS articles,
       s.roles AS roles, s.qid AS qid, s.id AS id
ORDER BY quotes DESC, speaker, id"""
_FORMS = """
MATCH (s:Speaker)-[r:SAID]->(q:Quote)
WHERE s.id IN $ids
RETURN s.id AS speaker, coalesce(r.form, s.id) AS form, coalesce(r.name, s.name) AS name, r.joined AS joined,
       count(q) AS quotes
ORDER BY quotes DESC, form, name"""


def merge(store: Store, file: Path, names: Iterable[str]) -> Merge:
    """Make the speakers of these names (or ids) one. Raises `Failure` for unknown, ambiguous and unlike ones."""
    ids = tuple(dict.fromkeys(_form(store, name) for name in names))
    if len(ids) < 2:
        raise Failure(f"merge needs two names or more; {', '.join(ids)} is one")
    if len(types := sorted({id.split(":")[0] for id in ids})) > 1:
        raise Failure(f"{', '.join(ids)} are of different types ({', '.join(types)}) and cannot be one")
    entry = Merge(merge=ids)
    _correct(store, file, entry)
    return entry


def split(store: Store, file: Path, name: str, *, articles: Iterable[str] = (), other_name: str | None = None) -> Split:
    """Part a form from the other forms of its speaker; or, in some articles, from its namesake elsewhere."""
    if articles := tuple(articles):
        form = _form_in(store, name, articles)
        entry = Split.model_validate({"split": form, "articles": articles, "as": _name(other_name or "")})
        if entry.form == form:
            raise Failure(f"{other_name!r} is the same name; add something that tells the two apart")
    else:
        form = _form(store, name)
        others = sorted({row["form"] for row in store.read(_SIBLINGS, form=form)})
        if not others:
            raise Failure(f"{form} is the only name of its speaker; part two people of one name by --article and --as")
        entry = Split.model_validate({"split": form, "from": others})
    _correct(store, file, entry)
    return entry


_SIBLINGS = """
MATCH (:Quote)<-[r:SAID]-(s:Speaker)-[other:SAID]->(:Quote)
WHERE coalesce(r.form, s.id) = $form AND coalesce(other.form, s.id) <> $form
RETURN DISTINCT coalesce(other.form, s.id) AS form"""


def _form_in(store: Store, name: str, articles: Iterable[str]) -> str:
    """The one form under which some articles quote a speaker. Raises `Failure` if there is none, or several."""
    found = {row["id"] for row in store.read(_ARTICLES, ids=list(articles))}
    if unknown := [id for id in articles if id not in found]:
        raise Failure(f"the store holds no article {', '.join(unknown)}; `onrecord ask … --format json` tells ids")
    meant = {row["form"] for row in _named(store, name)}
    used = sorted({row["form"] for row in store.read(_USED, ids=list(articles))} & meant)
    if len(used) != 1:
        told = f"use {', '.join(used)}: give one id" if used else f"quote nobody under a name of {name!r}"
        raise Failure(f"the articles {told}")
    return str(used[0])


_ARTICLES = "MATCH (a:Article) WHERE a.id IN $ids RETURN a.id AS id"
_USED = """
MATCH (s:Speaker)-[r:SAID]->(:Quote)-[:APPEARS_IN]->(a:Article)
WHERE a.id IN $ids
RETURN DISTINCT coalesce(r.given, s.id) AS form"""


def rename(store: Store, file: Path, name: str, to: str) -> Rename:
    """Give the speaker of a name another name, in place of one that a person gave before."""
    form = _form(store, name)
    entry = Rename(rename=form, to=_name(to))
    siblings = {form, *(row["form"] for row in store.read(_SIBLINGS, form=form))}
    _correct(store, file, entry, instead_of=siblings)
    return entry


def _name(name: str) -> str:
    if not any(map(str.isalnum, name)):
        raise Failure(f"{name!r} is no name: it needs a letter")
    return name


def undo(store: Store, file: Path, number: int) -> Correction:
    """Take one correction out again, by its number from 1, and return it."""
    entries = read_corrections(file).entries
    if not 1 <= number <= len(entries):
        raise Failure(f"there is no correction {number}; {file} holds {len(entries)}: `onrecord speakers corrections`")
    kept = Corrections(entries[: number - 1] + entries[number:])
    _apply(store, file, kept)
    return entries[number - 1]


def _correct(store: Store, file: Path, entry: Correction, *, instead_of: Iterable[str] = ()) -> None:
    """Add a correction, in place of the names that were given to these forms."""
    former = set(instead_of)
    entries = [e for e in read_corrections(file).entries if not (isinstance(e, Rename) and e.rename in former)]
    _apply(store, file, Corrections((*entries, entry)))


def _apply(store: Store, file: Path, corrections: Corrections) -> None:
    """Bring the store in line, then keep the corrections: what contradicts is neither written nor kept."""
    corrections.check()
    if not file.absolute().parent.is_dir():
        raise Failure(f"{file} cannot be written: its folder does not exist")
    listed = qid_file(file)
    qids = read_qids(listed, on_problem=lambda _: None) if listed.exists() else {}  # reported when it was linked
    reconcile(store, Knowledge(corrections, qids))
    write_corrections(file, corrections)


def _form(store: Store, name: str) -> str:
    """The form that a user means: an id as it is, else the one speaker or form of that name."""
    found = _named(store, name)
    exact = [row for row in found if row["form"] == name]
    speakers = sorted({row["speaker"] for row in exact or found})
    if len(speakers) > 1:
        raise Failure(f"{name!r} may be any of {', '.join(speakers)}; give the id")
    return str(exact[0]["form"] if exact else found[0]["form"] if len(found) == 1 else speakers[0])


def _named(store: Store, name: str) -> list[Row]:
    """The forms, with their speakers, that a name or an id means. Raises `Failure` if there is none."""
    found = store.read(_NAMED, name=name.strip().casefold())
    if not found:
        near = ", ".join(map(repr, nearest_names(store, "speaker", name)))
        hint = f"did you mean {near}?" if near else "`onrecord speakers list` tells names and ids"
        raise Failure(f"no speaker in {store.name} is called {name!r}; {hint}")
    return found


_NAMED = """
MATCH (s:Speaker)-[r:SAID]->(:Quote)
WHERE toLower(coalesce(r.name, s.name)) = $name OR toLower(s.name) = $name OR toLower(coalesce(r.form, s.id)) = $name
      OR toLower(s.id) = $name
RETURN DISTINCT s.id AS speaker, coalesce(r.form, s.id) AS form
ORDER BY form"""


def link(store: Store, file: Path, listed: Path, *, on_problem: Callable[[Problem], None]) -> list[str]:
    """Link speakers to Wikidata by a CSV file of names and ids, and keep it for later loads.

    Return the names that link nobody yet: those that no speaker has, or that several have.
    """
    qids = read_qids(listed, on_problem=on_problem)
    corrections = read_corrections(file)
    corrections.check()
    reconcile(store, Knowledge(corrections, qids))
    kept = qid_file(file)
    if kept.absolute() != listed.absolute():
        kept.write_bytes(listed.read_bytes())
    linked = {row["qid"] for row in store.read("MATCH (s:Speaker) WHERE s.qid IS NOT NULL RETURN s.qid AS qid")}
    return [name for name, qid in qids.items() if qid not in linked]
