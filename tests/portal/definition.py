"""The portal definition that describes a local portal, as TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.portal.server import LocalPortal


def write_definition(portal: LocalPortal, folder: Path, changes: Mapping[str, Any]) -> Path:
    """Write ``local-FAMILY.toml`` and return its path; ``changes`` replace keys, and ``None`` takes one away."""
    family = portal.site.family
    values: dict[str, Any] = {
        "id": f"local-{family.name}",
        "name": f"{family.unit} tỉnh {family.province} (cổng thử)",
        "province": family.province_id,
        "unit": family.unit,
        "hosts": [portal.host],
        "scheme": "http",
        "verified": True,
        "verified_reason": "served by tests.portal",
        "loopback": True,
        "feeds": [family.feed],
        "sitemaps": [family.sitemap],
        "politeness": {"delay": 0.01, "timeout": 2, "retries": 2},
        "expect": {"published": 0.95, "title": 0.95, "body": 0.9, "articles_per_month": 3},
        **family.describe(),
        **changes,
    }
    path = folder / f"{values['id']}.toml"
    path.write_text(to_toml({key: value for key, value in values.items() if value is not None}), encoding="utf-8")
    return path


def to_toml(values: Mapping[str, Any]) -> str:
    """Return TOML: plain keys, then tables, then arrays of tables.

    >>> print(to_toml({"id": "a", "politeness": {"delay": 0.5}, "listings": [{"url": "/"}]}))
    id = "a"
    <BLANKLINE>
    [politeness]
    delay = 0.5
    <BLANKLINE>
    [[listings]]
    url = "/"
    <BLANKLINE>
    """
    tables = {key: value for key, value in values.items() if isinstance(value, dict)}
    arrays = {
        key: value for key, value in values.items() if isinstance(value, list) and value and isinstance(value[0], dict)
    }
    plain = {key: value for key, value in values.items() if key not in tables and key not in arrays}
    parts = [_lines(plain)]
    parts += [f"[{key}]\n{_lines(table)}" for key, table in tables.items()]
    parts += [f"[[{key}]]\n{_lines(table)}" for key, array in arrays.items() for table in array]
    return "\n".join(parts)


def _lines(values: Mapping[str, Any]) -> str:
    # A JSON string, number, boolean or list of strings is one in TOML, too.
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
