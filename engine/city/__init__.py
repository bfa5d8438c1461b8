"""The city as a whole (全市数据): pooled figures, their trend, and this year against last."""

from engine.city.surveying import City, survey_city

__all__ = ["City", "survey_city"]
