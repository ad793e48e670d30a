"""Figures: pure functions from rows to what Plotly or the page draws."""
