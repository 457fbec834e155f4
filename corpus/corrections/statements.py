"""One statement of the ledger (một lời đính chính): who says when and why what about which value."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from corpus.identity import digest
from schemas.folding import compose

Action = Literal["confirm", "change", "add", "delete", "merge", "split"]
Kind = Literal["article", "province", "event", "official", "unit", "campaign", "phase", "award"]
#: Statements about two events; all others are about one value.
PAIR_ACTIONS = ("merge", "split")
#: What may be corrected of the article itself.
ARTICLE_FIELDS = ("title", "published")

Values = dict[str, Any]


def text_hash(text: str) -> str:
    """Return the SHA-256 of an article's text, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Anchor(_Frozen):
    """A stretch of an article's text that can be found again when the text moved.

    Attributes:
        start: Where it began, in code points.
        end: Where it ended.
        quote: Its characters.
        before: The characters before it.
        after: The characters after it.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str = Field(min_length=1)
    before: str = ""
    after: str = ""

    @model_validator(mode="after")
    def _spans_its_quote(self) -> Anchor:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"evidence {self.start}:{self.end} is not as long as its quote {self.quote!r}")
        return self


class EventReference(_Frozen):
    """An event of another article: the article, where it stands, and what it was."""

    article: str
    url: str | None = None
    text_hash: str
    evidence: tuple[Anchor, ...] = Field(min_length=1)
    was: Values


class Statement(_Frozen):
    """One line of the ledger.

    Attributes:
        when: Day and time in ISO 8601, in UTC; of two statements that contradict each other the later wins.
        who: Who says so.
        why: The reason.
        action: What is said of the value.
        article: Key of the article.
        url: Address of the article, for people.
        text_hash: :func:`text_hash` of the text the offsets count in.
        kind: Kind of the value.
        evidence: Where the value stands; empty for what is told of the article as a whole.
        was: The value as it stood when the statement was made, without its evidence.
        field: The field that is changed.
        value: Its value; of an added value all fields.
        campaign: Name of the campaign that an added phase belongs to.
        other: The second event of ``merge`` and ``split``.
    """

    when: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$")
    who: str = Field(min_length=1)
    why: str = Field(min_length=1)
    action: Action
    article: str = Field(min_length=1)
    url: str | None = None
    text_hash: str
    kind: Kind
    evidence: tuple[Anchor, ...] = ()
    was: Values | None = None
    field: str | None = None
    value: Any = None
    campaign: str | None = None
    other: EventReference | None = None

    @field_validator("who", "why")
    @classmethod
    def _composed(cls, value: str) -> str:
        return compose(value).strip()

    @model_validator(mode="after")
    def _says_what_its_action_needs(self) -> Statement:
        if self.action == "change" and not self.field:
            raise ValueError("a change names its field")
        if self.action == "add" and not (isinstance(self.value, dict) and self.evidence):
            raise ValueError("an added value has all its fields and evidence")
        if self.action != "add" and self.was is None:
            raise ValueError(f"{self.action} keeps what the value was")
        if (self.action in PAIR_ACTIONS) != (self.other is not None):
            raise ValueError("merge and split name a second event, and nothing else does")
        if self.action in PAIR_ACTIONS and self.kind != "event":
            raise ValueError(f"{self.action} is about events")
        return self._stands_somewhere()

    def _stands_somewhere(self) -> Statement:
        if self.kind == "article":
            if self.action not in ("confirm", "change"):
                raise ValueError("an article can be confirmed and changed only")
            if self.action == "change" and self.field not in ARTICLE_FIELDS:
                raise ValueError(f"of an article may be changed: {', '.join(ARTICLE_FIELDS)}")
        elif self.kind != "province" and not self.evidence:
            raise ValueError("a value has evidence")
        return self

    @cached_property
    def id(self) -> str:
        """Return what stands for the statement: the same words, the same id."""
        return digest("statement", self.line())[:12]

    @property
    def order(self) -> tuple[str, str]:
        """Return what statements are sorted by: their time without its zone, then their id."""
        return self.when.removesuffix("Z").removesuffix("+00:00"), self.id

    def line(self) -> str:
        """Return the statement as one line of the ledger, without what it does not say."""
        values = self.model_dump(mode="json", exclude_defaults=True)
        if self.action == "change":
            values["value"] = self.value
        return json.dumps(values, ensure_ascii=False) + "\n"
