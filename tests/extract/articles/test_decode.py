from io import BytesIO

import pytest

from extract.articles.decode import declared_charset, decode, text_stream
from extract.articles.faults import Unreadable

SAID = "“Naïve,” she said — José Peña’s café in Zürich costs £5 or 10 €. Señor Núñez can’t.\r\n"
SHORT = ["Déjà vu.", "Où?", "Peña said.", "“Ñandú,” dijo.", "It’s done.", "1–0", "½ of it", "Æ", "R²D", "don´t"]
RUSSIAN = "Мэр Анна Руис заявила, что налог на парковку будет снижен. «Мы это сделаем», — сказала она во вторник."
POLISH = "Burmistrz powiedziała, że podatek zostanie obniżony, a źródła mówią, że rada zagłosuje już w marcu."


@pytest.mark.parametrize("text", [*SHORT, SAID])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_english_is_read_as_it_was_written(text: str, encoding: str) -> None:
    assert decode(text.replace("€", "E").encode(encoding)) == text.replace("€", "E")


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (RUSSIAN, "mac-cyrillic"), (POLISH, "iso8859-2")])
def test_what_makes_no_sense_as_windows_1252_is_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_quotation_marks_of_old_macs() -> None:
    text = "“We won’t stop,” she said. “It’s the mayor’s naïve plan, and it doesn’t work.”"
    assert decode(text.encode("mac-roman")) == text


def test_a_declared_character_set_is_taken_unless_the_text_is_utf_8() -> None:
    text = "Ruiz: “Zażółć.”"
    page = f'<html><head><meta charset="iso-8859-2"></head>{text}'.replace("“", "'").replace("”", "'")
    data = page.encode("iso8859-2")
    assert decode(data, declared=declared_charset(data)) == page
    data = page.encode()
    assert decode(data, declared=declared_charset(data)) == page
    assert declared_charset(b'<?xml version="1.0" encoding="windows-1251"?><a/>') == "windows-1251"
    assert declared_charset(b'<META http-equiv="Content-Type" content="text/html; charset=Big5">') == "Big5"
    assert decode(b"caf\xe9 \x80", declared="ISO-8859-1") == "café €"
    assert decode(b"caf\xe9", declared="rot13") == decode(b"caf\xe9", declared="no-such-set") == "café"


def test_a_cut_or_damaged_utf_8_text_is_still_utf_8() -> None:
    data = (SAID * 9).encode()
    assert decode(data[: data.rindex("é".encode()) + 1]).startswith(SAID)
    assert decode(data.replace(b"costs", b"\xff", 1)) == (SAID * 9).replace("costs", "\ufffd", 1)


@pytest.mark.parametrize("data", [b"\x81\x8d\x8f" * 9, b"\0\1\2"])
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_stream_is_decoded_as_a_whole_text_is_however_late_the_first_accent(encoding: str) -> None:
    text = "Plain words.\r\n" * 200_000 + SAID.replace("€", "E") * 3
    stream = text_stream(BytesIO(text.encode(encoding)))
    assert stream.read() == text


@pytest.mark.parametrize("place", range(-3, 4))
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("end", ["", "\n", "x" * 9])
def test_an_accent_where_the_stream_is_cut_into_pieces(place: int, encoding: str, end: str) -> None:
    text = "x" * (2**20 + place) + "é" + end
    assert text_stream(BytesIO(text.encode(encoding))).read() == text


def test_a_damaged_byte_late_in_a_utf_8_stream_costs_itself_only() -> None:
    text = SAID + "Plain words.\n" * 100_000
    stream = text_stream(BytesIO(text.encode() + b"caf\xe9 " + SAID.encode()))
    assert stream.read() == text + "caf\ufffd " + SAID
