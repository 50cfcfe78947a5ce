import pytest

from queries.header import BadHeader, parse

GOOD = """// Who speaks in whose paper
// How often each speaker is quoted
// by each outlet.
// :param outlet: outlet — name of an outlet
// :param kind: direct|indirect = direct - how it is quoted
// :param least: integer = 2 — quotes at least
// :param since: date = null — first day
// :table outlet, speaker
MATCH (s:Speaker)-[:SAID]->(q:Quote)-[:APPEARS_IN]->(:Article)-[:PUBLISHED_BY]->(o:Outlet)
WHERE o.name = $outlet AND q.kind = $kind AND ($since IS NULL OR q.published >= date($since))
WITH o, s, count(q) AS quotes, '$100 // ' AS price  // the $price of nothing
WHERE quotes >= $least
RETURN o.name AS outlet, s.name AS speaker;
"""


def test_a_question_as_its_header_tells() -> None:
    query = parse(GOOD, "whose-paper", group="mine", file="mine/whose-paper.cypher")
    assert (query.title, query.columns) == ("Who speaks in whose paper", ("outlet", "speaker"))
    assert query.description == "How often each speaker is quoted by each outlet."
    told = {p.name: (p.type, p.default, p.required) for p in query.parameters}
    assert told == {
        "outlet": ("outlet", None, True),
        "kind": ("direct|indirect", "direct", False),
        "least": ("integer", 2, False),
        "since": ("date", None, False),
    }
    assert query.cypher + ";\n" == GOOD


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("// Who speaks in whose paper", "// :param x: text — x", 1, "begins with its title; write it as // Title"),
        ("// Who speaks in whose paper", "MATCH (n)", 1, "begins with its title"),
        ("outlet: outlet — name", "outlet — name", 4, "write it as // :param name: type = default — meaning"),
        ("outlet: outlet —", "outlet: moon —", 4, "there is no type moon; there are policy, speaker, outlet"),
        ("direct|indirect = direct", "direct|indirect = loud", 5, "the default loud is none of direct, indirect"),
        ("direct|indirect =", "direct|Indirect =", 5, "choices are different words in small letters"),
        ("direct|indirect =", "direct|direct =", 5, "choices are different words"),
        ("direct|indirect =", "direct| =", 5, "choices are different words"),
        ("integer = 2", "integer = two", 6, "the default two is no integer"),
        ("date = null", "date = soon", 7, "the default soon is no date"),
        ("param kind:", "param outlet:", 5, "outlet is a parameter already"),
        ("param kind:", "param from:", 5, "a parameter cannot be called from; give it another name"),
        ("param kind:", "param store:", 5, "a parameter cannot be called store"),
        ("// :table", "// :tabel", 8, "is neither // :param nor // :table"),
        ("$kind AND", "'direct' AND", 5, "the Cypher has no $kind; use it, or take the line out"),
        ("paper\n", "paper\x1b[31m\n", 1, "the character U+001B cannot be shown; take it out"),
        ("least: integer = 2 — quotes", "least: integer = 2 — \u202equotes", 6, "the character U+202E cannot be shown"),
        ("'$100 // '", "'$100 \u2028 '", 11, "the character U+2028 cannot be shown"),
        ("$kind AND", "$sort AND", 10, "$sort has no line in the header"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, line: int, message: str) -> None:
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    with pytest.raises(BadHeader) as error:
        parse(broken, "mine", group="mine", file="mine/mine.cypher")
    assert str(error.value).startswith(f"mine/mine.cypher, line {line}: ")
    assert message in str(error.value)


def test_a_header_without_a_statement() -> None:
    with pytest.raises(BadHeader, match=r"mine.cypher, line 2: there is no Cypher after the header"):
        parse("// A title\n// and no more\n", "mine", group="mine", file="mine.cypher")


@pytest.mark.parametrize("name", ["Who said", "who.said", "-x", "Was"])
def test_a_name_that_nobody_could_type(name: str) -> None:
    with pytest.raises(BadHeader, match="rename the file"):
        parse(GOOD, name, group="mine", file="mine.cypher")
