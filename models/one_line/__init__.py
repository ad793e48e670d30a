"""Reads one line as people say it into the fields of a record. Pure: no session, no clock, no web."""
