"""Numbers of days: look-backs by month, sets of days, step functions. Nothing here knows of schools."""
