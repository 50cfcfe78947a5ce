"""What cannot be written through a statement that is to read, on every server."""

import pytest

from extract.records import ArticleQuotes
from graph.embedded import StoreError
from graph.load import load
from graph.read_only import WritingStatement, without_writes
from graph.schema import VERSION
from graph.store import Store
from tests.graph.graph_state import whole_graph

WRITES = """
CREATE (n:Sneaked)
create (n:Sneaked)
MATCH (n) DETACH DELETE n
MATCH (n)DELETE n
MATCH (n) REMOVE n.name
MATCH (n) SET n.name = 'x'
MATCH (n)SET/**/n.name='x'
/* harmless */ CREATE (n) // RETURN 1
// harmless{cr}CREATE (n)
// harmless{lf}CREATE (n)
/* /* */ CREATE (n) /* */ */
RETURN 1 /* ' */ MERGE (n:Sneaked) /* ' */
RETURN '/*' AS a UNION CREATE (n:Sneaked) RETURN '*/' AS a
WITH '//' AS a CREATE (n:Sneaked) RETURN a
CALL {{ CREATE (n:Sneaked) }} RETURN 1
CALL () {{ CREATE (n:Sneaked) }} RETURN 1
CALL {{ CALL {{ MERGE (n:Sneaked) RETURN n }} RETURN n }} RETURN 1
MATCH (n) CALL (n) {{ SET n.name = 'x' }} RETURN n
MATCH (n) CALL {{ WITH n SET n.name = 'x' }} IN TRANSACTIONS RETURN 1
MATCH (n) FOREACH (m IN [n] | SET m.name = 'x')
MATCH p = (:Article)--() FOREACH (m IN nodes(p) | DETACH DELETE m)
RETURN 1; CREATE (n:Sneaked)
RETURN 1;{lf}CREATE (n:Sneaked);
WHEN true THEN CREATE (n:Sneaked)
UNWIND [1] AS x CREATE (n:Sneaked {{x: x}})
MATCH (n) WITH 1. CREATE (b:Sneaked)
RETURN 'a\\' AS x, 'b\\'' CREATE (n:Sneaked) //'
RETURN '\\u0027 CREATE (n:Sneaked) //'
\\u0043REATE (n:Sneaked)
RETURN "a" AS `b` CREATE (`n`:`Sneaked`)
RETURN 1 AS `'` CREATE (n:Sneaked) RETURN 1 AS `'`
PROFILE CREATE (n:Sneaked)
EXPLAIN MATCH (n) RETURN n
CYPHER 5 CREATE (n:Sneaked)
INSERT (n:Sneaked)
LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line
CALL db.createLabel('Sneaked')
CALL `db`.`createLabel`('Sneaked')
call  db . createLabel('Sneaked')
CALL db.clearQueryCaches()
CALL apoc.cypher.doIt('CREATE (n:Sneaked)', {{}})
RETURN apoc.cypher.runFirstColumn('CREATE (n:Sneaked)', {{}})
CREATE INDEX sneaked FOR (n:Quote) ON (n.kind)
DROP INDEX quote_published
DROP CONSTRAINT quote_id
CREATE USER sneaked SET PASSWORD 'abcdefgh1'
ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'
TERMINATE TRANSACTIONS 'neo4j-transaction-1'
RETURN 'open
RETURN 1 /* open
""".strip().split("\n")


def test_nothing_is_written_through_a_question(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes[:1])
    before, indexes = whole_graph(store), store.read("SHOW INDEXES")
    for line in WRITES:
        with pytest.raises(WritingStatement):
            store.query(line.format(cr="\r", lf="\n"))
    assert whole_graph(store) == before
    assert len(store.read("SHOW INDEXES")) == len(indexes)


def test_what_the_check_lets_pass_is_not_kept_either(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.prepare()
    before = whole_graph(store)
    monkeypatch.setattr("graph.store.without_writes", lambda cypher: cypher)
    for line in WRITES[:20]:
        if "IN TRANSACTIONS" in line:
            continue  # the embedded engine commits these whatever becomes of the outer one: there is the check alone
        try:
            store.query(line.format(cr="\r", lf="\n"))
        except (WritingStatement, StoreError):
            continue
    assert whole_graph(store) == before


READS = {
    "RETURN 'CREATE (n) SET' AS said": [{"said": "CREATE (n) SET"}],
    "RETURN 1 AS `set` // DELETE nothing": [{"set": 1}],
    "/* MERGE */ RETURN 'a // b' AS x;": [{"x": "a // b"}],
    "MATCH (s:Schema) RETURN s.set AS a, s:CREATE AS b, properties(s).merge AS c": [{"a": None, "b": False, "c": None}],
    "CALL { RETURN 1 AS x } RETURN x": [{"x": 1}],
    "CALL () { RETURN 1 AS x } RETURN x": [{"x": 1}],
    "RETURN EXISTS { MATCH (s:Schema) } AS x": [{"x": True}],
    "RETURN $text AS said": [{"said": "it's \\ CREATE"}],
    "RETURN toString(date.truncate('month', date('2026-03-04'))) AS day": [{"day": "2026-03-01"}],
    "CALL db.index.fulltext.queryNodes('Quote[text]', 'ban') YIELD node RETURN node": [],
    "MATCH p = (:Schema) RETURN p, 'x' AS é": [
        {"p": [{"labels": ["Schema"], "id": "onrecord", "name": "onrecord schema", "version": VERSION}], "é": "x"}
    ],
}


def test_reading_gives_rows(store: Store) -> None:
    store.prepare()
    for cypher, rows in READS.items():
        assert store.query(cypher, text="it's \\ CREATE") == rows, cypher


def test_the_check_says_what_to_do() -> None:
    with pytest.raises(WritingStatement, match=r"SET writes.*between backticks: `SET`"):
        without_writes("MATCH (n) SET n.x = 1")
    with pytest.raises(WritingStatement, match=r"backslash.*--param name=value"):
        without_writes("RETURN 'it\\'s'")
