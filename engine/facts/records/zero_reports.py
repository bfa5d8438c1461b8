"""Recognise zero reports (零报告): a row of a record table that says there is nothing.

「无」 and its plain variants say so. A stroke or a 0 alone does not say whether there was
nothing or nobody filled it in: then the table is not known for that school.
"""

from __future__ import annotations

import re
from functools import lru_cache

from engine.facts.books.merged import NOT_HANDED_IN, UNREADABLE_TABLE
from engine.facts.books.sheet import Raw, is_blank, plain, shown
from engine.facts.cells.readers import is_mark
from engine.facts.gathering import Gathering, RawRecords, cell_place
from engine.facts.layout.layouts import TableLayout
from engine.facts.schools.school_rows import SchoolRow

_LONGEST_NONE = 20
_WHEN = r"(?:20\d\d年|[本全我当]?(?:校|学?年度?|单位)|今年|均|暂|尚|确)*"
_WHAT = (
    r"(?:任何|此类|该类|相关|有关|上述|安全|责任|师德|师风|违[纪法规]|意识形态|记录|情况|情形|现象|事故"
    r"|案件|事件|隐患|问题|获奖|奖项|表彰|称号|荣誉|报告|人员|的|等)*"
)
_NONE = re.compile(rf"{_WHEN}(?:无|没有|未发生|未发现|未出现|零)(?:过)?{_WHAT}(?:发生)?[.。!]?")
_ZERO = re.compile(r"零|零(?:个|件|起|次|人)")
_MARKS = frozenset({"/", "\\", "-", "--", "—", "——", "–", "0", "零", "×", "否", "空", "略"}) | {
    "不适用",
    "n/a",
    "na",
    "未填",
    "暂无",
}


def is_no_record(
    layout: TableLayout, row: SchoolRow, records: RawRecords, gathering: Gathering
) -> bool:
    """Take a row that holds no record: a zero report, a bare mark, or a school and nothing else."""
    sheet, line = layout.sheet, layout.sheet.rows[row.number]
    if _is_said_to_be_lacking(layout, row, records, gathering):
        return True
    filled, marks = [], []
    for head in layout.heads:
        cell = line[head.column]
        if is_blank(cell):
            continue
        filled.append(head.column)
        own = is_mark(head.field, cell)
        if own or not _says_none(cell) or (cell in head.field.choices and cell != "无"):
            if own or not _is_mark(cell):
                return False
            marks.append(head.column)
    # 「无」 may also stand in a column that is not the table's own.
    beside = any(
        _says_none(cell)
        for column, cell in enumerate(line)
        if column not in (*layout.id_columns, *layout.name_columns) and column not in filled
    )
    place = cell_place(sheet.origin, row.number + 1, (filled or [_first_column(layout)])[0] + 1)
    if marks:
        text = shown(line[marks[0]])
        records.unreadable.add(row.school_id)
        gathering.diagnostics.error(
            "F057",
            f"{gathering.called(row.school_id)}的这一行只填了“{text}”，看不出是没有记录还是没有填",
            place,
            text,
            "没有记录请填“无”，有记录请补填",
        )
    elif filled or beside:
        records.none_said.setdefault(row.school_id, place)
    elif not _is_merged_down(layout, row.number):
        gathering.diagnostics.warning(
            "F056",
            f"{gathering.called(row.school_id)}的这一行没有内容，没有读",
            place,
            hint="没有记录请填“无”，有记录请补填",
        )
    return True


@lru_cache(maxsize=65_536)
def _word_of_lacking(text: str) -> str:
    """Return the word for a table that is not there, or not whole; nothing for other texts."""
    word = plain(text)
    return word if word in (NOT_HANDED_IN, UNREADABLE_TABLE) else ""


def _is_said_to_be_lacking(
    layout: TableLayout, row: SchoolRow, records: RawRecords, gathering: Gathering
) -> bool:
    """Take a row that only says that the table was not handed in, or could not be read."""
    line = layout.sheet.rows[row.number]
    if not any(isinstance(cell, str) and _word_of_lacking(cell) for cell in line):
        return False
    beside = (*layout.id_columns, *layout.name_columns, *layout.numbering)
    said = [at for at, cell in enumerate(line) if at not in beside and not is_blank(cell)]
    only = line[said[0]] if len(said) == 1 else None
    text = _word_of_lacking(only) if isinstance(only, str) else ""
    if not text:
        return False
    if text == NOT_HANDED_IN:
        records.not_handed_in.add(row.school_id)
        return True
    records.unreadable.add(row.school_id)
    gathering.diagnostics.error(
        "F043",
        f"{gathering.called(row.school_id)}的台账“{records.table.id}”写着“{text}”：合并时就没有读全",
        cell_place(layout.sheet.origin, row.number + 1, said[0] + 1),
        text,
        "请按问题清单补全，再删去这一行",
    )
    return True


def _first_column(layout: TableLayout) -> int:
    return min((head.column for head in layout.heads), default=0)


def _is_merged_down(layout: TableLayout, row: int) -> bool:
    column = layout.id_at
    return any(
        merge.left == column and merge.top < row <= merge.bottom for merge in layout.sheet.merges
    )


def says_no_more(text: str) -> bool:
    """Tell whether a text alone in a row would not make it a record: 「无」, a stroke, a 0."""
    return text in (NOT_HANDED_IN, UNREADABLE_TABLE) or _says_none(text) or _is_mark(text)


def _says_none(cell: Raw) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONGEST_NONE and _is_none_text(cell)


@lru_cache(maxsize=4096)
def _is_none_text(cell: str) -> bool:
    text = "".join(plain(cell).split())
    return _NONE.fullmatch(text) is not None and _ZERO.fullmatch(text) is None


def _is_mark(cell: Raw) -> bool:
    if isinstance(cell, str):
        return len(cell) <= _LONGEST_NONE and plain(cell).casefold() in _MARKS
    return isinstance(cell, int | float) and cell == 0 and not isinstance(cell, bool)
