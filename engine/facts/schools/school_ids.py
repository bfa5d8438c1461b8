"""Read school ids (学校标识码): text, never a number, whatever a sheet made of them.

An id stands in one column, or in several whose texts are joined (2025, 0012 → 2025-0012).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from engine.diagnostics import Diagnostic, Diagnostics, Severity
from engine.facts.books.sheet import Raw, Sheet, Unreadable, is_blank, number_text, plain, shown
from engine.facts.cells.display import value_text
from engine.facts.cells.readers import cell_reader
from engine.facts.gathering import cell_place
from engine.facts.table import State
from engine.ruleset.model import Field, FieldType, RuleSet, Subject, joined_id
from engine.ruleset.nodes import Node, ScalarNode

_LONGEST_ID = 64
_LONGEST_NUMBER = 15  # digits that a cell keeps
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d{1,3}")
_TYPED = (FieldType.DATE, FieldType.INTEGER)  # parts of an id that are read before they are joined
_SEVERITIES = {"F020": Severity.ERROR, "F021": Severity.WARNING, "F113": Severity.NOTE}


@dataclass(slots=True)
class IdColumn:
    """The cells of a sheet that hold ids; what is wrong with them is told once for all."""

    sheet: Sheet
    column: int
    part: Field | None = None  # the field, where the column holds a part of the id
    numeric: list[tuple[int, str]] = field(default_factory=list)  # (row, id)
    rewritten: list[tuple[int, str, str]] = field(default_factory=list)  # (row, written, id)
    unusable: dict[str, list[tuple[int, Raw]]] = field(default_factory=dict)

    def read(self, row: int) -> str:
        """Return the id in a row; an empty text where the cell is blank or cannot be one."""
        raw = self.sheet.rows[row][self.column]
        if self.part is not None and self.part.type in _TYPED:
            text = part_text(self.part, raw)
            if not text and not is_blank(raw):
                self._refuse(row, raw)
            return text
        if isinstance(raw, str):
            text = "".join(plain(raw).split()).lstrip("'’‘`")
            is_rewritten = text != raw.strip()
            if text.startswith('="') and text.endswith('"'):  # ="0012", how CSV keeps zeros
                text, is_rewritten = text[2:-1], False
            if text.endswith(".0") and text[:-2].isdigit():  # a number that became a text
                text, is_rewritten = text[:-2], False
                self.numeric.append((row, text))
            if _SCIENTIFIC.fullmatch(text):  # 1.2E+11: a long number that lost its digits
                self.numeric.append((row, text))
            if text and len(text) <= _LONGEST_ID and text != "无":
                if is_rewritten:
                    self.rewritten.append((row, raw, text))
                return text
        elif isinstance(raw, int | float) and not isinstance(raw, bool):
            text = number_text(raw)
            if text.isdigit() and len(text) <= _LONGEST_NUMBER:
                if width := self.sheet.zero_width(row, self.column):
                    if len(text) < width:  # the zeros that the cell shows
                        self.rewritten.append((row, text, text.zfill(width)))
                    return text.zfill(width)
                self.numeric.append((row, text))
                return text
        if not is_blank(raw):
            self._refuse(row, raw)
        return ""

    def _refuse(self, row: int, raw: Raw) -> None:
        written = raw.shown if isinstance(raw, Unreadable) else shown(raw)
        self.unusable.setdefault(written, []).append((row, raw))

    def report(self, subject: Subject, diagnostics: Diagnostics) -> None:
        """Say which cells are no ids, and which may have lost zeros in front."""
        word = subject.id_word
        for written, cells in self.unusable.items():
            _, raw = cells[0]
            message, hint = f"“{written}”不能作{word}", f"请按文本填写{word}"
            if self.part is not None:
                message = f"“{written}”不能作标识码里的“{self.part.id}”"
                hint = f"请按字段清单填写“{self.part.id}”"
            if isinstance(raw, Unreadable) and raw.code == "F042":
                message = f"{word}是公式，但文件里没有保存它的结果"
                hint = "请用 Excel 或 WPS 打开并保存一次，或直接填写标识码"
            told = [
                self._at(row, "F020", f"{message}，这一行没有读", written, hint) for row, _ in cells
            ]
            _tell(told, f"{message}，这样的 {len(told)} 行都没有读", diagnostics)
        told = [
            self._at(
                row,
                "F113",
                f"{word}“{shown(raw)}”按“{text}”读",
                shown(raw),
                f"请按文本填写{word}，用半角、不加空格",
            )
            for row, raw, text in self.rewritten
        ]
        if told:
            _tell(told, f"{told[0].message}，这样的共 {len(told)} 个", diagnostics)
        lost = "是数字，若有前面的 0 或后面的几位，已经丢了"
        hint = "请把这一列的单元格格式设为“文本”，重填标识码"
        told = [
            self._at(row, "F021", f"{word}“{text}”{lost}", text, hint) for row, text in self.numeric
        ]
        if told:
            _tell(told, f"{word}“{told[0].value}”等 {len(told)} 个{lost}", diagnostics)

    def _at(self, row: int, code: str, message: str, value: str, hint: str) -> Diagnostic:
        place = cell_place(self.sheet.origin, row + 1, self.column + 1)
        return Diagnostic(code, _SEVERITIES[code], message, place, value, hint)


def _tell(told: list[Diagnostic], together: str, diagnostics: Diagnostics) -> None:
    """Report what is to be said of cells: once where they are many."""
    if len(told) > 1:
        told = [replace(told[0], message=together, parts=tuple(told))]
    diagnostics.extend(told)


@dataclass(slots=True)
class RowIds:
    """The columns of a sheet that together hold the ids of its rows."""

    columns: list[IdColumn]

    def is_blank(self, row: int) -> bool:
        """Tell whether nothing at all stands in the cells of a row's id."""
        return all(is_blank(each.sheet.rows[row][each.column]) for each in self.columns)

    def lacking(self, row: int) -> list[IdColumn]:
        """Return the parts of a joined id that are blank in a row."""
        if len(self.columns) == 1:
            return []
        return [each for each in self.columns if is_blank(each.sheet.rows[row][each.column])]

    def read(self, row: int) -> str:
        """Return the id of a row; an empty text where any part is blank or cannot be one."""
        if len(self.columns) == 1:
            return self.columns[0].read(row)
        texts = [each.read(row) for each in self.columns]
        return joined_id(texts) if all(texts) else ""

    def report(self, subject: Subject, diagnostics: Diagnostics) -> None:
        """Say which cells are no ids, and which may have lost zeros in front."""
        for each in self.columns:
            each.report(subject, diagnostics)


def ids_in(sheet: Sheet, columns: Sequence[int], ruleset: RuleSet) -> RowIds:
    """Return the reader of the ids that stand in some columns of a sheet."""
    if len(columns) < 2:
        return RowIds([IdColumn(sheet, column) for column in columns])
    parts = (ruleset.fields.get(name) for name in ruleset.id_fields)
    pairs = zip(columns, parts, strict=True)
    return RowIds([IdColumn(sheet, column, part) for column, part in pairs])


def part_text(part: Field, raw: Raw) -> str:
    """Return a part of an id that is a date or a whole number, written in one way."""
    reading = cell_reader(part)(raw)
    if reading.state is not State.PRESENT or not isinstance(reading.value, int):
        return ""
    return (
        number_text(reading.value)
        if part.type is FieldType.INTEGER
        else (value_text(part, reading.value, ()))
    )


def id_in_nodes(
    ruleset: RuleSet, value_of: Callable[[str], Node | None]
) -> tuple[str, list[str], list[Node]]:
    """Return the id that a document writes, the fields of it that it lacks, and their nodes.

    Args:
        value_of: Returns the node under a field, or None.
    """
    texts: list[str] = []
    lacking: list[str] = []
    nodes: list[Node] = []
    for name in ruleset.id_fields:
        node, part = value_of(name), ruleset.fields.get(name)
        text = ""
        if isinstance(node, ScalarNode) and not node.is_blank:
            text = "".join(plain(node.text).split())
            if part is not None and part.type in _TYPED:
                text = part_text(part, node.text)
            nodes.append(node)
        texts.append(text)
        lacking += [] if text else [name]
    return ("" if lacking else joined_id(texts)), lacking, nodes
