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
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from extract.articles.limits import IN_MEMORY, MAX_UNPACKED
from extract.articles.reading import Found, Reading, Unreadable, shown
from extract.records import Problem

STEP = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to, in bytes; `ratio` (unpacked to packed) counts for members over 1 MiB."""

    members: int = 200_000
    member: int = MAX_UNPACKED
    total: int = 20 << 30
    ratio: int = 200


@dataclass(slots=True)
class _Left:
    """What the archive may still unpack to, in bytes; members that are refused count, too."""

    size: int


class _TooMuch(Unreadable):
    """The archive as a whole unpacks to too much."""


def read(stream: BinaryIO, name: str, reading: Reading, *, limits: Limits = Limits()) -> Iterator[Found]:
    """Yield what the members hold; what is wrong with one is a problem of NAME/MEMBER, and the others are read.

    Members with endings that no reader knows, hidden ones and links are passed over, as in folders; archives inside are
    refused. Raises `Unreadable` if this is no archive, or one without articles.
    """
    from extract.articles import READERS, ending, read_stream  # they hold this module, too

    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise Unreadable(f"no zip archive, or a broken one ({error}); get it again, or unpack what can be") from error
    with archive:
        files = sorted((member for member in archive.infolist() if _is_file(member)), key=lambda file: file.filename)
        if len(files) > limits.members:
            raise Unreadable(f"{len(files):,} files in one archive (at most {limits.members:,}); split it")
        files = [file for file in files if ending(Path(file.filename))]
        if not files:
            raise Unreadable(f"no articles in this archive (known formats: {', '.join(READERS)})")
        left = _Left(limits.total)
        for file in files:
            where = f"{name}/{shown(file.filename)}"
            if ending(Path(file.filename)) == ".zip":
                yield Problem(input=where, reason="an archive within an archive; unpack it and give it by itself")
                continue
            try:
                with _unpacked(archive, file, limits=limits, left=left) as content:
                    yield from read_stream(content, where, ending(Path(file.filename)), reading)
            except _TooMuch:
                raise
            except Unreadable as error:
                yield Problem(input=where, reason=str(error))


def _is_file(member: zipfile.ZipInfo) -> bool:
    parts = [part for part in PurePosixPath(member.filename).parts if part != ".."]
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return bool(parts) and not (member.is_dir() or hidden or stat.S_ISLNK(member.external_attr >> 16))


@contextmanager
def _unpacked(archive: zipfile.ZipFile, file: zipfile.ZipInfo, *, limits: Limits, left: _Left) -> Iterator[BinaryIO]:
    """The content of a member, whole and checked. Raises `Unreadable` if there is none or too much."""
    with SpooledTemporaryFile(IN_MEMORY) as content:
        if file.flag_bits & 1:
            raise Unreadable("encrypted; unpack it with its password first")
        if file.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others unpack gigabytes in one step
            raise Unreadable("packed by another method than deflate; pack it anew")
        try:
            with archive.open(file) as packed:
                _copy(packed, content, file, limits=limits, left=left)
        except Unreadable:
            raise
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise Unreadable(f"damaged in the archive ({error})") from error
        content.seek(0)
        yield cast(BinaryIO, content)


def _copy(packed: IO[bytes], content: IO[bytes], file: zipfile.ZipInfo, *, limits: Limits, left: _Left) -> None:
    size = 0
    while part := packed.read(STEP):
        size += len(part)
        if size > limits.member:
            raise Unreadable(f"unpacks to more than {limits.member:,} bytes; unpack it and give it by itself")
        if size > 1 << 20 and size > limits.ratio * max(file.compress_size, 1):
            raise Unreadable(f"unpacks to more than {limits.ratio} times its size; no text does")
        left.size -= len(part)
        if left.size < 0:
            raise _TooMuch(f"unpacks to more than {limits.total:,} bytes; split it (read up to {shown(file.filename)})")
        content.write(part)
