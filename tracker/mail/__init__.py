"""Mail: where it is handed over, and what a mail server may answer."""
