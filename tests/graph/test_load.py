import json
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import neo4j
import pytest

from extract.records import Area, ArticleQuotes, Topic
from graph import load as load_module
from graph.embedded import StoreError
from graph.load import Line, Loaded, Replaced, load, remove
from graph.rows import text_fragment
from graph.status import status
from graph.store import Store, open_store
from tests.conftest import Opener, Run
from tests.graph import invented
from tests.graph.graph_state import whole_graph


def counts(store: Store) -> dict[str, int]:
    rows = store.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS n")
    return {label: row["n"] for row in rows for label in row["labels"]}


def test_loads_everything_and_a_second_time_nothing(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    total = sum(len(article.quotes) for article in seed_quotes)
    assert load(store, seed_quotes) == Loaded(articles=12, quotes=total)
    before = whole_graph(store)
    assert (counts(store)["Article"], counts(store)["Quote"], counts(store)["Outlet"]) == (12, total, 3)
    assert load(store, seed_quotes) == Loaded(unchanged=12)
    assert whole_graph(store) == before


def test_any_order_and_batch_size_give_the_same_graph(reopen: Opener, seed_quotes: list[ArticleQuotes]) -> None:
    graphs = []
    for seed, size in ((1, 1), (2, 20), (3, 10_000)):
        shuffled = random.Random(seed).sample(seed_quotes, len(seed_quotes))
        with reopen() as store:
            store.execute("MATCH (n) DETACH DELETE n")
            load(store, shuffled[:5], batch_quotes=size)
            load(store, shuffled, batch_quotes=size)
            graphs.append(whole_graph(store))
    assert graphs[0] == graphs[1] == graphs[2]


def test_every_node_has_a_caption(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes)
    assert store.read("MATCH (n) WHERE coalesce(n.name, n.title, '') = '' RETURN labels(n) AS labels") == []


def test_all_that_a_quote_says_is_in_the_graph(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes)
    quotes = [quote for article in seed_quotes for quote in article.quotes]
    for pattern, expected in (
        ("(:Speaker)-[r:SAID]->(:Quote)", sum(len(quote.speakers) for quote in quotes)),
        ("(:Quote)-[r:ABOUT]->(:Policy)", sum(len(quote.policies) for quote in quotes)),
        ("(:Quote)-[r:ABOUT]->(:Topic)", sum(len(quote.topics) for quote in quotes)),
        ("(:Quote)-[r:TOLD_TO]->(:Speaker)", sum(quote.addressee is not None for quote in quotes)),
        ("(:Quote)-[r:MENTIONS]->(:Speaker)", sum(len(quote.mentions) for quote in quotes)),
        ("(:Quote)-[r:APPEARS_IN]->(:Article)", len(quotes)),
    ):
        assert expected > 0
        assert store.read(f"MATCH {pattern} RETURN count(r) AS n") == [{"n": expected}], pattern


def test_the_scores_of_a_policy_and_of_a_stance_are_in_the_graph(store: Store) -> None:
    """Those of both names of one policy are, too, when the names are joined."""
    policies = (
        invented.policy("SB 212", stance="for", stance_score=0.8, evidence=(0, 5)),
        invented.policy("Senate Bill 212").model_copy(update={"score": 0.4}),
    )
    load(store, [invented.article("a1", invented.quote("a1", 0, policies=policies))])
    rows = store.read(
        "MATCH (:Quote)-[r:ABOUT]->(p:Policy) "
        "RETURN p.id AS policy, r.score AS score, r.stance AS stance, r.stanceScore AS stanceScore ORDER BY score"
    )
    assert len({row.pop("policy") for row in rows}) == 1
    assert rows == [
        {"score": 0.4, "stance": None, "stanceScore": None},
        {"score": 0.9, "stance": "for", "stanceScore": 0.8},
    ]


TOPICS = """
MATCH (t:Topic) OPTIONAL MATCH (t)-[:BROADER]->(b:Topic)
RETURN t.id AS id, t.name AS name, t.cap AS cap, t.iptc AS iptc, b.id AS broader ORDER BY id, broader"""


def told(area: Area) -> dict[str, object]:
    return {**area.model_dump(), "iptc": list(area.iptc)}


def test_topics_are_as_their_scheme_has_them(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes)
    areas = {area.id: area for article in seed_quotes for area in article.areas}
    topics = store.read(TOPICS)
    assert topics == [told(area) for _, area in sorted(areas.items())]
    assert {"id": "housing", "name": "Housing", "cap": 14, "iptc": ["medtop:20000628"], "broader": None} in topics


def test_a_changed_scheme_changes_the_topics(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    article, quote = next((a, q) for a in seed_quotes for q in a.quotes if [t.id for t in q.topics] == ["housing"])
    coded = Area(id="housing", name="Housing", cap=14, iptc=("medtop:20000628",))
    home, town = Area(id="housing", name="Homes", broader="town"), Area(id="town", name="Town")
    moved, isle = home.model_copy(update={"broader": "isle"}), Area(id="isle", name="The isle", broader="town")
    for areas in ((coded,), (home, town), (moved, isle, town), (home, town), (coded,)):
        changed = {"quotes": (quote.model_copy(update={"policies": ()}),), "areas": areas}
        load(store, [article.model_copy(update=changed)])
        topics = store.read(TOPICS)
        assert [row for row in topics if row["id"] in {area.id for area in areas}] == [
            told(area) for area in sorted(areas, key=lambda area: area.id)
        ]


def test_lines_without_areas_name_topics_by_their_ids_and_change_none(
    store: Store, seed_quotes: list[ArticleQuotes]
) -> None:
    old = [article.model_copy(update={"areas": ()}) for article in seed_quotes]
    load(store, old)
    topics = store.read(TOPICS)
    assert {"id": "housing", "name": "housing", "cap": None, "iptc": None, "broader": None} in topics
    assert all(row["name"] == row["id"].replace("_", " ") for row in topics)
    load(store, seed_quotes)
    topics = store.read(TOPICS)
    load(store, old)
    assert store.read(TOPICS) == topics


def test_offsets_in_the_graph_lead_to_the_words(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes)
    rows = store.read(
        "MATCH (q:Quote) RETURN q.text AS text, q.content AS content, q.paragraph AS paragraph,"
        " q.paragraphStart AS start"
    )
    assert rows
    for row in rows:
        spans = zip(row["content"][::2], row["content"][1::2], strict=True)
        words = " … ".join(row["paragraph"][start - row["start"] : end - row["start"]] for start, end in spans)
        assert words == row["text"]


def test_a_changed_article_is_replaced_without_orphans(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes)
    policies = {a.id: {policy.id for quote in a.quotes for policy in quote.policies} for a in seed_quotes}
    article, orphan = next(
        (a, id)
        for a in seed_quotes
        for id in sorted(policies[a.id])
        if not any(id in policies[other.id] for other in seed_quotes if other is not a)
    )
    assert store.read("MATCH (p:Policy {id: $id}) RETURN p.id AS id", id=orphan)
    first = article.quotes[0].model_copy(update={"policies": ()})
    load(store, [article.model_copy(update={"quotes": (first,), "title": "Corrected", "outlet": "Daily Post"})])
    outlets = "MATCH (:Article {id: $id})-[:PUBLISHED_BY]->(o) RETURN o.name AS name"
    assert store.read(outlets, id=article.id) == [{"name": "Daily Post"}]
    assert not store.read("MATCH (p:Policy {id: $id}) RETURN p.id AS id", id=orphan)
    found = store.read(
        "MATCH (a:Article {id: $id})<-[:APPEARS_IN]-(q) RETURN a.title AS title, q.id AS id", id=article.id
    )
    assert found == [{"title": "Corrected", "id": article.quotes[0].id}]
    assert store.read("MATCH (n) WHERE (n:Speaker OR n:Policy) AND NOT EXISTS { (n)--() } RETURN n.id AS id") == []


def test_a_batch_that_fails_leaves_nothing_half_written(
    store: Store, seed_quotes: list[ArticleQuotes], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store, seed_quotes[:4])
    before = whole_graph(store)
    monkeypatch.setattr(load_module, "_ABOUT_POLICY", "UNWIND $rows AS row RETURN nobody")
    with pytest.raises(StoreError):
        load(store, seed_quotes)
    assert whole_graph(store) == before
    monkeypatch.undo()
    load(store, seed_quotes)
    assert counts(store)["Article"] == 12


KILLED = """
import os, signal, sys
from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Login, open_store
uri, password, batches, file = sys.argv[1:]
articles = [ArticleQuotes.model_validate_json(line) for line in open(file, encoding="utf-8")]
committed = 0
def die(_):
    global committed
    committed += 1
    if committed == int(batches):
        os.kill(os.getpid(), signal.SIGKILL)
with open_store(uri, login=Login(password=password)) as store:
    load(store, articles, batch_quotes=1, on_batch=die)
"""


@pytest.mark.parametrize("batches", [1, 7])
def test_killed_in_the_middle_and_loaded_again_is_whole(
    request: pytest.FixtureRequest,
    reopen: Opener,
    seed_quotes: list[ArticleQuotes],
    tmp_path: Path,
    batches: int,
) -> None:
    lines = tmp_path / "quotes.jsonl"
    lines.write_text("".join(article.to_json() + "\n" for article in seed_quotes), "utf-8")
    with reopen() as store:
        address = store.name
    kind = request.node.callspec.params["reopen"]
    password = "" if kind == "embedded" else request.getfixturevalue(kind).password
    done = subprocess.run([sys.executable, "-c", KILLED, address, password, str(batches), lines], timeout=120)
    assert done.returncode == -signal.SIGKILL
    with reopen() as store:
        articles = counts(store)["Article"]
        assert batches <= articles < 12  # what was committed before the kill is there
        assert load(store, seed_quotes) == Loaded(
            articles=12 - articles, unchanged=articles, quotes=_quotes_after(seed_quotes, articles)
        )
        whole = whole_graph(store)
        store.execute("MATCH (n) DETACH DELETE n")
        load(store, seed_quotes)
        assert whole_graph(store) == whole


def _quotes_after(articles: list[ArticleQuotes], loaded: int) -> int:
    return sum(len(article.quotes) for article in articles[loaded:])


def test_a_transient_error_is_tried_again(
    store: Store, seed_quotes: list[ArticleQuotes], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = load_module._write
    tries = []

    def deadlock_once(transaction: neo4j.ManagedTransaction, batch: list[Line]) -> tuple[int, int, list[Replaced]]:
        tries.append(len(batch))
        if len(tries) == 1:
            raise neo4j.exceptions.TransientError("deadlock")
        return write(transaction, batch)

    monkeypatch.setattr(load_module, "_write", deadlock_once)
    assert load(store, seed_quotes).articles == 12
    assert tries == [12, 12]


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("“We will appeal,”", "We%20will%20appeal"),
        ("a follow-up, she said", "a%20follow%2Dup%2C%20she%20said"),
        ("one two three four five six seven eight nine", "one%20two%20three%20four,six%20seven%20eight%20nine"),
    ],
)
def test_the_link_that_opens_the_article_at_the_quote(text: str, fragment: str) -> None:
    assert text_fragment("https://a.example/x#top", text) == f"https://a.example/x#:~:text={fragment}"


def test_removing_articles_leaves_what_the_others_alone_give(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes[:4])
    before = whole_graph(store)
    load(store, seed_quotes)
    gone = [article.id for article in seed_quotes[4:]]
    assert remove(store, [*gone, "nonsense"]) == len(gone)
    assert whole_graph(store) == before
    assert remove(store, gone) == 0
    remove(store, [article.id for article in seed_quotes[:4]])
    assert set(counts(store)) == {"Schema"}


def test_a_changed_article_leaves_no_orphan(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    first = seed_quotes[0]
    load(store, [first])
    changed = first.model_copy(update={"outlet": "The Other", "quotes": first.quotes[:1]})
    load(store, [changed])
    after = whole_graph(store)
    store.execute("MATCH (n) DETACH DELETE n")
    load(store, [changed])
    assert after == whole_graph(store)


def test_remove_from_the_command_line(run: Run, tmp_path: Path, seed_quotes: list[ArticleQuotes]) -> None:
    with open_store(str(tmp_path / "town")) as store:
        load(store, seed_quotes)
    done = run("remove", seed_quotes[0].id, str(seed_quotes[1].url), "nonsense", "--store", "town")
    assert done.returncode == 1
    assert "nonsense: no article of this id or URL is in the store" in done.stderr
    assert "2 articles removed from town" in done.stderr


def test_removing_nothing_changes_nothing(run: Run, tmp_path: Path, seed_quotes: list[ArticleQuotes]) -> None:
    with open_store(str(tmp_path / "town")) as store:
        load(store, seed_quotes[:1])
        loaded = status(store).loaded
    assert run("remove", "nosuch", "--store", "town").returncode == 1
    with open_store(str(tmp_path / "town")) as store:
        assert status(store).loaded == loaded is not None


def test_topics_above_topics_stay_however_many(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    article = seed_quotes[0]
    areas = [Area(id=f"t{n}", name=f"t{n}", broader=f"t{n - 1}" if n else None) for n in range(9)]
    quote = article.quotes[0].model_copy(update={"topics": (Topic(id="t8", score=1, method="classifier"),)})
    load(store, [article.model_copy(update={"quotes": (quote,), "areas": tuple(areas)})])
    assert {f"t{n}" for n in range(9)} <= {row["id"] for row in store.read(TOPICS)}


def test_what_an_article_replaces_is_told(store: Store, quotes_of: Callable[..., ArticleQuotes]) -> None:
    told: list[Replaced] = []
    mine = quotes_of("Mayor Ana Ruiz said the tax would fall.", id="a", title="A tax falls", outlet="Daily")
    corrected = quotes_of("Mayor Ana Ruiz said the tax would rise.", id="a", title="A tax rises", outlet="Daily")
    theirs = corrected.model_copy(update={"title": "Mayor resigns", "outlet": "Gazette"})
    load(store, [mine, mine], on_replaced=told.append)
    load(store, [mine.model_copy(update={"title": "Tax to fall"})], on_replaced=told.append)
    assert told == []
    load(store, [corrected, theirs], on_replaced=told.append)  # the second of one run as well
    assert told == [
        Replaced("a", "Tax to fall", "Daily", "A tax rises", "Daily"),
        Replaced("a", "A tax rises", "Daily", "Mayor resigns", "Gazette"),
    ]
    assert [replaced.by_another_outlet for replaced in told] == [False, True]
    load(store, [corrected.model_copy(update={"outlet": None})], on_replaced=told.append)
    assert told[-1].by_another_outlet


def test_a_replaced_article_is_told_and_anothers_even_quietly(run: Run, tmp_path: Path) -> None:
    def add(text: str, outlet: str, *options: str) -> list[str]:
        article = {"url": "https://daily.example/tax", "title": text[:9], "outlet": outlet, "text": text}
        (tmp_path / "one.json").write_text(json.dumps(article))
        done = run("add", "one.json", "--store", "town", *options)
        assert done.returncode == 0
        return [line for line in done.stderr.splitlines() if "is replaced by" in line]

    assert add("Ana Ruiz said the tax would fall.", "Daily") == []
    assert add("Ana Ruiz said the tax would rise.", "Daily", "--quiet") == []
    (told,) = add("Bob Hale said the tax would rise.", "Daily")
    assert told.startswith("note: “Ana Ruiz ” (Daily) is replaced by “Bob Hale ” (Daily), which has the same id ")
    (told,) = add("Ana Ruiz said the tax was a lie.", "Gazette", "--quiet")
    assert "“Bob Hale ” (Daily) is replaced by “Ana Ruiz ” (Gazette)" in told
    lines = run("extract", "one.json").stdout.replace("Gazette", "Herald")
    (tmp_path / "lines.jsonl").write_text(lines)
    assert "(Gazette) is replaced by" in run("load", "lines.jsonl", "--store", "town", "--quiet").stderr
