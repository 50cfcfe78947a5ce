"""Files made to take a reader's time or memory: small, and as bad as we could make each format."""

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from email.message import EmailMessage

import pyarrow
import pyarrow.parquet

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="{}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/></Relationships>'
)


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """An archive of files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # of 1980: the same at every run
    return stream.getvalue()


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of objects numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(out)
    )  # fmt: skip


def stream(content: bytes, head: bytes = b"") -> bytes:
    """A PDF stream, packed."""
    packed = zlib.compress(content, 9)
    return b"<<%s/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (head, len(packed), packed)


def pdf_page(content: bytes, resources: bytes, *more: bytes) -> bytes:
    """A PDF of one page; `more` are objects from 5 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>" % resources
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream(content), *more])


HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def nested_forms(levels: int) -> bytes:
    """Each form draws the next one ten times; the last one writes a line."""
    font = b"/Font<</F 5 0 R>>"
    forms = []
    for level in range(levels):
        last = level == levels - 1
        inner = font if last else b"/XObject<</X %d 0 R>>" % (7 + level)
        content = b"BT /F 9 Tf 10 10 Td (some words of text) Tj ET" if last else b"/X Do " * 10
        forms.append(stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<%s>>" % inner))
    return pdf_page(b"/X Do " * 10, b"/XObject<</X 6 0 R>>", HELVETICA, *forms)


def workbook(rows: str, *, strings: str = "", sheets: int = 1) -> bytes:
    """An Excel file of XML rows."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    kinds = f'<Override PartName="/xl/workbook.xml" ContentType="{main}sheet.main+xml"/>'
    kinds += '<Override PartName="/xl/sharedStrings.xml" ContentType="' + main + 'sharedStrings+xml"/>'
    xmlns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="s{n}"/>' for n in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="s{n}" Type="{relations}/worksheet" Target="s.xml"/>' for n in range(1, sheets + 1)
    )
    links += f'<Relationship Id="x" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": TYPES.format(
                kinds + f'<Override PartName="/xl/s.xml" ContentType="{main}worksheet+xml"/>'
            ),
            "_rels/.rels": RELATIONS.format("xl/workbook.xml", "officeDocument"),
            "xl/workbook.xml": f'<workbook {xmlns} xmlns:r="{relations}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}'
                "</Relationships>"
            ),
            "xl/sharedStrings.xml": f"<sst {xmlns}>{strings}</sst>",
            "xl/s.xml": f"<worksheet {xmlns}><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def cell(place: str, text: str) -> str:
    """A cell with its text in it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f'<row r="1">{cell("A1", "text")}</row>'


def document(body: str) -> bytes:
    """A Word document of an XML body."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    xmlns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return zipped(
        {
            "[Content_Types].xml": TYPES.format(f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'),
            "_rels/.rels": RELATIONS.format("word/document.xml", "officeDocument"),
            "word/document.xml": f"<w:document {xmlns}><w:body>{body}</w:body></w:document>",
        }
    )


def page(inner: str) -> bytes:
    """A web page."""
    return f"<html><body><article>{inner}</article></body></html>".encode()


def mail(parts: int) -> bytes:
    """A message with attachments of five letters each."""
    part = b'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nWords\r\n'
    return b"From: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + part * parts + b"--b--\r\n"


def attached(content: bytes, name: str) -> bytes:
    """A message with a file."""
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("Words.")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    message.set_boundary("b")
    return bytes(message)


def nested_mails(levels: int, articles: int) -> bytes:
    """Messages that hold a packed message each; the innermost a table."""
    inner = attached(b"text\n" + b"Words.\n" * articles, "a.csv")
    for _ in range(levels):
        inner = attached(gzip.compress(inner, 9), "a.eml.gz")
    return inner


def table(rows: int, size: int) -> bytes:
    """A Parquet table with one long text in every row, stored once."""
    text = pyarrow.array(["x" * size])
    column = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * rows, pyarrow.int32()), text)
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": column}), out, compression="gzip")
    return out.getvalue()


def record(uri: str, body: bytes, kind: str = "text/html") -> bytes:
    """A record of a web archive."""
    head = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {uri}\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def feed(items: str) -> bytes:
    """A feed."""
    return f'<rss version="2.0"><channel><title>A</title>{items}</channel></rss>'.encode()


def head(fields: bytes) -> bytes:
    """A text with a YAML head."""
    return b"---\ntitle: A\n" + fields + b"---\nWords."


MB = 1_000_000

FILES: dict[str, Callable[[], bytes]] = {
    "forms in forms, 6 levels.pdf": lambda: nested_forms(6),
    "forms in forms, 12 levels.pdf": lambda: nested_forms(12),
    "a stream of zeros.pdf": lambda: pdf_page(b" " * (400 * MB), b""),
    "a million text operators.pdf": lambda: pdf_page(
        b"BT /F 9 Tf " + b"(a) Tj " * MB + b"ET", b"/Font<</F 5 0 R>>", HELVETICA
    ),
    "a page a million times.pdf": lambda: pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 500000/Kids[" + b"3 0 R " * 500_000 + b"]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ]
    ),
    "50,000 attributes.html": lambda: page(f"<p {' '.join(f'a{n}=b' for n in range(50_000))}>Words.</p>"),
    "500,000 attributes.html": lambda: page(f"<p {' '.join(f'a{n}=b' for n in range(500_000))}>Words.</p>"),
    "deep.html": lambda: page("<div>" * 500_000),
    "a million elements.html": lambda: page("<b>a" * MB),
    "a million paragraphs.html": lambda: page("<p>a" * MB),
    "a table of a million cells.html": lambda: page("<table><tr>" + "<td>a" * 900_000),
    "links.html": lambda: page("<a href=a>a</a>" * 300_000),
    "entities.html": lambda: page("&amp;" * MB),
    "comments.html": lambda: page("<!-->" * MB),
    "less-than signs.html": lambda: page("<" * 5 * MB),
    "one long paragraph.html": lambda: page(f"<p>{'word ' * MB}</p>"),
    "scripts.html": lambda: page("<script>a</script>" * 250_000),
    "lists in lists.html": lambda: page("<ul><li>a" * 100_000),
    "a cell in the last row.xlsx": lambda: workbook(HEADER + f'<row r="1048576">{cell("A1048576", "Words.")}</row>'),
    "cells in the last column.xlsx": lambda: workbook(
        HEADER + "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 100_000))
    ),
    "empty rows.xlsx": lambda: workbook(HEADER + "".join(f'<row r="{n}"/>' for n in range(2, MB))),
    "empty shared strings.xlsx": lambda: workbook(HEADER, strings="<si/>" * 10 * MB),
    "5,000 sheets.xlsx": lambda: workbook(HEADER, sheets=5_000),
    "empty paragraphs.docx": lambda: document("<w:p/>" * 8 * MB),
    "empty runs.docx": lambda: document(f"<w:p>{'<w:r/>' * 8 * MB}</w:p>"),
    "tables in tables.docx": lambda: document(
        "<w:tbl><w:tr><w:tc>" * 20_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 20_000
    ),
    "paragraphs of one letter.docx": lambda: document("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * MB),
    "line feeds.jsonl": lambda: b"\n" * 5 * MB,
    "line feeds.jsonl.gz": lambda: gzip.compress(b"\n" * 100 * MB),
    "zeros.txt.gz": lambda: gzip.compress(bytes(1_000 * MB)),
    "broken lines.jsonl": lambda: b"{\n" * 2 * MB,
    "deep.json": lambda: b"[" * 5 * MB,
    "objects in objects.json": lambda: b'{"a":' * MB,
    "a list of lists.json": lambda: b'{"a":[' + b"[]," * MB + b"[]]}",
    "small objects.json": lambda: b"[" + b"{}," * 1_500_000 + b"{}]",
    "a number.json": lambda: b'{"text": "a", "date": ' + b"9" * 4 * MB + b"}",
    "many keys.json": lambda: json.dumps({"text": "Words.", **{f"k{n}": 1 for n in range(300_000)}}).encode(),
    "a long title.json": lambda: json.dumps({"text": "Words.", "title": "a" * 4 * MB}).encode(),
    "a million columns.csv": lambda: b"text," + b"a," * 2 * MB + b"\nWords.\n",
    "blank rows.csv": lambda: b"text,a\n" + b",\n" * 2 * MB,
    "an open quotation mark.csv": lambda: b'text,a\n"' + b"a\n" * 2 * MB,
    "quotation marks.csv": lambda: b"text,a\n" + b'"a"b\n' * MB,
    "10,000 attachments.eml": lambda: mail(10_000),
    "40,000 attachments.eml": lambda: mail(40_000),
    "parts in parts.eml": lambda: b"From: a\r\n"
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(60_000)),
    "a million headers.eml": lambda: b"From: a\r\n" + b"A: b\r\n" * 700_000 + b"\r\nWords.",
    "a long header.eml": lambda: b"From: a\r\nSubject: " + b"=?utf-8?q?a?= " * 300_000 + b"\r\n\r\nWords.",
    "addresses.eml": lambda: b"From: " + b"<a@b>, " * 600_000 + b"\r\n\r\nWords.",
    "an attached message in 12 others.eml": lambda: nested_mails(12, 10_000),
    "10,000 articles in 6 messages.eml": lambda: nested_mails(3, 10_000),
    "an archive of 10,000.eml": lambda: attached(zipped({f"{n}.txt": "Words." for n in range(10_000)}), "a.zip"),
    "an archive of 40,000.zip": lambda: zipped({f"{n}.txt": "" for n in range(40_000)}),
    "zeros.zip": lambda: zipped({f"{n}.txt": bytes(50 * MB) for n in range(20)}),
    "a head of 700 KB.txt": lambda: head(b"".join(b"k%d: [a, b]\n" % n for n in range(60_000))),
    "brackets in the head.txt": lambda: head(b"k: " + b"[" * 300_000 + b"\n"),
    "a head without end.txt": lambda: b"---\n" + b"a: b\n" * MB,
    "quotes in quotes.md": lambda: b">" * MB,
    "brackets.md": lambda: b"[" * MB,
    "links.md": lambda: b"[a](" * 250_000,
    "emphasis.md": lambda: b"*a _b " * 160_000,
    "backticks.md": lambda: b"".join(b"`" * n + b" " for n in range(1_400)),
    "lists in lists.md": lambda: b"".join(b" " * n + b"- a\n" for n in range(1_400)),
    "a table.md": lambda: b"|a" * 300_000 + b"\n" + b"|-" * 200_000,
    "references.md": lambda: b"".join(b"[a%d]: b\n" % n for n in range(80_000)),
    "empty entries.rss": lambda: feed("<item/>" * 700_000),
    "entries.rss": lambda: feed("<item><title>a</title></item>" * 150_000),
    "deep.rss": lambda: feed("<a>" * MB),
    "entities.rss": lambda: b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]>" + feed("<item><title>&m;</title></item>"),
    "markup in an entry.rss": lambda: feed(f"<item><description>{'&lt;p&gt;a ' * 400_000}</description></item>"),
    "records.warc": lambda: record("https://a.example/", b"<p>") * 30_000,
    "records.warc.gz": lambda: gzip.compress(record("https://a.example/", b"<p>") * 300_000),
    "zeros.warc.gz": lambda: gzip.compress(record("https://a.example/", bytes(500 * MB), "image/png")),
    "long pages.warc.gz": lambda: gzip.compress(record("https://a.example/", page("<p>a" * 500_000)) * 10),
    "one text in every row.parquet": lambda: table(100_000, 20 * MB),
    "no words.txt": lambda: b"." * 5 * MB,
    "no encoding.txt": lambda: bytes(range(128, 256)) * 39_000,
    "one letter in UTF-16.txt": lambda: b"\xff\xfe" + b"\n\0" * 2_500_000,
}  # fmt: skip
"""The name of each file, with its ending, and what makes its content."""
