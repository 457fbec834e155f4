"""The content management systems that the local portal can be: mark-up, addresses and feeds of each (hệ quản trị)."""

from __future__ import annotations

from tests.portal.families.base import Family
from tests.portal.families.nukeviet import NukeViet
from tests.portal.families.sharepoint import SharePoint
from tests.portal.families.wordpress import WordPress

FAMILIES: dict[str, type[Family]] = {family.name: family for family in (WordPress, NukeViet, SharePoint)}

__all__ = ["FAMILIES", "Family"]
