"""What .docx and .xlsx have in common: they are ZIP archives of XML, which can be made to unpack without end."""

import zipfile
from typing import BinaryIO

from extract.articles.budget import Budget
from extract.articles.faults import Unreadable
from extract.articles.limits import MAX_OFFICE, MIB, size_of


def check(stream: BinaryIO, budget: Budget, *, most_xml: int) -> None:
    """Raise `Unreadable` for archives that are damaged, encrypted, too large unpacked, or hold entities in their XML.

    `most_xml` is how many bytes there may be of all but pictures; they count in `budget`. The stream is at its start
    afterwards. The sizes that an archive tells are to be relied on: `zipfile` unpacks no more than them.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if "[Content_Types].xml" not in archive.namelist():
                raise Unreadable("a ZIP archive, and none that Word or Excel wrote")
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("protected by a password; save it without one")
            xml = [part for part in parts if "/media/" not in part.filename]  # XML by whatever name
            if sum(part.file_size for part in parts) > MAX_OFFICE or sum(part.file_size for part in xml) > most_xml:
                raise Unreadable("unpacks to more than any article needs; split it, or save it as text")
            budget.unpacking(size_of(stream))(sum(part.file_size for part in xml))
            if any(_declares_entities(archive, part) for part in xml):
                raise Unreadable("its XML declares entities, which no office program writes; it is not safe to read")
    except zipfile.BadZipFile as error:
        raise Unreadable(f"damaged or cut off ({error}); get the file anew") from error
    stream.seek(0)


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    last = b""
    with archive.open(part) as stream:
        while chunk := stream.read(MIB):
            if b"<!DOCTYPE" in (last + chunk).replace(b"\0", b""):  # UTF-16, too
                return True
            last = chunk[-32:]
    return False
