"""The version of the pipeline (phiên bản): what decides whether an article must be read again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import extract
import schemas
import scraper

_PACKAGES = (extract, schemas, scraper)
_KINDS = {".py", ".toml", ".csv"}


def files_digest(folders: tuple[Path, ...]) -> str:
    """Return eight hexadecimal digits of the code, rules and vocabularies in the folders."""
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in _KINDS:
                whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()[:8]


@cache
def pipeline_version() -> str:
    """Return the version of the pipeline with a digest of all that cleaning and extraction are made of.

    A changed rule or vocabulary is another version, whether or not anyone remembered to raise the number.
    """
    folders = tuple(Path(str(package.__file__)).parent for package in _PACKAGES)
    return f"{extract.PIPELINE_VERSION}+{files_digest(folders)}"
