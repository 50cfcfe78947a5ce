import zipfile
from datetime import datetime
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.extract.articles.reading_helpers import article, read
from tests.extract.articles.test_xlsx import rewritten

PARAGRAPHS = ["“No,” she said.\tA tab — ½ €", "Two\nlines.", "A heading", "An item"]


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Parking tax", style="Title")
    for text, style in zip(PARAGRAPHS, ("Normal", "Normal", "Heading 2", "List Bullet"), strict=True):
        document.add_paragraph(text, style=style)
    document.add_paragraph(" ")
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"Cell {number}"
    document.add_paragraph("End.").add_run().add_break()
    document.sections[0].header.paragraphs[0].text = "Not this"
    properties = document.core_properties
    properties.title, properties.author, properties.language = "Other", "Ann Lee", "en-GB"
    properties.created = datetime(2026, 3, 4, 10, 15)
    document.save(str(tmp_path / "a.DOCX"))
    found = article(tmp_path)
    blocks = [*PARAGRAPHS, *(f"Cell {number}" for number in range(4)), "End.\n"]
    assert found.text == "".join(f"{block}\n\n" for block in blocks)
    assert (found.title, found.byline, found.language) == ("Parking tax", "Ann Lee", "en-GB")
    assert found.published is None  # that was when the file was made


CHANGED = """
<w:p {}>
  <w:r><w:t xml:space="preserve">The tax </w:t></w:r>
  <w:del w:id="1" w:author="A"><w:r><w:delText>rises</w:delText></w:r></w:del>
  <w:ins w:id="2" w:author="A"><w:r><w:t>falls</w:t></w:r></w:ins>
  <w:hyperlink><w:r><w:t xml:space="preserve"> soon</w:t></w:r></w:hyperlink>
  <w:sdt><w:sdtContent><w:r><w:t>.</w:t></w:r></w:sdtContent></w:sdt>
</w:p>
"""


def test_tracked_changes_links_and_fields_are_read_as_they_are_seen(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "T"
    document.element.body.insert(0, parse_xml(CHANGED.format(nsdecls("w"))))
    block = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>In a field.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(block))
    document.save(str(tmp_path / "a.docx"))
    found = article(tmp_path)
    assert (found.text, found.title) == ("The tax falls soon.\n\nIn a field.\n\n", "T")


def test_what_is_hostile_is_named(tmp_path: Path) -> None:
    names = ("empty", "bomb", "large", "broken", "cut", "locked", "zip")
    files = {name: tmp_path / f"{name}.docx" for name in names}
    for name, file in files.items():
        document = docx.Document()
        if name != "empty":
            document.add_paragraph("Hello.")
        document.save(str(file))
    entities = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]><w:document>&x;</w:document>'
    rewritten(files["bomb"], "word/document.xml", entities)
    rewritten(files["large"], "word/document.xml", b" " * 65 * 2**20)
    rewritten(files["broken"], "word/document.xml", b"<w:document><w:body>")
    files["cut"].write_bytes(files["cut"].read_bytes()[:-200])
    data = bytearray(files["locked"].read_bytes())
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1  # the mark of an encrypted part, in the archive's directory
    files["locked"].write_bytes(data)
    with zipfile.ZipFile(files["zip"], "w") as archive:
        archive.writestr("a.txt", "Hello.")
    articles, problems = read(*files.values())
    assert not articles
    reasons = dict(zip(names, (problem.reason for problem in problems), strict=True))
    assert "no text in this document" in reasons["empty"]
    assert "declares entities" in reasons["bomb"]
    assert "unpacks to more" in reasons["large"]
    assert "cannot be read as DOCX" in reasons["broken"]
    assert "damaged or cut off" in reasons["cut"]
    assert "protected by a password" in reasons["locked"]
    assert "ZIP archive" in reasons["zip"]
