import pytest
from spacy.language import Language

from extract.pipeline import extract
from extract.prose import Prose
from extract.records import Article

RIGHT = "“The fee is wrong,” said José Ruiz – the mayor. “It won’t fall,” he said."
WRONG = "".join(bytes([b]).decode("cp1252", "ignore") for b in RIGHT.encode())
"""As UTF-8 that was read as Windows-1252, which has no character for the last byte of "”"."""


def test_wrong_characters_are_read_as_what_they_stand_for() -> None:
    assert Prose.of(WRONG).text == RIGHT


@pytest.mark.parametrize("text", ["“The CAFÉ” and Ödön’s MÜNCHEN”", "São João, à l’Île", "5 € for Â and Ã alone"])
def test_right_characters_stay(text: str) -> None:
    assert Prose.of(text).text == text


def test_speakers_are_found_and_offsets_are_the_articles(nlp: Language) -> None:
    (found,) = extract([Article(text=f"Advertisement\n\n{WRONG}")], nlp=nlp)
    assert found.text is not None
    quotes = [(q.kind, [s.name for s in q.speakers], q.text) for q in found.quotes]
    assert [found.text[slice(*span)] for q in found.quotes for span in q.content] == [text for _, _, text in quotes]
    first, second = (WRONG[: WRONG.index(" said")], WRONG[WRONG.rindex("â€œ") : WRONG.rindex(" he said")])
    assert quotes == [("direct", ["José Ruiz"], first), ("direct", ["José Ruiz"], second)]
