"""What mending would bring: each lost item alone, all together, and the least set to go up."""

from engine.explain.gains.batch import Gains, ItemGain, SchoolGains
from engine.explain.gains.story import GainStories

__all__ = ["GainStories", "Gains", "ItemGain", "SchoolGains"]
