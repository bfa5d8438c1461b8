"""Tell one school as a piece of a page: how its total and grade came about, with every place."""

from engine.website.school.naming import section_id
from engine.website.school.section import SchoolSections, school_css

__all__ = ["SchoolSections", "school_css", "section_id"]
