"""The score book (成绩册) of a finished assessment, and a score sheet (评分表) for each school."""

from engine.scorebook.writing import BOOK, SHEETS, write_scorebook

__all__ = ["BOOK", "SHEETS", "write_scorebook"]
