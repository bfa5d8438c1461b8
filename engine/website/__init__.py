"""The report that people open in a browser: an overview, a table, and every school explained."""

from engine.website.report import REPORT, Report, write_report

__all__ = ["REPORT", "Report", "write_report"]
