"""A fixed, invented district whose records make every page show something true."""

from seed.demo.accounts import PASSWORD
from seed.demo.district import DISTRICT, SCHOOLS, DemoSummary, Progress, build

__all__ = ["DISTRICT", "PASSWORD", "SCHOOLS", "DemoSummary", "Progress", "build"]
