"""Archives (.zip) of files that other readers read, also in folders inside: members by name, one at a time.

Nothing is written under a member's name: a member is unpacked into memory, or, a large one, into a temporary file
without a name. Its size is counted while it is unpacked, as what the archive says of itself may be a lie.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from extract.articles.budget import Budget
from extract.articles.faults import Unreadable
from extract.articles.limits import spooled
from extract.articles.reading import Found, Reading, shown
from extract.records import Problem


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield what the members hold; what is wrong with one is a problem of NAME/MEMBER, and the others are read.

    Members with endings that no reader knows, hidden ones and links are passed over, as in folders; archives inside are
    refused. Raises `Unreadable` if this is no archive, or one without articles.
    """
    from extract.articles.formats import READERS, ending, read_stream  # they hold this module, too

    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise Unreadable(f"no zip archive, or a broken one ({error}); get it again, or unpack what can be") from error
    with archive:
        files = sorted((member for member in archive.infolist() if _is_file(member)), key=lambda file: file.filename)
        files = [file for file in files if ending(Path(file.filename))]
        if not files:
            raise Unreadable(f"no articles in this archive (known formats: {', '.join(READERS)})")
        for file in files:
            where = f"{name}/{shown(file.filename)}"
            if ending(Path(file.filename)) == ".zip":
                yield Problem(input=where, reason="an archive within an archive; unpack it and give it by itself")
                continue
            try:
                with reading.budget.member(where), _unpacked(archive, file, reading.budget) as content:
                    yield from read_stream(content, where, ending(Path(file.filename)), reading)
            except Unreadable as error:
                yield Problem(input=where, reason=str(error))


def _is_file(member: zipfile.ZipInfo) -> bool:
    parts = [part for part in PurePosixPath(member.filename).parts if part != ".."]
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return bool(parts) and not (member.is_dir() or hidden or stat.S_ISLNK(member.external_attr >> 16))


@contextmanager
def _unpacked(archive: zipfile.ZipFile, file: zipfile.ZipInfo, budget: Budget) -> Iterator[BinaryIO]:
    """The content of a member, whole and checked. Raises `Unreadable` if there is none."""
    if file.flag_bits & 1:
        raise Unreadable("encrypted; unpack it with its password first")
    if file.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others unpack gigabytes in one step
        raise Unreadable("packed by another method than deflate; pack it anew")
    try:
        with archive.open(file) as packed:
            content = spooled(packed, on_read=budget.unpacking(file.compress_size))
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Unreadable(f"damaged in the archive ({error})") from error
    with content:
        yield content
