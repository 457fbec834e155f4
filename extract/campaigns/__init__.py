"""Campaigns (phong trào, đợt thi đua) with their phases."""

from extract.campaigns.records import read_campaigns

__all__ = ["read_campaigns"]
