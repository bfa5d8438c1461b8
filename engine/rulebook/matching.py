"""Match the rows of an edited section with those that were exported: kept, copied, new, gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import is_blank
from engine.rulebook.layout import Kind, Row, Section
from engine.rulebook.opening import FoundRow, FoundSection
from engine.rulebook.wanting import clean, is_unchanged

_NAMING = (
    "编号",
    "名称",
    "列",
    "台账",
    "代号",
    "清单行",
    "来源",
    "等次",
    "责任领域",
    "项目",
    "原因",
)


@dataclass(slots=True)
class Matched:
    """The rows of one section.

    Args:
        kept: Exported rows that are there, with how they stand now, in the order of the sheet.
        new: Rows that were not exported, each with what stands above it (None: the heads).
        gone: Exported rows that are not there.
    """

    kept: list[tuple[Row, FoundRow]] = field(default_factory=list)
    new: list[FoundRow] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)


def match_rows(section: Section, found: FoundSection, diagnostics: Diagnostics) -> Matched:
    """Match the rows of one section."""
    exported = {row.key: row for row in section.rows}
    by_key: dict[str, list[FoundRow]] = {}
    for each in found.rows:
        if each.key:
            by_key.setdefault(each.key, []).append(each)
    matched = Matched()
    originals: dict[int, Row] = {}
    for key, rows in by_key.items():
        row = exported.get(key)
        if row is None:
            diagnostics.error(
                "W008", "看不出这一行是哪一条：隐藏的 A 列被改过，或是从别的手册粘贴来的",
                rows[0].place_of(""), key,
                "请清空这一行隐藏的 A 列，当作新的一行；或重新导出再改",
            )  # fmt: skip
            continue
        if not (kept := _original(row, rows, section, diagnostics)):
            continue
        if not _is_emptied(section, row, kept):
            originals[kept.number] = row
    for each in found.rows:
        original = originals.get(each.number)
        if original is not None:
            matched.kept.append((original, each))
        elif not _says_nothing(section, each):
            if each.key and each.key not in exported:
                continue
            matched.new.append(each)
    there = {row.key for row, _ in matched.kept}
    matched.gone = [row for row in section.rows if row.key not in there]
    return matched


def _original(
    row: Row, rows: Sequence[FoundRow], section: Section, diagnostics: Diagnostics
) -> FoundRow | None:
    """Return which of several rows with one key is the exported one: that of its name."""
    if len(rows) == 1:
        return rows[0]
    alike = [each for each in rows if _is_named_alike(row, each, section)]
    if len(alike) > 1:
        diagnostics.error(
            "W020",
            f"第 {alike[0].number} 行和第 {alike[1].number} 行是同一行的两份，编号（名称）也一样",
            alike[1].place_of(_naming(row, section)), "",
            "复制来的一行请改编号（名称）；多余的请整行删去",
        )  # fmt: skip
        return None
    return alike[0] if alike else rows[0]


def _is_named_alike(row: Row, found: FoundRow, section: Section) -> bool:
    title = _naming(row, section)
    shown = row.cells.get(title)
    return shown is not None and is_unchanged(clean(found.cells.get(title)), shown)


def _naming(row: Row, section: Section) -> str:
    """Return the title of the column by which people tell rows apart."""
    for name in _NAMING:
        column = section.column(name)
        if column and name in row.cells and (not column.of or row.kind in column.of):
            return name
    return next(iter(row.cells), "")


def _is_emptied(section: Section, row: Row, found: FoundRow) -> bool:
    """Tell whether all that a row showed was deleted, and the row itself left."""
    if not section.takes_rows:
        return False
    filled = [
        title
        for title, shown in row.cells.items()
        if not shown.is_blank
        and title in found.cells
        and (column := section.column_of(row, title)) is not None
        and column.kind not in (Kind.CONTEXT, Kind.ORDER)
        and (not column.of or row.kind in column.of)
    ]
    if not filled or not all(is_blank(found.cells[title]) for title in filled):
        return False
    # A head that shows nothing but a cap stands there still when its cap is cleared.
    return any(title in _NAMING for title in filled) or not _is_still_named(section, found)


def _is_still_named(section: Section, found: FoundRow) -> bool:
    """Tell whether a row still says what it is about, for orientation."""
    return any(
        column.kind is Kind.CONTEXT and not is_blank(found.cells.get(column.title))
        for column in section.columns
    )


def _says_nothing(section: Section, found: FoundRow) -> bool:
    """Tell whether a row holds no more than its place, and what is said for orientation."""
    beside = {
        column.title
        for column in section.columns
        if section.takes_rows and column.kind in (Kind.ORDER, Kind.CONTEXT)
    }
    return all(is_blank(cell) for title, cell in found.cells.items() if title not in beside)
