"""Fact sheets to be filled in, made from the rules: the workbooks that schools and offices get."""

from engine.templates.making import Made, Wish, make_templates

__all__ = ["Made", "Wish", "make_templates"]
