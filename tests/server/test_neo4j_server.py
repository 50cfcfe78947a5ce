import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from tests.server.neo4j_server import Neo4jServer, empty


def test_answers_with_its_version(empty_neo4j: Neo4jServer) -> None:
    with empty_neo4j.driver() as driver:
        components = driver.execute_query("CALL dbms.components()").records
    assert empty_neo4j.version in [version for row in components for version in row["versions"]]


def test_refuses_a_wrong_password(empty_neo4j: Neo4jServer) -> None:
    with (
        GraphDatabase.driver(empty_neo4j.uri, auth=("neo4j", "neo4j")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


def test_routes_to_itself(empty_neo4j: Neo4jServer) -> None:
    uri = empty_neo4j.uri.replace("bolt://", "neo4j://")
    with GraphDatabase.driver(uri, auth=(empty_neo4j.user, empty_neo4j.password)) as driver:
        assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1


def test_empty_leaves_nothing(empty_neo4j: Neo4jServer) -> None:
    with empty_neo4j.driver() as driver:
        driver.execute_query("CREATE CONSTRAINT speaker_id FOR (s:Speaker) REQUIRE s.id IS UNIQUE")
        driver.execute_query("CREATE INDEX `odd ``name` FOR (q:Quote) ON (q.published)")
        driver.execute_query("CREATE FULLTEXT INDEX quote_text FOR (q:Quote) ON EACH [q.text]")
        driver.execute_query("CREATE (:Speaker {id: 's'})-[:SAID]->(:Quote {id: 'q'})")
        empty(empty_neo4j)
        assert driver.execute_query("MATCH (n) RETURN n").records == []
        assert driver.execute_query("SHOW CONSTRAINTS").records == []
        assert driver.execute_query("SHOW INDEXES YIELD type WHERE type <> 'LOOKUP'").records == []
