"""Who answers for what in each school: areas, points carried, deeds, events, and roll-ups."""

from engine.explain.duties.catalogue import duty_catalogue
from engine.explain.duties.roll_up import Borne, OfficeSum, PostSum, sum_by_office, sum_by_post
from engine.explain.duties.story import DutyStories, PersonDuty, SchoolDuties

__all__ = [
    "Borne",
    "DutyStories",
    "OfficeSum",
    "PersonDuty",
    "PostSum",
    "SchoolDuties",
    "duty_catalogue",
    "sum_by_office",
    "sum_by_post",
]
