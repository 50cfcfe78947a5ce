"""What quotes can be about: the policy areas and the policies known by name, built in or the user's own."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, StringConstraints, ValidationError, ValidationInfo, field_validator, model_validator

from extract.failure import Failure
from extract.records import Area, Record, policy_id
from extract.topics.entries import SKOS, YAML, Entry, yaml_entries
from extract.topics.words import words_in

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
MediaTopic = Annotated[str, Field(pattern=r"^medtop:\d{8}$")]


class AreaEntry(Area):
    """A policy area with what tells it: `terms`, its name the first, as the scheme writes them; example texts."""

    id: Name
    name: Name
    iptc: tuple[MediaTopic, ...] = ()
    terms: Annotated[tuple[Name, ...], Field(validate_default=True)] = ()
    examples: tuple[Name, ...] = ()

    @field_validator("terms")
    @classmethod
    def _begin_with_the_name(cls, terms: tuple[str, ...], known: ValidationInfo) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for term in (*([known.data["name"]] if "name" in known.data else []), *terms):
            found.setdefault(term.casefold(), term)
        return tuple(found.values())

    def area(self) -> Area:
        """The area alone, as a line of ``onrecord extract`` holds it."""
        return Area.model_validate({name: getattr(self, name) for name in Area.model_fields})


class KnownPolicy(Record):
    """A policy that articles may call by other names; `areas` are ids of areas.

    `jurisdiction` is the place or body whose policy it is. Without an id, the id is made of name and jurisdiction.
    """

    id: Name
    name: Name
    aliases: tuple[Name, ...] = ()
    jurisdiction: str | None = None
    areas: tuple[Name, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _give_id(cls, data: Any) -> Any:
        if isinstance(data, dict) and "id" not in data and "name" in data:
            place = str(data["jurisdiction"]) if data.get("jurisdiction") else None
            return {**data, "id": policy_id(str(data["name"]), jurisdiction=place)}
        return data


@dataclass(frozen=True)
class Scheme:
    """Policy areas and known policies; whatever an entry refers to is there, and no area is broader than itself."""

    areas: tuple[AreaEntry, ...]
    policies: tuple[KnownPolicy, ...]

    @staticmethod
    @cache
    def built_in() -> "Scheme":
        """The major topics of the Comparative Agendas Project, and policies that news of the United States names."""
        here = Path(__file__).parent
        areas = _areas(_read(here / "areas.yaml", _TOPICS), ())
        return Scheme(areas, _policies(_read(here / "policies.yaml", _POLICIES), (), areas))

    @cached_property
    def by_id(self) -> Mapping[str, AreaEntry]:
        """The areas by their ids."""
        return {area.id: area for area in self.areas}

    def with_broader(self, ids: Iterable[str]) -> tuple[Area, ...]:
        """The areas of these ids and those that they are part of, each once, by id; other ids are left out."""
        found: dict[str, Area] = {}
        for id in ids:
            entry = self.by_id.get(id)
            while entry is not None and entry.id not in found:
                found[entry.id] = entry.area()
                entry = self.by_id.get(entry.broader or "")
        return tuple(found[id] for id in sorted(found))


@dataclass(frozen=True, slots=True)
class SchemeFiles:
    """A user's own files of topics and of policies, each instead of the built-in list, or beside it where it extends.

    The files are YAML (.yaml, .yml) or SKOS (.ttl, .rdf, .xml, .jsonld, .json).
    """

    topics: Path | None = None
    policies: Path | None = None
    extend_topics: bool = False
    extend_policies: bool = False

    def config(self) -> dict[str, str | bool | None]:
        """The settings of the component ``onrecord_topics``, as JSON knows them."""
        files = {"topics": self.topics, "policies": self.policies}
        return asdict(self) | {name: None if file is None else str(file) for name, file in files.items()}

    def read(self) -> Scheme:
        """The scheme that the files make. Raises `Failure`: one line that names the file and, if it can, the line."""
        for name, file, extends in (
            ("topics", self.topics, self.extend_topics),
            ("policies", self.policies, self.extend_policies),
        ):
            if extends and file is None:
                raise Failure(f"--extend-{name} needs a file to extend the built-in list with: give --{name} FILE")
        built_in = Scheme.built_in()
        areas, policies = built_in.areas, built_in.policies
        if self.topics is not None:
            areas = _areas(_read(self.topics, _TOPICS), areas if self.extend_topics else ())
            ids = {area.id for area in areas}
            policies = tuple(policy.model_copy(update={"areas": _among(policy.areas, ids)}) for policy in policies)
        if self.policies is not None:
            kept = policies if self.extend_policies else ()
            policies = _policies(_read(self.policies, _POLICIES), kept, areas)
        return Scheme(areas, policies)


def _among(areas: tuple[str, ...], ids: set[str]) -> tuple[str, ...]:
    """The areas of a built-in policy that a scheme has: a user's topics may be others."""
    return tuple(area for area in areas if area in ids)


R = TypeVar("R", AreaEntry, KnownPolicy)


@dataclass(frozen=True, slots=True)
class _Kind(Generic[R]):
    """How a file describes topics or policies: the keys that an entry may have, and the fields that they fill."""

    noun: str
    plural: str
    record: type[R]
    fields: Mapping[str, str]


_SHARED = {"id": "id", "name": "name", "label": "name", "prefLabel": "name"}
_TOPICS = _Kind(
    "topic",
    "topics",
    AreaEntry,
    _SHARED
    | {"aliases": "terms", "altLabel": "terms", "terms": "terms"}
    | {name: name for name in ("broader", "examples", "cap", "iptc")},
)
_POLICIES = _Kind(
    "policy",
    "policies",
    KnownPolicy,
    _SHARED
    | {"aliases": "aliases", "altLabel": "aliases", "jurisdiction": "jurisdiction", "area": "areas", "areas": "areas"},
)
_LISTS = ("terms", "aliases", "examples", "iptc", "areas")
"""Fields that may be written as one string, with semicolons between the parts."""


def _read(file: Path, kind: _Kind[R]) -> dict[str, tuple[Entry, R]]:
    """The records of a file by their ids, with their entries."""
    suffix = file.suffix.lower()
    if suffix in YAML:
        entries = yaml_entries(file, kind.plural)
    elif suffix in SKOS:
        from extract.topics.skos import skos_entries  # rdflib takes its time to load

        entries = skos_entries(file, kind.plural)
    else:
        suffixes = ", ".join((*YAML, *SKOS))
        raise Failure(f"{file}: not known as a file of {kind.plural} by its suffix; give one of {suffixes}")
    if not entries:
        raise Failure(f"{file}: no {kind.plural} in it; list some, or leave the file out")
    found: dict[str, tuple[Entry, R]] = {}
    for entry in (_by_field(entry, kind.noun, kind.fields) for entry in entries):
        record = _record(entry, kind)
        if record.id in found:
            first = found[record.id][0].place
            raise Failure(f"{entry.place}: the id {record.id!r} is taken by {first}; give another id, or take one out")
        found[record.id] = entry, record
    return found


def _by_field(entry: Entry, noun: str, fields: Mapping[str, str]) -> Entry:
    """The entry by the fields of its record, whatever the file calls them. Raises `Failure` for an unknown key."""
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    for key, value in entry.values.items():
        if key not in fields:
            known = ", ".join(fields)
            raise Failure(f"{entry.place_of(key)}: unknown key {key!r}; the keys of a {noun} are {known}")
        field = fields[key]
        places.setdefault(field, entry.place_of(key))
        if field in _LISTS:
            values[field] = [*values.get(field, ()), *_parts(value)]
        else:
            values.setdefault(field, value)
    return Entry(entry.place, values, places)


def _record(entry: Entry, kind: _Kind[R]) -> R:
    try:
        return kind.record.model_validate(entry.values)
    except ValidationError as error:
        fault = error.errors()[0]
        field = str(fault["loc"][0])
        if fault["type"] == "missing":
            raise Failure(f"{entry.place}: a {kind.noun} without {field}; give it one by `{field}: …`") from error
        raise Failure(f"{entry.place_of(field)}: {field}: {fault['msg']}; mend it there") from error


def _parts(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value if isinstance(value, list) else [value]


def _areas(given: Mapping[str, tuple[Entry, AreaEntry]], kept: Iterable[AreaEntry]) -> tuple[AreaEntry, ...]:
    """The areas kept and those given. Raises `Failure` if a broader one is missing or leads back."""
    areas = {area.id: area for area in kept} | {id: area for id, (_, area) in given.items()}
    for entry, area in given.values():
        _check_known(entry, "broader", () if area.broader is None else (area.broader,), areas)
    for entry, area in given.values():
        path = [area.id]
        while (broader := areas[path[-1]].broader) is not None:
            path.append(broader)
            if broader == area.id:
                circle = " → ".join(path)
                raise Failure(f"{entry.place_of('broader')}: broader leads in a circle: {circle}; take one out")
            if broader in path[:-1]:
                break  # a circle further up, told where it is
    return tuple(areas.values())


def _policies(
    given: Mapping[str, tuple[Entry, KnownPolicy]], kept: Iterable[KnownPolicy], areas: Iterable[AreaEntry]
) -> tuple[KnownPolicy, ...]:
    """The policies kept and those given. Raises `Failure` if an area is missing, or if two of a place share a name."""
    ids = {area.id for area in areas}
    named: dict[tuple[str, ...], Entry] = {}
    for entry, policy in given.values():
        _check_known(entry, "areas", policy.areas, ids)
        for name in {tuple(words_in(name)) for name in (policy.name, *policy.aliases)}:
            other = named.setdefault((policy.jurisdiction or "", *name), entry)
            if other is not entry:
                told = " ".join(name)
                raise Failure(
                    f"{entry.place}: {told!r} names {other.place} as well; give one a jurisdiction, or another"
                )
    policies = {policy.id: policy for policy in kept} | {id: policy for id, (_, policy) in given.items()}
    return tuple(policies.values())


def _check_known(entry: Entry, field: str, ids: Iterable[str], known: Container[str]) -> None:
    for id in ids:
        if id not in known:
            raise Failure(f"{entry.place_of(field)}: {field}: there is no topic {id!r}; add it, or name another")
