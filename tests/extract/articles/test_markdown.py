from datetime import date
from pathlib import Path

from tests.extract.articles.reading_helpers import article, read

SOURCE = """---
title: "Parking tax: to fall"
date: 2026-03-04
authors: [Ann Lee, Bo Ray]
---

# Parking tax: to fall

“We **won’t** stop,” [Mayor *Ruiz*](https://a.example/ "x") said\\
on Tuesday &amp;
Wednesday. ![A picture](a.png)

> She added: “It’s `x < y`.”

1. First \\*point\\*
2. Second

   with a paragraph

<div><p>Kept <b>words</b></p><script>not("these")</script></div>

<!-- nor these -->

| Who | What |
| --- | --- |
| Ruiz | said |

```python
code  = "kept"

if code: ...
```

***

~~Struck~~ end, <b>bold</b>.
"""

PARAGRAPHS = [
    "“We won’t stop,” Mayor Ruiz said\non Tuesday & Wednesday. ",
    "She added: “It’s x < y.”",
    "First *point*",
    "Second",
    "with a paragraph",
    "Kept words",
    *("Who", "What", "Ruiz", "said"),
    'code  = "kept"\n\nif code: ...',
    "Struck end, bold.",
]


def test_a_page_is_the_text_that_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(SOURCE, "utf-8")
    found = article(tmp_path)
    assert found.text == "".join(f"{paragraph}\n\n" for paragraph in PARAGRAPHS)
    assert (found.title, found.published, found.byline) == ("Parking tax: to fall", date(2026, 3, 4), "Ann Lee, Bo Ray")


def test_the_first_heading_is_the_title(tmp_path: Path) -> None:
    (tmp_path / "a.markdown").write_bytes(b"Parking *tax*\r\n===========\r\n\r\nHello.\r\nYou.\r\n")
    found = article(tmp_path)
    assert (found.title, found.text) == ("Parking tax", "Hello. You.\n\n")
    (tmp_path / "a.markdown").write_text("---\ntitle: Other\n---\n# Parking\n\nHello.")
    found = article(tmp_path)
    assert (found.title, found.text) == ("Other", "Parking\n\nHello.\n\n")


def test_faults_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: a: b\n---\nText.")
    (tmp_path / "b.md").write_text("# Only a title\n\n![picture](a.png)\n")
    articles, (head, without) = read(tmp_path)
    assert not articles
    assert "broken front matter (line 2)" in head.reason
    assert "the article has no text" in without.reason
