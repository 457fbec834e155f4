"""The definition a portal was fetched by, kept beside its archive (định nghĩa đi cùng kho lưu trữ).

A portal need not be in the registry to be fetched. Its pages are cleaned by the definition that found them, on any
machine and without the file it came from.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from schemas.errors import PortalError
from scraper.portals.definition import Portal

#: Name of the file in the folder of an archive.
KEPT = "portal.json"


def keep_portal(portal: Portal, folder: Path) -> None:
    """Write the definition into the folder of its archive, in place of the one of an earlier crawl."""
    path = folder / KEPT
    fresh = path.with_suffix(".new")
    fresh.write_text(portal.model_dump_json(indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)


def kept_portal(folder: Path) -> Portal | None:
    """Return the definition kept in the folder of an archive, ``None`` where there is none.

    Raises:
        PortalError: it cannot be read, or is no definition.
    """
    path = folder / KEPT
    try:
        return Portal.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PortalError(f"cannot be read ({error.strerror or error})", source=str(path)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise PortalError(f"is no definition of a portal ({where}: {first['msg']})", source=str(path)) from error


def selectors_digest(portal: Portal) -> str:
    """Return eight hexadecimal digits of what decides how the portal's pages are cleaned.

    >>> same = Portal(id="mot", name="Một", unit="Sở", hosts=("mot.example",), verified=False, verified_reason="thử")
    >>> selectors_digest(same) == selectors_digest(same.model_copy(update={"notes": "khác"}))
    True
    """
    told = portal.model_dump_json(include={"selectors", "versions"})
    return hashlib.sha256(told.encode()).hexdigest()[:8]
