"""Tell by its mark for which edition a workbook was made, and refuse one of another edition.

The mark stands twice in a workbook that we made: as a property of the document, and as a line
that people see. What its cells may hold stands on a hidden sheet, so that a refusal can say
what has changed since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.sheet import Sheet
from engine.ruleset.form import FINGERPRINT_LENGTH, form_fingerprint, form_lines
from engine.ruleset.model import RuleSet

GUIDE, LISTS = "说明", "选项和表式"
LINE_HEAD, FORM_HEAD = "表式标识", "口径"
PROPERTY = "评衡填报表"
_MARK = re.compile(rf"(.+)\|(\d{{4}})\|([0-9a-f]{{{FINGERPRINT_LENGTH}}})")
_GUIDE_ROWS = 12
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Edition:
    """For which edition a workbook was made: the ruleset, the year, the form's fingerprint."""

    ruleset_id: str
    year: int
    form: str

    def __str__(self) -> str:
        return f"{self.ruleset_id}|{self.year}|{self.form}"


def edition_of(ruleset: RuleSet) -> Edition:
    """Return the edition that a ruleset's workbooks are made for."""
    return Edition(ruleset.id, ruleset.year, form_fingerprint(ruleset))


class Gate:
    """Lets the workbooks of one edition in, and those that nobody marked.

    Args:
        ruleset: The edition; None: workbooks of every edition are let in.
        diagnostics: Is told which were not let in, and why.
        also_for: Rulesets whose workbooks are let in as well.
    """

    def __init__(
        self,
        ruleset: RuleSet | None,
        diagnostics: Diagnostics,
        also_for: Iterable[RuleSet] = (),
    ) -> None:
        self._ruleset, self._diagnostics = ruleset, diagnostics
        self._others = [(edition_of(each), each) for each in also_for]
        self._own: Edition | None = None  # worked out when the first mark is met

    def needless_sheets(self, properties: bytes) -> frozenset[str]:
        """Return the names of the sheets that need not even be opened.

        A workbook of another edition is opened whole, to say what has changed since.

        Args:
            properties: The custom properties of a workbook.
        """
        mark = _property(properties)
        is_welcome = mark is not None and self._is_welcome(mark)
        return frozenset((GUIDE, LISTS)) if is_welcome else frozenset()

    def let_in(self, sheets: list[Sheet], properties: bytes, shown: str) -> list[Sheet]:
        """Return the sheets of a workbook that are to be read; none (said) of another edition.

        Args:
            sheets: As they were read. properties: The custom properties of the workbook.
            shown: The name of the file.
        """
        mark = _property(properties) or _line(sheets)
        if mark is None:
            return sheets
        if self._ruleset is not None and not self._is_welcome(mark):
            own = self._edition(self._ruleset)
            _report(mark, own, self._ruleset, sheets, Place(shown), self._diagnostics)
            return []
        return [sheet for sheet in sheets if sheet.name not in (GUIDE, LISTS)]

    def _is_welcome(self, mark: Edition) -> bool:
        """Tell whether a workbook may be read."""
        if self._ruleset is None or _is_of(mark, self._edition(self._ruleset), self._ruleset):
            return True
        return any(_is_of(mark, own, each) for own, each in self._others)

    def _edition(self, ruleset: RuleSet) -> Edition:
        self._own = self._own or edition_of(ruleset)
        return self._own


def _is_of(mark: Edition, own: Edition, ruleset: RuleSet) -> bool:
    """Tell whether a workbook is of the edition, or of a form that it still accepts."""
    same = (mark.ruleset_id, mark.year) == (own.ruleset_id, own.year)
    return same and mark.form in (own.form, *ruleset.accepted_forms)


def _report(
    mark: Edition,
    own: Edition,
    ruleset: RuleSet,
    sheets: Sequence[Sheet],
    place: Place,
    diagnostics: Diagnostics,
) -> None:
    """Say that a workbook is of another edition, and how they differ."""
    way_out = "请用本方案的填报表重填（命令 pingheng template）"
    if mark.ruleset_id != own.ruleset_id:
        diagnostics.error(
            "F067",
            f"这是方案“{mark.ruleset_id}”的填报表，考核用的是“{own.ruleset_id}”，整本没有读",
            place,
            mark,
            way_out,
        )
    elif mark.year != own.year:
        diagnostics.error(
            "F068",
            f"这是 {mark.year} 年度的填报表，考核的是 {own.year} 年度，整本没有读",
            place,
            mark,
            way_out,
        )
    else:
        diagnostics.error(
            "F069",
            f"填报表做好以后，方案的字段清单改过：{_changes(sheets, ruleset)}；整本没有读",
            place,
            mark,
            f'{way_out}；若旧表仍可用，请在 ruleset.yaml 写：接受的填报表: ["{mark.form}"]',
        )


def _changes(sheets: Sequence[Sheet], ruleset: RuleSet) -> str:
    """Say what a workbook's cells may hold otherwise than they may now."""
    before, now = _form_of(sheets), form_lines(ruleset)
    if not before:
        return "改了哪里，表里看不出"
    changes = [
        f"“{name}”原为“{line}”，现为“{now[name]}”"
        for name, line in before.items()
        if name in now and now[name] != line
    ]
    changes += [f"新增“{name}”" for name in now if name not in before]
    changes += [f"删去“{name}”" for name in before if name not in now]
    more = f"等 {len(changes)} 处" if len(changes) > _LISTED else ""
    return "；".join(changes[:_LISTED]) + more or "只是写法不同"


def _line(sheets: Sequence[Sheet]) -> Edition | None:
    """Find the mark in the line that people see."""
    for sheet in sheets:
        if sheet.name == GUIDE:
            for row in sheet.rows[:_GUIDE_ROWS]:
                for cell in row:
                    if isinstance(cell, str) and cell.startswith(LINE_HEAD):
                        return _parse(cell[len(LINE_HEAD) :].lstrip("：: "))
    return None


def _property(xml: bytes) -> Edition | None:
    """Find the mark among the properties of the document."""
    if PROPERTY.encode() not in xml or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        return None
    try:
        tree = ElementTree.fromstring(xml)
    except (ElementTree.ParseError, LookupError, ValueError):
        return None
    for item in tree:
        if item.get("name") == PROPERTY:
            return _parse("".join(item.itertext()).strip())
    return None


def _parse(text: str) -> Edition | None:
    found = _MARK.match(text)
    return Edition(found[1], int(found[2]), found[3]) if found else None


def _form_of(sheets: Sequence[Sheet]) -> Mapping[str, str]:
    """Return what the cells of a workbook may hold, as its hidden sheet says."""
    for sheet in sheets:
        if sheet.name == LISTS and sheet.rows and FORM_HEAD in sheet.rows[0]:
            at = sheet.rows[0].index(FORM_HEAD)
            return {str(row[at - 1]): str(row[at]) for row in sheet.rows[1:] if row[at - 1]}
    return {}
