"""Charts by themselves: chosen ones on paper, and single ones on a school's website."""

from tracker.charts import embeds, paper
from tracker.charts.blueprint import bp

__all__ = ["bp", "embeds", "paper"]
