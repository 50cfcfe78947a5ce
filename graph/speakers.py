"""Who speaks in a store, under which names; and a person's corrections to that."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from extract.failure import Failure
from extract.records import Problem
from graph.corrections import Correction, Corrections, Merge, Rename, Split, read_corrections, write_corrections
from graph.knowledge import Knowledge, known_of, qid_file, read_qids
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
ORDER BY quotes DESC, form"""


def merge(store: Store, file: Path, names: Iterable[str]) -> Merge:
    """Make the speakers of these names (or ids) one. Raises `Failure` for unknown and ambiguous ones."""
    ids = tuple(dict.fromkeys(_form(store, name) for name in names))
    if len(ids) < 2:
        raise Failure(f"these are one speaker already: {', '.join(ids)}")
    entry = Merge(merge=ids)
    _correct(store, file, entry)
    return entry


def split(store: Store, file: Path, name: str, *, articles: Iterable[str] = (), other_name: str | None = None) -> Split:
    """Part a form from the other forms of its speaker; or, in some articles, from its namesake elsewhere."""
    form = _form(store, name)
    if articles := tuple(articles):
        found = {
            row["id"] for row in store.read("MATCH (a:Article) WHERE a.id IN $ids RETURN a.id AS id", ids=articles)
        }
        if unknown := [id for id in articles if id not in found]:
            raise Failure(
                f"the store holds no article {', '.join(unknown)}; `onrecord ask what-did-speaker-say` tells ids"
            )
        entry = Split.model_validate({"split": form, "articles": articles, "as": other_name})
    else:
        (owner,) = {row["speaker"] for row in store.read(_OWNER, form=form)} or {form}
        others = sorted({row["form"] for row in store.read(_FORMS, ids=[owner])} - {form})
        if not others:
            raise Failure(f"{form} is the only name of its speaker; part two people of one name by --article and --as")
        entry = Split.model_validate({"split": form, "from": others})
    _correct(store, file, entry)
    return entry


_ARTICLES = "MATCH (a:Article) WHERE a.id IN $ids RETURN a.id AS id"
_OWNER = "MATCH (s:Speaker)-[r:SAID]->(:Quote) WHERE coalesce(r.form, s.id) = $form RETURN DISTINCT s.id AS speaker"


def rename(store: Store, file: Path, name: str, to: str) -> Rename:
    """Give the speaker of a name another name."""
    entry = Rename(rename=_form(store, name), to=to)
    _correct(store, file, entry)
    return entry


def undo(store: Store, file: Path, number: int) -> Correction:
    """Take one correction out again, by its number from 1, and return it."""
    entries = read_corrections(file).entries
    if not 1 <= number <= len(entries):
        raise Failure(f"there is no correction {number}; {file} holds {len(entries)}: `onrecord speakers corrections`")
    kept = Corrections(entries[: number - 1] + entries[number:])
    _apply(store, file, kept)
    return entries[number - 1]


def _correct(store: Store, file: Path, entry: Correction) -> None:
    """Add a correction; another name for a form takes the place of the one before."""
    entries = [
        other
        for other in read_corrections(file).entries
        if not (isinstance(entry, Rename) and isinstance(other, Rename) and other.rename == entry.rename)
    ]
    _apply(store, file, Corrections((*entries, entry)))


def _apply(store: Store, file: Path, corrections: Corrections) -> None:
    """Bring the store in line, then keep the corrections: what contradicts is neither written nor kept."""
    corrections.check()
    known = known_of(file, on_problem=lambda _: None)  # reported when the list was linked
    reconcile(store, replace(known, corrections=corrections))
    write_corrections(file, corrections)


def _form(store: Store, name: str) -> str:
    """The form that a user means: an id as it is, else the one speaker or form of that name."""
    found = store.read(_NAMED, name=name.strip().casefold())
    ids = [row["form"] for row in found if row["form"] == name] or [row["form"] for row in found]
    speakers = {row["speaker"] for row in found if row["form"] in ids}
    if not ids:
        near = ", ".join(map(repr, nearest_names(store, "speaker", name)))
        hint = f"did you mean {near}?" if near else "`onrecord speakers list` tells names and ids"
        raise Failure(f"no speaker in {store.name} is called {name!r}; {hint}")
    if len(speakers) > 1:
        raise Failure(f"{name!r} may be any of {', '.join(sorted(speakers))}; give the id")
    return str(ids[0]) if len(ids) == 1 else str(speakers.pop())


_NAMED = """
MATCH (s:Speaker)-[r:SAID]->(:Quote)
WHERE toLower(coalesce(r.name, s.name)) = $name OR toLower(s.name) = $name OR toLower(coalesce(r.form, s.id)) = $name
      OR toLower(s.id) = $name
RETURN DISTINCT s.id AS speaker, coalesce(r.form, s.id) AS form
ORDER BY form"""


def link(store: Store, file: Path, listed: Path, *, on_problem: Callable[[Problem], None]) -> int:
    """Link speakers to Wikidata by a CSV file of names and ids, keep it for later loads; return how many are linked.

    A name that no speaker has, or that several have, links nobody.
    """
    qids = read_qids(listed, on_problem=on_problem)
    reconcile(store, Knowledge(read_corrections(file), qids))
    kept = qid_file(file)
    if kept.absolute() != listed.absolute():
        kept.write_bytes(listed.read_bytes())
    return int(store.read("MATCH (s:Speaker) WHERE s.qid IS NOT NULL RETURN count(s) AS linked")[0]["linked"])
