"""Questions: functions that read and never write."""
