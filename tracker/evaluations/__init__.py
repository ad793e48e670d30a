"""Evaluations of partnerships."""
