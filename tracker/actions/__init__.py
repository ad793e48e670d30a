"""Actions: what somebody at a school means to do, and what shows that it was done."""
