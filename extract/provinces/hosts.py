"""The province of a page's host: portals and their subdomains, hosts of departments, names spelled in a label."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache, lru_cache

from extract.provinces.names import all_provinces, in_force, name_key
from schemas.vocabulary import Province

#: A label is a province's name from three letters ("hue"); it may begin or end with one from five ("sctyenbai").
_INSIDE = 5
_LETTERS = re.compile(r"[^a-z]")
#: Labels of newspapers: their pages are not about their own province alone.
_PRESS = re.compile(r"(?:bao|thoibao|vnexpress|tuoitre)")
#: Endings of a host that name nobody.
_TOP = {"vn", "com", "gov", "org", "net", "edu", "www", "info"}


def province_of_host(host: str | None, day: date, *, press: bool = False) -> Province | None:
    """Return the province whose authorities hold a host, as it is in force on a day.

    A host of before the mergers leads to the province that its own has become. Newspapers ("baobacgiang.vn") count
    with ``press`` only: they write of the country, too.

    >>> province_of_host("sct.bacgiang.gov.vn", date(2019, 1, 14)).name
    'Bắc Giang'
    >>> province_of_host("sct.bacgiang.gov.vn", date(2025, 10, 1)).name
    'Bắc Ninh'
    >>> province_of_host("baobacgiang.vn", date(2019, 1, 14), press=True).name
    'Bắc Giang'
    """
    if not host:
        return None
    key = _key_of_host(host.lower().removesuffix(".").partition(":")[0], press=press)
    candidates = [row for row in all_provinces() if key and name_key(row.name) == key]
    rows = [row for row in candidates if row.valid_on(day)] or [
        row for row in candidates if row.era != "historic" or len(candidates) == 1
    ]
    return in_force(rows[0], day) if rows else None


@lru_cache(maxsize=4096)
def _key_of_host(host: str, *, press: bool) -> str | None:
    """Return the name key of a host's province."""
    hosts = _hosts()
    labels = host.split(".")
    for cut in range(len(labels) - 1):
        if ".".join(labels[cut:]) in hosts:
            return hosts[".".join(labels[cut:])]
    for label in labels:
        named = label not in _TOP and (press or not _PRESS.match(label))
        if named and (key := _key_of_label(_LETTERS.sub("", label))):
            return key
    return None


def _key_of_label(label: str) -> str | None:
    names = _letters()
    if label in names:
        return names[label]
    inside = [name for name in names if len(name) >= _INSIDE and (label.startswith(name) or label.endswith(name))]
    return names[max(inside, key=len)] if inside else None


@cache
def _hosts() -> dict[str, str]:
    """Return portals and department hosts with the name key of their province; today's province first."""
    found: dict[str, str] = {}
    for province in sorted(all_provinces(), key=lambda row: row.era == "historic"):
        for host in (province.portal, *province.department_hosts):
            if host:
                found.setdefault(host, name_key(province.name))
    return found


@cache
def _letters() -> dict[str, str]:
    """Return the names in the letters of a host (``bacgiang``) with their keys."""
    names = {name_key(province.name) for province in all_provinces() if province.era != "historic"}
    found = {"hcm": "hồ chí minh", "tphcm": "hồ chí minh"}
    for name in (*names, "thừa thiên huế"):
        found[_LETTERS.sub("", unicodedata.normalize("NFD", name.replace("đ", "d")))] = name
    return found
