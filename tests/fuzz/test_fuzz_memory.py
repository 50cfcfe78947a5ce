from pathlib import Path

import pytest
from spacy.language import Language

from tests.fuzz.memory import extracted

STATM = Path("/proc/self/statm")


@pytest.mark.skipif(not STATM.exists(), reason="the kernel tells no process's memory here")
def test_memory_does_not_grow_with_the_number_of_articles(nlp: Language, tmp_path: Path) -> None:
    """New words cost spaCy some hundred bytes each; an article that is held would cost a hundred kilobytes."""
    after: dict[int, int] = {}
    for done in extracted(300, nlp, tmp_path):
        if done in (100, 300):
            after[done] = int(STATM.read_text().split()[1]) * 4096
    assert after[300] - after[100] < 16 << 20
