"""Files as nobody should write them, the same at every run: good ones of each format, spoilt in many ways.

What reading them takes is read from ``/proc``, so they are read on Linux.
"""

import gzip
import io
import json
import os
import random
import re
import resource
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import typst

from extract.articles import read_articles
from extract.records import Problem
from tests.fuzz.hostile_files import FILES, attached, document, feed, record, table, zipped
from tests.fuzz.mutations import Chance, seed_texts

MAX_SIZE = 5_000_000
"""Bytes of a spoilt file."""

MAX_SECONDS, MAX_MEMORY = 30.0, 1 << 30
"""Of computing, and bytes, for the reading of one of them."""

Spoil = Callable[[bytes, Chance], bytes]


def _docx(text: str) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_heading("A title", 1)
    for paragraph in text.split("\n\n"):
        made.add_paragraph(paragraph)
    made.save(out)
    return _undated(out.getvalue())


def _xlsx(text: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("News", 0)
    for row in (["text", "title", "published"], [text, "A", "2026-03-04"], ["Words.", "B", 46_000]):
        sheet.append(row)
    book.save(out)
    return _undated(out.getvalue())


def _undated(data: bytes) -> bytes:
    """An Office file without the time at which it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    time = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+Z")
    return zipped({name: time.sub(b"2026-03-04T10:15:00Z", content) for name, content in files.items()})


def _page(text: str) -> bytes:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    return f"<html><head><title>A</title></head><body><article>{paragraphs}</article></body></html>".encode()


@cache
def good_files() -> dict[str, bytes]:
    """A file of each format by its ending."""
    text = seed_texts()[0]
    page, lines = _page(text), json.dumps({"text": text, "title": "A"}) + '\n{"text": "Words."}\n'
    return {
        ".pdf": typst.compile(b"#set document(date: none)\n" + re.sub("[#$]", "", text).encode(), format="pdf"),
        ".docx": _docx(text),
        ".xlsx": _xlsx(text),
        ".eml": attached(page, "a.html"),
        ".zip": zipped({"a.html": page, "b.jsonl": lines, "c.docx": document("<w:p><w:r><w:t>a</w:t></w:r></w:p>")}),
        ".html": page,
        ".rss": feed(f"<item><title>A</title><link>https://a.example/</link><description>{text}</description></item>"),
        ".warc": record("https://a.example/a", page) * 2,
        ".warc.gz": gzip.compress(record("https://a.example/a", page), mtime=0),
        ".json": json.dumps([{"text": text}, {"body": "Words.", "date": "3/4/2026"}]).encode(),
        ".jsonl": lines.encode(),
        ".csv": b'text,title,date\n"Words, words.",A,3/4/2026\n' + json.dumps(text).encode() + b",B,\n",
        ".parquet": table(3, 100),
        ".md": f"---\ntitle: A\n---\n# A title\n\n{text}".encode(),
        ".txt.gz": gzip.compress(text.encode(), mtime=0),
    }


def bytes_changed(data: bytes, chance: Chance) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_off(data: bytes, chance: Chance) -> bytes:
    return data[: chance.randrange(len(data)) + 1]


def part_taken_out(data: bytes, chance: Chance) -> bytes:
    start, end = sorted(chance.randrange(len(data)) for _ in range(2))
    return data[:start] + data[end:] or data


def part_moved(data: bytes, chance: Chance) -> bytes:
    start, end, to = sorted(chance.randrange(len(data)) for _ in range(3))
    return data[:start] + data[end:to] + data[start:end] + data[to:]


def part_repeated(data: bytes, chance: Chance) -> bytes:
    """A piece of the file many times over: what grows faster than its size shows."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 2, 8, 40, 200, 1000))]
    most = max(1, (MAX_SIZE - len(data)) // len(piece))
    return data[:start] + piece * chance.randint(1, most) + data[start:]


def numbers_changed(data: bytes, chance: Chance) -> bytes:
    extreme = (b"0", b"-1", b"1", b"65536", b"2147483647", b"4294967296", b"1e308", b"9" * 400)
    return re.sub(rb"\d+", lambda found: chance.choice(extreme) if chance.random() < 0.05 else found[0], data)


def tags_changed(data: bytes, chance: Chance) -> bytes:
    """Elements without their ends, in others, twice."""
    pieces = re.split(rb"(<[^<>]{1,200}>)", data)
    tags = [piece for piece in pieces if piece.startswith(b"<")] or [b"<a>"]
    return (
        b"".join(
            chance.choice((b"", piece * 2, piece + chance.choice(tags))) if chance.random() < 0.05 else piece
            for piece in pieces
        )
        or data
    )


SPOILS: tuple[Spoil, ...] = (
    bytes_changed,
    cut_off,
    part_taken_out,
    part_moved,
    part_repeated,
    numbers_changed,
    tags_changed,
)


def _inside(data: bytes, chance: Chance, spoil: Spoil) -> bytes:
    """The file with what is packed in it spoilt, and packed anew: else hardly any fault gets as far as the parsers."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        chosen = chance.choice([name for name, content in files.items() if content])
        return zipped(files | {chosen: spoil(files[chosen], chance)})
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(spoil(gzip.decompress(data), chance), mtime=0)
    return spoil(data, chance)


def spoilt(number: int) -> tuple[str, bytes]:
    """The ending and the content of the file of a number."""
    chance = random.Random(number)
    ending, data = list(good_files().items())[number % len(good_files())]
    data = _inside(data, chance, chance.choice(SPOILS))
    for _ in range(chance.randint(0, 2)):
        data = chance.choice(SPOILS)(data, chance)
    return ending, data[:MAX_SIZE]


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file: faults, seconds of computing, and bytes held at most: 0 if it ended the process."""

    name: str
    faults: tuple[str, ...]
    seconds: float
    memory: int


def read(name: str, data: bytes) -> Read:
    """Read a file as the commands do."""
    problems: list[Problem] = []
    faults = []
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        for child in children():
            (child / "clear_refs").write_text("5")  # what it held at most counts from now on
        before, _ = _used()
        try:
            for article in read_articles(file, on_problem=problems.append):
                if not any(map(str.isalnum, article.text)):
                    faults.append("an article without a word")
        except Exception as error:
            faults.append(f"{type(error).__name__}: {error}")
        after, memory = _used()
        seconds = after - before
        if any(str(file) not in problem.input for problem in problems):
            faults.append("a problem without the file’s name")
    if seconds > MAX_SECONDS or memory > MAX_MEMORY:
        faults.append(f"{seconds:.1f} s, {memory >> 20} MB")
    return Read(name, tuple(faults), seconds, memory)


def children() -> list[Path]:
    """What the system tells of this process's children."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [Path(f"/proc/{child}") for child in listed]


def _used() -> tuple[float, int]:
    """The computing time of this process's children, and the most bytes that one of the living held."""
    dead = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, memory = dead.ru_utime + dead.ru_stime, 0
    for child in children():
        times = (child / "stat").read_text().rpartition(")")[2].split()
        seconds += (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
        held = re.search(r"VmHWM:\s+(\d+)", (child / "status").read_text())
        memory = max(memory, int(held[1]) << 10 if held else 0)
    return seconds, memory


def read_spoilt(numbers: Iterable[int]) -> list[Read]:
    """Read the files of some numbers."""
    return [read(f"{number}{ending}", data) for number in numbers for ending, data in [spoilt(number)]]


def read_hostile(name: str) -> Read:
    """Read one of the files that were made to exhaust a reader."""
    return read(name, FILES[name]())


def unspoilt() -> Iterator[Read]:
    """Read the good files: whatever is wrong with the spoilt ones must not be wrong with these."""
    for ending, data in good_files().items():
        yield read(f"good{ending}", data)
