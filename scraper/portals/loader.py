"""Reads the definitions of portals and families, and refuses what breaks their rules."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from schemas.errors import PortalError
from schemas.vocabulary import provinces
from scraper.portals.definition import Family, Listing, Portal, Version

_PORTALS = Path(__file__).parent
_FAMILIES = Path(__file__).parent.parent / "cms"
_NO_ID = re.compile(r"[^a-z0-9]+")
_NOTHING = "neither a portal's id nor a .toml nor a host nor an http address"
_UNTRIED = "made from the host alone, without a definition"

ModelT = TypeVar("ModelT", bound=BaseModel)


@cache
def load_families(folder: Path = _FAMILIES) -> tuple[Family, ...]:
    """Return the families of a folder in the order of their ids.

    Raises:
        PortalError: A file is no TOML, has an unknown key or a bad value, or is not named as its family.
    """
    return tuple(_named(_read(path, Family), path) for path in sorted(folder.glob("*.toml")))


def load_family(name: str) -> Family:
    """Return the family of an id.

    Raises:
        PortalError: There is no such family.
    """
    by_id = {family.id: family for family in load_families()}
    if name not in by_id:
        raise PortalError(f"no CMS family {name!r}: write one of {', '.join(by_id)}")
    return by_id[name]


@cache
def load_portals(folder: Path = _PORTALS) -> tuple[Portal, ...]:
    """Return the portals of a registry, by default that of this package, in the order of their ids.

    Raises:
        PortalError: As :func:`load_portal` of a path; or a file is not named as its portal, a portal is one of
            loopback, or two portals have a host in common.
    """
    found = tuple(_named(_read_portal(path), path) for path in sorted(folder.glob("*.toml")))
    owners: dict[str, str] = {}
    for portal in found:
        if portal.loopback:
            raise PortalError("loopback is for test portals that are given by path", source=portal.id)
        for host in portal.hosts:
            if host in owners:
                raise PortalError(f"{host} is a host of {owners[host]} too", source=portal.id)
            owners[host] = portal.id
    return found


def load_portal(name: str) -> Portal:
    """Return a portal, completed from its family.

    Args:
        name: Its id in the registry; the path of a definition (``.toml``); or a host or the ``http(s)`` address of a
            listing. A host that is not in the registry gives a portal without a family: its pages must tell.

    Raises:
        PortalError: There is no such portal, or the definition is missing, no TOML, or has an unknown key or a value
            that breaks the rules.
    """
    if name.endswith(".toml"):
        return _read_portal(Path(name))
    if "://" in name or "." in name or ":" in name:
        return _of_address(name)
    by_id = {portal.id: portal for portal in load_portals()}
    if name not in by_id:
        near = difflib.get_close_matches(name, by_id, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`thidua portals` lists them; or give a host"
        raise PortalError(f"no portal {name!r}: {hint}")
    return by_id[name]


def portal_of(host: str | None, among: Sequence[Portal] | None = None) -> Portal | None:
    """Return the portal that a host is one of, ``www.`` and the port aside where the definition has none.

    Args:
        host: A host, with or without its port.
        among: Portals to look among; by default those of the registry.
    """
    host = (host or "").lower()
    names = (host, host.split(":")[0], host.split(":")[0].removeprefix("www."))
    portals = load_portals() if among is None else among
    return next((portal for name in names for portal in portals if name in portal.hosts), None)


def with_family(portal: Portal, family: str | None) -> Portal:
    """Return a portal without a family with what the family knows that its pages told; others as they are."""
    return portal if portal.cms or family is None else portal.filled(load_family(family))


def _of_address(name: str) -> Portal:
    """Return the portal of a host or address; a path becomes its listing."""
    try:
        parts = urlsplit(name if "://" in name else f"https://{name}")
    except ValueError as error:
        raise PortalError(_NOTHING, source=name) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PortalError(_NOTHING, source=name)
    known = portal_of(parts.netloc)
    if known:
        return known
    host = parts.netloc.lower()
    values: dict[str, Any] = {
        "id": _NO_ID.sub("-", host).strip("-"),
        "name": host,
        "unit": host,
        "hosts": (host,),
        "scheme": parts.scheme,
        "verified": False,
        "verified_reason": _UNTRIED,
    }
    if parts.path.strip("/") or parts.query:
        values["listings"] = (Listing(url=parts._replace(scheme="", netloc="").geturl()),)
    return _checked(Portal, values, name)


def _read_portal(path: Path) -> Portal:
    portal = _read(path, Portal)
    if portal.province is not None and portal.province not in {province.id for province in provinces()}:
        raise PortalError(f"province {portal.province!r} is no id of provinces.csv", source=str(path))
    try:
        return _completed(portal)
    except PortalError as error:
        raise PortalError(error.message, source=str(path)) from error


def _completed(portal: Portal) -> Portal:
    whole = portal.filled(load_family(portal.cms)) if portal.cms else portal
    return whole.model_copy(update={"versions": tuple(_version(version, whole) for version in portal.versions)})


def _version(version: Version, portal: Portal) -> Version:
    below = load_family(version.cms) if version.cms else portal
    article = version.article if "article" in version.model_fields_set else below.article
    return version.model_copy(update={"article": article, "selectors": version.selectors.over(below.selectors)})


def _named(model: Any, path: Path) -> Any:
    if model.id != path.stem:
        raise PortalError(f"is named {path.stem!r} and has the id {model.id!r}: give both one name", source=path.name)
    return model


def _read(path: Path, model: type[ModelT]) -> ModelT:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PortalError(f"cannot be read: {error}", source=str(path)) from error
    return _checked(model, values, str(path))


def _checked(model: type[ModelT], values: Mapping[str, Any], source: str) -> ModelT:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        findings = error.errors()
        # A list whose entries are all refused counts as too short, which says nothing beside them.
        kept = [dict(finding) for finding in findings if finding["type"] != "too_short" or len(findings) == 1]
        told = "; ".join(map(_told, kept))
        raise PortalError(told, source=source) from error


def _told(entry: Mapping[str, Any]) -> str:
    """Return one finding of pydantic in a few words, with the key it is about."""
    key = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "extra_forbidden":
        return f"unknown key {key!r}"
    if entry["type"] == "missing":
        return f"{key!r} is missing"
    return f"{key}: {entry['msg'].removeprefix('Value error, ')}" if key else str(entry["msg"])
