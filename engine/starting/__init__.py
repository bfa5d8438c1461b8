"""Start a ruleset: from a template that already passes every check, or from last year's."""

from engine.starting.next_year import copy_rules
from engine.starting.starting import start_rules
from engine.starting.wish import PARTS, Grade, Wish

__all__ = ["PARTS", "Grade", "Wish", "copy_rules", "start_rules"]
