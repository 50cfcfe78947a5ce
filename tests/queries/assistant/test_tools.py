"""The tools, without the protocol."""

from pathlib import Path

from queries.assistant.tools import tools
from queries.catalogue import catalogue, with_own


def test_a_question_that_has_the_name_of_another_tool_is_told(tmp_path: Path) -> None:
    for name in ("ask", "read-article", "mine"):
        (tmp_path / f"{name}.cypher").write_text("// Mine\nRETURN 1 AS one", "utf-8")
    notes: list[str] = []
    found = tools(with_own(tmp_path), note=notes.append)
    assert set(found) == {*catalogue(), "mine", "ask", "read-article"}
    assert (found["ask"].title, found["mine"].title) == ("Ask in words", "Mine")
    assert notes == [
        f"{tmp_path}/{name}.cypher: no tool, as {name} is the name of another; rename the file"
        for name in ("ask", "read-article")
    ]
