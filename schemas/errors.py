"""Errors: one base class, one subclass for each stage."""

from __future__ import annotations


class ThiduaError(Exception):
    """Base of every error this project raises on purpose.

    Args:
        message: What went wrong and what to do about it, in one line.
        source: The file, address or database the error is about.
    """

    stage = "thidua"

    def __init__(self, message: str, *, source: str | None = None) -> None:
        """Keep the message and the source it is about."""
        super().__init__(message)
        self.message = message
        self.source = source

    def __str__(self) -> str:
        """Return ``source: message``, or the message alone."""
        return f"{self.source}: {self.message}" if self.source else self.message


class VocabularyError(ThiduaError):
    """A vocabulary or rule file breaks its own rules."""

    stage = "vocabulary"


class PortalError(ThiduaError):
    """A portal or a CMS family is unknown, or its definition breaks the rules."""

    stage = "portal"


class FetchError(ThiduaError):
    """An address cannot be fetched, or a crawl cannot be run."""

    stage = "fetch"


class ReadError(ThiduaError):
    """A source could not be read: missing, binary, in an unknown encoding."""

    stage = "read"


class ArchiveError(ThiduaError):
    """An archive of fetched pages cannot be opened, read or written."""

    stage = "archive"


class CleanError(ThiduaError):
    """No article could be found in a page."""

    stage = "clean"


class NotAnArticleError(CleanError):
    """The page was read well and is none: a list of articles, a category."""


class ExtractError(ThiduaError):
    """A component of the pipeline failed on an article."""

    stage = "extract"


class CorpusError(ThiduaError):
    """A database cannot be opened, written or asked."""

    stage = "corpus"
