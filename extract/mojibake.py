"""Text that was written as UTF-8 and read as Windows-1252: "â€œ" for "“", "Ã©" for "é"."""

import re
from collections.abc import Iterator

_CHARACTERS = {
    byte: bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in range(0x80, 0xC0)
}
_BYTES = {character: byte for byte, character in _CHARACTERS.items()}
_NEXT = f"[{re.escape(''.join(_BYTES))}]"
_LOST = "”"
"""What "â€" stands for where its third byte, which is no character of Windows-1252, was dropped."""
_BROKEN = re.compile(rf"[ÂÃ]{_NEXT}|â[€‚„†ˆ]{_NEXT}|ðŸ{_NEXT}{{2}}|â€")


def repairs(text: str) -> Iterator[tuple[int, int, str]]:
    """The spans of a text, end exclusive, that stand for another character, each with that character.

    Only what no language writes is one: quotation marks, dashes, accented letters and emoji of the usual kinds.
    """
    if "â€" in text or "Ã" in text or "ðŸ" in text:
        for found in _BROKEN.finditer(text):
            character = _LOST if found.group() == "â€" else _decoded(found.group())
            if character is not None:
                yield *found.span(), character


def _decoded(characters: str) -> str | None:
    data = bytes(_BYTES.get(character, ord(character)) for character in characters)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
