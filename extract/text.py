"""The article as the components see it: text, folded text, sentences, blocks."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from functools import cached_property

from extract.sentences import split_sentences
from schemas.folding import compose, fold
from schemas.pages import Article, TextBlock
from schemas.records import Evidence


@dataclass(slots=True, unsafe_hash=True)
class Sentence:
    """A sentence of the body: ``body[start:end]``, and the kind of block it stands in."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Text:
    """One article as the components see it.

    Attributes:
        body: The article's text; offsets of every mention count in it.
        title: Title of the article; it is context, never evidence.
        published: Publication time, an ISO prefix.
        host: Host of the page's address.
        blocks: Blocks of the body.
    """

    body: str
    title: str | None = None
    published: str | None = None
    host: str | None = None
    blocks: tuple[TextBlock, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, article: Article) -> Text:
        """Return the view of an article."""
        return cls(article.text, article.title, article.published, article.host, article.blocks)

    @cached_property
    def low(self) -> str:
        """The folded body, of the same length: match in it, read from ``body``."""
        return fold(self.body)

    @cached_property
    def low_title(self) -> str:
        """The folded title, empty where there is none."""
        return fold(compose(self.title or ""))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; none crosses a line break."""
        kinds = {block.start: block.kind for block in self.blocks}
        starts = sorted(kinds)
        found = []
        for start, end in split_sentences(self.body):
            at = bisect.bisect_right(starts, start) - 1
            found.append(Sentence(start, end, kinds[starts[at]] if at >= 0 else "paragraph"))
        return tuple(found)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence:
        """Return the sentence that holds an offset, or the last one before it."""
        return self.sentences[self.sentence_index(offset)]

    def sentence_index(self, offset: int) -> int:
        """Return the place in :attr:`sentences` of the one that holds an offset, or of the last one before it."""
        return max(bisect.bisect_right(self._sentence_starts, offset) - 1, 0)

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the evidence ``body[start:end]``."""
        return Evidence(start=start, end=end, quote=self.body[start:end])
