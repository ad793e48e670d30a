"""Reminders: mail on its day, what each person wants of it, and how it leaves the house."""
