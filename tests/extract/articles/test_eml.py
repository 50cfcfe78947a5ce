from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from extract.records import Article
from tests.extract.articles.reading_helpers import article, read

TEXT = "“No,” she said.\n\nA second paragraph — ½ €.\n"
PAGE = f"<html><body><article>{'<p>“Never,” the mayor’s office said on Tuesday.</p>' * 5}</article></body></html>"


def message(text: str | None = TEXT, **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in ({"Subject": "Tax — falls", "From": "Zoë Lee <zoe@a.example>"} | headers).items():
        made[name] = value
    made["Date"] = "Wed, 04 Mar 2026 23:15:00 -0800"
    if text is not None:
        made.set_content(text)
    return made


def test_the_plain_text_goes_before_the_page(tmp_path: Path) -> None:
    mail = message()
    mail.add_alternative(PAGE, subtype="html")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    found = article(tmp_path)
    assert (found.text, found.title, found.byline) == (TEXT, "Tax — falls", "Zoë Lee")
    assert found.published == date(2026, 3, 4)


def test_line_ends_and_character_sets_are_those_of_the_message(tmp_path: Path) -> None:
    mail = message()
    mail.set_content(TEXT, charset="cp1252", cte="8bit")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes(policy=SMTP))
    assert article(tmp_path).text == TEXT.replace("\n", "\r\n")


def test_answered_messages_and_signatures_are_left_out(tmp_path: Path) -> None:
    mail = message(
        "“No,” said Ann Lee.\n\n> “Yes,” said Bob Old.\n> Again.\nThe end.\n-- \nPress Desk\n“Quality first”\n"
    )
    (tmp_path / "a.eml").write_bytes(mail.as_bytes(policy=SMTP))
    assert article(tmp_path).text == "“No,” said Ann Lee.\r\n\r\nThe end.\r\n"


def test_a_page_is_read_as_a_page(tmp_path: Path) -> None:
    mail = message(None)
    mail.set_content(PAGE, subtype="html")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    found = article(tmp_path)
    assert found.text.startswith("“Never,” the mayor’s office said")
    assert found.title == "Tax — falls"


def test_the_page_is_read_where_the_plain_text_is_blank(tmp_path: Path) -> None:
    mail = message(" \n")
    mail.add_alternative(PAGE, subtype="html")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    assert article(tmp_path).text.startswith("“Never,” the mayor’s office said")


def test_what_is_attached_is_read_too(tmp_path: Path) -> None:
    inner = message("Forwarded text.\n", Subject="Inner")
    inner.add_attachment("---\ntitle: Third\n---\nAttached text.", filename="a.MD")
    mail = message("\n")
    mail.add_attachment(inner)
    mail.add_attachment(b'{"text": "Four."}\n{"text": ""}', maintype="application", subtype="x", filename="b.jsonl")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    articles, (problem,) = read(tmp_path)
    found = {one.title: one.text for one in articles}
    assert found == {"Inner": "Forwarded text.\n", "Third": "Attached text.\n\n", None: "Four."}
    assert problem.input.endswith("a.eml, attachment b.jsonl, line 2")


def test_messages_inside_one_another_without_end(tmp_path: Path) -> None:
    mail = message("Innermost.")
    for number in range(20):
        outer = message(f"Text {number}.")
        outer.add_attachment(mail)
        mail = outer
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    articles, (problem,) = read(tmp_path)
    assert len(articles) == 9
    assert "more than 8 files inside one another" in problem.reason


def test_faults_are_named_or_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: x\nDate: soon\nContent-Type: text/plain; charset=klingon\n\nHello.")
    (tmp_path / "b.eml").write_bytes(b"From: x\n\n\n")
    (tmp_path / "c.eml").write_bytes(b"From: x\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nMIAG")
    (tmp_path / "d.eml").write_bytes(b"From: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nCut")
    articles, problems = read(tmp_path)
    assert [(one.text, one.published) for one in articles] == [("Hello.", None), ("Cut", None)]
    assert isinstance(articles[0], Article)
    assert ["no text in this message" in problems[0].reason, "encrypted" in problems[1].reason] == [True, True]
