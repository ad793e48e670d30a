"""Dashboards: one Dash application inside the product's own pages."""

from dashboards.shell import PREFIX, Frame, Mounted, mount

__all__ = ["PREFIX", "Frame", "Mounted", "mount"]
