"""Make the speakers of a store those that its forms mean: one node a person, with names, roles and affiliations.

Every SAID, TOLD_TO and MENTIONS keeps the form that the article gave, so the whole of it is derived from what the
store holds, is the same in whatever order articles came, and may be run again at any time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from extract.records import SpeakerType, slug, speaker_id
from extract.speakers.bodies import is_generic
from graph.forms import MENTIONS, SAID, TOLD_TO, in_batches, remove_left
from graph.grouping import Identity
from graph.identity import identities
from graph.knowledge import Knowledge
from graph.organizations import place_of
from graph.register import Register, shipped_register
from graph.schema import SPEAKER_LABELS, searchable
from graph.speaker_form import Form
from graph.store import Row, Store

AFFILIATED = "affiliated"
"""The title of a role that an article does not name: somebody of an organisation."""


@dataclass
class _Speaker:
    """What the store is to hold of one speaker."""

    name: str
    type: SpeakerType
    aliases: set[str] = field(default_factory=set)
    roles: dict[str, "_Period"] = field(default_factory=dict)
    qid: str | None = None

    def row(self, id: str) -> Row:
        return {
            "id": id,
            "name": self.name,
            "type": self.type,
            "aliases": sorted(self.aliases | {self.name}),
            "search": searchable(self.aliases | {self.name}),
            "roles": [f"{title}{period}" for title, period in sorted(self.roles.items())],
            "qid": self.qid,
        }


@dataclass(frozen=True, slots=True)
class _Period:
    first: date | None
    last: date | None

    def __or__(self, other: "_Period") -> "_Period":
        first = min(filter(None, (self.first, other.first)), default=None)
        return _Period(first, max(filter(None, (self.last, other.last)), default=None))

    def __str__(self) -> str:
        if self.first is None or self.last is None:
            return ""
        return f" ({self.first})" if self.first == self.last else f" ({self.first} – {self.last})"


def reconcile_speakers(store: Store, known: Knowledge) -> int:
    """Join and part the speakers of a store by their forms and what a person told; return the number of speakers.

    Raises `Contradiction` before anything is written if the corrections cannot all hold, and `StoreError`.
    """
    corrections = known.of("speakers")
    said = SAID.read(store, corrections, _SAYS)
    others = {forms: forms.read(store, corrections, _NAMES) for forms in (TOLD_TO, MENTIONS)}
    named = [row for rows in others.values() for row in rows]
    aliases = defaultdict(set)
    outlets = {row["article"]: row["outlet"] for row in store.read(_OUTLETS)}
    for row in store.read(_ALIASES):
        aliases[row["form"]].add(row["alias"])
    _note_organizations(said, named)
    register = Register((*shipped_register().tenures, *known.tenures))
    found = identities(_forms(said, named, aliases, outlets), corrections, register)
    owner = {form: identity for identity in found for form in identity.forms}
    speakers = _speakers(said, named, aliases, owner)
    for id, qid in _linked(speakers, known.qids):
        speakers[id].qid = qid
    held = _roles(said, owner)
    for _, organization, _ in held:
        speakers.setdefault(organization, _Speaker(_name(owner[organization]), "organization"))
    present = {row["id"]: row for row in store.read(_PRESENT)}
    _write_speakers(store, speakers, present)
    SAID.move(store, said, owner, corrections)
    for forms, rows in others.items():
        forms.move(store, rows, owner, corrections)
    remove_left(store, "Speaker", present.keys() - speakers.keys())
    _write_roles(store, held)
    return len(speakers)


_SAYS = """
       r.role AS role, r.affiliation AS affiliation,
       min(q.published) AS first, max(q.published) AS last, count(DISTINCT q.id) AS quotes,
       collect(DISTINCT a.id) AS articles"""
_NAMES = """
       min(q.published) AS first, max(q.published) AS last, collect(DISTINCT a.id) AS articles"""
_OUTLETS = "MATCH (a:Article)-[:PUBLISHED_BY]->(o:Outlet) RETURN a.id AS article, o.name AS outlet"
_ALIASES = """
MATCH (s:Speaker)-[r:SAID]->(:Quote)
UNWIND r.aliases AS alias
RETURN DISTINCT coalesce(r.given, s.id) AS form, alias"""


def _forms(
    said: Collection[Row], named: Collection[Row], aliases: Mapping[str, set[str]], outlets: Mapping[str, str]
) -> list[Form]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in (*said, *named):
        rows[row["form"]].append(row)
        if id := row.get("organization"):
            days = {key: row[key] for key in ("first", "last", "articles")}
            rows[id].append({"form": id, "given": id, "shown": row["affiliation"]} | days)
    return [_form(id, same, aliases.get(same[0]["given"], set()), outlets) for id, same in rows.items()]


def _type(id: str) -> SpeakerType:
    """The type that an article gave: its node may be of another kind by now."""
    type: SpeakerType = next(type for type in SPEAKER_LABELS if id.startswith(f"{type}:"))
    return type


def _form(id: str, rows: Sequence[Row], aliases: Iterable[str], outlets: Mapping[str, str]) -> Form:
    articles = frozenset(article for row in rows for article in row["articles"])
    return Form(
        id=id,
        name=min(row["shown"] for row in rows),
        type=_type(id),
        aliases=frozenset(aliases),
        roles=frozenset(row["role"] for row in rows if row.get("role")),
        affiliations=frozenset(row["affiliation"] for row in rows if row.get("affiliation")),
        quotes=sum(row.get("quotes", 0) for row in rows),
        articles=articles,
        outlets=frozenset(outlets[article] for article in articles if article in outlets),
        first=min(filter(None, (row["first"] for row in rows)), default=None),
        last=max(filter(None, (row["last"] for row in rows)), default=None),
    )


def _generic_bodies(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """(article, name) -> the form of each body of a generic name that an article has."""
    return {
        (article, slug(row["name"])): row["form"]
        for row in rows
        if _type(row["given"]) == "organization" and row["given"].count(":") > 1
        for article in row["articles"]
    }


def _note_organizations(said: Collection[Row], named: Iterable[Row]) -> None:
    """Note in each row that states an affiliation which form of an organisation it means."""
    bodies = _generic_bodies((*said, *named))
    for row in said:
        if name := row["affiliation"]:
            row["organization"] = _organization(name, row["articles"], bodies)


def _organization(name: str, articles: Iterable[str], bodies: Mapping[tuple[str, str], str]) -> str:
    """The form of the organisation that somebody is said to be at in these articles."""
    if not is_generic(name):
        return speaker_id(type="organization", name=name, article_id="")
    own = sorted(articles)
    there = next((bodies[key] for article in own if (key := (article, slug(name))) in bodies), None)
    return there or speaker_id(type="organization", name=name, article_id=own[0], owner=own[0])


def _speakers(
    said: Iterable[Row], named: Iterable[Row], aliases: Mapping[str, set[str]], owner: Mapping[str, Identity[Form]]
) -> dict[str, _Speaker]:
    speakers: dict[str, _Speaker] = {}
    for row in (*said, *named):
        identity = owner[row["form"]]
        speaker = speakers.setdefault(identity.id, _Speaker(_name(identity), identity.best.type))
        speaker.aliases |= {row["name"], *aliases.get(row["given"], ())}
        if row.get("role"):
            period = _Period(row["first"], row["last"])
            speaker.roles[row["role"]] = speaker.roles.get(row["role"], period) | period
    return speakers


def _name(identity: Identity[Form]) -> str:
    """The name of a speaker; a body's of a generic name with its place: "Supreme Court (India)"."""
    best = identity.best
    owned = best.type == "organization" and best.id.count(":") > 1 and best.name == identity.name
    place = place_of(best) if owned else None
    return identity.name if place is None else f"{identity.name} ({place.replace('-', ' ').title()})"


def _linked(speakers: Mapping[str, _Speaker], qids: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The speakers that a list of Wikidata names: by a name that no other speaker has."""
    if not qids:
        return
    bearers: dict[str, set[str]] = defaultdict(set)
    for id, speaker in speakers.items():
        if speaker.type in ("person", "organization"):
            for alias in speaker.aliases | {speaker.name}:
                bearers[alias.casefold()].add(id)
    for name, qid in qids.items():
        if len(mine := bearers.get(name.casefold(), set())) == 1:
            yield next(iter(mine)), qid


Held = dict[tuple[str, str, str], _Period]
"""(speaker, organisation, title) -> when."""


def _roles(said: Iterable[Row], owner: Mapping[str, Identity[Form]]) -> Held:
    held: Held = {}
    for row in said:
        if row["affiliation"] and owner[row["form"]].best.type == "person":
            named = row["role"] and row["affiliation"].casefold() in row["role"].casefold()
            title = row["role"] if named else AFFILIATED
            key = owner[row["form"]].id, owner[row["organization"]].id, title
            period = _Period(row["first"], row["last"])
            held[key] = held.get(key, period) | period
    return held


def _write_speakers(store: Store, speakers: Mapping[str, _Speaker], present: Mapping[str, Row]) -> None:
    by_label: dict[str, list[Row]] = defaultdict(list)
    for id, speaker in sorted(speakers.items()):
        row = speaker.row(id)
        if present.get(id) != row:
            by_label[SPEAKER_LABELS[speaker.type]].append(row)
    for label, rows in by_label.items():
        in_batches(store, _SPEAKERS.replace("$label", label), rows)


_PRESENT = """
MATCH (s:Speaker)
RETURN s.id AS id, s.name AS name, s.type AS type, coalesce(s.aliases, []) AS aliases, s.search AS search,
       coalesce(s.roles, []) AS roles, s.qid AS qid"""
_SPEAKERS = """
UNWIND $rows AS row
MERGE (n:Speaker:$label {id: row.id})
SET n.name = row.name, n.type = row.type, n.aliases = row.aliases, n.search = row.search, n.roles = row.roles,
    n.qid = row.qid"""


def _write_roles(store: Store, held: Held) -> None:
    wanted = {
        (person, organization, title, period.first, period.last)
        for (person, organization, title), period in held.items()
    }
    present = {tuple(row.values()) for row in store.read(_HELD)}
    columns = ("person", "organization", "title", "first", "last")
    in_batches(store, _REMOVE_ROLE, [dict(zip(columns, role, strict=True)) for role in present - wanted])
    in_batches(store, _ROLES, [dict(zip(columns, role, strict=True)) for role in wanted - present])


_HELD = """
MATCH (s:Speaker)-[r:HAS_ROLE]->(o:Speaker)
RETURN s.id AS person, o.id AS organization, r.title AS title, r.firstSeen AS first, r.lastSeen AS last"""
_REMOVE_ROLE = """
UNWIND $rows AS row
MATCH (s:Speaker {id: row.person})-[r:HAS_ROLE]->(o:Speaker {id: row.organization})
WHERE r.title = row.title
DELETE r"""
_ROLES = """
UNWIND $rows AS row
MATCH (s:Speaker {id: row.person})
MATCH (o:Speaker {id: row.organization})
MERGE (s)-[r:HAS_ROLE {title: row.title}]->(o)
SET r.firstSeen = row.first, r.lastSeen = row.last"""
