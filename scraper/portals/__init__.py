"""Portals as data: who they are, how their pages are listed and found, what their pages are made of."""

from scraper.portals.definition import (
    Detection,
    Expectations,
    Family,
    Listing,
    Paging,
    Politeness,
    Portal,
    Selectors,
    Version,
)
from scraper.portals.detect import detect_family, family_of
from scraper.portals.loader import (
    load_families,
    load_family,
    load_portal,
    load_portals,
    portal_of,
    with_family,
)

__all__ = [
    "Detection",
    "Expectations",
    "Family",
    "Listing",
    "Paging",
    "Politeness",
    "Portal",
    "Selectors",
    "Version",
    "detect_family",
    "family_of",
    "load_families",
    "load_family",
    "load_portal",
    "load_portals",
    "portal_of",
    "with_family",
]
