import json
from pathlib import Path

from tests.extract.articles.reading_helpers import read


def test_a_line_without_end_costs_itself_only(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("w") as stream:
        stream.write('{"text": "One."}\n{"text": "')
        for _ in range(70):
            stream.write("x" * 2**20)
        stream.write('"}\n{"text": "Three."}\n')
    articles, (problem,) = read(tmp_path)
    assert [one.text for one in articles] == ["One.", "Three."]
    assert problem.input.endswith("a.jsonl, line 2")
    assert "more than 32 MB" in problem.reason


def test_line_ends_inside_texts_and_other_separators_part_no_lines(tmp_path: Path) -> None:
    text = "One.\r\n\r\nTwo.\u2028Three.\x85Four."
    (tmp_path / "a.jsonl").write_bytes((json.dumps({"text": text}, ensure_ascii=False) + "\r\n").encode() * 2)
    articles, problems = read(tmp_path)
    assert [one.text for one in articles] == [text] * 2
    assert not problems


def test_columns_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Summary.", "full": "Whole."}\n{"Full": ""}\n')
    articles, (problem,) = read(tmp_path, columns={"text": "full"})
    assert [one.text for one in articles] == ["Whole."]
    assert problem.input.endswith("line 2")
