"""The frozen records that every room speaks, and their public JSON Lines form ``onrecord/1``.

All spans are ``(start, end)`` in characters (Unicode code points, as Python counts them) of the article's
untouched text, end exclusive: ``article.text[start:end]`` is what was written.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel

from extract.safe_text import json_escaped, web_address

FORMAT: Literal["onrecord/1"] = "onrecord/1"


def _ordered(span: tuple[int, int]) -> tuple[int, int]:
    if not 0 <= span[0] < span[1]:
        raise ValueError(f"a span is [start, end] with 0 <= start < end, not {list(span)}")
    return span


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _has_words(text: str) -> str:
    if not any(map(str.isalnum, text)):
        raise ValueError("the article has no text")
    return text


def _day(value: Any) -> Any:
    """The day of a time stamp: content systems export "2026-03-04T10:15:00Z"."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d[T ]", value):
        return value[:10]
    return _blank_is_none(value)


def _address(value: Any) -> Any:
    """An address of the web; None in the place of others, such as javascript:…, which a link in a report would run."""
    return value.strip() if isinstance(value, str) and web_address(value) else None


def _named(*names: str) -> Any:
    """The names under which a field of an article is read; the first is ours."""
    return Field(validation_alias=AliasChoices(*names))


Span = Annotated[tuple[int, int], AfterValidator(_ordered)]
Spans = tuple[Span, ...]
Text = Annotated[str, AfterValidator(_has_words)]
Score = Annotated[float, Field(ge=0.0, le=1.0)]
OptionalText = Annotated[str | None, BeforeValidator(_blank_is_none)]
Kind = Literal["direct", "indirect", "mixed"]
Act = Literal["statement", "belief", "intention", "perception", "other"]
SpeakerType = Literal["person", "organization", "document", "group", "anonymous"]
Stance = Literal["for", "against", "mixed"]


WebAddress = Annotated[str | None, BeforeValidator(_address)]


class Record(BaseModel):
    """A frozen record; JSON keys are camelCase."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, coerce_numbers_to_str=True)

    def to_json(self) -> str:
        """One line of JSON, keys in camelCase, no trailing newline; safe to print (`extract.safe_text`)."""
        return json_escaped(self.model_dump_json(by_alias=True))


class Problem(Record):
    """An input that was skipped (or a part of one): what it was, what happened, what to do next."""

    input: str
    reason: str

    def __str__(self) -> str:
        return f"{self.input}: {self.reason}"

    @classmethod
    def of(cls, input: str, error: ValidationError) -> Self:
        """The problem that a record of `input` does not validate, in one line: each field with its fault."""
        return cls(input=input, reason="; ".join(map(_fault, error.errors())))


def _fault(fault: Any) -> str:
    field = ".".join(map(str, fault["loc"])) or "record"
    if fault["type"].startswith("date"):
        return f"{field}: {fault['input']!r} is no day; write it as 2026-03-04"
    told = "it is missing" if fault["type"] == "missing" else fault["msg"].removeprefix("Value error, ")
    return f"{field}: {told}"


class Article(Record):
    """A news article as it was read; `text` is never changed, but for `whole_characters`.

    Without an id, the id is a hash of the url, else of the text: the same article always gets the same id. For a
    dictionary with the names that readers understand ("headline", "date" …) there is ``Article.model_validate``.

    Examples
    --------
    >>> from datetime import date
    >>> Article(text="The tax fell.", title="A tax falls", published=date(2026, 3, 4)).id
    'bc235fc5ab8a'
    >>> Article.model_validate({"text": "The tax fell.", "headline": "A tax falls", "date": "2026-03-04"}).title
    'A tax falls'
    """

    id: str = Field(default="", min_length=1, validate_default=False)
    text: Text
    title: Annotated[OptionalText, _named("title", "headline")] = None
    outlet: Annotated[OptionalText, _named("outlet", "publisher", "source", "sitename")] = None
    published: Annotated[date | None, BeforeValidator(_day), _named("published", "date", "pubDate")] = None
    url: Annotated[OptionalText, _named("url", "link")] = None
    byline: Annotated[OptionalText, _named("byline", "author")] = None
    language: Annotated[OptionalText, _named("language")] = None

    @model_validator(mode="before")
    @classmethod
    def _give_id(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        data = {name: whole_characters(value) if isinstance(value, str) else value for name, value in data.items()}
        if not data.get("id") and isinstance(data.get("text"), str):
            url = str(data.get("url") or data.get("link") or "").strip()
            return {**data, "id": short_hash(url or data["text"])}
        return data


KNOWN_FIELDS = frozenset(
    name
    for field in Article.model_fields.values()
    for name in (field.validation_alias.choices if isinstance(field.validation_alias, AliasChoices) else ())
) | {"id"}
"""The names of an article's fields that readers understand."""


class Speaker(Record):
    """Who a quote is attributed to, resolved within the article.

    `mention` is the span that named the speaker in this quote's source (None where the source is implicit);
    `aliases` are the other forms under which the article names the same speaker. `role` and `affiliation` are what
    the article says that the speaker is and belongs to, `role_span` and `affiliation_span` where it says so: anywhere
    in the article.
    """

    id: str
    name: str
    type: SpeakerType
    role: str | None = None
    role_span: Span | None = None
    affiliation: str | None = None
    affiliation_span: Span | None = None
    aliases: tuple[str, ...] = ()
    mention: Span | None = None
    method: str


class Addressee(Record):
    """Whom the words were told to ("told City News Service")."""

    id: str
    name: str
    type: SpeakerType


class Mention(Record):
    """Somebody whom the words of a quote name; `span` is the first place where they do."""

    id: str
    name: str
    type: SpeakerType
    span: Span


class Topic(Record):
    """A policy area that a quote is about, by its id in the scheme of areas that was used."""

    id: str
    score: Score
    method: str


class Policy(Record):
    """A specific ordinance, bill, programme or proposal that a quote is about.

    `jurisdiction` is the place or body whose policy it is, as the article tells ("Los Angeles", "United States",
    "international"; None if it does not); `areas` the policy areas that the policy itself falls in. `score` is the
    probability that the quote is about it, and `mention` the span that tied the quote to it; `stance` the speaker's,
    where the words carry one, `stance_score` the probability that the stance is right (None where it is unknown), and
    `evidence` those words, in the quote's paragraph.
    """

    id: str
    name: str
    jurisdiction: OptionalText = None
    aliases: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    score: Score
    method: str
    mention: Span | None = None
    stance: Stance | None = None
    stance_score: Score | None = None
    evidence: Span | None = None


class Passage(Record):
    """A piece of the article's text with the offset of its first character."""

    start: int = Field(ge=0)
    text: str

    def __getitem__(self, span: tuple[int, int]) -> str:
        """The text of an article span that lies inside this passage."""
        return self.text[span[0] - self.start : span[1] - self.start]


class Quote(Record):
    """One act of saying: who (source, speakers), how (cue), what (content), about what.

    `text` is the content spans as they stand in the article, joined by " … ". `paragraph` holds the paragraphs
    that the quote's spans touch, so that a quote can be checked without the article. `confidence` is the
    estimated probability that speaker and content are right; `method` says which rule or model decided.
    """

    id: str
    kind: Kind
    act: Act = "statement"
    text: str
    source: Spans = ()
    cue: Spans = ()
    content: Annotated[Spans, Field(min_length=1)]
    paragraph: Passage
    speakers: tuple[Speaker, ...] = ()
    addressee: Addressee | None = None
    mentions: tuple[Mention, ...] = ()
    topics: tuple[Topic, ...] = ()
    policies: tuple[Policy, ...] = ()
    confidence: Score
    method: str

    @model_validator(mode="after")
    def _agrees_with_its_paragraph(self) -> Self:
        end = self.paragraph.start + len(self.paragraph.text)
        evidence = [policy.evidence for policy in self.policies if policy.evidence]
        spans = (*self.source, *self.cue, *self.content, *evidence)
        if not all(self.paragraph.start <= s and e <= end for s, e in spans):
            raise ValueError(f"quote {self.id}: a span lies outside the paragraph")
        if self.text != " … ".join(self.paragraph[span] for span in self.content):
            raise ValueError(f"quote {self.id}: the text is not what stands at the content's offsets")
        return self


class Area(Record):
    """A policy area as its scheme has it, with its codes elsewhere and the id of the area that it is part of.

    `cap` is the major topic of the Comparative Agendas Project, `iptc` the nearest IPTC Media Topics ("medtop:…").
    """

    id: str
    name: str
    cap: int | None = None
    iptc: tuple[str, ...] = ()
    broader: str | None = None


class ArticleQuotes(Record):
    """An article's quotes: one line of ``onrecord extract``.

    `areas` are those that the quotes and their policies fall in, with the areas that these are part of, by id.
    `url` is an address of http or https; another is left out. `text` is the article's text as it was read; None where
    it was left out, and in lines of onrecord 0.1.
    `source_hash` tells what the quotes were made of (see `extract.versions`), where that is known.
    """

    format: Literal["onrecord/1"] = FORMAT
    id: str = Field(min_length=1)
    title: str | None = None
    outlet: str | None = None
    published: date | None = None
    url: WebAddress = None
    byline: str | None = None
    text_hash: str
    source_hash: str | None = None
    text: str | None = None
    quotes: tuple[Quote, ...] = ()
    areas: tuple[Area, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_its_quotes(self) -> Self:
        if self.text is not None:
            if short_hash(self.text) != self.text_hash:
                raise ValueError("the text is not the one that textHash is of")
            for quote in self.quotes:
                if not self.text.startswith(quote.paragraph.text, quote.paragraph.start):
                    raise ValueError(f"quote {quote.id}: the paragraph is not what stands at its offset")
        if stray := [quote.id for quote in self.quotes if not quote.id.startswith(f"{self.id}:")]:
            raise ValueError(f"quote {stray[0]} is another article's")
        return self

    def without_text(self) -> Self:
        """The same without the article's text: of that, only the paragraphs with quotes are left."""
        return self.model_copy(update={"text": None})


def whole_characters(text: str) -> str:
    """A text with U+FFFD for each half of a character: emoji that were cut in two are no text that can be written.

    Offsets stay as they are.
    """
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def short_hash(text: str) -> str:
    """The first 12 hex digits of SHA-256 of `text`: enough for ids of articles."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def slug(name: str) -> str:
    """The normal form of a name in ids: case folded, runs of other characters as one hyphen."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    return re.sub(r"[^\w]+", "-", folded.replace("'", "")).strip("-") or "unnamed"


def quote_id(article_id: str, content: Iterable[tuple[int, int]]) -> str:
    """The id of a quote: its article's id and its content spans, so that a second run gives the same."""
    return f"{article_id}:{'+'.join(f'{start}-{end}' for start, end in content)}"


def speaker_id(*, type: SpeakerType, name: str, article_id: str, owner: str | None = None) -> str:
    """The id of a speaker: type and normal name.

    Unnamed speakers ("a senior aide", "critics", "the report") are others in every article, and so may be people of a
    surname alone: their ids carry the article's. That of a body of a generic name ("City Council") carries its `owner`:
    the place that has it, or the article, where that does not tell.
    """
    if owner is not None:
        return f"{type}:{owner if owner == article_id else slug(owner)}:{slug(name)}"
    unnamed = type in ("group", "anonymous") or not any(map(str.isupper, name))
    if unnamed or (type == "person" and len(re.sub(r"^(Mr|Mrs|Ms|Miss)\.? ", "", name).split()) == 1):
        return f"{type}:{article_id}:{slug(name)}"
    return f"{type}:{slug(name)}"


def policy_id(name: str, *, jurisdiction: str | None = None) -> str:
    """The id of a policy: its normal name, after whose policy it is: one city's sanctuary ordinance is no other's."""
    return ":".join(["policy", *([slug(jurisdiction)] if jurisdiction else []), slug(name)])
