import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.failure import Failure
from extract.pipeline import extract, load_pipeline
from extract.records import Area, Article, ArticleQuotes
from extract.topics.scheme import AreaEntry, KnownPolicy, Scheme, SchemeFiles
from tests.conftest import SEEDS, Run

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return file


RENTALS = AreaEntry(
    id="rentals",
    name="Vacation rentals",
    terms=("short-term rental", "Airbnb"),
    broader="homes",
    examples=("They count dark windows.",),
    iptc=("medtop:20000628",),
)
HOMES = AreaEntry(id="homes", name="Homes")

YAML = """\
topics:
- id: homes
  name: Homes
- id: rentals
  prefLabel: Vacation rentals
  altLabel: short-term rental; Airbnb
  broader: homes
  examples: [They count dark windows.]
  iptc: medtop:20000628
"""
TURTLE = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://town.example/topics/> .

:scheme a skos:ConceptScheme ; skos:prefLabel "Topics of the town" .
:homes a skos:Concept ; skos:prefLabel "Homes"@en, "Wohnen"@de .
:r1 a skos:Concept ;
    skos:notation "rentals" ;
    skos:prefLabel "Ferienwohnungen"@de, "Vacation rentals"@en ;
    skos:altLabel "short-term rental"@en-US, "Kurzzeitmiete"@de ;
    skos:hiddenLabel "Airbnb" ;
    skos:broader :homes ;
    skos:example "They count dark windows."@en ;
    skos:closeMatch <http://cv.iptc.org/newscodes/mediatopic/20000628>, <https://other.example/20000001> .
"""
RDF_XML = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
    xml:base="https://town.example/topics">
  <skos:Concept rdf:ID="homes">
    <skos:prefLabel>Homes</skos:prefLabel>
    <skos:narrower rdf:resource="#rentals"/>
  </skos:Concept>
  <skos:Concept rdf:ID="rentals">
    <skos:prefLabel xml:lang="en">Vacation rentals</skos:prefLabel>
    <skos:altLabel xml:lang="en">short-term rental</skos:altLabel>
    <skos:altLabel xml:lang="de">möblierte Wohnung</skos:altLabel>
    <skos:hiddenLabel>Airbnb</skos:hiddenLabel>
    <skos:example>They count dark windows.</skos:example>
    <skos:exactMatch rdf:resource="http://cv.iptc.org/newscodes/mediatopic/20000628"/>
  </skos:Concept>
</rdf:RDF>
"""
JSON_LD = json.dumps(
    {
        "@context": {"@vocab": "http://www.w3.org/2004/02/skos/core#", "@base": "https://town.example/topics/"},
        "@graph": [
            {"@id": "homes", "@type": "Concept", "prefLabel": "Homes"},
            {
                "@id": "rentals",
                "@type": "Concept",
                "prefLabel": {"@value": "Vacation rentals", "@language": "en"},
                "altLabel": ["short-term rental"],
                "hiddenLabel": "Airbnb",
                "broader": {"@id": "homes"},
                "example": "They count dark windows.",
                "exactMatch": {"@id": "http://cv.iptc.org/newscodes/mediatopic/20000628"},
            },
        ],
    },
    indent=1,
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mine.yaml", YAML),
        ("mine.yml", "\ufeff" + YAML),
        ("mine.ttl", TURTLE),
        ("mine.jsonld", JSON_LD),
        ("mine.JSON", JSON_LD),
    ],
)
def test_one_scheme_in_every_form(write: Write, name: str, text: str) -> None:
    assert SchemeFiles(topics=write(name, text)).read().areas == (HOMES, RENTALS)


@pytest.mark.parametrize("name", ["mine.rdf", "mine.xml"])
def test_rdf_xml_names_its_encoding(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(RDF_XML, "iso-8859-1")
    assert SchemeFiles(topics=tmp_path / name).read().areas == (HOMES, RENTALS)


def test_labels_in_other_languages_do_where_there_are_no_english_ones(write: Write) -> None:
    text = TURTLE.replace("@en-US", "@fr").replace("@en", "@fr")
    homes, rentals = SchemeFiles(topics=write("mine.ttl", text)).read().areas
    assert (homes.name, homes.terms) == ("Homes", ("Homes", "Wohnen"))
    assert rentals.terms == ("Ferienwohnungen", "Vacation rentals", "Kurzzeitmiete", "short-term rental", "Airbnb")


POLICIES = (
    KnownPolicy(
        id="cap",
        name="rental cap",
        aliases=("rental ordinance",),
        jurisdiction="Wrenmouth",
        areas=("housing", "transportation"),
    ),
    KnownPolicy(id="grant", name="ferry grant"),
)


def test_policies_in_yaml(write: Write) -> None:
    text = """\
policies:
- {id: cap, name: rental cap, aliases: rental ordinance, jurisdiction: Wrenmouth, areas: [housing, transportation]}
- {id: grant, label: ferry grant, jurisdiction: null}
"""
    assert SchemeFiles(policies=write("mine.yaml", text)).read().policies == POLICIES


def test_policies_in_skos(write: Write) -> None:
    text = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <http://schema.org/> .
@prefix : <https://town.example/policies#> .

:cap a skos:Concept ;
    skos:prefLabel "rental cap"@en ; skos:altLabel "rental ordinance"@en ;
    schema:spatialCoverage "Wrenmouth" ;
    skos:broader <https://town.example/topics/housing> ;
    skos:related <https://town.example/topics/10>, :grant .
:grant a skos:Concept ; skos:prefLabel "ferry grant"@en .
<https://town.example/topics/10> skos:notation "transportation" .
"""
    assert SchemeFiles(policies=write("mine.ttl", text)).read().policies == POLICIES
    spatial = text.replace("schema.org", "purl.org/dc/terms").replace("spatialCoverage", "spatial")
    assert SchemeFiles(policies=write("other.ttl", spatial)).read().policies == POLICIES


def test_the_built_in_scheme() -> None:
    scheme = SchemeFiles().read()
    assert scheme == Scheme.built_in()
    assert len({area.id for area in scheme.areas}) == 21
    assert {area.cap for area in scheme.areas} == {*range(1, 11), *range(12, 22), 23}
    assert all(area.iptc and area.terms[0] == area.name and len(area.terms) > 20 for area in scheme.areas)
    assert {area for policy in scheme.policies for area in policy.areas} <= {area.id for area in scheme.areas}
    known = {policy.id: policy for policy in scheme.policies}
    assert "Obamacare" in known["policy:united-states:affordable-care-act"].aliases
    assert pickle.loads(pickle.dumps(scheme)) == scheme


def test_a_file_replaces_the_built_in_list(write: Write) -> None:
    scheme = SchemeFiles(topics=write("mine.yaml", YAML)).read()
    assert {policy.id for policy in scheme.policies} == {policy.id for policy in Scheme.built_in().policies}
    assert not any(policy.areas for policy in scheme.policies)  # theirs are not in this scheme


def test_a_file_extends_the_built_in_list(write: Write) -> None:
    topics = write("mine.yaml", "topics:\n- {id: rentals, name: Lets, broader: housing}\n- {id: health, name: Care}\n")
    same = write("same.yaml", "policies:\n- {name: affordable care act, jurisdiction: United States, area: rentals}\n")
    files = SchemeFiles(topics, same, extend_topics=True, extend_policies=True)
    scheme, built_in = files.read(), Scheme.built_in()
    assert [area.id for area in scheme.areas] == [*(area.id for area in built_in.areas), "rentals"]
    assert scheme.by_id["health"] == AreaEntry(id="health", name="Care")
    assert len(scheme.policies) == len(built_in.policies)
    (replaced,) = (policy for policy in scheme.policies if policy not in built_in.policies)
    assert (replaced.aliases, replaced.areas) == ((), ("rentals",))


def test_what_is_written_is_text(write: Write) -> None:
    text = "topics:\n- {id: 14, name: No, aliases: [NO, 2016, 1e3], cap: 14}\n"
    (area,) = SchemeFiles(topics=write("mine.yaml", text)).read().areas
    assert area == AreaEntry(id="14", name="No", terms=("No", "2016", "1e3"), cap=14)


def test_two_topics_may_share_a_term(write: Write) -> None:
    text = "topics:\n- {id: a, name: A, aliases: [rent]}\n- {id: b, name: B, aliases: [rent]}\n"
    assert [area.terms for area in SchemeFiles(topics=write("mine.yaml", text)).read().areas] == [
        ("A", "rent"),
        ("B", "rent"),
    ]


def test_areas_with_those_that_they_are_part_of(write: Write) -> None:
    scheme = SchemeFiles(topics=write("mine.yaml", YAML)).read()
    homes, rentals = HOMES.area(), RENTALS.area()
    assert rentals == Area(id="rentals", name="Vacation rentals", iptc=("medtop:20000628",), broader="homes")
    assert scheme.with_broader(["rentals", "elsewhere", "rentals"]) == (homes, rentals)
    assert scheme.with_broader(["homes", "rentals"]) == (homes, rentals)
    assert scheme.with_broader(["homes"]) == (homes,)
    assert scheme.with_broader([]) == ()


FAULTS = [
    (
        "a.yaml",
        "topics:\n- {id: a, name: A}\n- id: b\n  name: B\n  alias: x\n",
        "line 5: unknown key 'alias'; the keys",
    ),
    ("a.yaml", "topics:\n- {id: a, name: A}\n- name: B\n", "line 3: a topic without id; give it one by `id: …`"),
    ("a.yaml", "topics:\n- id: a\n  name: ~\n", "line 2: a topic without name"),
    ("a.yaml", "topics:\n- {id: a, name: A}\n- id: a\n  name: B\n", "line 3: the id 'a' is taken by "),
    ("a.yaml", "topics:\n- id: a\n  name: A\n  broader: b\n", "line 4: broader: there is no topic 'b'; add it"),
    (
        "a.yaml",
        "topics:\n- {id: a, name: A, broader: b}\n- {id: b, name: B, broader: c}\n- {id: c, name: C, broader: b}\n",
        "line 3: broader leads in a circle: b → c → b; take one out",
    ),
    ("a.yaml", "topics:\n- {id: a, name: A, broader: a}\n", "line 2: broader leads in a circle: a → a"),
    ("a.yaml", "topics:\n- id: a\n  name: A\n  cap: ten\n", "line 4: cap: Input should be a valid integer"),
    ("a.yaml", "topics:\n- id: a\n  name: A\n  iptc: [20000628]\n", "line 4: iptc: String should match pattern"),
    ("a.yaml", "topics:\n- id: a\n  name: A\n  terms: [{x: y}]\n", "line 4: terms: Input should be a valid string"),
    ("a.yaml", "topics:\n- id: a\n  id: b\n", "line 3: 'id' is given twice in one entry; take one out"),
    ("a.yaml", "topics:\n- housing\n", "line 2: an entry has to be keys with values, such as `name: Housing`"),
    ("a.yaml", "topics:\n  id: a\n", "line 2: topics has to be a list; begin each entry with a hyphen"),
    ("a.yaml", "topics: []\n", "a.yaml: no topics in it; list some, or leave the file out"),
    ("a.yaml", "policies:\n- {name: B}\n", "line 1: the file has to hold one list under the key topics"),
    ("a.yaml", "- {id: a, name: A}\n", "line 1: the file has to hold one list under the key topics"),
    ("a.yaml", "# nothing\n", "line 1: the file has to hold one list under the key topics"),
    ("a.yaml", " \n", "a.yaml: the file is empty"),
    ("a.yaml", "topics:\n- {id: a, name: A\n- x\n", "line 4: not YAML: expected ',' or '}'"),
    ("a.yaml", "topics:\n- &a [*a]\n", "line 2: "),
    ("a.yaml", "topics:\n- &a {name: *a}\n", "line 2: not YAML: found unconstructable recursive node"),
    ("a.yaml", "topics: \x00\n", "a.yaml: not YAML: "),
    ("a.yaml", "[" * 5000, "a.yaml: not YAML: "),
    ("a.txt", YAML, "a.txt: not known as a file of topics by its suffix; give one of .yaml, .yml, .ttl, .rdf"),
    ("a.ttl", TURTLE.replace(":homes a", ":homes an"), "line 5: not turtle that can be read: "),
    ("a.ttl", TURTLE.split(":scheme")[0], "a.ttl: no skos:Concept in it"),
    (
        "a.ttl",
        TURTLE.replace('"Homes"@en, "Wohnen"@de', '""@en'),
        "a.ttl, <https://town.example/topics/homes>: a topic without name",
    ),
    ("a.ttl", TURTLE.replace(":homes a", "[] a"), "a.ttl, Homes: a topic without id"),
    ("a.ttl", TURTLE.replace("broader :homes", "broader :inns"), "/r1>: broader: there is no topic 'inns'"),
    ("a.rdf", RDF_XML.replace("</skos:Concept>", "", 1), "line 10: not xml that can be read: Repeat node-elements"),
    ("a.xml", RDF_XML.replace("</rdf:RDF>", ""), "line 17: not xml that can be read: no element found"),
    ("a.jsonld", JSON_LD[:-40], "not json-ld that can be read: "),
    ("a.json", json.dumps({"@context": "gone.jsonld"}), "a.json: its @context is to be fetched from 'gone.jsonld'"),
]


@pytest.mark.parametrize(("name", "text", "message"), FAULTS)
def test_a_fault_is_one_line_that_names_file_and_place(write: Write, name: str, text: str, message: str) -> None:
    file = write(name, text)
    with pytest.raises(Failure) as failed:
        SchemeFiles(topics=file).read()
    assert message in str(failed.value)
    assert str(failed.value).startswith(str(file))
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "policies:\n- {name: A}\n- name: B\n  area: inns\n",
            "line 4: areas: there is no topic 'inns'; add it, or",
        ),
        ("policies:\n- {id: a}\n", "line 2: a policy without name"),
        ("policies:\n- {name: A, broader: b}\n", "line 2: unknown key 'broader'; the keys of a policy are id, name"),
        ("policies:\n- {name: A}\n- {name: a}\n", "line 3: the id 'policy:a' is taken by "),
        ("policies:\n- {name: Big Ban}\n- {name: B, aliases: [big bans]}\n", "line 3: 'big ban' names "),
        (
            "policies:\n- {name: Big Ban, jurisdiction: Harlow}\n- {id: b, name: Big Ban, jurisdiction: Harlow}\n",
            "line 3: 'big ban' names ",
        ),
        ("topics:\n- {name: A}\n", "line 1: the file has to hold one list under the key policies"),
    ],
)
def test_faults_of_policies(write: Write, text: str, message: str) -> None:
    with pytest.raises(Failure) as failed:
        SchemeFiles(policies=write("mine.yaml", text)).read()
    assert message in str(failed.value)


def test_faults_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("topics: [é]".encode("latin-1"))
    for files, message in (
        (
            SchemeFiles(topics=tmp_path / "gone.yaml"),
            "gone.yaml cannot be read: No such file or directory; name",
        ),
        (SchemeFiles(topics=tmp_path / "latin.yaml"), "latin.yaml: not UTF-8 text; save it as UTF-8"),
        (SchemeFiles(extend_topics=True), "--extend-topics needs a file .*: give --topics FILE"),
        (SchemeFiles(extend_policies=True), "--extend-policies needs a file .*: give --policies FILE"),
    ):
        with pytest.raises(Failure, match=message):
            files.read()


ARTICLE = SEEDS / "articles" / "2026-03-04-gazette-short-term-rentals.txt"
TOWN = """\
topics:
- {id: housing, name: Homes and rents, terms: rental; tenant; landlord; rent, broader: town_life, cap: 14}
- {id: town_life, name: Town life}
"""


def test_a_line_tells_the_areas_of_its_quotes(seed_quotes: list[ArticleQuotes]) -> None:
    built_in = Scheme.built_in()
    for article in seed_quotes:
        named = {topic.id for quote in article.quotes for topic in quote.topics}
        named |= {area for quote in article.quotes for policy in quote.policies for area in policy.areas}
        assert article.areas == tuple(built_in.by_id[id].area() for id in sorted(named))
    assert any(article.areas for article in seed_quotes)


@pytest.mark.parametrize("jobs", [1, 2])
def test_ones_own_topics_from_the_command_line(run: Run, write: Write, jobs: int) -> None:
    write("town.yaml", TOWN)
    done = run("extract", ARTICLE, "--topics", "town.yaml", "--jobs", jobs)
    assert done.returncode == 0, done.stderr
    assert ArticleQuotes.model_validate_json(done.stdout).areas == (
        Area(id="housing", name="Homes and rents", cap=14, broader="town_life"),
        Area(id="town_life", name="Town life"),
    )


def test_oddities_that_rdflib_mends_are_no_news(run: Run, write: Write) -> None:
    odd = '<http://town.example/a b> skos:notation "one"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    write("town.ttl", TURTLE + odd)
    done = run("extract", ARTICLE, "--topics", "town.ttl", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [["add"], ["extract", "--jobs", "2"], ["evaluate"]])
def test_a_fault_is_told_before_anything_is_done(run: Run, write: Write, tmp_path: Path, command: list[str]) -> None:
    write("town.yaml", "topics:\n- {id: a}\n")
    done = run(*command, "gone.jsonl", "--topics", "town.yaml")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "onrecord: town.yaml, line 2: a topic without name; give it one by `name: …`\n"
    assert [path.name for path in tmp_path.iterdir()] == ["town.yaml"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_article_is_read_for_a_file_with_a_fault(tmp_path: Path, jobs: int) -> None:
    articles = iter([Article(text="Mayor Ana Ruiz said the rents would fall.")])
    with pytest.raises(Failure, match=r"gone\.yaml cannot be read"):
        next(extract(articles, jobs=jobs, schemes=SchemeFiles(policies=tmp_path / "gone.yaml")))
    assert len(list(articles)) == 1


def test_the_settings_of_the_component_are_json(write: Write) -> None:
    files = SchemeFiles(topics=write("town.yaml", TOWN), extend_topics=True)
    assert json.loads(json.dumps(files.config())) == files.config()
    nlp = load_pipeline(schemes=files)
    assert nlp.get_pipe_config("onrecord_topics").items() >= files.config().items()
    with pytest.raises(ValueError, match="give schemes to load_pipeline"):
        next(extract([], nlp=nlp, schemes=files))
