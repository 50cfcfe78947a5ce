import json
from pathlib import Path

import pytest

from extract.evaluation import read_gold
from extract.records import Article, ArticleQuotes, Problem


def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    good = {
        "id": "a",
        "text": "She said so.",
        "attributions": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 11]]}],
    }
    outside = good | {"attributions": [{"content": [[9, 99]]}]}
    path = tmp_path / "gold.jsonl"
    path.write_text(
        "\n".join(
            [
                json.dumps(good),
                "{",
                json.dumps(outside),
                json.dumps({"id": "b", "attributions": []}),
                "",
                json.dumps(good),
                json.dumps({"id": ["c"]}),
                json.dumps(good | {"id": "d", "text": " "}),
            ]
        )
    )
    problems: list[Problem] = []
    (article,) = read_gold(path, on_problem=problems.append)
    assert article.attributions[0].content == ((9, 11),)
    said = "\n".join(map(str, problems))
    assert "line 2: broken JSON" in said
    assert "line 3: record: the span [9, 99] ends after the text, which has 12 characters" in said
    assert "line 6: the article a stands on an earlier line already" in said
    assert "line 7: no text" in said
    assert "line 8: text: the article has no text" in said
    assert "line 5" not in said
    assert "line 4: no text, and --articles holds none with the id 'b'" in said


def test_corrected_lines_of_extract_are_gold(
    tmp_path: Path, seed_articles: list[Article], seed_quotes: list[ArticleQuotes]
) -> None:
    path = tmp_path / "corrected.jsonl"
    path.write_text("".join(article.to_json() + "\n" for article in seed_quotes))
    read = list(read_gold(path, seed_articles, on_problem=lambda problem: pytest.fail(str(problem))))
    assert [article.text for article in read] == [article.text for article in seed_articles]
    assert [len(article.attributions) for article in read] == [len(article.quotes) for article in seed_quotes]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert not list(read_gold(tmp_path / "none.jsonl", on_problem=problems.append))
    assert [problem.reason for problem in problems] == ["No such file or directory"]
