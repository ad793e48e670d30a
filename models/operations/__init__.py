"""Changes: functions that leave the session dirty and never commit."""
