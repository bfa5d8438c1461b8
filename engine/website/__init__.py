"""The report that people open in a browser: an overview, a table, and every school explained."""

from engine.website.report import Report, write_report

__all__ = ["Report", "write_report"]
