"""Recognise what merging writes (合并表): its folder, and its words for what is not there."""

from __future__ import annotations

WORKBOOK = "合并表.xlsx"
CONFLICTS, PROBLEMS, GIVEN = "冲突清单.csv", "问题清单.csv", "来源.csv"
FILES = (WORKBOOK, CONFLICTS, PROBLEMS, GIVEN)
# In the folder of a merged table; a name that begins with a dot is no file of facts.
FOLDER_MARK = ".pingheng-merged.json"

# A cell that could not be read, or on which two sources differ: nobody may take it for a text.
UNREADABLE = "无法识读"
# A fact that nobody gave, where a blank cell would say something else (空白视为).
MISSING = "缺失"
# A row of a record table: the school did not hand it in, or it could not be read.
NOT_HANDED_IN, UNREADABLE_TABLE = "未交", "整表无法识读"
