"""Dashboards: one Dash application inside the product's own pages. `dashboards.shell` mounts it."""

PREFIX = "/dashboards/"
